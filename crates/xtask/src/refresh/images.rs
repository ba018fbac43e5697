//! `refresh images [--checkout PATH]`: the names of Docker's official images, from docker-library/official-images.
//!
//! Invariant: a name is never removed: one that is gone from the library becomes `retired`.

use super::checkout::Checkout;
use crate::root;
use std::collections::BTreeMap;

const TABLE: &str = "crates/model/data/official-images.tsv";
const URL: &str = "https://github.com/docker-library/official-images";

pub(super) fn run(options: &[String]) -> Result<(), String> {
    let checkout = Checkout::open(options, URL)?;
    let current = checkout.names("library")?;
    let date = checkout.date()?;
    let text = std::fs::read_to_string(root().join(TABLE)).map_err(|error| format!("{TABLE}: {error}"))?;
    let mut states: BTreeMap<&str, &str> = BTreeMap::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let (name, _) = line.split_once('\t').ok_or(format!("{TABLE}: not a name and a state: {line}"))?;
        states.insert(name, "retired");
    }
    for name in &current {
        states.insert(name, "current");
    }
    let mut written = String::new();
    for line in text.lines().filter(|line| line.starts_with('#')) {
        match () {
            () if line.starts_with("# source:") => written.push_str(&format!(
                "# source: library index of docker-library/official-images, {date}; retired names from its history"
            )),
            () if line.starts_with("# as-of:") => written.push_str(&format!("# as-of: {date}")),
            () => written.push_str(line),
        }
        written.push('\n');
    }
    for (name, state) in &states {
        written.push_str(&format!("{name}\t{state}\n"));
    }
    println!("{} names, {} of them current", states.len(), current.len());
    std::fs::write(root().join(TABLE), written).map_err(|error| format!("{TABLE}: {error}"))
}
