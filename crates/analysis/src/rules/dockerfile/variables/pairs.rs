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

/// `value`, the rest of a line as the old form takes it, written so that it is one word: what reads quotes and escapes
/// is the same in both forms, only blanks outside of quotes end a word. `None` when a quote stays open or the line
/// goes on.
pub(super) fn as_one_word(value: &str, escape: char) -> Option<String> {
    if value.is_empty() || value.contains('\n') {
        return None;
    }
    let is_plain = !value.contains(['"', '\'', '\\', '`']);
    if is_plain && value.contains([' ', '\t']) {
        return Some(format!("\"{value}\""));
    }
    let mut word = String::with_capacity(value.len() + 8);
    let (mut quote, mut escaped) = (None, false);
    for character in value.chars() {
        let is_blank = matches!(character, ' ' | '\t');
        match (quote, character) {
            _ if escaped => escaped = false,
            // Single quotes hold no escapes.
            (None | Some('"'), _) if character == escape => escaped = true,
            (None, '"' | '\'') => quote = Some(character),
            (Some(open), _) if character == open => quote = None,
            (None, _) if is_blank => word.push(escape),
            _ => {}
        }
        word.push(character);
    }
    (quote.is_none() && !escaped).then_some(word)
}

#[cfg(test)]
mod tests {
    use super::as_one_word;

    #[test]
    fn the_rest_of_a_line_becomes_a_word() {
        let read = |text| as_one_word(text, '\\');
        assert_eq!(read("a").as_deref(), Some("a"));
        assert_eq!(read("a $B c").as_deref(), Some("\"a $B c\""));
        assert_eq!(read("\"a b\"").as_deref(), Some("\"a b\""));
        assert_eq!(read("a\\ b").as_deref(), Some("a\\ b"));
        assert_eq!(read("a\\ b c").as_deref(), Some("a\\ b\\ c"));
        assert_eq!(read("\"a\" \"b c\"").as_deref(), Some("\"a\"\\ \"b c\""));
        assert_eq!(read("it's a b"), None);
        assert_eq!(read("a b\\"), None);
        assert_eq!(as_one_word("C:\\a 'b'", '`').as_deref(), Some("C:\\a` 'b'"));
    }
}
