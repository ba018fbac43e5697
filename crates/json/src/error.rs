//! What can be wrong with the syntax.
//!
//! Invariant: an error's range lies inside the text. Where something is missing the range is empty and stands
//! where it belongs.

use plimsoll_text::TextRange;
use std::borrow::Cow;

/// One mistake in the syntax.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SyntaxError {
    /// What kind of mistake.
    pub kind: SyntaxErrorKind,
    /// The characters that are wrong, or the empty place where something is missing: `{"a": 1‸ "b": 2}`.
    pub range: TextRange,
    /// What was expected: lower case, no full stop, code in backticks.
    pub message: Cow<'static, str>,
    /// The bracket that is not closed, for [`SyntaxErrorKind::MissingCloser`] and `MismatchedCloser`.
    pub opener: Option<TextRange>,
    /// What to delete to mend it, for a trailing or doubled comma (the comma) and a comment (with the blanks
    /// before it).
    pub delete: Option<TextRange>,
}

/// What kind of mistake a [`SyntaxError`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum SyntaxErrorKind {
    /// No value at all in the text.
    Empty,
    /// Two members or elements without `,` between them.
    MissingComma,
    /// A comma before a closing bracket.
    TrailingComma,
    /// A comma with nothing before it.
    ExtraComma,
    /// A key without `:`.
    MissingColon,
    /// A colon where none belongs.
    ExtraColon,
    /// A member without its value.
    MissingValue,
    /// A value in an object, without a key.
    MissingKey,
    /// A key without double quotes.
    UnquotedKey,
    /// A word that is no JSON value, such as `True` or `0x10`.
    InvalidValue,
    /// A word or character that belongs nowhere.
    UnexpectedText,
    /// A string without its closing quote.
    UnterminatedString,
    /// A string in single quotes.
    SingleQuotes,
    /// `\x` and other escapes that JSON does not have, or half a surrogate pair.
    InvalidEscape,
    /// A control character, such as a tab, written as it is inside a string.
    ControlCharacter,
    /// Members outside of any object.
    MissingOpener,
    /// An object or array that is not closed.
    MissingCloser,
    /// A closing bracket of the wrong kind.
    MismatchedCloser,
    /// A closing bracket too many.
    ExtraCloser,
    /// More text after the value.
    TrailingContent,
    /// A comment; JSON has none.
    Comment,
    /// A merge that was not finished: `<<<<<<< HEAD`. Reported once per conflict.
    ConflictMarker,
    /// A `/*` without `*/`.
    UnterminatedComment,
    /// Nested deeper than [`crate::MAX_DEPTH`]; what follows is not read.
    TooDeep,
}
