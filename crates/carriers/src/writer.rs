//! Writes a tree as JSON and notes where each part comes from.
//!
//! Invariant: the JSON parses without errors, apart from JSON that the carrier holds as it is.

use crate::lowered::{Lowered, Segment};
use crate::value::{Data, How, Json, Member, Object, Piece, Value};
use plimsoll_model::tables::schema::{self, Kind};
use plimsoll_text::{TextRange, TextSize, range, size};

/// Writes `task`, which stands in the first of `files`.
pub(crate) fn write(task: &Value, files: Vec<String>) -> Lowered {
    write_as(task, Some(&Kind::Structure(schema::root())), files)
}

/// Writes `value`, whose fields no schema describes.
pub(crate) fn write_plain(value: &Value, files: Vec<String>) -> Lowered {
    write_as(value, None, files)
}

fn write_as(value: &Value, kind: Option<&Kind>, files: Vec<String>) -> Lowered {
    let mut writer = Writer::default();
    writer.value(value, kind);
    writer.text.push('\n');
    let Writer { text, mut places, is_template } = writer;
    // Of two that hold the same characters the inner one was noted first; it is to be the last.
    places.reverse();
    places.sort_by_key(|segment| (segment.written.start(), std::cmp::Reverse(segment.written.end())));
    Lowered { text, places, files, is_template, error: None, health_ports: Vec::new() }
}

impl Lowered {
    /// Says that reading the carrier had to stop at `place`.
    pub(crate) fn with_error(mut self, place: TextRange, message: &str) -> Self {
        let written = range(self.text.len(), self.text.len() + 1);
        self.text.push('\n');
        self.places.push(Segment { written, place, file: 0, is_exact: false, is_json: false });
        self.error = Some((written, message.to_owned()));
        self
    }
}

#[derive(Default)]
struct Writer {
    text: String,
    places: Vec<Segment>,
    is_template: bool,
}

impl Writer {
    fn value(&mut self, value: &Value, kind: Option<&Kind>) {
        let start = self.text.len();
        match &value.data {
            Data::Object(object) => self.object(object, kind),
            Data::Array(elements) => {
                let kind = if let Some(Kind::List(kind)) = kind { Some(*kind) } else { None };
                self.text.push('[');
                for (index, element) in elements.iter().enumerate() {
                    self.text.push_str(if index > 0 { ",\n" } else { "\n" });
                    self.value(element, kind);
                }
                self.text.push(']');
            }
            Data::Plain(pieces) => self.plain(value, pieces, kind),
            Data::Text(pieces) => self.string(pieces),
            Data::Number(number) => self.text.push_str(number),
            Data::Bool(value) => self.text.push_str(if *value { "true" } else { "false" }),
            Data::Null => self.text.push_str("null"),
            // Two that are the same stay so, and a string is what most of them become.
            Data::Unknown(name) if is_scalar(kind) => {
                self.text.push('"');
                self.open(name);
                self.text.push('"');
            }
            Data::Unknown(name) | Data::Call(name, _) => self.open(name),
            Data::Json(json) => self.json(json),
        }
        self.note(start, value.range, false);
    }

    fn object(&mut self, object: &Object, kind: Option<&Kind>) {
        let start = self.text.len();
        self.text.push('{');
        if let Some(head) = object.head {
            self.note(start, head, false);
        }
        let mut is_first = true;
        for member in &object.members {
            self.text.push_str(if is_first { "\n" } else { ",\n" });
            is_first = false;
            self.member(member, kind);
        }
        self.text.push('}');
    }

    fn member(&mut self, member: &Member, kind: Option<&Kind>) {
        let start = self.text.len();
        let Some(value) = &member.value else {
            self.open(&member.key);
            return self.note(start, member.key_range, false);
        };
        self.string(&[Piece { text: member.key.clone(), range: member.key_range, how: How::Loose }]);
        self.note(start, member.key_range, false);
        self.text.push_str(": ");
        let kind = match kind {
            Some(Kind::Structure(structure)) => structure.member(&member.key).map(|member| &member.kind),
            Some(Kind::Map(kind)) => Some(*kind),
            _ => None,
        };
        self.value(value, kind);
        self.note(start, member.key_range.cover(value.range), false);
    }

