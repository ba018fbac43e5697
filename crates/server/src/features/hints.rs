//! `textDocument/inlayHint`

use super::markup;
use crate::protocol::{InlayHint, InlayHintLabel, InlayHintParams, InlayHintTooltip};
use crate::state::Snapshot;
use plimsoll_ide::Hint;

pub(crate) fn inlay_hints(snapshot: &Snapshot, params: &InlayHintParams) -> Vec<InlayHint> {
    if !snapshot.client.inlay_hints {
        return Vec::new();
    }
    let range = snapshot.text.text_range(params.range);
    let hint = |hint: &Hint| InlayHint {
        position: snapshot.text.position(hint.offset),
        label: InlayHintLabel::String(hint.label.clone()),
        kind: None,
        text_edits: None,
        tooltip: hint.tooltip.as_ref().map(|text| InlayHintTooltip::MarkupContent(markup(snapshot, text))),
        padding_left: Some(true),
        padding_right: None,
        data: None,
    };
    plimsoll_ide::hints(&snapshot.view(), range).iter().map(hint).collect()
}
