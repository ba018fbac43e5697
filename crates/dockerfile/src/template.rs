//! Placeholders of template engines, and near misses of keywords.
//!
//! Invariant: what looks like a template is taken as one: its text will be another one when it is built.

use crate::keyword::Keyword;

/// Whether `text` holds a placeholder: `{{`, `{%`, `<%` or `@NAME@`.
pub(crate) fn is_template(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memmem::find(bytes, b"{{").is_some()
        || memchr::memmem::find(bytes, b"{%").is_some()
        || memchr::memmem::find(bytes, b"<%").is_some()
        || has_at_name(bytes)
}

/// Whether the first word of a line belongs to a template engine or is what its output replaces: `{{`, `@X@`,
/// `%X%`, `<X>`, `$X`.
pub(crate) fn is_marker(word: &str) -> bool {
    word.starts_with(['{', '@', '%', '<', '$'])
}

/// Whether a line of `source` starts with a placeholder or a statement of a template engine, so that the lines
/// of the file are not those that will be built.
pub(crate) fn is_template_file(source: &str) -> bool {
    source.lines().map(|line| line.trim_start_matches([' ', '\t', '\u{feff}'])).any(|line| {
        ["{{", "{%", "<%", "%%"].iter().any(|mark| line.starts_with(mark))
            || line.starts_with('@') && has_at_name(line.as_bytes())
            || line.ends_with("%%")
    })
}

/// Whether a comment is a line for the C preprocessor: `#include "base"`, `#define NAME`, `#ifdef NAME`, `#endif`.
pub(crate) fn is_preprocessor_line(comment: &str) -> bool {
    let Some((name, rest)) = comment.strip_prefix('#').map(|text| text.split_once([' ', '\t']).unwrap_or((text, "")))
    else {
        return false;
    };
    let rest = rest.trim();
    let word = rest.split(|it: char| !it.is_ascii_alphanumeric() && it != '_').next().unwrap_or_default();
    match name.trim_end() {
        "include" => rest.starts_with(['"', '<']),
        "define" | "ifdef" | "ifndef" => is_capitals(word),
        "if" | "elif" => rest.starts_with("defined"),
        "endif" => rest.is_empty(),
        _ => false,
    }
}

/// Whether `word` is written as the name of a macro or placeholder: capitals, digits and `_`.
pub(crate) fn is_capitals(word: &str) -> bool {
    word.len() > 1
        && word.bytes().any(|byte| byte.is_ascii_uppercase())
        && word.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
}

/// The keyword that `word` differs from in at most two letters, or in one when it is short.
pub(crate) fn nearest_keyword(word: &str) -> Option<Keyword> {
    if word.len() > 13 {
        return None;
    }
    let word = word.to_ascii_uppercase();
    let best =
        Keyword::ALL.into_iter().map(|keyword| (distance(&word, keyword.as_str()), keyword)).min_by_key(|at| at.0)?;
    let allowed = if word.len() <= 4 { 1 } else { 2 };
    (best.0 <= allowed).then_some(best.1)
}

/// The one of `names` that `word` differs from in at most two letters.
pub(crate) fn nearest<'n>(word: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let best = names.map(|name| (distance(word, name), name)).min_by_key(|at| at.0)?;
    (best.0 <= 2).then_some(best.1)
}

fn has_at_name(bytes: &[u8]) -> bool {
    let mut opened: Option<usize> = None;
    for at in memchr::memchr_iter(b'@', bytes) {
        if let Some(start) = opened
            && at > start + 1
            && bytes[start + 1..at].iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
        {
            return true;
        }
        opened = Some(at);
    }
    false
}

/// Number of letters to add, remove, change or swap; 3 for everything above two and for long words.
fn distance(left: &str, right: &str) -> usize {
    const LONGEST: usize = 24;
    let (left, right) = (left.as_bytes(), right.as_bytes());
    if left.len().abs_diff(right.len()) > 2 || left.len() > LONGEST || right.len() > LONGEST {
        return 3;
    }
    let mut before = [0; LONGEST + 1];
    let mut row = [0; LONGEST + 1];
    for (j, cell) in row.iter_mut().enumerate() {
        *cell = j;
    }
    for (i, l) in left.iter().enumerate() {
        let mut next = [0; LONGEST + 1];
        next[0] = i + 1;
        for (j, r) in right.iter().enumerate() {
            next[j + 1] = (row[j + 1] + 1).min(next[j] + 1).min(row[j] + usize::from(l != r));
            if i > 0 && j > 0 && *l == right[j - 1] && left[i - 1] == *r {
                next[j + 1] = next[j + 1].min(before[j - 1] + 1);
            }
        }
        before = std::mem::replace(&mut row, next);
    }
    row[right.len()].min(3)
}

#[cfg(test)]
mod tests {
    use super::{distance, is_preprocessor_line, is_template, nearest_keyword};
    use crate::Keyword;

    #[test]
    fn near_misses() {
        assert_eq!(distance("FROM", "FRMO"), 1);
        assert_eq!(distance("EXPOSE", "EXPSOES"), 2);
        assert_eq!(distance("RUN", "HEALTHCHECK"), 3);
        assert_eq!(nearest_keyword("Entrypiont"), Some(Keyword::Entrypoint));
        assert_eq!(nearest_keyword("func"), None);
    }

    #[test]
    fn preprocessor_lines() {
        for line in
            ["#include \"base\"", "#include <x>", "#define A_1(x) y", "#ifdef ARM", "#if defined(ARM)", "#endif"]
        {
            assert!(is_preprocessor_line(line), "{line}");
        }
        for line in
            ["# include \"base\"", "#include what you need", "#define the user", "#if this", "#endif of it", "#"]
        {
            assert!(!is_preprocessor_line(line), "{line}");
        }
    }

    #[test]
    fn placeholders() {
        assert!(is_template("a {{ b }}") && is_template("@A_1@") && is_template("<%= x %>"));
        assert!(!is_template("a@b.c <x@y.z> ${a} {b}"));
    }
}
