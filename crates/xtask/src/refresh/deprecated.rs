//! `refresh deprecated [--checkout PATH]`: says which official images carry a deprecation notice that
//! `deprecated-images.tsv` does not know yet, from docker-library/docs.
//!
//! Invariant: nothing is written. What takes an image's place is a judgement, so a person adds the row.

use super::checkout::Checkout;
use crate::root;

const TABLE: &str = "crates/model/data/deprecated-images.tsv";
const URL: &str = "https://github.com/docker-library/docs";

pub(super) fn run(options: &[String]) -> Result<(), String> {
    let checkout = Checkout::open(options, URL)?;
    let text = std::fs::read_to_string(root().join(TABLE)).map_err(|error| format!("{TABLE}: {error}"))?;
    let known: Vec<&str> = text.lines().filter_map(|line| line.split('\t').next()).collect();
    let paths = checkout.paths()?;
    let noticed = paths.iter().filter_map(|path| path.strip_suffix("/deprecated.md"));
    let missing: Vec<&str> = noticed.filter(|name| !known.contains(name)).collect();
    println!("deprecation notices of {}: {} images are not in {TABLE}", checkout.date()?, missing.len());
    for name in missing {
        let notice = checkout.file(&format!("{name}/deprecated.md"))?;
        println!("{name}\t{}", notice.split_whitespace().take(30).collect::<Vec<_>>().join(" "));
    }
    Ok(())
}
