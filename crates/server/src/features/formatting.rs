//! `textDocument/formatting`, of a range, and while typing

use crate::protocol::{
    DocumentFormattingParams, DocumentOnTypeFormattingParams, DocumentRangeFormattingParams, FormattingOptions,
    TextEdit,
};
use crate::state::Snapshot;
use plimsoll_ide::FormatOptions;

pub(crate) fn formatting(snapshot: &Snapshot, params: &DocumentFormattingParams) -> Vec<TextEdit> {
    let edits = plimsoll_ide::format(&snapshot.view(), None, &options(snapshot, &params.options));
    snapshot.text.edits(&edits)
}

pub(crate) fn range_formatting(snapshot: &Snapshot, params: &DocumentRangeFormattingParams) -> Vec<TextEdit> {
    let range = snapshot.text.text_range(params.range);
    let edits = plimsoll_ide::format(&snapshot.view(), Some(range), &options(snapshot, &params.options));
    snapshot.text.edits(&edits)
}

pub(crate) fn on_type_formatting(snapshot: &Snapshot, params: &DocumentOnTypeFormattingParams) -> Vec<TextEdit> {
    let Some(typed) = params.ch.chars().next() else { return Vec::new() };
    let offset = snapshot.text.offset(params.text_document_position.position);
    let edits = plimsoll_ide::format_on_type(&snapshot.view(), offset, typed, &options(snapshot, &params.options));
    snapshot.text.edits(&edits)
}

/// How many blanks: what the settings say, else what the editor indents with.
fn options(snapshot: &Snapshot, options: &FormattingOptions) -> FormatOptions {
    let size = usize::try_from(options.tab_size).ok().filter(|size| options.insert_spaces && (1..=16).contains(size));
    FormatOptions { indent: snapshot.client.indent.or(size).unwrap_or(FormatOptions::default().indent) }
}
