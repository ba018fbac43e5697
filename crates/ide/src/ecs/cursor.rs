//! Where in half-typed JSON a cursor stands: in which objects, at a key or a value, in the middle of which word.
//!
//! Invariant: everything is read off the tokens before the cursor, which no mistake behind it can change; what
//! stands behind only says which keys are taken and whether a comma is due. The word's range is on one line, holds
//! the cursor, and takes no quote that belongs to the next string.
//!
//! In `{"cpu": 1, "na|"image": "x"}` (the cursor is at `|`) the word is `"na`, in the place of a key; `cpu` and
//! `image` are taken, and a comma is due behind the word.

mod word;

pub(super) use word::Word;

use plimsoll_json::{Document, Token, TokenKind};
use plimsoll_text::{TextRange, TextSize, slice};

/// A place in a document.
#[derive(Debug)]
pub(super) struct Cursor {
    /// The objects and arrays around it, the outermost first.
    pub(super) frames: Vec<Frame>,
    /// What would stand there.
    pub(super) slot: Slot,
    /// What is typed of it.
    pub(super) word: Word,
    /// Where a comma is missing before the word.
    pub(super) comma_before: Option<TextSize>,
    /// Whether a comma is missing behind what the word becomes.
    pub(super) comma_after: bool,
}

/// What would stand at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slot {
    /// A member.
    Member,
    /// The key of a member whose value is there already.
    Key,
    /// The value of a member.
    Value,
    /// An element of an array.
    Element,
    /// The whole document.
    Document,
}

/// An object or array around a cursor.
#[derive(Debug, Default)]
pub(super) struct Frame {
    /// Whether it is an object.
    pub(super) is_object: bool,
    /// The key that the cursor, or the next frame, is the value of.
    pub(super) key: Option<String>,
    /// The other members, each with its value if that is a scalar, as it stands in the file but without quotes.
    pub(super) members: Vec<(String, Option<String>)>,
    /// The strings of an array.
    pub(super) strings: Vec<String>,
    state: State,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum State {
    /// A member or an element may start.
    #[default]
    Start,
    /// Behind a key.
    Key,
    /// Behind the colon.
    Colon,
    /// Behind a value, which ended there.
    End(TextSize),
}

impl Frame {
    /// The value of the member `key`, if it is a scalar.
    pub(super) fn scalar(&self, key: &str) -> Option<&str> {
        self.members.iter().find(|(name, _)| name == key)?.1.as_deref()
    }

    /// Whether a member of that name is there.
    pub(super) fn has(&self, key: &str) -> bool {
        self.members.iter().any(|(name, _)| name == key)
    }
}

/// Finds the place of `offset`; `None` in comments, placeholders, and where nothing can be typed.
pub(super) fn at(document: &Document<'_>, offset: TextSize) -> Option<Cursor> {
    let text = document.text();
    let mut reader = Reader { text, frames: Vec::new(), has_value: false };
    let mut word = Word { range: TextRange::empty(offset), is_quoted: false };
    for token in document.tokens() {
        let is_before = token.range.end() < offset || token.range.end() == offset && !word::grows(text, token);
        if is_before {
            reader.read(token);
            continue;
        }
        if token.range.start() >= offset {
            break;
        }
        match token.kind {
            TokenKind::String if slice(text, token.range).starts_with('"') => word = word::word_of(text, token, offset),
            TokenKind::Text | TokenKind::Number | TokenKind::Bool | TokenKind::Null => word.range = token.range,
            TokenKind::Whitespace | TokenKind::ByteOrderMark => {}
            _ => return None,
        }
        break;
    }
    reader.finish(word)
}

struct Reader<'t> {
    text: &'t str,
    frames: Vec<Frame>,
    has_value: bool,
}

