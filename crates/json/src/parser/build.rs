//! Reads tokens, with room for two put back, and adds nodes to the arena.
//!
//! Invariant: a node is added under the innermost open object or array, or under its key.

use super::{Frame, Parser, State};
use crate::node::{Kind, NO_NODE, NodeData};
use crate::token::{Flaws, RawToken, TokenKind};
use crate::{placeholder, string};
use plimsoll_text::{TextRange, range, slice};

impl Parser<'_> {
    #[inline]
    pub(super) fn push(&mut self, kind: Kind, token: RawToken, parent: u32) -> u32 {
        let id = self.next_id();
        if kind == Kind::Placeholder {
            self.has_bare_placeholder = true;
        }
        let is_plain = kind == Kind::String
            && token.kind == TokenKind::String
            && !token.flaws.special
            && !token.flaws.unterminated
            && self.text.as_bytes().get(token.start) == Some(&b'"');
        let has_placeholder = kind == Kind::String && {
            let (content, end) = match is_plain {
                true => (1, token.end - token.start - 1),
                false => string::content(slice(self.text, token.range())),
            };
            placeholder::any(self.text.as_bytes(), token.start + content, token.start + end)
        };
        self.nodes.push(NodeData {
            start: offset(token.start),
            end: offset(token.end),
            parent,
            next: id + 1,
            kind,
            is_key: false,
            incomplete: false,
            has_placeholder,
            is_plain,
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
    pub(super) fn push_key(&mut self, token: RawToken, kind: Kind, object: u32) -> u32 {
        let id = self.push(kind, token, object);
        self.nodes[id as usize].is_key = true;
        id
    }

    pub(super) fn push_missing_key(&mut self, at: usize) -> u32 {
        let empty = RawToken { kind: TokenKind::Text, flaws: Flaws::default(), start: at, end: at };
        let object = self.top_node();
        self.push_key(empty, Kind::Invalid, object)
    }

    #[inline]
    pub(super) fn bump(&mut self) -> RawToken {
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
    pub(super) fn peek(&mut self) -> RawToken {
        if let Some(token) = self.ahead[0] {
            return token;
        }
        let token = self.read();
        self.ahead[0] = Some(token);
        token
    }

    /// Puts the token that was just read back, in front of the one that was looked at.
    pub(super) fn put_back(&mut self, token: RawToken) {
        self.ahead[1] = self.ahead[0].take();
        self.ahead[0] = Some(token);
        self.count -= 1;
        self.last_end = self.previous_end;
    }

    #[inline]
    pub(super) fn read(&mut self) -> RawToken {
        loop {
            let token = self.lexer.next_visible();
            match token.kind {
                TokenKind::LineComment | TokenKind::BlockComment => self.comment(token),
                TokenKind::ConflictMarker => self.conflict_marker(token),
                TokenKind::ByteOrderMark => {}
                _ => return token,
            }
        }
    }

    pub(super) fn top(&self) -> Option<&Frame> {
        self.stack.last()
    }

    pub(super) fn top_node(&self) -> u32 {
        self.stack.last().map_or(NO_NODE, |frame| frame.node)
    }

    pub(super) fn opener(&self) -> Option<TextRange> {
        let start = self.nodes.get(self.top_node() as usize)?.start as usize;
        Some(range(start, start + 1))
    }

    pub(super) fn state(&self) -> State {
        self.stack.last().map_or(State::Start, |frame| frame.state)
    }

    #[inline]
    pub(super) fn set_state(&mut self, state: State) {
        if let Some(frame) = self.stack.last_mut() {
            frame.state = state;
        }
    }

    pub(super) fn mark_incomplete(&mut self) {
        let top = self.top_node();
        if let Some(node) = self.nodes.get_mut(top as usize) {
            node.incomplete = true;
        }
    }

    #[inline]
    pub(super) fn next_id(&self) -> u32 {
        u32::try_from(self.nodes.len()).unwrap_or(NO_NODE)
    }
}

#[inline]
pub(super) fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
