//! Dockerfiles that stand inside other files.
//!
//! Invariant: every byte of the Dockerfile knows where it is written. An edit is given only where what it replaces
//! stands there to the letter; a Dockerfile that is written in another way is known as a whole alone.
//!
//! Example: in `dockerfile_inline: |⏎  FROM a⏎  RUN b⏎` the Dockerfile is `FROM a⏎RUN b⏎`; its second line begins
//! behind the indentation of the second line of the block.

use plimsoll_text::{Edit, TextRange, TextSize, range, size};

/// A Dockerfile inside another file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inline {
    /// The service or target that it belongs to.
    pub name: String,
    /// The Dockerfile.
    pub text: String,
    /// Where each byte is written, and the end; empty when only the whole is known.
    places: Vec<usize>,
    /// Where all of it is written.
    whole: TextRange,
    /// What each line of the block begins with; `None` where no line can be added.
    indent: Option<String>,
}

impl Inline {
    /// A Dockerfile of which only the place as a whole is known.
    pub(super) fn coarse(name: String, text: String, whole: TextRange) -> Self {
        Self { name, text, places: Vec::new(), whole, indent: None }
    }

    /// A Dockerfile that stands to the letter at `start` of `source`, on one line.
    pub(super) fn at(name: String, text: String, start: usize) -> Self {
        let places = (start..=start + text.len()).collect();
        let whole = range(start, start + text.len());
        Self { name, text, places, whole, indent: None }
    }

    /// A Dockerfile that is written in double quotes, whose inside is at `content` of `source`, with the escapes that
    /// JSON, YAML and HCL share. `None` with another escape.
    pub(super) fn quoted(name: String, source: &str, content: TextRange) -> Option<Self> {
        let written = plimsoll_text::slice(source, content);
        let start = usize::from(content.start());
        let (mut text, mut places) = (String::new(), Vec::new());
        let mut rest = written.char_indices();
        while let Some((at, character)) = rest.next() {
            let character = match character {
                '\\' => match rest.next()?.1 {
                    'n' => '\n',
                    't' => '\t',
                    'r' => '\r',
                    plain @ ('"' | '\\' | '/') => plain,
                    _ => return None,
                },
                // Lines of a quoted text are folded in some formats.
                '\n' => return None,
                plain => plain,
            };
            text.push(character);
            places.extend((0..character.len_utf8()).map(|byte| start + at + byte));
        }
        places.push(content.end().into());
        Some(Self { name, text, places, whole: content, indent: None })
    }

    /// A Dockerfile whose lines stand in `source` from the line at `start` on, each behind the same blanks. `None` when
    /// the lines are others.
    pub(super) fn block(name: String, text: String, source: &str, start: usize) -> Option<Self> {
        let mut places = Vec::with_capacity(text.len() + 1);
        let mut written = plimsoll_text::lines(source.get(start..)?);
        let mut indent: Option<String> = None;
        let mut end = start;
        let mut rest = text.as_str();
        while !rest.is_empty() {
            let (line, has_end) = match rest.split_once('\n') {
                Some((line, _)) => (line, true),
                None => (rest, false),
            };
            let found = written.next()?;
            let at = start + found.start;
            let behind = match line.is_empty() {
                // A line of blanks alone may be shorter than the indentation.
                true => found.text.trim().is_empty().then_some(found.text.len())?,
                false => {
                    let before = found.text.strip_suffix(line)?;
                    let is_same = indent.as_ref().is_none_or(|indent| indent == before);
                    (is_same && before.bytes().all(|byte| byte == b' ')).then_some(before.len())?
                }
            };
            if !line.is_empty() {
                indent = indent.or_else(|| Some(found.text[..behind].to_owned()));
            }
            places.extend(at + behind..at + behind + line.len());
            end = at + found.text.len();
            if has_end {
                places.push(end);
                end += found.end.len();
            }
            rest = &rest[line.len() + usize::from(has_end)..];
        }
        places.push(end);
        let whole = range(*places.first()?, end);
        Some(Self { name, text, places, whole, indent: Some(indent?) })
    }

    /// The Dockerfile with the parts that `replace` finds replaced, each `(start, end, text)` in order: what another
    /// program fills in before the builder reads it. What comes in stands where the part stood.
    pub(super) fn replaced(mut self, parts: &[(usize, usize, String)]) -> Self {
        for (start, end, text) in parts.iter().rev() {
            self.text.replace_range(*start..*end, text);
            if !self.places.is_empty() {
                let at = self.places[*start];
                let last = self.places[*end - 1];
                // Never one byte behind the other, so that no edit is made here.
                let places = (0..text.len()).map(|index| if index + 1 == text.len() { last } else { at });
                self.places.splice(*start..*end, places);
            }
        }
        self
    }

