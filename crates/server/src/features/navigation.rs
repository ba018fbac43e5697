//! `textDocument/definition`, `references` and `documentHighlight`

use crate::protocol::{
    DocumentHighlight, DocumentHighlightKind, DocumentHighlightParams, GotoDefinitionParams, GotoDefinitionResponse,
    Location, LocationLink, ReferenceParams,
};
use crate::state::Snapshot;
use plimsoll_ide::{HighlightKind, Target};
use plimsoll_text::TextSize;

pub(crate) fn definition(snapshot: &Snapshot, params: &GotoDefinitionParams) -> Option<GotoDefinitionResponse> {
    let offset = snapshot.text.offset(params.text_document_position_params.position);
    let targets = plimsoll_ide::definition(&snapshot.view(), offset);
    if targets.is_empty() {
        return None;
    }
    Some(if snapshot.abilities.definition_links {
        GotoDefinitionResponse::Link(targets.iter().filter_map(|it| link(snapshot, offset, it)).collect())
    } else {
        let location = |it: &Target| snapshot.location(it.path.as_deref(), it.selection);
        GotoDefinitionResponse::Array(targets.iter().filter_map(location).collect())
    })
}

pub(crate) fn references(snapshot: &Snapshot, params: &ReferenceParams) -> Vec<Location> {
    let offset = snapshot.text.offset(params.text_document_position.position);
    let places = plimsoll_ide::references(&snapshot.view(), offset, params.context.include_declaration);
    places.iter().filter_map(|place| snapshot.location(place.path.as_deref(), place.range)).collect()
}

pub(crate) fn highlights(snapshot: &Snapshot, params: &DocumentHighlightParams) -> Vec<DocumentHighlight> {
    let offset = snapshot.text.offset(params.text_document_position_params.position);
    let found = plimsoll_ide::highlights(&snapshot.view(), offset);
    let highlight = |it: &plimsoll_ide::Highlight| DocumentHighlight {
        range: snapshot.text.range(it.range),
        kind: Some(match it.kind {
            HighlightKind::Read => DocumentHighlightKind::READ,
            HighlightKind::Write => DocumentHighlightKind::WRITE,
        }),
    };
    found.iter().map(highlight).collect()
}

fn link(snapshot: &Snapshot, offset: TextSize, target: &Target) -> Option<LocationLink> {
    let path = target.path.as_deref();
    let whole = snapshot.location(path, target.range)?;
    let selection = snapshot.location(path, target.selection)?;
    // The name under the pointer is what the editor underlines.
    let origin = plimsoll_ide::highlights(&snapshot.view(), offset);
    let origin = origin.iter().find(|it| it.range.contains_inclusive(offset)).map(|it| snapshot.text.range(it.range));
    Some(LocationLink {
        origin_selection_range: origin,
        target_uri: whole.uri,
        target_range: whole.range,
        target_selection_range: selection.range,
    })
}
