//! Reads the text form of a table: a head of `# key: value` comments, then a row a line with fields between tabs.
//!
//! Invariant: reading never fails. Runs of tabs count as one; a field that is missing or written `-` is `""`.

use super::Date;

/// The head of one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableInfo {
    /// Name of its file, without the ending.
    pub name: &'static str,
    /// What it holds, in one sentence.
    pub what: &'static str,
    /// Where its facts come from.
    pub source: &'static str,
    /// The day for which they hold.
    pub as_of: Option<Date>,
}

pub(super) fn info(name: &'static str, text: &'static str) -> TableInfo {
    TableInfo { name, what: head(text, "what"), source: head(text, "source"), as_of: Date::parse(head(text, "as-of")) }
}

/// The value of `# key: value` in the head of `text`, or `""`.
pub(super) fn head(text: &'static str, key: &str) -> &'static str {
    text.lines()
        .take_while(|line| line.starts_with('#'))
        .filter_map(|line| line.trim_start_matches('#').trim_start().strip_prefix(key)?.strip_prefix(':'))
        .map(str::trim)
        .next()
        .unwrap_or("")
}

/// The rows of `text`, each with exactly `N` fields.
pub(super) fn rows<const N: usize>(text: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(|line| {
        let mut fields = line.split('\t').map(str::trim).filter(|field| !field.is_empty());
        std::array::from_fn(|_| match fields.next() {
            None | Some("-") => "",
            Some(field) => field,
        })
    })
}

/// The words of one field.
pub(super) fn words(field: &'static str) -> impl Iterator<Item = &'static str> {
    field.split_whitespace()
}

#[cfg(test)]
mod tests {
    use super::{head, rows, words};

    const TEXT: &str = "# what: a test\n# as-of: 2026-11\n\na\t\tb c\n-\tlast\n";

    #[test]
    fn rows_have_the_fields_asked_for() {
        let all: Vec<[&str; 3]> = rows(TEXT).collect();
        assert_eq!(all, [["a", "b c", ""], ["", "last", ""]]);
        assert_eq!(words("b c").collect::<Vec<_>>(), ["b", "c"]);
    }

    #[test]
    fn head_is_read_by_key() {
        assert_eq!(head(TEXT, "what"), "a test");
        assert_eq!(head(TEXT, "as-of"), "2026-11");
        assert_eq!(head(TEXT, "source"), "");
    }
}
