//! Lines of a text with their line ends.
//!
//! Invariant: the lines laid end to end give back the text. A line ends with `\n`, `\r\n` or a lone `\r`
//! (as in the language server protocol); the last one may lack its end.

/// One line of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line<'a> {
    /// Byte offset of the first character of the line.
    pub start: usize,
    /// The line without its end.
    pub text: &'a str,
    /// `"\n"`, `"\r\n"`, `"\r"`, or `""` on the last line.
    pub end: &'a str,
}

impl Line<'_> {
    /// Byte offset after the line end.
    #[must_use]
    pub fn next_start(&self) -> usize {
        self.start + self.text.len() + self.end.len()
    }
}

/// The lines of `text` in order; an empty text has none, and a final line end opens no further line.
pub fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = text.get(start..).filter(|rest| !rest.is_empty())?;
        let line = match rest.bytes().position(|byte| byte == b'\n' || byte == b'\r') {
            None => Line { start, text: rest, end: "" },
            Some(at) => {
                let end = if rest[at..].starts_with("\r\n") { 2 } else { 1 };
                Line { start, text: &rest[..at], end: &rest[at..at + end] }
            }
        };
        start = line.next_start();
        Some(line)
    })
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn all_three_line_ends() {
        let text = "a\r\nb\rc\n\nd";
        let found: Vec<_> = lines(text).map(|line| (line.start, line.text, line.end)).collect();
        assert_eq!(found, [(0, "a", "\r\n"), (3, "b", "\r"), (5, "c", "\n"), (7, "", "\n"), (8, "d", "")]);
    }

    #[test]
    fn empty_text_has_no_line() {
        assert_eq!(lines("").count(), 0);
    }
}
