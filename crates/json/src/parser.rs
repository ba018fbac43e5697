//! Builds the tree, without recursion, and mends what is broken on the way.
//!
//! Invariant: each token is read once or put back once, so that the time is linear, and the depth of the input
//! never becomes depth of the call stack. One mistake should give one error: an error on the token right after
//! another is not reported, and a bracket that closes more or less than it seems to is remembered, so that its
//! counterpart further down is not reported again.
//!
//! `{"a": "b": 1}` reads `"a"` as a key without a value and `"b"` as the next member: a string before a colon
//! is a key, whatever was expected.

use crate::error::{SyntaxError, SyntaxErrorKind as Error};
use crate::node::{Document, Kind, NO_NODE, NodeData};
use crate::string::{self, Flaw};
use crate::token::{Lexer, RawToken, TokenKind};
use plimsoll_text::{TextRange, range, slice};
use std::borrow::Cow;

/// How many objects and arrays may lie in one another.
pub const MAX_DEPTH: usize = 128;

pub(crate) fn parse(text: &str) -> Document<'_> {
    let mut parser = Parser::new(text);
    parser.run();
    Document { text, nodes: parser.nodes, errors: parser.errors, has_bare_placeholder: parser.has_bare_placeholder }
}

/// An object or array that is still open.
struct Frame {
    node: u32,
    is_object: bool,
    /// Members were met outside of an object; nobody wrote the `{`.
    is_implicit: bool,
    /// A value without a key was reported here already.
    keyless: bool,
    state: State,
    last_child: u32,
}

/// What was read last in an object or array.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Start,
    Item,
    /// A placeholder that may stand for members or elements, with or without commas.
    Placeholder,
    /// The comma, and whether it was reported.
    Comma {
        start: usize,
        reported: bool,
    },
}

struct Parser<'t> {
    text: &'t str,
    lexer: Lexer<'t>,
    ahead: [Option<RawToken>; 2],
    nodes: Vec<NodeData>,
    errors: Vec<SyntaxError>,
    stack: Vec<Frame>,
    /// End of the last token that was read.
    last_end: usize,
    /// End of the one before that.
    previous_end: usize,
    /// Number of tokens read so far.
    count: usize,
    /// Up to this count errors are not reported.
    quiet_until: usize,
    /// Mistakes whose counterpart is still to come, a closing bracket too many.
    credit: usize,
    trailing_reported: bool,
    /// The last node at the top.
    last_top: Option<usize>,
    /// Whether a node at the top is more than a placeholder.
    has_value: bool,
    has_bare_placeholder: bool,
}

