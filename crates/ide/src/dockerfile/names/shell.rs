//! Which variables a text for the shell expands, found by its characters alone.
//!
//! Invariant: a place that the shell surely does not expand (behind a backslash, in a comment) is never given, and
//! one inside single quotes is marked: another program reads it, perhaps a shell.
//!
//! Example: `echo $A '$B' # $C` expands `A` and perhaps `B`.

use plimsoll_text::{TextRange, TextSize, range};

/// How the text around an expansion is quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Quoting {
    /// The shell expands it.
    Expands,
    /// It stands inside single quotes.
    Single,
}

/// `$NAME`, `${NAME…}` or `${#NAME}` in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Expansion {
    /// `NAME`
    pub(crate) name: TextRange,
    /// How it is quoted.
    pub(crate) quoting: Quoting,
}

/// The expansions in `text`, which stands at `base`. With `quotes`, quotes and comments mean what they mean in a
/// script; without, they are ordinary characters, as in the lines of a heredoc.
pub(crate) fn expansions(text: &str, base: TextSize, quotes: bool) -> Vec<Expansion> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let (mut single, mut double) = (false, false);
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if !single => at += 1,
            b'\'' if quotes && !double => single = !single,
            b'"' if quotes && !single => double = !double,
            b'#' if quotes && !single && !double && starts_word(bytes, at) => {
                while at < bytes.len() && bytes[at] != b'\n' {
                    at += 1;
                }
            }
            b'$' => {
                if let Some((start, end)) = name_behind(bytes, at + 1) {
                    let quoting = if single { Quoting::Single } else { Quoting::Expands };
                    found.push(Expansion { name: range(start, end) + base, quoting });
                    at = end - 1;
                }
            }
            _ => {}
        }
        at += 1;
    }
    found
}

/// Whether the script `text` gives the variable `name` a value of its own.
pub(crate) fn assigns(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let (before, behind) = (&text[..at], &text[at + name.len()..]);
        let is_whole = !before.ends_with(is_name) && !behind.starts_with(is_name);
        let at_word =
            before.is_empty() || before.ends_with(|last: char| last.is_whitespace() || ";&|({`\"'".contains(last));
        if !is_whole || !at_word {
            return false;
        }
        let words = before.split(|ch: char| ch.is_whitespace() && ch != '\n' || ";&|(){}`".contains(ch));
        let mut back = words.rev().filter(|word| !word.is_empty());
        let taker = back.find(|word| !word.starts_with('-') && !word.chars().all(is_name)).is_none();
        let last = before.split_whitespace().rev().find(|word| !word.starts_with('-')).unwrap_or("");
        behind.starts_with('=')
            || behind.starts_with("+=")
            || matches!(
                last,
                "for" | "read" | "unset" | "local" | "declare" | "typeset" | "readonly" | "getopts" | "mapfile"
            )
            || (taker && before.split_whitespace().any(|word| word == "read"))
    })
}

fn is_name(ch: char) -> bool {
    ch.is_ascii_alphanumeric() || ch == '_'
}

fn starts_word(bytes: &[u8], at: usize) -> bool {
    at == 0 || matches!(bytes[at - 1], b' ' | b'\t' | b'\n' | b';' | b'&' | b'|' | b'(')
}

/// The name behind a `$`, with its braces and what may stand before it inside them stepped over.
fn name_behind(bytes: &[u8], mut start: usize) -> Option<(usize, usize)> {
    if bytes.get(start) == Some(&b'{') {
        start += 1;
        if matches!(bytes.get(start), Some(b'#' | b'!')) {
            start += 1;
        }
    }
    let len = bytes.get(start..)?.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count();
    (len > 0 && !bytes[start].is_ascii_digit()).then_some((start, start + len))
}

#[cfg(test)]
mod tests {
    use super::{Quoting, assigns, expansions};
    use plimsoll_text::slice;

    fn names(text: &str, quotes: bool) -> Vec<(&str, bool)> {
        let all = expansions(text, 0.into(), quotes);
        all.iter().map(|it| (slice(text, it.name), it.quoting == Quoting::Expands)).collect()
    }

    #[test]
    fn quotes_escapes_and_comments() {
        let text = r#"größe=$A "${B:-$C}" '$D' \$E # $F "#;
        assert_eq!(names(text, true), [("A", true), ("B", true), ("C", true), ("D", false)]);
        assert_eq!(names("it's $A # ${B}", false), [("A", true), ("B", true)]);
        assert_eq!(
            names("for x in $LIST; do echo $1 $$ ${#N} $((2+$M)); done", true),
            [("LIST", true), ("N", true), ("M", true)]
        );
    }

    #[test]
    fn what_a_script_sets_itself() {
        for text in ["V=1 && echo $V", "export V=2", "for V in a b", "read -r V", "x && V+=a", "unset V"] {
            assert!(assigns(text, "V"), "{text}");
        }
        for text in ["echo $V", "make -DV=1", "echo V", "X_V=1", "curl ?V=1"] {
            assert!(!assigns(text, "V"), "{text}");
        }
    }
}
