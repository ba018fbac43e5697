//! How a file lays out its JSON: indentation, line ends, the blank after a colon.
//!
//! Invariant: everything is read off the text around the edited place, nothing is assumed where the text says
//! something.

use crate::node::{Document, Kind, Member, Node};
use plimsoll_text::{TextRange, TextSize, slice};

/// What is between two neighbours: blanks and at most one comma.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Gap {
    /// Offset of the comma.
    pub(crate) comma: Option<usize>,
    pub(crate) has_line_end: bool,
}

/// The blanks and the comma between `start` and `end`; `None` if anything else stands there.
pub(crate) fn gap(document: &Document<'_>, start: TextSize, end: TextSize) -> Option<Gap> {
    if start > end {
        return None;
    }
    let between = slice(document.text(), TextRange::new(start, end));
    let mut gap = Gap { comma: None, has_line_end: between.contains(['\n', '\r']) };
    for (at, byte) in between.bytes().enumerate() {
        match byte {
            b' ' | b'\t' | b'\n' | b'\r' => {}
            b',' if gap.comma.is_none() => gap.comma = Some(usize::from(start) + at),
            _ => return None,
        }
    }
    Some(gap)
}

/// The layout of one object.
pub(crate) struct Layout<'a> {
    document: &'a Document<'a>,
    /// Indentation of the line that the object starts on.
    pub(crate) base: String,
    /// What one level adds: two spaces, four, a tab.
    unit: String,
    /// Indentation of the members.
    inner: String,
    pub(crate) line_end: &'static str,
    pub(crate) is_multiline: bool,
    colon: &'a str,
    is_minified: bool,
}

impl<'a> Layout<'a> {
    /// The layout for members of `object`.
    pub(crate) fn of(object: Node<'a>) -> Self {
        let document = object.document();
        let text = document.text();
        let base = indentation(text, object.range().start().into());
        let first = object.members().next();
        let own_line = first.filter(|first| starts_line(text, first.range.start().into()));
        let root = document.root().unwrap_or(object);
        let unit = unit(object).or_else(|| document.nodes().find_map(unit)).unwrap_or("  ");
        let inner = match own_line {
            Some(first) => indentation(text, first.range.start().into()).to_owned(),
            None => format!("{base}{unit}"),
        };
        let colon = first.or_else(|| root.members().next()).and_then(|member| colon(document, member));
        let is_multiline = match first {
            Some(_) => own_line.is_some(),
            None => root.source().contains(['\n', '\r']),
        };
        let line_end = match text.find(['\n', '\r']) {
            Some(at) if text[at..].starts_with("\r\n") => "\r\n",
            Some(at) if text[at..].starts_with('\r') => "\r",
            _ => "\n",
        };
        Self {
            document,
            base: base.to_owned(),
            unit: unit.to_owned(),
            inner,
            line_end,
            is_multiline,
            colon: colon.unwrap_or(": "),
            is_minified: colon == Some(":"),
        }
    }

    /// The layout for a new value in the place of `value`.
    pub(crate) fn around(value: Node<'a>) -> Self {
        let object = value.parent().unwrap_or(value);
        let mut layout = Self::of(object);
        indentation(layout.document.text(), value.range().start().into()).clone_into(&mut layout.inner);
        layout.is_multiline = !layout.is_minified && value.document().text().trim_end().contains(['\n', '\r']);
        layout
    }

    /// `"key": value` laid out for this object.
    pub(crate) fn member(&self, key: &str, value: &str) -> String {
        format!("{}{}{}", crate::edit::quote(key), self.colon, self.value(value))
    }

    /// `json`, written with two spaces a level, laid out for this object; on one line if the object is.
    pub(crate) fn value(&self, json: &str) -> String {
        let mut lines = json.lines();
        let mut laid = lines.next().unwrap_or("").to_owned();
        for line in lines {
            let content = line.trim_start_matches(' ');
            if self.is_multiline {
                laid.push_str(self.line_end);
                laid.push_str(&self.inner);
                laid.push_str(&self.unit.repeat((line.len() - content.len()) / 2));
            } else if !self.is_minified && !laid.ends_with(['{', '[']) && !content.starts_with(['}', ']']) {
                laid.push(' ');
            }
            laid.push_str(content);
        }
        laid
    }

