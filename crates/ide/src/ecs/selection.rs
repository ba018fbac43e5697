//! Objects, arrays, members and values around a place.

use super::read;
use crate::View;
use plimsoll_json::{Kind, Node};
use plimsoll_text::{TextRange, TextSize, size};

pub(crate) fn selection(view: &View<'_>, offset: TextSize) -> Vec<TextRange> {
    read(view, |cx| {
        let mut parts = Vec::new();
        let mut node = cx.document.at_offset(offset);
        while let Some(inner) = node {
            parts.extend(inner.content_range());
            parts.extend(inside(inner));
            parts.push(inner.range());
            parts.extend(inner.as_member().map(|member| member.range));
            node = inner.parent();
        }
        parts.retain(|part| !part.is_empty());
        parts
    })
}

/// What stands between the brackets.
fn inside(node: Node<'_>) -> Option<TextRange> {
    if !matches!(node.kind(), Kind::Object | Kind::Array) {
        return None;
    }
    let content = node.source().strip_prefix(['{', '['])?.strip_suffix(['}', ']'])?;
    let start = node.range().start() + size(1 + content.len() - content.trim_start().len());
    Some(TextRange::at(start, size(content.trim().len())))
}
