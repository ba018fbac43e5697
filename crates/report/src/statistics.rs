//! `--statistics`: how often each rule fires.
//!
//! Invariant: rows are sorted by count, then by id, so that two runs over the same files print the same.

use crate::Report;
use crate::input::preferred;
use plimsoll_analysis::{Applicability, Severity};
use std::collections::BTreeMap;
use std::fmt::Write;

/// A table with a line for each rule that found something; empty without findings.
///
/// A rule whose severity differs between files stands with the highest.
#[must_use]
pub fn statistics(report: Report<'_>) -> String {
    let mut rows: BTreeMap<&str, Row> = BTreeMap::new();
    for diagnostic in report.files.iter().flat_map(|file| file.diagnostics) {
        let row = rows.entry(diagnostic.rule.id).or_default();
        row.count += 1;
        row.severity = row.severity.max(Some(diagnostic.severity));
        row.fixable += usize::from(preferred(diagnostic).is_some_and(|it| it > Applicability::Manual));
    }
    let mut rows: Vec<_> = rows.into_iter().collect();
    rows.sort_by(|(left_id, left), (right_id, right)| right.count.cmp(&left.count).then(left_id.cmp(right_id)));
    if rows.is_empty() {
        return String::new();
    }
    let mut out = String::from("count  fixable  severity  rule\n");
    for (id, row) in rows {
        let severity = row.severity.map_or("", Severity::as_str);
        let _ = writeln!(out, "{:>5}  {:>7}  {severity:<8}  {id}", row.count, row.fixable);
    }
    out
}

#[derive(Default)]
struct Row {
    count: usize,
    fixable: usize,
    severity: Option<Severity>,
}
