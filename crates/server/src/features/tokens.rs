//! `textDocument/semanticTokens`
//!
//! Invariant: tokens are sent in order, each from the one before. A client that knows no tokens over several lines
//! gets one for each line.

use crate::protocol::{SemanticToken, SemanticTokenModifier, SemanticTokenType, SemanticTokens, SemanticTokensLegend};
use crate::state::Snapshot;
use plimsoll_ide::{Token, TokenKind, TokenModifier};
use plimsoll_text::{TextRange, TextSize, lines, range, slice};

pub(crate) fn legend() -> SemanticTokensLegend {
    SemanticTokensLegend {
        token_types: TokenKind::ALL.iter().map(|kind| SemanticTokenType::from(kind.as_str())).collect(),
        token_modifiers: TokenModifier::ALL.iter().map(|it| SemanticTokenModifier::from(it.as_str())).collect(),
    }
}

pub(crate) fn tokens(snapshot: &Snapshot) -> SemanticTokens {
    encoded(snapshot, &plimsoll_ide::tokens(&snapshot.view(), None))
}

pub(crate) fn tokens_of_range(snapshot: &Snapshot, range: crate::protocol::Range) -> SemanticTokens {
    let range = snapshot.text.text_range(range);
    encoded(snapshot, &plimsoll_ide::tokens(&snapshot.view(), Some(range)))
}

fn encoded(snapshot: &Snapshot, tokens: &[Token]) -> SemanticTokens {
    let text = &snapshot.text;
    let mut data = Vec::with_capacity(tokens.len());
    let (mut line, mut column) = (0, 0);
    for token in tokens {
        for part in parts(&text.text, token.range, snapshot.abilities.multiline_tokens) {
            let place = text.position(part.start());
            let delta_line = place.line - line;
            data.push(SemanticToken {
                delta_line,
                delta_start: if delta_line == 0 { place.character - column } else { place.character },
                length: text.units(part),
                token_type: token.kind as u32,
                token_modifiers_bitset: token.modifiers.bits(),
            });
            (line, column) = (place.line, place.character);
        }
    }
    SemanticTokens { result_id: None, data }
}

/// The token, or its part in each line.
fn parts(text: &str, token: TextRange, whole: bool) -> Vec<TextRange> {
    if whole {
        return vec![token];
    }
    let start = usize::from(token.start());
    let in_lines =
        lines(slice(text, token)).map(|line| range(start + line.start, start + line.start + line.text.len()));
    in_lines.filter(|part| part.len() > TextSize::new(0)).collect()
}
