//! Opening and closing objects and arrays, and what to do where the brackets do not fit.
//!
//! Invariant: only the subtree that was built last is ever gone on with, so that the nodes of a subtree lie
//! next to one another.

use super::build::offset;
use super::{Frame, MAX_DEPTH, Parser, State};
use crate::error::SyntaxErrorKind as Error;
use crate::node::{Kind, NO_NODE};
use crate::token::{RawToken, TokenKind};
use plimsoll_text::range;

impl Parser<'_> {
    /// Whether the key `token` shows that the array before it lacks its `]`: what came last is no object
    /// (`last_is_object`), or the key is not indented more than the array.
    pub(super) fn is_behind_array(&self, token: RawToken, last_is_object: bool) -> bool {
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
    pub(super) fn array_ended_before(&mut self, token: RawToken) {
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
    pub(super) fn indentation(&self, at: usize) -> Option<(usize, bool)> {
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
    pub(super) fn implicit_object(&mut self, token: RawToken) {
        self.error(Error::MissingOpener, range(token.start, token.start), "expected `{` before this member");
        let parent = self.top_node();
        self.open(RawToken { kind: TokenKind::OpenBrace, end: token.start, ..token }, parent);
        if let Some(frame) = self.stack.last_mut() {
            frame.is_implicit = true;
        }
        self.mark_incomplete();
        self.put_back(token);
    }

    pub(super) fn close(&mut self, token: RawToken) {
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

    pub(super) fn pop(&mut self, end: usize) {
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
    pub(super) fn reopen(&mut self, node: u32) {
        let is_object = self.nodes[node as usize].kind == Kind::Object;
        self.nodes[node as usize].incomplete = true;
        let state = State::Start;
        self.stack.push(Frame { node, is_object, is_implicit: false, keyless: false, state, last_child: NO_NODE });
    }

    pub(super) fn reopen_top(&mut self, root: usize, token: RawToken) {
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
    pub(super) fn mismatch(&mut self, token: RawToken) {
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

    pub(super) fn extra_closer(&mut self, token: RawToken) {
        if self.credit > 0 {
            self.credit -= 1;
            return;
        }
        let message = self.unexpected(token, "expected the end of the file");
        let message = if self.nodes.is_empty() { self.unexpected(token, "expected a value") } else { message };
        self.error(Error::ExtraCloser, token.range(), message);
    }

    pub(super) fn finish(&mut self, end: RawToken) {
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

    pub(super) fn too_deep(&mut self, token: RawToken) {
        self.quiet_until = 0;
        let message = format!("expected at most {MAX_DEPTH} objects and arrays in one another; the rest is not read");
        self.error(Error::TooDeep, token.range(), message);
        while !self.stack.is_empty() {
            self.mark_incomplete();
            self.pop(self.text.len());
        }
    }
}