    /// Where `part` of the Dockerfile is written.
    #[must_use]
    pub fn place(&self, part: TextRange) -> TextRange {
        let (start, end) = (usize::from(part.start()), usize::from(part.end()));
        let Some(first) = self.places.get(start) else { return self.whole };
        let last = match end > start {
            true => self.places.get(end - 1).map_or(*first, |last| last + 1),
            false => *first,
        };
        range(*first, last.max(*first))
    }

    /// The edit of `source`, in which the Dockerfile stands, that changes the Dockerfile as `edit` does. `None` where it
    /// is not written to the letter.
    #[must_use]
    pub fn edit(&self, source: &str, edit: &Edit) -> Option<Edit> {
        let (start, end) = (usize::from(edit.range.start()), usize::from(edit.range.end()));
        let (first, last) = (*self.places.get(start)?, *self.places.get(end)?);
        let is_exact = (start..end).all(|at| {
            let (place, byte) = (self.places[at], self.text.as_bytes()[at]);
            let is_next = byte == b'\n' || self.places[at + 1] == place + 1;
            is_next && (source.as_bytes().get(place) == Some(&byte) || byte == b'\n')
        });
        // `$` is a variable of the program that reads the file around, and a new line wants the indentation of a block.
        let is_plain = !edit.text.contains('$');
        let text = match &self.indent {
            Some(indent) => edit.text.replace('\n', &format!("\n{indent}")),
            None => edit.text.clone(),
        };
        let is_quoted = self.indent.is_none() && text.contains(['\n', '"', '\'', '\\', '#', ':']);
        if !is_exact || !is_plain || is_quoted {
            return None;
        }
        // At the end of the block no line follows that the indentation could belong to.
        let text = if end == self.text.len() { text.trim_end_matches(' ').to_owned() } else { text };
        (first <= last).then(|| Edit::replace(TextRange::new(size(first), size(last)), text))
    }

    /// The place in the Dockerfile of `offset` in the file around.
    #[must_use]
    pub fn offset(&self, offset: TextSize) -> Option<TextSize> {
        let at = usize::from(offset);
        self.places.iter().position(|place| *place == at).map(size)
    }
}

#[cfg(test)]
mod tests {
    use super::Inline;
    use plimsoll_text::{Edit, Edits, range, slice};

    const SOURCE: &str = "a: |\n    FROM a\n\n    RUN b && \\\n      c\nb: 1\n";

    fn inline() -> Inline {
        Inline::block("x".to_owned(), "FROM a\n\nRUN b && \\\n  c\n".to_owned(), SOURCE, 5).expect("a block")
    }

    #[test]
    fn places_are_exact() {
        let inline = inline();
        let part = |text: &str| {
            let at = inline.text.find(text).expect("there");
            slice(SOURCE, inline.place(range(at, at + text.len()))).to_owned()
        };
        assert_eq!((part("FROM a").as_str(), part("RUN").as_str(), part("c").as_str()), ("FROM a", "RUN", "c"));
        assert!(Inline::block("x".to_owned(), "FROM b\n".to_owned(), SOURCE, 5).is_none());
    }

    #[test]
    fn edits_keep_the_block() {
        let inline = inline();
        let apply = |edit: Edit| inline.edit(SOURCE, &edit).map(|edit| Edits::from(edit).apply(SOURCE));
        let head = "a: |\n    FROM a\n\n";
        assert_eq!(
            apply(Edit::insert(8.into(), "USER x\n")).as_deref(),
            Some(format!("{head}    USER x\n    RUN b && \\\n      c\nb: 1\n").as_str())
        );
        assert_eq!(
            apply(Edit::replace(range(5, 6), "b")).as_deref(),
            Some("a: |\n    FROM b\n\n    RUN b && \\\n      c\nb: 1\n")
        );
        let line = range(8, inline.text.len());
        assert_eq!(apply(Edit::delete(line)).map(|it| it.contains("RUN")), Some(false));
        assert_eq!(apply(Edit::replace(range(5, 6), "$X")), None);
    }

    #[test]
    fn what_is_filled_in_is_not_edited() {
        let at = SOURCE.find("FROM a").expect("there");
        let inline = Inline::at("x".to_owned(), "FROM a".to_owned(), at);
        let inline = inline.replaced(&[(5, 6, "{{A}}".to_owned())]);
        assert_eq!(inline.text, "FROM {{A}}");
        assert_eq!(slice(SOURCE, inline.place(range(5, 10))), "a");
        assert_eq!(inline.edit(SOURCE, &Edit::replace(range(5, 10), "b")), None);
        assert!(inline.edit(SOURCE, &Edit::replace(range(0, 4), "from")).is_some());
    }
}
