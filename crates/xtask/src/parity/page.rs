//! Writes the figures into docs/parity.md.
//!
//! Invariant: only what stands between the markers is rewritten, and the reasons in its table are carried over.

use super::compare::{Comparison, percent};
use super::unread::Without;
use crate::root;
use std::collections::BTreeMap;
use std::fmt::Write;

const PAGE: &str = "docs/parity.md";
const START: &str = "<!-- figures: cargo xtask parity hadolint -->";
const END: &str = "<!-- end of figures -->";

pub(super) fn write(compared: &[(Without, Comparison)], files: usize) -> Result<(), String> {
    let path = root().join(PAGE);
    let old = std::fs::read_to_string(&path).map_err(|error| format!("{PAGE}: {error}"))?;
    let (before, rest) = old.split_once(START).ok_or_else(|| format!("{PAGE} has lost the line {START}"))?;
    let (figures, after) = rest.split_once(END).ok_or_else(|| format!("{PAGE} has lost the line {END}"))?;
    let new = format!("{before}{START}\n{}{END}{after}", table(compared, files, &reasons(figures)));
    if new != old {
        std::fs::write(&path, new).map_err(|error| format!("{PAGE}: {error}"))?;
        println!("wrote {PAGE}");
    }
    Ok(())
}

/// The reasons of the classes in the table as it is: by code and side.
fn reasons(figures: &str) -> BTreeMap<(String, String), String> {
    let row = |line: &str| {
        let mut cells = line.trim().trim_matches('|').splitn(5, '|').map(|cell| cell.trim().to_owned());
        let (code, _both, side, _count, reason) =
            (cells.next()?, cells.next()?, cells.next()?, cells.next()?, cells.next()?);
        Some(((code, side), reason))
    };
    figures.lines().filter(|line| line.starts_with('|')).filter_map(row).collect()
}

fn table(compared: &[(Without, Comparison)], files: usize, reasons: &BTreeMap<(String, String), String>) -> String {
    let mut text = format!(
        "\n{files} Dockerfiles.\n\n\
         | codes | of these pairs | of both | of one | agreement | of both with the same lines |\n\
         |---|---|---|---|---|---|\n"
    );
    for prefix in ["DL", "SC"] {
        for (without, comparison) in compared {
            let (both, alone, lines) = comparison.counts(prefix);
            let _ = writeln!(
                text,
                "| {prefix} | {} | {both} | {alone} | {:.2} % | {:.2} % |",
                without.as_str(),
                percent(both, both + alone),
                percent(both - lines, both),
            );
        }
    }
    let Some((_, comparison)) = compared.last() else { return text };
    text.push_str("\nThe classes that are left when all of that is left out:\n");
    text.push_str("\n| code | both | only | files | why |\n|---|---|---|---|---|\n");
    for ((code, side), places) in &comparison.alone {
        let both = comparison.both.get(code).copied().unwrap_or_default();
        let reason = reasons.get(&(code.clone(), side.as_str().to_owned())).map_or("", String::as_str);
        let _ = writeln!(text, "| {code} | {both} | {} | {} | {reason} |", side.as_str(), places.len());
    }
    text.push('\n');
    text
}
