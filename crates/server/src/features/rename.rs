//! `textDocument/prepareRename` and `rename`

use crate::actions::workspace_edit;
use crate::protocol::{PrepareRenameResponse, RenameParams, TextDocumentPositionParams, WorkspaceEdit};
use crate::state::Snapshot;

/// # Errors
/// Nothing there can be renamed; the message is for the user.
pub(crate) fn prepare_rename(
    snapshot: &Snapshot,
    params: &TextDocumentPositionParams,
) -> Result<PrepareRenameResponse, String> {
    let offset = snapshot.text.offset(params.position);
    let found = plimsoll_ide::prepare_rename(&snapshot.view(), offset).map_err(|error| error.0)?;
    Ok(PrepareRenameResponse::RangeWithPlaceholder { range: snapshot.text.range(found.range), placeholder: found.name })
}

/// # Errors
/// The name cannot be given; the message is for the user.
pub(crate) fn rename(snapshot: &Snapshot, params: &RenameParams) -> Result<WorkspaceEdit, String> {
    let offset = snapshot.text.offset(params.text_document_position.position);
    let edits = plimsoll_ide::rename(&snapshot.view(), offset, &params.new_name).map_err(|error| error.0)?;
    Ok(workspace_edit(snapshot, &edits))
}