impl Reader<'_> {
    /// Goes past a token that stands before the cursor.
    fn read(&mut self, token: Token) {
        let end = token.range.end();
        match token.kind {
            TokenKind::OpenBrace | TokenKind::OpenBracket => {
                self.has_value = true;
                let is_object = token.kind == TokenKind::OpenBrace;
                self.frames.push(Frame { is_object, ..Frame::default() });
            }
            TokenKind::CloseBrace | TokenKind::CloseBracket => {
                // A bracket without its counterpart is a mistake that the frames outlive.
                let is_object = token.kind == TokenKind::CloseBrace;
                if let Some(depth) = self.frames.iter().rposition(|frame| frame.is_object == is_object) {
                    self.frames.truncate(depth);
                    self.value(None, end);
                }
            }
            TokenKind::Comma => {
                if let Some(frame) = self.frames.last_mut() {
                    frame.end_member(None);
                    frame.state = State::Start;
                }
            }
            TokenKind::Colon => {
                if let Some(frame) = self.frames.last_mut()
                    && frame.is_object
                {
                    frame.state = State::Colon;
                }
            }
            TokenKind::String | TokenKind::Text | TokenKind::Number | TokenKind::Bool | TokenKind::Null => {
                let text = content(slice(self.text, token.range));
                match self.frames.last_mut() {
                    Some(frame) if frame.is_object && matches!(frame.state, State::Start | State::End(_)) => {
                        frame.end_member(None);
                        frame.key = Some(text);
                        frame.state = State::Key;
                    }
                    _ => self.value(Some(text), end),
                }
            }
            TokenKind::Placeholder => match self.frames.last_mut() {
                // It may stand for members or elements, commas included.
                Some(frame) if matches!(frame.state, State::Start | State::End(_)) => frame.state = State::Start,
                _ => self.value(None, end),
            },
            _ => {}
        }
    }

    /// Goes past a value.
    fn value(&mut self, scalar: Option<String>, end: TextSize) {
        self.has_value = true;
        let Some(frame) = self.frames.last_mut() else { return };
        if frame.is_object {
            frame.end_member(scalar);
        } else {
            frame.strings.extend(scalar);
        }
        frame.state = State::End(end);
    }

    /// Looks at what follows the word.
    fn finish(mut self, word: Word) -> Option<Cursor> {
        let rest = plimsoll_json::parse(&self.text[usize::from(word.range.end())..]);
        let start = word.range.end();
        let is_visible = |token: &Token| {
            use TokenKind::{BlockComment, LineComment, Whitespace};
            !matches!(token.kind, Whitespace | LineComment | BlockComment)
        };
        let rest: Vec<Token> =
            rest.tokens().filter(is_visible).map(|token| Token { range: token.range + start, ..token }).collect();
        let next = rest.first().map(|token| token.kind);
        let Some(frame) = self.frames.last_mut() else {
            let is_free = !self.has_value && rest.is_empty();
            return is_free.then_some(Cursor {
                frames: Vec::new(),
                slot: Slot::Document,
                word,
                comma_before: None,
                comma_after: false,
            });
        };
        let is_empty = word.range.is_empty();
        let is_value = |kind: TokenKind| {
            use TokenKind::{Bool, Null, Number, OpenBrace, OpenBracket, Placeholder, String};
            matches!(kind, String | Number | Bool | Null | OpenBrace | OpenBracket | Placeholder)
        };
        let is_key = |at: usize| {
            rest.get(at).is_some_and(|token| matches!(token.kind, TokenKind::String | TokenKind::Text))
                && rest.get(at + 1).is_some_and(|token| token.kind == TokenKind::Colon)
        };
        let comma_before = match frame.state {
            State::End(end) => Some(end),
            _ => None,
        };
        let slot = match frame.state {
            State::Key => return None,
            State::Start | State::End(_) if frame.is_object => {
                frame.end_member(None);
                if next == Some(TokenKind::Colon) { Slot::Key } else { Slot::Member }
            }
            State::Colon if next == Some(TokenKind::Colon) => return None,
            State::Colon if is_empty && !is_key(0) && next.is_some_and(is_value) => return None,
            State::Colon => Slot::Value,
            State::Start | State::End(_) => Slot::Element,
        };
        let comma_after = match slot {
            Slot::Key | Slot::Document => false,
            Slot::Member | Slot::Value => is_key(0) || next == Some(TokenKind::String),
            Slot::Element => next.is_some_and(|kind| is_value(kind) && kind != TokenKind::Placeholder),
        };
        let skip = usize::from(slot == Slot::Key);
        look_ahead(&mut self.frames, self.text, &rest[skip..], slot);
        Some(Cursor { frames: self.frames, slot, word, comma_before, comma_after })
    }
}

impl Frame {
    /// Takes the member that was read, if one was.
    fn end_member(&mut self, scalar: Option<String>) {
        if let Some(key) = self.key.take() {
            self.members.push((key, scalar));
        }
    }
}

/// Collects the members and strings behind the cursor, frame by frame as the brackets close them. For a key whose
/// value is there, `rest` starts with that value.
fn look_ahead(frames: &mut [Frame], text: &str, rest: &[Token], slot: Slot) {
    let Some(mut level) = frames.len().checked_sub(1) else { return };
    let mut depth = 0_usize;
    let mut in_value = slot == Slot::Key;
    for (at, token) in rest.iter().enumerate() {
        let frame = &mut frames[level];
        match token.kind {
            TokenKind::OpenBrace | TokenKind::OpenBracket => depth += 1,
            TokenKind::CloseBrace | TokenKind::CloseBracket if depth > 0 => depth -= 1,
            TokenKind::CloseBrace | TokenKind::CloseBracket => {
                // From a bracket that closes something else on, nothing is certain.
                if frame.is_object != (token.kind == TokenKind::CloseBrace) || level == 0 {
                    return;
                }
                level -= 1;
                in_value = false;
            }
            TokenKind::Comma if depth == 0 => in_value = false,
            TokenKind::String if depth == 0 && !frame.is_object => {
                frame.strings.push(content(slice(text, token.range)));
            }
            TokenKind::String if depth == 0 && !in_value => {
                let colon = rest.get(at + 1).is_some_and(|next| next.kind == TokenKind::Colon);
                if colon {
                    let value = rest.get(at + 2).filter(|value| {
                        use TokenKind::{Bool, Null, Number, String};
                        matches!(value.kind, String | Number | Bool | Null)
                    });
                    let scalar = value.map(|value| content(slice(text, value.range)));
                    frame.members.push((content(slice(text, token.range)), scalar));
                }
            }
            _ => {}
        }
    }
}

/// A scalar without its quotes.
fn content(source: &str) -> String {
    let inside = source.strip_prefix('"').unwrap_or(source);
    inside.strip_suffix('"').unwrap_or(inside).to_owned()
}
