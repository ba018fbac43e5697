//! Says what is wrong, once per mistake.
//!
//! Invariant: whatever is reported or passed over marks the object or array around it as incomplete.

use super::{Parser, State};
use crate::error::{SyntaxError, SyntaxErrorKind as Error};
use crate::string::{self, Flaw};
use crate::token::{RawToken, TokenKind};
use plimsoll_text::{TextRange, range, slice};
use std::borrow::Cow;

impl Parser<'_> {
    pub(super) fn comma(&mut self, token: RawToken) {
        let reported = match self.state() {
            State::Item | State::Placeholder => false,
            State::Comma { .. } | State::Start => {
                let what = if self.top().is_some_and(|frame| frame.is_object) { "a member" } else { "an element" };
                let error = self.report(Error::ExtraComma, token.range(), format!("expected {what} before `,`"));
                self.deletes(error, token.range());
                true
            }
        };
        self.set_state(State::Comma { start: token.start, reported });
    }

    pub(super) fn missing_comma(&mut self) {
        let at = self.previous_end;
        let message = if self.top().is_some_and(|frame| frame.is_object) {
            "expected `,` between two members"
        } else {
            "expected `,` between two elements"
        };
        self.error(Error::MissingComma, range(at, at), message);
    }

    pub(super) fn missing_value(&mut self, colon: RawToken) {
        self.error(Error::MissingValue, range(colon.end, colon.end), "expected a value after `:`");
    }

    /// Reports what is wrong inside a string token.
    pub(super) fn string_errors(&mut self, token: RawToken) {
        if token.kind != TokenKind::String {
            return;
        }
        if token.flaws.unterminated {
            self.error(Error::UnterminatedString, token.range(), "expected `\"` at the end of the string");
        }
        if self.text.as_bytes()[token.start] == b'\'' {
            return self.error(Error::SingleQuotes, token.range(), "expected double quotes around the string");
        }
        if !token.flaws.special {
            return;
        }
        let (content, end) = string::content(slice(self.text, token.range()));
        let content = token.start + content;
        for flaw in string::flaws(&self.text[content..token.start + end]) {
            self.quiet_until = 0;
            match flaw {
                Flaw::Escape { start, end } => {
                    let at = range(content + start, content + end);
                    let message = "expected one of the escapes `\\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX`";
                    self.error(Error::InvalidEscape, at, message)
                }
                Flaw::Control { start, end } => {
                    let at = range(content + start, content + end);
                    let tab = self.text.as_bytes()[content + start] == b'\t';
                    let message = if tab {
                        "expected `\\t`, found a tab"
                    } else {
                        "expected `\\uXXXX`, found a control character"
                    };
                    self.error(Error::ControlCharacter, at, message)
                }
            };
        }
    }

    pub(super) fn error(&mut self, kind: Error, range: TextRange, message: impl Into<Cow<'static, str>>) {
        self.report(kind, range, message);
    }

    /// Records an error, unless it follows right upon another; gives its index if it was recorded.
    #[cold]
    pub(super) fn report(
        &mut self,
        kind: Error,
        range: TextRange,
        message: impl Into<Cow<'static, str>>,
    ) -> Option<usize> {
        self.mark_incomplete();
        let quiet = self.count <= self.quiet_until && !self.errors.is_empty();
        // A comma is all that was missing; the token after it is as it should be.
        self.quiet_until = if kind == Error::MissingComma { self.count } else { self.count + 1 };
        if quiet {
            return None;
        }
        self.errors.push(SyntaxError { kind, range, message: message.into(), opener: None, delete: None });
        Some(self.errors.len() - 1)
    }

    pub(super) fn deletes(&mut self, error: Option<usize>, range: TextRange) {
        if let Some(error) = error.and_then(|index| self.errors.get_mut(index)) {
            error.delete = Some(range);
        }
    }

    pub(super) fn has_opener(&mut self, error: Option<usize>, opener: Option<TextRange>) {
        if let Some(error) = error.and_then(|index| self.errors.get_mut(index)) {
            error.opener = opener;
        }
    }

    pub(super) fn comment(&mut self, token: RawToken) {
        let unterminated = token.kind == TokenKind::BlockComment && {
            let source = slice(self.text, token.range());
            source.len() < 4 || !source.ends_with("*/")
        };
        let (kind, message) = if unterminated {
            (Error::UnterminatedComment, "expected `*/` at the end of the comment; JSON has no comments")
        } else {
            (Error::Comment, "expected no comment: JSON has none")
        };
        self.mark_incomplete();
        let before = self.text[..token.start].trim_end_matches([' ', '\t']);
        let delete = if token.kind == TokenKind::LineComment || unterminated { before.len() } else { token.start };
        self.errors.push(SyntaxError {
            kind,
            range: token.range(),
            message: message.into(),
            opener: None,
            delete: Some(range(delete, token.end)),
        });
    }

    pub(super) fn conflict_marker(&mut self, token: RawToken) {
        self.mark_incomplete();
        let opens = self.text.as_bytes()[token.start] == b'<';
        if opens || !self.conflict_reported {
            self.conflict_reported = true;
            self.errors.push(SyntaxError {
                kind: Error::ConflictMarker,
                range: token.range(),
                message: "expected the merge conflict to be resolved".into(),
                opener: None,
                delete: None,
            });
        }
    }

    pub(super) fn unexpected(&self, token: RawToken, expected: &str) -> String {
        let source = slice(self.text, token.range());
        let hint = match source {
            "True" | "TRUE" => Some("true"),
            "False" | "FALSE" => Some("false"),
            "None" | "NULL" | "Null" | "nil" | "undefined" => Some("null"),
            _ => None,
        };
        match (hint, source.chars().next()) {
            (Some(hint), _) => format!("expected `{hint}`, found `{source}`"),
            (None, Some(first)) if !first.is_ascii_graphic() && !first.is_alphanumeric() => {
                format!("{expected}, found the character U+{:04X}", u32::from(first))
            }
            _ => format!("{expected}, found `{}`", short(source)),
        }
    }
}

/// `source` cut to what fits into a message.
pub(super) fn short(source: &str) -> &str {
    let line = source.split(['\n', '\r']).next().unwrap_or("");
    &line[..line.floor_char_boundary(40)]
}
