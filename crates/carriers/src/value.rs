//! What every carrier is read into: a tree of values with their places in the carrier.
//!
//! Invariant: a piece that is exact stands in the file to the letter, at its range.

use plimsoll_text::TextRange;

/// A value and the characters that it is written with.
#[derive(Debug, Clone)]
pub(crate) struct Value {
    pub(crate) range: TextRange,
    pub(crate) data: Data,
}

#[derive(Debug, Clone)]
pub(crate) enum Data {
    Object(Object),
    Array(Vec<Value>),
    /// A scalar whose type follows from the field that it is given to.
    Plain(Vec<Piece>),
    /// A string.
    Text(Vec<Piece>),
    /// A number, as JSON writes it.
    Number(String),
    Bool(bool),
    Null,
    /// Something that is known only when the carrier is used; the words name it: `var.image`.
    Unknown(String),
    /// An intrinsic function of CloudFormation and its argument.
    Call(String, Box<Value>),
    /// JSON that is written out in the carrier or in a file that it names.
    Json(Json),
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Object {
    pub(crate) members: Vec<Member>,
    /// Where to say that something is missing, when the object has no key.
    pub(crate) head: Option<TextRange>,
}

#[derive(Debug, Clone)]
pub(crate) struct Member {
    pub(crate) key: String,
    pub(crate) key_range: TextRange,
    /// `None` for something that stands for any number of members.
    pub(crate) value: Option<Value>,
}

/// A part of a string.
#[derive(Debug, Clone)]
pub(crate) struct Piece {
    pub(crate) text: String,
    pub(crate) range: TextRange,
    pub(crate) how: How,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum How {
    /// The text stands at the range to the letter.
    Exact,
    /// The text comes from the range, through escapes or otherwise.
    Loose,
    /// The text names what will stand there.
    Open,
}

#[derive(Debug, Clone)]
pub(crate) struct Json {
    pub(crate) text: String,
    /// Index of the file that it stands in: 0 is the carrier.
    pub(crate) file: usize,
    /// Where it starts in that file.
    pub(crate) start: usize,
    /// Whether a templating tool goes over it.
    pub(crate) is_template: bool,
}

impl Value {
    pub(crate) fn new(range: TextRange, data: Data) -> Self {
        Self { range, data }
    }

    pub(crate) fn unknown(range: TextRange, name: impl Into<String>) -> Self {
        Self::new(range, Data::Unknown(name.into()))
    }

    /// The value of `key` in an object; the last one counts.
    pub(crate) fn get(&self, key: &str) -> Option<&Value> {
        self.members().iter().rev().find(|member| member.key == key)?.value.as_ref()
    }

    pub(crate) fn members(&self) -> &[Member] {
        match &self.data {
            Data::Object(object) => &object.members,
            _ => &[],
        }
    }

    pub(crate) fn elements(&self) -> &[Value] {
        match &self.data {
            Data::Array(elements) => elements,
            _ => &[],
        }
    }

    /// The text of a scalar without open pieces; numbers as they are written.
    pub(crate) fn literal(&self) -> Option<String> {
        match &self.data {
            Data::Plain(pieces) | Data::Text(pieces) => {
                let known = pieces.iter().all(|piece| piece.how != How::Open);
                known.then(|| pieces.iter().map(|piece| piece.text.as_str()).collect())
            }
            Data::Number(number) => Some(number.clone()),
            Data::Bool(value) => Some(value.to_string()),
            _ => None,
        }
    }

    /// A copy that stands, with all that is in it, at one place.
    pub(crate) fn moved(&self, to: TextRange) -> Self {
        let pieces = |pieces: &[Piece]| {
            let how = |how| if how == How::Exact { How::Loose } else { how };
            pieces.iter().map(|piece| Piece { text: piece.text.clone(), range: to, how: how(piece.how) }).collect()
        };
        let data = match &self.data {
            Data::Object(object) => Data::Object(Object {
                members: object
                    .members
                    .iter()
                    .map(|member| Member {
                        key: member.key.clone(),
                        key_range: to,
                        value: member.value.as_ref().map(|value| value.moved(to)),
                    })
                    .collect(),
                head: Some(to),
            }),
            Data::Array(elements) => Data::Array(elements.iter().map(|element| element.moved(to)).collect()),
            Data::Plain(parts) => Data::Plain(pieces(parts)),
            Data::Text(parts) => Data::Text(pieces(parts)),
            Data::Call(name, argument) => Data::Call(name.clone(), Box::new(argument.moved(to))),
            Data::Json(json) if json.file == 0 => Data::Unknown(String::new()),
            other => other.clone(),
        };
        Self { range: to, data }
    }
}
