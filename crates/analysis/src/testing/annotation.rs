//! Caret lines under the code that they speak about.
//!
//! Example: in
//!
//! ```text
//! FROM debian:latest
//! #           ^^^^^^ warning: the tag `latest` names another image tomorrow
//! ```
//!
//! the second line says that a warning with this message has the range of `latest`. It belongs to the nearest
//! line above it that is long enough, and is taken out before the text is parsed. A caret line may start at
//! column 0 without a comment sign.

/// What a caret line says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Annotation {
    /// Line, from 0, in the text without caret lines.
    pub(super) line: usize,
    /// First character, in characters from 0.
    pub(super) start: usize,
    /// After the last character on that line.
    pub(super) end: usize,
    /// `note`, `warning` or `error`.
    pub(super) severity: String,
    /// The message.
    pub(super) message: String,
}

/// The text without its caret lines, and what they say.
pub(super) fn extract(text: &str) -> (String, Vec<Annotation>) {
    let mut kept: Vec<&str> = Vec::new();
    let mut annotations = Vec::new();
    for line in text.split_inclusive('\n') {
        let Some((start, end, severity, message)) = caret_line(line) else {
            kept.push(line);
            continue;
        };
        let long_enough = |line: &str| line.trim_end_matches(['\r', '\n']).chars().count() >= end;
        let line = kept.iter().rposition(|line| long_enough(line)).unwrap_or_else(|| {
            panic!("no line is long enough for the annotation `{message}`");
        });
        annotations.push(Annotation { line, start, end, severity, message });
    }
    annotations.sort();
    (kept.concat(), annotations)
}

fn caret_line(line: &str) -> Option<(usize, usize, String, String)> {
    let body = line.trim_end();
    let rest = body.trim_start();
    let rest = rest.strip_prefix('#').or_else(|| rest.strip_prefix("//")).unwrap_or(rest).trim_start();
    if !rest.starts_with('^') {
        return None;
    }
    let carets = rest.chars().take_while(|character| *character == '^').count();
    let (severity, message) = rest[carets..].trim_start().split_once(": ")?;
    if !["note", "warning", "error"].contains(&severity) {
        return None;
    }
    let start = body[..body.len() - rest.len()].chars().count();
    Some((start, start + carets, severity.to_owned(), message.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::extract;

    #[test]
    fn caret_lines_are_taken_out() {
        let (text, annotations) = extract("{\n  \"cpu\": 256\n//       ^^^ error: wrong\n}\n");
        assert_eq!(text, "{\n  \"cpu\": 256\n}\n");
        let found: Vec<_> = annotations.iter().map(|it| (it.line, it.start, it.end, it.message.as_str())).collect();
        assert_eq!(found, [(1, 9, 12, "wrong")]);
    }

    #[test]
    fn a_caret_line_belongs_to_the_nearest_long_line() {
        let (_, annotations) = extract("FROM debian:latest\n#\n     ^^^^^^^^^^^^^ note: x\n");
        assert_eq!(annotations[0].line, 0);
    }
}
