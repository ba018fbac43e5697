//! Objects and arrays that may be folded away.

use super::read;
use crate::{Fold, FoldKind, View};
use plimsoll_json::{Kind, Node};
use plimsoll_text::{TextRange, size, slice};

pub(crate) fn folding(view: &View<'_>) -> Vec<Fold> {
    read(view, |cx| {
        let containers = cx.document.nodes().filter(|node| matches!(node.kind(), Kind::Object | Kind::Array));
        containers.filter_map(fold).collect()
    })
}

/// All but the line of the closing bracket, which stays visible.
fn fold(node: Node<'_>) -> Option<Fold> {
    let source = node.source();
    let is_closed = source.len() > 1 && source.ends_with(['}', ']']);
    let last_line = source.rfind('\n')?;
    let closer_alone = is_closed && source[last_line..].trim().len() == 1;
    let end = if closer_alone { source[..last_line].trim_end().len() } else { source.len() };
    let range = TextRange::at(node.range().start(), size(end));
    slice(node.document().text(), range).contains('\n').then_some(Fold { range, kind: FoldKind::Code })
}
