//! Edits of `NAME=value` pairs.
//!
//! Invariant: an edit never crosses a comment, and the text that it writes reads back as the value that it was given.

use crate::DockerfileCx;
use plimsoll_dockerfile::{Instruction, Pair};
use plimsoll_text::{Edit, Edits, TextRange, slice};

/// Takes out the pair number `at`; the whole instruction when it is the only one. `None` where a comment would go.
pub(in crate::rules::dockerfile) fn delete_pair(
    cx: &DockerfileCx<'_>,
    instruction: &Instruction,
    pairs: &[Pair],
    at: usize,
) -> Option<Edits> {
    if !instruction.comments.is_empty() || !instruction.heredocs.is_empty() {
        return None;
    }
    let range = match (pairs.get(at.wrapping_sub(1)), pairs.get(at)?, pairs.get(at + 1)) {
        (_, pair, Some(next)) => TextRange::new(pair.range.start(), next.range.start()),
        (Some(before), pair, None) => TextRange::new(before.range.end(), pair.range.end()),
        (None, _, None) => {
            let item = cx.syntax.items.iter().find(|item| item.range.contains_range(instruction.range))?;
            // The item of an ONBUILD holds more than the inner instruction.
            let starts = slice(cx.source(), TextRange::new(item.range.start(), instruction.range.start()));
            starts.trim_matches([' ', '\t', '\u{feff}']).is_empty().then_some(item.range)?
        }
    };
    Some(Edit::delete(range).into())
}

/// `value`, the rest of a line as the old form takes it, written so that it is one word. `None` when quotes, escapes
/// or line ends in it leave that to a person.
pub(super) fn as_one_word(value: &str) -> Option<String> {
    if !value.contains([' ', '\t']) {
        return (!value.is_empty()).then(|| value.to_owned());
    }
    let quoted = |quote: char| {
        let inside = value.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
        inside.is_some_and(|inside| !inside.contains([quote, '\\', '`']))
    };
    if quoted('"') || quoted('\'') {
        return Some(value.to_owned());
    }
    (!value.contains(['"', '\'', '\\', '`', '\n'])).then(|| format!("\"{value}\""))
}

#[cfg(test)]
mod tests {
    use super::as_one_word;

    #[test]
    fn the_rest_of_a_line_becomes_a_word() {
        assert_eq!(as_one_word("a").as_deref(), Some("a"));
        assert_eq!(as_one_word("a $B c").as_deref(), Some("\"a $B c\""));
        assert_eq!(as_one_word("\"a b\"").as_deref(), Some("\"a b\""));
        assert_eq!(as_one_word("a\\ b"), None);
        assert_eq!(as_one_word("it's a b"), None);
        assert_eq!(as_one_word("\"a\" \"b\""), None);
    }
}
