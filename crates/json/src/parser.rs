//! Builds the tree, without recursion, and mends what is broken on the way.
//!
//! Invariant: each token is read once or put back once, so that the time is linear, and the depth of the input
//! never becomes depth of the call stack. One mistake should give one error: an error on the token right after
//! another is not reported, and a bracket that closes more or less than it seems to is remembered, so that its
//! counterpart further down is not reported again.
//!
//! `{"a": "b": 1}` reads `"a"` as a key without a value and `"b"` as the next member: a string before a colon
//! is a key, whatever was expected.

mod brackets;
mod build;
mod report;

use self::report::short;
use crate::error::{SyntaxError, SyntaxErrorKind as Error};
use crate::node::{Document, Kind, NO_NODE, NodeData};
use crate::token::{Lexer, RawToken, TokenKind};
use plimsoll_text::{range, slice};

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
    conflict_reported: bool,
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
            conflict_reported: false,
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
}