    /// A scalar as the field wants it, if it can be had.
    fn plain(&mut self, value: &Value, pieces: &[Piece], kind: Option<&Kind>) {
        let literal = value.literal();
        let text = literal.as_deref().unwrap_or_default();
        let is_number = || {
            let digits = text.strip_prefix('-').unwrap_or(text);
            let canonical = digits == "0" || !digits.starts_with('0');
            canonical && !digits.is_empty() && digits.len() < 19 && digits.bytes().all(|byte| byte.is_ascii_digit())
        };
        match kind {
            Some(Kind::Integer) | None if is_number() => self.text.push_str(text),
            Some(Kind::Boolean) | None if matches!(text, "true" | "false") => self.text.push_str(text),
            Some(Kind::Boolean) if text.eq_ignore_ascii_case("true") => self.text.push_str("true"),
            Some(Kind::Boolean) if text.eq_ignore_ascii_case("false") => self.text.push_str("false"),
            _ => self.string(pieces),
        }
    }

    fn string(&mut self, pieces: &[Piece]) {
        self.text.push('"');
        for piece in pieces {
            let start = self.text.len();
            match piece.how {
                How::Open => self.open(&piece.text),
                How::Loose => self.escaped(&piece.text, None),
                How::Exact => self.escaped(&piece.text, Some(piece.range.start())),
            }
            self.note(start, piece.range, false);
        }
        self.text.push('"');
    }

    /// Writes `text` with JSON's escapes; `at` is where it stands to the letter.
    fn escaped(&mut self, text: &str, at: Option<TextSize>) {
        let mut start = 0;
        let is_escaped = |character: char| matches!(character, '"' | '\\') || character < ' ';
        loop {
            let rest = &text[start..];
            let length = rest.find(is_escaped).unwrap_or(rest.len());
            let written = self.text.len();
            self.text.push_str(&rest[..length]);
            if let Some(at) = at
                && length > 0
            {
                self.note(written, TextRange::at(at + size(start), size(length)), true);
            }
            let Some(character) = rest[length..].chars().next() else { return };
            let written = self.text.len();
            let quoted = plimsoll_json::quote(character.encode_utf8(&mut [0; 4]));
            self.text.push_str(&quoted[1..quoted.len() - 1]);
            if let Some(at) = at {
                self.note(written, TextRange::at(at + size(start + length), size(character.len_utf8())), false);
            }
            start += length + character.len_utf8();
        }
    }

    /// Writes a placeholder.
    fn open(&mut self, name: &str) {
        let plain = |character: char| {
            if character.is_ascii_alphanumeric() || "_.:-/ ".contains(character) { character } else { '_' }
        };
        self.text.push_str("<%");
        self.text.extend(name.chars().take(80).map(plain));
        self.text.push_str("%>");
    }

    fn json(&mut self, json: &Json) {
        let start = self.text.len();
        self.text.push_str(&json.text);
        let place = TextRange::at(size(json.start), size(json.text.len()));
        self.places.push(Segment {
            written: range(start, self.text.len()),
            place,
            file: json.file,
            is_exact: true,
            is_json: true,
        });
        self.is_template |= json.is_template;
    }

    fn note(&mut self, start: usize, place: TextRange, is_exact: bool) {
        self.places.push(Segment { written: range(start, self.text.len()), place, file: 0, is_exact, is_json: false });
    }
}

fn is_scalar(kind: Option<&Kind>) -> bool {
    matches!(kind, Some(Kind::String | Kind::Enum(_) | Kind::Integer | Kind::Boolean))
}
