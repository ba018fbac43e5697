//! `textDocument/foldingRange`, `selectionRange` and `documentLink`

use crate::protocol::{
    DocumentLink, DocumentLinkParams, FoldingRange, FoldingRangeKind, FoldingRangeParams, SelectionRange,
    SelectionRangeParams,
};
use crate::state::Snapshot;
use plimsoll_ide::{Fold, FoldKind, Link, LinkTarget};

pub(crate) fn folding_ranges(snapshot: &Snapshot, _: &FoldingRangeParams) -> Vec<FoldingRange> {
    plimsoll_ide::folding(&snapshot.view()).iter().filter_map(|it| fold(snapshot, it)).collect()
}

pub(crate) fn selection_ranges(snapshot: &Snapshot, params: &SelectionRangeParams) -> Vec<SelectionRange> {
    let chain = |position: &crate::protocol::Position| {
        let parts = plimsoll_ide::selection(&snapshot.view(), snapshot.text.offset(*position));
        let chain = parts.iter().rev().fold(None, |parent: Option<SelectionRange>, part| {
            Some(SelectionRange { range: snapshot.text.range(*part), parent: parent.map(Box::new) })
        });
        chain.unwrap_or_else(|| SelectionRange { range: snapshot.text.range(snapshot.text.whole()), parent: None })
    };
    params.positions.iter().map(chain).collect()
}

pub(crate) fn document_links(snapshot: &Snapshot, _: &DocumentLinkParams) -> Vec<DocumentLink> {
    plimsoll_ide::links(&snapshot.view()).iter().filter_map(|it| link(snapshot, it)).collect()
}

/// `None` for a part that lies in one line, which cannot be folded.
fn fold(snapshot: &Snapshot, fold: &Fold) -> Option<FoldingRange> {
    let range = snapshot.text.range(fold.range);
    let has_columns = !snapshot.abilities.line_folding_only;
    (range.end.line > range.start.line).then(|| FoldingRange {
        start_line: range.start.line,
        start_character: has_columns.then_some(range.start.character),
        end_line: range.end.line,
        end_character: has_columns.then_some(range.end.character),
        kind: match fold.kind {
            FoldKind::Code => None,
            FoldKind::Comment => Some(FoldingRangeKind::Comment),
            FoldKind::Region => Some(FoldingRangeKind::Region),
        },
        collapsed_text: None,
    })
}

fn link(snapshot: &Snapshot, link: &Link) -> Option<DocumentLink> {
    let target = match &link.target {
        LinkTarget::Url(url) => url.parse().ok()?,
        LinkTarget::File(path) => snapshot.uri_of(path)?,
    };
    let tooltip = snapshot.abilities.link_tooltips.then(|| link.tooltip.clone());
    Some(DocumentLink { range: snapshot.text.range(link.range), target: Some(target), tooltip, data: None })
}