    /// A line end and the indentation of a member.
    pub(crate) fn new_line(&self) -> String {
        format!("{}{}", self.line_end, self.inner)
    }

    /// A line end and the indentation that a member has once its object is the whole document.
    pub(crate) fn top_line(&self) -> String {
        format!("{}{}", self.line_end, self.inner.strip_prefix(self.base.as_str()).unwrap_or(&self.inner))
    }

    /// The blank after a comma on one line.
    pub(crate) fn space(&self) -> &'static str {
        if self.is_minified { "" } else { " " }
    }

    /// The source of `member`, indented as a member of the whole document; `None` without a value.
    pub(crate) fn moved(&self, member: Member<'_>) -> Option<String> {
        member.value?;
        let text = self.document.text();
        let own = indentation(text, member.range.start().into());
        let target = self.inner.strip_prefix(self.base.as_str()).unwrap_or(&self.inner);
        let source = slice(text, member.range);
        let mut lines = plimsoll_text::lines(source);
        let mut moved = String::new();
        if let Some(first) = lines.next() {
            moved.push_str(first.text);
            moved.push_str(first.end);
        }
        for line in lines {
            moved.push_str(target);
            moved.push_str(line.text.strip_prefix(own).unwrap_or(line.text.trim_start()));
            moved.push_str(line.end);
        }
        Some(moved)
    }
}

/// Offset of the first character of the line that holds `at`.
pub(crate) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind(['\n', '\r']).map_or(0, |found| found + 1)
}

/// Start of the next line if only blanks follow `at` on its line, or the end of the text.
pub(crate) fn blank_line_rest(text: &str, at: usize) -> Option<usize> {
    let rest = text[at..].trim_start_matches([' ', '\t']);
    let start = text.len() - rest.len();
    if rest.starts_with("\r\n") {
        Some(start + 2)
    } else if rest.starts_with(['\n', '\r']) {
        Some(start + 1)
    } else {
        None
    }
}

/// The starts of the lines that begin inside `inside`.
pub(crate) fn line_starts(text: &str, inside: TextRange) -> Vec<usize> {
    let start = usize::from(inside.start());
    plimsoll_text::lines(slice(text, inside)).skip(1).map(|line| start + line.start).collect()
}

/// How many characters of the indentation of `line` are those of `base`.
pub(crate) fn common_prefix(line: &str, base: &str) -> usize {
    line.bytes().zip(base.bytes()).take_while(|(left, right)| left == right).count()
}

/// The blanks at the start of the line that holds `at`.
fn indentation(text: &str, at: usize) -> &str {
    let line = &text[line_start(text, at)..at];
    let line = line.strip_prefix('\u{feff}').unwrap_or(line);
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}

fn starts_line(text: &str, at: usize) -> bool {
    // A line may be as long as the file, so only the blanks before the item are looked at.
    text[..at].trim_end_matches([' ', '\t']).ends_with(['\n', '\r'])
}

/// What the first item of an object or array is indented more than the line of its bracket.
fn unit(parent: Node<'_>) -> Option<&str> {
    let text = parent.document().text();
    let first = match parent.kind() {
        Kind::Object => parent.members().next()?.range,
        Kind::Array => parent.elements().next()?.range(),
        _ => return None,
    };
    if !starts_line(text, first.start().into()) {
        return None;
    }
    let inner = indentation(text, first.start().into());
    inner.strip_prefix(indentation(text, parent.range().start().into())).filter(|unit| !unit.is_empty())
}

/// What stands between a key and its value, if that is the colon and blanks on one line.
fn colon<'a>(document: &'a Document<'a>, member: Member<'a>) -> Option<&'a str> {
    let range = TextRange::new(member.key.range().end(), member.value?.range().start());
    let between = slice(document.text(), range);
    (between.trim_matches([' ', '\t']) == ":").then_some(between)
}