impl<'t> Parser<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            lexer: Lexer::new(text),
            ahead: [None, None],
            nodes: Vec::with_capacity(text.len() / 12),
            errors: Vec::new(),
            stack: Vec::with_capacity(16),
            last_end: 0,
            previous_end: 0,
            count: 0,
            quiet_until: 0,
            credit: 0,
            trailing_reported: false,
            last_top: None,
            has_value: false,
            has_bare_placeholder: false,
        }
    }

    fn run(&mut self) {
        loop {
            let token = self.bump();
            if token.kind == TokenKind::End {
                return self.finish(token);
            }
            match self.stack.last() {
                None => self.at_top(token),
                Some(frame) if frame.is_object => self.in_object(token),
                Some(_) => self.in_array(token),
            }
            if self.stack.len() > MAX_DEPTH {
                return self.too_deep(token);
            }
        }
    }

    fn at_top(&mut self, token: RawToken) {
        // Only what came last can be gone on with: the nodes of a subtree lie next to one another.
        let root = self.last_top.filter(|root| self.nodes[*root].kind != Kind::Placeholder);
        match token.kind {
            TokenKind::Placeholder => {
                self.push(Kind::Placeholder, token, NO_NODE);
            }
            TokenKind::CloseBrace | TokenKind::CloseBracket => self.extra_closer(token),
            TokenKind::Colon => self.error(Error::ExtraColon, token.range(), "expected a value, found `:`"),
            TokenKind::Comma => match root {
                Some(root) if self.is_container(root) && self.peek().kind != TokenKind::End => {
                    self.reopen_top(root, token);
                }
                _ => {
                    let error =
                        self.report(Error::ExtraComma, token.range(), "expected the end of the file, found `,`");
                    self.deletes(error, token.range());
                }
            },
            TokenKind::String | TokenKind::Text if self.peek().kind == TokenKind::Colon => match root {
                Some(root) if self.nodes[root].kind == Kind::Object => self.reopen_top(root, token),
                _ => self.implicit_object(token),
            },
            _ => {
                if self.has_value && !self.trailing_reported {
                    self.trailing_reported = true;
                    let message = "expected the end of the file, found more text after the value";
                    self.error(Error::TrailingContent, token.range(), message);
                }
                self.value_token(token, NO_NODE);
            }
        }
    }

    fn in_object(&mut self, token: RawToken) {
        match token.kind {
            TokenKind::CloseBrace => self.close(token),
            TokenKind::CloseBracket => self.mismatch(token),
            TokenKind::Comma => self.comma(token),
            TokenKind::Colon => {
                self.error(Error::MissingKey, range(token.start, token.start), "expected a key before `:`");
                let key = self.push_missing_key(token.start);
                self.value(key, token);
            }
            TokenKind::OpenBrace | TokenKind::OpenBracket => {
                let soft = self.state() == State::Placeholder;
                self.mark_incomplete();
                if !soft && !self.top().is_some_and(|frame| frame.keyless) {
                    let message = "expected a key in double quotes before this value";
                    self.error(Error::MissingKey, token.range(), message);
                    self.credit += 1;
                }
                if let Some(frame) = self.stack.last_mut() {
                    frame.keyless = true;
                }
                let key = self.push_missing_key(token.start);
                self.open(token, key);
            }
            _ => self.member(token),
        }
    }

    /// A member, or what stands in its place, from its first token on.
    fn member(&mut self, token: RawToken) {
        let state = self.state();
        let object = self.top_node();
        let next = self.peek();
        let has_colon = next.kind == TokenKind::Colon;
        if token.kind == TokenKind::Placeholder && !has_colon {
            self.push_key(token, Kind::Placeholder, object);
            self.mark_incomplete();
            self.set_state(State::Placeholder);
            return;
        }
        if !has_colon && !matches!(token.kind, TokenKind::String | TokenKind::Placeholder) {
            self.mark_incomplete();
            if state != State::Placeholder {
                let message = self.unexpected(token, "expected a key in double quotes");
                self.error(Error::UnexpectedText, token.range(), message);
            }
            self.push_key(token, Kind::Invalid, object);
            self.set_state(State::Item);
            return;
        }
        if state == State::Item {
            self.missing_comma();
        }
        let kind = match token.kind {
            TokenKind::String => Kind::String,
            TokenKind::Placeholder => Kind::Placeholder,
            _ => {
                let message =
                    format!("expected the key in double quotes: `\"{}\"`", short(slice(self.text, token.range())));
                self.error(Error::UnquotedKey, token.range(), message);
                Kind::Invalid
            }
        };
        self.string_errors(token);
        let key = self.push_key(token, kind, object);
        self.set_state(State::Item);
        if has_colon {
            let colon = self.bump();
            return self.value(key, colon);
        }
        if state == State::Placeholder {
            return self.mark_incomplete();
        }
        let message = match next.kind {
            TokenKind::Comma | TokenKind::CloseBrace | TokenKind::CloseBracket | TokenKind::End => {
                "expected `:` and a value after the key"
            }
            _ => "expected `:` after the key",
        };
        if next.kind != TokenKind::String {
            self.error(Error::MissingColon, range(token.end, token.end), message);
            if !matches!(next.kind, TokenKind::Comma | TokenKind::CloseBrace | TokenKind::CloseBracket | TokenKind::End)
            {
                self.value(key, token);
            }
            return;
        }
        let string = self.bump();
        if self.peek().kind == TokenKind::Colon {
            let message = "expected `:` and a value after the key";
            self.error(Error::MissingColon, range(token.end, token.end), message);
            self.set_state(State::Start);
            self.put_back(string);
        } else {
            self.error(Error::MissingColon, range(token.end, token.end), message);
            self.value_token(string, key);
        }
    }

    /// The value of `key`; `colon` is the token before it.
    fn value(&mut self, key: u32, mut colon: RawToken) {
        loop {
            let next = self.peek();
            match next.kind {
                TokenKind::Comma | TokenKind::CloseBrace | TokenKind::CloseBracket | TokenKind::End => {
                    self.missing_value(colon);
                    return self.set_state(State::Item);
                }
                TokenKind::Colon => {
                    colon = self.bump();
                    self.error(Error::ExtraColon, colon.range(), "expected a value, found a second `:`");
                }
                TokenKind::String | TokenKind::Text => {
                    let token = self.bump();
                    if self.peek().kind != TokenKind::Colon {
                        return self.value_token(token, key);
                    }
                    self.missing_value(colon);
                    self.credit += 1;
                    self.set_state(State::Start);
                    return self.put_back(token);
                }
                _ => {
                    let token = self.bump();
                    return self.value_token(token, key);
                }
            }
        }
    }

    fn in_array(&mut self, token: RawToken) {
        match token.kind {
            TokenKind::CloseBracket => self.close(token),
            TokenKind::CloseBrace => self.mismatch(token),
            TokenKind::Comma => self.comma(token),
            TokenKind::Colon => self.error(Error::ExtraColon, token.range(), "expected `,` or `]`, found `:`"),
            TokenKind::Placeholder => {
                let array = self.top_node();
                self.push(Kind::Placeholder, token, array);
                self.mark_incomplete();
                self.set_state(State::Placeholder);
            }
            TokenKind::String | TokenKind::Text if self.peek().kind == TokenKind::Colon => {
                let last = self.top().map_or(NO_NODE, |frame| frame.last_child);
                let object = self.nodes.get(last as usize).is_some_and(|node| node.kind == Kind::Object);
                if object && self.credit > 0 {
                    self.credit -= 1;
                    self.mark_incomplete();
                    self.set_state(State::Item);
                    self.reopen(last);
                    self.put_back(token);
                } else if self.is_behind_array(token, object) {
                    self.array_ended_before(token);
                } else {
                    self.implicit_object(token);
                }
            }
            _ => {
                if self.state() == State::Item && token.kind != TokenKind::Text {
                    self.missing_comma();
                }
                let array = self.top_node();
                self.value_token(token, array);
            }
        }
    }

    /// A value that starts with `token`; `parent` is its key, its array or [`NO_NODE`].
    fn value_token(&mut self, token: RawToken, parent: u32) {
        let kind = match token.kind {
            TokenKind::OpenBrace | TokenKind::OpenBracket => return self.open(token, parent),
            TokenKind::String => Kind::String,
            TokenKind::Number => Kind::Number,
            TokenKind::Bool => Kind::Bool,
            TokenKind::Null => Kind::Null,
            TokenKind::Placeholder => Kind::Placeholder,
            _ => {
                let message = self.unexpected(token, "expected a value");
                self.error(Error::InvalidValue, token.range(), message);
                Kind::Invalid
            }
        };
        self.string_errors(token);
        self.push(kind, token, parent);
        let block = token.kind == TokenKind::Placeholder && self.is_block(token);
        self.set_state(if block { State::Placeholder } else { State::Item });
    }

    fn open(&mut self, token: RawToken, parent: u32) {
        self.set_state(State::Item);
        let is_object = token.kind == TokenKind::OpenBrace;
        let node = self.push(if is_object { Kind::Object } else { Kind::Array }, token, parent);
        self.stack.push(Frame {
            node,
            is_object,
            is_implicit: false,
            keyless: false,
            state: State::Start,
            last_child: NO_NODE,
        });
    }

    /// Whether the key `token` shows that the array before it lacks its `]`: what came last is no object
    /// (`last_is_object`), or the key is not indented more than the array.
    fn is_behind_array(&self, token: RawToken, last_is_object: bool) -> bool {
        let (Some(array), Some(outer)) = (self.top(), self.stack.iter().rev().nth(1)) else {
            return false;
        };
        if !outer.is_object || array.last_child == NO_NODE {
            return false;
        }
        if !last_is_object {
            return true;
        }
        let opener = self.nodes[array.node as usize].start as usize;
        match (self.indentation(token.start), self.indentation(opener)) {
            (Some((key, true)), Some((array, _))) => key <= array,
            _ => false,
        }
    }

    /// Closes the array that lacks its `]` and goes on with the member that `token` starts.
    fn array_ended_before(&mut self, token: RawToken) {
        let end = if let State::Comma { start, .. } = self.state() { start } else { self.previous_end };
        let opener = self.opener();
        let error = self.report(Error::MissingCloser, range(end, end), "expected `]` to close the array");
        self.has_opener(error, opener);
        self.pop(end);
        self.mark_incomplete();
        self.set_state(State::Start);
        self.put_back(token);
    }

    /// How many blanks the line of `at` starts with, and whether only they stand before `at`. `None` if the
    /// start of the line is far away, as in a minified file.
    fn indentation(&self, at: usize) -> Option<(usize, bool)> {
        let bytes = self.text.as_bytes();
        let far = at.saturating_sub(400);
        let line = match bytes[far..at].iter().rposition(|byte| matches!(byte, b'\n' | b'\r')) {
            Some(found) => far + found + 1,
            None if far == 0 => 0,
            None => return None,
        };
        let blanks = bytes[line..at].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        Some((blanks, line + blanks == at))
    }

    /// Members without an object around them: makes one that starts with the key `token`.
    fn implicit_object(&mut self, token: RawToken) {
        self.error(Error::MissingOpener, range(token.start, token.start), "expected `{` before this member");
        let parent = self.top_node();
        self.open(RawToken { kind: TokenKind::OpenBrace, end: token.start, ..token }, parent);
        if let Some(frame) = self.stack.last_mut() {
            frame.is_implicit = true;
        }
        self.mark_incomplete();
        self.put_back(token);
    }

    fn close(&mut self, token: RawToken) {
        if let State::Comma { start, reported: false } = self.state() {
            let comma = range(start, start + 1);
            let message = if token.kind == TokenKind::CloseBrace {
                "expected another member after `,`, found `}`"
            } else {
                "expected another element after `,`, found `]`"
            };
            self.quiet_until = 0;
            let error = self.report(Error::TrailingComma, comma, message);
            self.deletes(error, comma);
        }
        self.pop(token.end);
    }

    fn pop(&mut self, end: usize) {
        let Some(frame) = self.stack.pop() else { return };
        let next = self.next_id();
        let node = &mut self.nodes[frame.node as usize];
        node.end = node.start.max(offset(end));
        node.next = next;
        let parent = node.parent;
        if let Some(key) = self.nodes.get_mut(parent as usize).filter(|parent| parent.is_key) {
            key.next = next;
        }
    }

    /// Goes on inside an object or array whose closing bracket came too early.
    fn reopen(&mut self, node: u32) {
        let is_object = self.nodes[node as usize].kind == Kind::Object;
        self.nodes[node as usize].incomplete = true;
        let state = State::Start;
        self.stack.push(Frame { node, is_object, is_implicit: false, keyless: false, state, last_child: NO_NODE });
    }

    fn reopen_top(&mut self, root: usize, token: RawToken) {
        let is_object = self.nodes[root].kind == Kind::Object;
        if self.credit > 0 {
            self.credit -= 1;
        } else {
            let end = self.nodes[root].end as usize;
            let message = if is_object {
                "expected the end of the file after this `}`, found more members"
            } else {
                "expected the end of the file after this `]`, found more elements"
            };
            self.error(Error::ExtraCloser, range(end.saturating_sub(1), end), message);
        }
        self.reopen(u32::try_from(root).unwrap_or(NO_NODE));
        if token.kind == TokenKind::Comma {
            self.set_state(State::Comma { start: token.start, reported: false });
        } else {
            self.put_back(token);
        }
    }

    /// A closing bracket that does not fit the innermost open one.
    fn mismatch(&mut self, token: RawToken) {
        let wants_object = token.kind == TokenKind::CloseBrace;
        let Some(index) = self.stack.iter().rposition(|frame| frame.is_object == wants_object) else {
            if self.credit > 0 {
                self.credit -= 1;
                return self.mark_incomplete();
            }
            let opener = self.opener();
            let message = if wants_object { "expected `]`, found `}`" } else { "expected `}`, found `]`" };
            let error = self.report(Error::MismatchedCloser, token.range(), message);
            self.has_opener(error, opener);
            self.credit += 1;
            return self.pop(token.end);
        };
        let (opener, implicit) = (self.opener(), self.top().is_some_and(|frame| frame.is_implicit));
        if !implicit {
            let message = if wants_object {
                "expected `]` to close the array, found `}`"
            } else {
                "expected `}` to close the object, found `]`"
            };
            let error = self.report(Error::MissingCloser, range(self.previous_end, self.previous_end), message);
            self.has_opener(error, opener);
            self.credit += 1;
        }
        let end = self.previous_end;
        while self.stack.len() > index + 1 {
            self.mark_incomplete();
            self.pop(end);
        }
        self.mark_incomplete();
        self.pop(token.end);
    }

    fn extra_closer(&mut self, token: RawToken) {
        if self.credit > 0 {
            self.credit -= 1;
            return;
        }
        let message = self.unexpected(token, "expected the end of the file");
        let message = if self.nodes.is_empty() { self.unexpected(token, "expected a value") } else { message };
        self.error(Error::ExtraCloser, token.range(), message);
    }

    fn comma(&mut self, token: RawToken) {
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

    fn missing_comma(&mut self) {
        let at = self.previous_end;
        let message = if self.top().is_some_and(|frame| frame.is_object) {
            "expected `,` between two members"
        } else {
            "expected `,` between two elements"
        };
        self.error(Error::MissingComma, range(at, at), message);
    }

    fn missing_value(&mut self, colon: RawToken) {
        self.error(Error::MissingValue, range(colon.end, colon.end), "expected a value after `:`");
    }

    fn finish(&mut self, end: RawToken) {
        if self.nodes.is_empty() {
            self.error(Error::Empty, range(end.start, end.start), "expected a value, found the end of the file");
        }
        let last = self.previous_end;
        if let Some(frame) = self.stack.iter().rev().find(|frame| !frame.is_implicit) {
            let message = if frame.is_object {
                "expected `}` to close the object, found the end of the file"
            } else {
                "expected `]` to close the array, found the end of the file"
            };
            let opener = self.nodes[frame.node as usize].start as usize;
            let error = self.report(Error::MissingCloser, range(last, last), message);
            self.has_opener(error, Some(range(opener, opener + 1)));
        }
        while !self.stack.is_empty() {
            self.mark_incomplete();
            self.pop(last);
        }
    }

    fn too_deep(&mut self, token: RawToken) {
        self.quiet_until = 0;
        let message = format!("expected at most {MAX_DEPTH} objects and arrays in one another; the rest is not read");
        self.error(Error::TooDeep, token.range(), message);
        while !self.stack.is_empty() {
            self.mark_incomplete();
            self.pop(self.text.len());
        }
    }

    /// Reports what is wrong inside a string token.
    fn string_errors(&mut self, token: RawToken) {
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

    fn error(&mut self, kind: Error, range: TextRange, message: impl Into<Cow<'static, str>>) {
        self.report(kind, range, message);
    }

    /// Records an error, unless it follows right upon another; gives its index if it was recorded.
    #[cold]
    fn report(&mut self, kind: Error, range: TextRange, message: impl Into<Cow<'static, str>>) -> Option<usize> {
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

    fn deletes(&mut self, error: Option<usize>, range: TextRange) {
        if let Some(error) = error.and_then(|index| self.errors.get_mut(index)) {
            error.delete = Some(range);
        }
    }

    fn has_opener(&mut self, error: Option<usize>, opener: Option<TextRange>) {
        if let Some(error) = error.and_then(|index| self.errors.get_mut(index)) {
            error.opener = opener;
        }
    }

    fn comment(&mut self, token: RawToken) {
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

    fn unexpected(&self, token: RawToken, expected: &str) -> String {
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

    #[inline]
    fn push(&mut self, kind: Kind, token: RawToken, parent: u32) -> u32 {
        let id = self.next_id();
        if kind == Kind::Placeholder {
            self.has_bare_placeholder = true;
        }
        self.nodes.push(NodeData {
            start: offset(token.start),
            end: offset(token.end),
            parent,
            next: id + 1,
            kind,
            is_key: false,
            incomplete: false,
        });
        if parent == NO_NODE {
            self.last_top = Some(id as usize);
            self.has_value |= kind != Kind::Placeholder;
        } else if let Some(parent) = self.nodes.get_mut(parent as usize).filter(|parent| parent.is_key) {
            parent.next = id + 1;
        } else if let Some(frame) = self.stack.last_mut() {
            frame.last_child = id;
        }
        id
    }

    #[inline]
    fn push_key(&mut self, token: RawToken, kind: Kind, object: u32) -> u32 {
        let id = self.push(kind, token, object);
        self.nodes[id as usize].is_key = true;
        id
    }

    fn push_missing_key(&mut self, at: usize) -> u32 {
        let empty = RawToken { kind: TokenKind::Text, flaws: crate::token::Flaws::default(), start: at, end: at };
        let object = self.top_node();
        self.push_key(empty, Kind::Invalid, object)
    }

    #[inline]
    fn bump(&mut self) -> RawToken {
        let token = match self.ahead[0].take() {
            Some(token) => {
                self.ahead[0] = self.ahead[1].take();
                token
            }
            None => self.read(),
        };
        self.count += 1;
        self.previous_end = self.last_end;
        self.last_end = token.end;
        token
    }

    #[inline]
    fn peek(&mut self) -> RawToken {
        if let Some(token) = self.ahead[0] {
            return token;
        }
        let token = self.read();
        self.ahead[0] = Some(token);
        token
    }

    /// Puts the token that was just read back, in front of the one that was looked at.
    fn put_back(&mut self, token: RawToken) {
        self.ahead[1] = self.ahead[0].take();
        self.ahead[0] = Some(token);
        self.count -= 1;
        self.last_end = self.previous_end;
    }

    #[inline]
    fn read(&mut self) -> RawToken {
        loop {
            let token = self.lexer.next_visible();
            match token.kind {
                TokenKind::LineComment | TokenKind::BlockComment => self.comment(token),
                TokenKind::ByteOrderMark => {}
                _ => return token,
            }
        }
    }

    fn top(&self) -> Option<&Frame> {
        self.stack.last()
    }

    fn top_node(&self) -> u32 {
        self.stack.last().map_or(NO_NODE, |frame| frame.node)
    }

    fn opener(&self) -> Option<TextRange> {
        let start = self.nodes.get(self.top_node() as usize)?.start as usize;
        Some(range(start, start + 1))
    }

    fn state(&self) -> State {
        self.stack.last().map_or(State::Start, |frame| frame.state)
    }

    #[inline]
    fn set_state(&mut self, state: State) {
        if let Some(frame) = self.stack.last_mut() {
            frame.state = state;
        }
    }

    fn mark_incomplete(&mut self) {
        let top = self.top_node();
        if let Some(node) = self.nodes.get_mut(top as usize) {
            node.incomplete = true;
        }
    }

    fn is_container(&self, node: usize) -> bool {
        matches!(self.nodes[node].kind, Kind::Object | Kind::Array)
    }

    /// Whether a placeholder is a control block such as `{% if %}`, `{{#each}}` or `{{ end }}`, which may have
    /// anything after it.
    fn is_block(&self, token: RawToken) -> bool {
        let source = slice(self.text, token.range());
        if source.starts_with("{%") || source.starts_with("<%") || source.starts_with("{#") {
            return true;
        }
        let Some(inside) = source.strip_prefix("{{").or_else(|| source.strip_prefix("%{")) else {
            return false;
        };
        let inside = inside.trim_start_matches(['-', '~', ' ']);
        let word = inside.split(|each: char| !each.is_ascii_alphabetic()).next().unwrap_or("");
        inside.starts_with(['#', '/', '^', '!'])
            || matches!(word, "if" | "else" | "end" | "range" | "with" | "each" | "unless" | "block" | "define")
    }

    #[inline]
    fn next_id(&self) -> u32 {
        u32::try_from(self.nodes.len()).unwrap_or(NO_NODE)
    }
}

#[inline]
fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// `source` cut to what fits into a message.
fn short(source: &str) -> &str {
    let line = source.split(['\n', '\r']).next().unwrap_or("");
    &line[..line.floor_char_boundary(40)]
}
