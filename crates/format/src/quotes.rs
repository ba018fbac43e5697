//! Where blanks in a text only part words.
//!
//! Invariant: a place inside quotes, a substitution with braces or a comment is never called free. When the quotes do
//! not close, or the text holds what this reader does not know, no place is.

/// What is open around a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    Single,
    /// `$'…'`, in which a backslash escapes.
    Ansi,
    Double,
    Backtick,
    /// `${…}`
    Brace,
    /// `$(…)` and `(…)`; blanks in it part words.
    Command,
}

/// For each byte of `text`, whether blanks there only part words. With `is_shell`, `$(…)`, backticks and comments are
/// read as a shell does; without, as BuildKit does.
pub(crate) fn free_places(text: &str, escape: u8, is_shell: bool) -> Vec<bool> {
    let bytes = text.as_bytes();
    let nothing = vec![false; bytes.len()];
    let mut free = nothing.clone();
    let mut open: Vec<Open> = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        let top = open.last().copied();
        free[at] = matches!(top, None | Some(Open::Command));
        match (top, byte) {
            (Some(Open::Single), b'\'') | (Some(Open::Ansi), b'\'') => {
                open.pop();
            }
            (Some(Open::Single), _) => {}
            (_, byte) if byte == escape => {
                // What is escaped stands for itself; a continuation mark is free as its surroundings are.
                if let Some(next) = bytes.get(at + 1) {
                    free[at + 1] = free[at] && matches!(next, b'\n' | b'\r' | b' ' | b'\t');
                }
                at += 1;
            }
            (Some(Open::Ansi), _) => {}
            (Some(Open::Double), b'"') => {
                open.pop();
            }
            (Some(Open::Brace), b'}') => {
                open.pop();
            }
            (Some(Open::Backtick), b'`') => {
                open.pop();
            }
            (Some(Open::Command), b')') => {
                open.pop();
            }
            (_, b'`') if is_shell => open.push(Open::Backtick),
            (_, b'$') if bytes.get(at + 1) == Some(&b'{') => {
                open.push(Open::Brace);
                at += 1;
            }
            (_, b'$') if is_shell && bytes.get(at + 1) == Some(&b'(') => {
                open.push(Open::Command);
                at += 1;
            }
            (None | Some(Open::Command | Open::Backtick), b'$') if is_shell && bytes.get(at + 1) == Some(&b'\'') => {
                open.push(Open::Ansi);
                at += 1;
            }
            (Some(Open::Double), _) => {}
            (_, b'\'') => open.push(Open::Single),
            (_, b'"') => open.push(Open::Double),
            (None | Some(Open::Command), b'(') if is_shell => open.push(Open::Command),
            // The rest of the joined lines is a comment: where it began is for a person to see.
            (_, b'#') if is_shell && starts_word(bytes, at) => return nothing,
            // `case x in a) …` closes what was never opened.
            (None, b')') if is_shell && text.contains("case") => {}
            (None, b')') if is_shell => return nothing,
            _ => {}
        }
        at += 1;
    }
    let has_case_inside = text.contains("case") && text.contains("$(");
    if open.is_empty() && !(is_shell && has_case_inside) { free } else { nothing }
}

fn starts_word(bytes: &[u8], at: usize) -> bool {
    at == 0 || matches!(bytes[at - 1], b' ' | b'\t' | b'\n' | b';' | b'&' | b'|' | b'(')
}

#[cfg(test)]
mod tests {
    use super::free_places;

    /// The text with every place that is not free as `_`.
    fn shown(text: &str, is_shell: bool) -> String {
        let free = free_places(text, b'\\', is_shell);
        text.bytes().zip(free).map(|(byte, free)| if free { char::from(byte) } else { '_' }).collect()
    }

    #[test]
    fn quotes_are_not_free() {
        assert_eq!(shown("a 'b c' d", true), "a '____ d");
        assert_eq!(shown("\"a \\\" b\" c", true), "\"_______ c");
        assert_eq!(shown("\"$(x \"y z\" w)\" v", true), "\"__x \"____ w)_ v");
        assert_eq!(shown("${A:- b} c", true), "$_______ c");
        assert_eq!(shown("`a b` c", true), "`____ c");
    }

    #[test]
    fn what_is_not_understood_is_not_free() {
        assert_eq!(shown("a 'b", true), "____");
        assert_eq!(shown("a # 'b", true), "______");
        assert_eq!(shown("a $'it\\'s b' c", true), "a $_________ c");
        assert_eq!(shown("x) y", true), "____");
    }

    #[test]
    fn dockerfile_words_know_no_commands() {
        assert_eq!(shown("a $(b) # c", false), "a $(b) # c");
    }
}
