//! What the words of a task definition are: the placeholders, which JSON itself knows nothing of.

use super::read;
use crate::{Token, TokenKind, TokenModifiers, View};
use plimsoll_json::Kind;

pub(crate) fn tokens(view: &View<'_>) -> Vec<Token> {
    let token = |range| Token { range, kind: TokenKind::Variable, modifiers: TokenModifiers::NONE };
    read(view, |cx| {
        let mut tokens = Vec::new();
        for node in cx.document.nodes() {
            if node.kind() == Kind::Placeholder {
                tokens.push(token(node.range()));
            }
            let placeholders = node.parts().into_iter().filter(|part| part.placeholder.is_some());
            tokens.extend(placeholders.map(|part| token(part.range)));
        }
        tokens
    })
}
