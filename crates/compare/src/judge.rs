//! How much a change matters, from `data/changes.tsv`.
//!
//! Invariant: the table is read once, and a path that no row names is a note without words.

use crate::Level;
use std::sync::LazyLock;

const TEXT: &str = include_str!("../data/changes.tsv");

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| TEXT.lines().filter_map(row).collect());

struct Row {
    path: &'static str,
    /// Whether everything below the path is meant, too.
    below: bool,
    when: &'static str,
    level: Level,
    meaning: &'static str,
}

/// The level of a change at `path`, in which `*` stands for names, and what comes of it.
pub(crate) fn judge(path: &str, old: Option<&str>, new: Option<&str>) -> (Level, &'static str) {
    let fits = |row: &&Row| is_at(row, path) && is_when(row.when, old, new);
    ROWS.iter().find(fits).map_or((Level::Note, ""), |row| (row.level, row.meaning))
}

fn is_at(row: &Row, path: &str) -> bool {
    match path.strip_prefix(row.path) {
        Some("") => true,
        Some(rest) => row.below && rest.starts_with(['.', '*']),
        None => false,
    }
}

fn is_when(when: &str, old: Option<&str>, new: Option<&str>) -> bool {
    let number = |text: Option<&str>| text.and_then(|text| text.trim().parse::<f64>().ok());
    match when {
        "any" => true,
        "added" => old.is_none(),
        "removed" => new.is_none(),
        "changed" => old.is_some() && new.is_some(),
        "grown" => number(new) > number(old),
        "shrunk" => number(new).is_some() && number(new) < number(old),
        _ => when.strip_prefix('=').is_some_and(|value| new == Some(value)),
    }
}

fn row(line: &'static str) -> Option<Row> {
    let mut cells = line.split('\t').filter(|_| !line.starts_with('#'));
    let (path, when, level, meaning) = (cells.next()?, cells.next()?, cells.next()?, cells.next()?);
    let level = match level {
        "error" => Level::Error,
        "warning" => Level::Warning,
        _ => Level::Note,
    };
    let (path, below) = path.strip_suffix("**").map_or((path, false), |path| (path, true));
    Some(Row { path, below, when, level, meaning })
}

#[cfg(test)]
mod tests {
    use super::{Level, ROWS, judge};

    #[test]
    fn every_row_is_read() {
        let lines = super::TEXT.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(ROWS.len(), lines);
        assert!(ROWS.iter().all(|row| !row.meaning.is_empty()));
    }

    #[test]
    fn the_first_row_that_fits_counts() {
        assert_eq!(judge("cpu", Some("512"), Some("256")).0, Level::Warning);
        assert_eq!(judge("cpu", Some("256"), Some("512")).0, Level::Note);
        assert_eq!(judge("networkMode", Some("bridge"), Some("host")).0, Level::Error);
        assert_eq!(judge("containerDefinitions*.privileged", None, Some("true")).0, Level::Error);
        assert_eq!(judge("containerDefinitions*.privileged", Some("true"), None).0, Level::Note);
        assert_eq!(judge("containerDefinitions*.logConfiguration.options.x", None, Some("1")).0, Level::Warning);
        assert_eq!(judge("volumes*.host.sourcePath", Some("/a"), Some("/b")).0, Level::Warning);
        assert_eq!(judge("somethingNew", None, Some("1")), (Level::Note, ""));
    }
}
