//! A script's text in the form in which linters read it.
//!
//! Invariant: byte `n` of the text is byte `start + n` of the file. Characters that the shell does not see are blanks.

use crate::Request;
use plimsoll_shell::{Dialect, Script, ShellOptions, parser_input};
use plimsoll_text::{TextRange, TextSize, range};
use std::borrow::Cow;

/// Longer scripts are not linted: the linter's time grows faster than the text.
pub const LONGEST: usize = 48 << 10;

/// Scripts that nest deeper are not linted, for the same reason. No script that people write comes near.
const DEEPEST: usize = 48;

/// One text that one shell reads.
#[derive(Debug)]
pub(crate) struct Text<'a> {
    pub(crate) text: Cow<'a, str>,
    pub(crate) start: TextSize,
    pub(crate) dialect: Dialect,
    pub(crate) options: ShellOptions,
    pub(crate) script: &'a Script,
    /// Whether the text is the argument of a shell inside another script, so that quotes around it count.
    pub(crate) is_inner: bool,
    /// Whether hadolint's findings are wanted, right or not.
    pub(crate) everything: bool,
}

impl Text<'_> {
    /// The file range of `from..to` of the text.
    pub(crate) fn range(&self, from: usize, to: usize) -> TextRange {
        range(from, to.max(from)) + self.start
    }

    /// The characters of a file range.
    pub(crate) fn slice(&self, range: TextRange) -> &str {
        let at = |offset: TextSize| offset.checked_sub(self.start).map(usize::from);
        at(range.start()).zip(at(range.end())).and_then(|(from, to)| self.text.get(from..to)).unwrap_or("")
    }

    /// The text behind a file offset.
    pub(crate) fn after(&self, offset: TextSize) -> &str {
        offset.checked_sub(self.start).and_then(|at| self.text.get(usize::from(at)..)).unwrap_or("")
    }

    /// The text before a file offset.
    pub(crate) fn before(&self, offset: TextSize) -> &str {
        offset.checked_sub(self.start).and_then(|at| self.text.get(..usize::from(at))).unwrap_or("")
    }
}

/// The texts of a script that linters can read.
pub(crate) fn all<'a>(request: &Request<'a>) -> Vec<Text<'a>> {
    // A template stands for anything: what its marks do to the rest of the script cannot be known.
    let script = request.script;
    let is_template = script.texts.first().is_some_and(|whole| !whole.is_literal());
    if is_template {
        return Vec::new();
    }
    let whole = script.texts.first().map(|text| text.start()).filter(|start| *start == script.range.start());
    let texts = script.texts.iter().enumerate().filter(|(_, text)| text.is_literal());
    let texts = texts.filter_map(|(at, text)| {
        let is_inner = at > 0 || whole.is_none();
        // hadolint does not look into the arguments of commands.
        if is_inner && request.everything {
            return None;
        }
        let dialect = match text.dialect {
            Dialect::Zsh => return None,
            Dialect::Ash if request.everything => request.sh,
            Dialect::Sh => request.sh,
            named => named,
        };
        let input = parser_input(text.text()).filter(|input| input.len() <= LONGEST && !is_too_deep(input))?;
        if input.trim().is_empty() {
            return None;
        }
        let options = if is_inner { ShellOptions::default() } else { request.options };
        let hidden = if is_inner { &[] } else { request.heredocs };
        let text_start = text.start();
        let text = prepared(input, text_start, hidden, request.is_joined);
        Some(Text { text, start: text_start, dialect, options, script, is_inner, everything: request.everything })
    });
    texts.collect()
}

fn prepared<'a>(text: Cow<'a, str>, start: TextSize, hidden: &[TextRange], is_joined: bool) -> Cow<'a, str> {
    let is_continued = is_joined && text.contains("\\\n");
    if !is_continued && hidden.is_empty() {
        return text;
    }
    let mut bytes = text.as_bytes().to_vec();
    for range in hidden {
        let (from, to) = (range.start().checked_sub(start), range.end().checked_sub(start));
        let place = from.zip(to).map(|(from, to)| usize::from(from)..usize::from(to));
        if let Some(place) = place.and_then(|place| bytes.get_mut(place)) {
            place.fill(b' ');
        }
    }
    if is_continued {
        join(&mut bytes);
    }
    String::from_utf8(bytes).map_or(text, Cow::Owned)
}

/// The builder joins continued lines before the shell sees them, inside quotes, too: there is no line end in a string
/// that goes on. Where a word goes on with the next line, the continuation stays, for the shell to join.
fn join(bytes: &mut [u8]) {
    for at in 0..bytes.len().saturating_sub(1) {
        if bytes[at] != b'\\' || bytes[at + 1] != b'\n' {
            continue;
        }
        let is_blank = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii_whitespace);
        if is_blank(at.checked_sub(1).and_then(|before| bytes.get(before))) || is_blank(bytes.get(at + 2)) {
            bytes[at] = b' ';
            bytes[at + 1] = b' ';
        }
    }
}

/// Whether keywords or brackets nest too deeply. Quotes are not looked at.
fn is_too_deep(text: &str) -> bool {
    let mut depth = 0_usize;
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    text.as_bytes().chunk_by(|left, right| is_word(left) && is_word(right)).any(|word| {
        match word {
            b"if" | b"case" | b"do" | b"(" | b"{" => depth += 1,
            b"fi" | b"esac" | b"done" | b")" | b"}" => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth > DEEPEST
    })
}

#[cfg(test)]
mod tests {
    use super::{is_too_deep, join};

    #[test]
    fn continued_lines_are_joined() {
        for (text, expected) in [
            ("a \\\n  b", "a     b"),
            ("a\\\n  b", "a    b"),
            ("a \\\nb", "a   b"),
            ("foo\\\nbar", "foo\\\nbar"),
            ("' \\\n\tx'", "'   \tx'"),
        ] {
            let mut bytes = text.as_bytes().to_vec();
            join(&mut bytes);
            assert_eq!(String::from_utf8(bytes).unwrap(), expected);
        }
    }

    #[test]
    fn depth_is_bounded() {
        assert!(!is_too_deep(&"if a; then b; fi; ".repeat(1000)));
        assert!(is_too_deep(&"if a; then ".repeat(1000)));
        assert!(is_too_deep(&"{ ".repeat(100)));
    }
}
