//! Edits of files as the protocol writes them.

use crate::protocol::{
    CreateFile, CreateFileOptions, DocumentChangeOperation, DocumentChanges, OneOf,
    OptionalVersionedTextDocumentIdentifier, ResourceOp, TextDocumentEdit, TextEdit, Uri, WorkspaceEdit,
};
use crate::state::Snapshot;
use plimsoll_text::Edits;
use std::collections::{BTreeMap, HashMap};

/// Edits of files of the workspace, by path.
pub(crate) fn workspace_edit(snapshot: &Snapshot, edits: &BTreeMap<String, Edits>) -> WorkspaceEdit {
    let mut changes = Vec::new();
    for (path, edits) in edits {
        if *path == snapshot.file.path {
            changes.push((snapshot.uri.clone(), snapshot.version, snapshot.text.edits(edits)));
        } else if let (Some(text), Some(uri)) = (snapshot.text_of(path), snapshot.uri_of(path)) {
            let version = snapshot.open.get(path).map(|document| document.version);
            changes.push((uri, version, text.edits(edits)));
        }
    }
    spelled(snapshot, changes)
}

/// Edits of the document that was asked about.
pub(crate) fn edit_of(snapshot: &Snapshot, edits: &Edits) -> WorkspaceEdit {
    spelled(snapshot, vec![(snapshot.uri.clone(), snapshot.version, snapshot.text.edits(edits))])
}

/// An edit of another document.
pub(super) fn edit_elsewhere(snapshot: &Snapshot, uri: Uri, version: Option<i32>, edit: TextEdit) -> WorkspaceEdit {
    spelled(snapshot, vec![(uri, version, vec![edit])])
}

/// A new file with this text; `None` for a client that makes no files.
pub(super) fn new_file(snapshot: &Snapshot, uri: Uri, text: String) -> Option<WorkspaceEdit> {
    if !(snapshot.abilities.document_changes && snapshot.abilities.creates_files) {
        return None;
    }
    // A file that came into being meanwhile must stay as it is.
    let options = CreateFileOptions { overwrite: Some(false), ignore_if_exists: Some(false) };
    let create = CreateFile { uri: uri.clone(), options: Some(options), annotation_id: None };
    let edit = TextEdit { range: crate::protocol::Range::default(), new_text: text };
    let operations = vec![
        DocumentChangeOperation::Op(ResourceOp::Create(create)),
        DocumentChangeOperation::Edit(text_document_edit(uri, None, vec![edit])),
    ];
    Some(WorkspaceEdit { document_changes: Some(DocumentChanges::Operations(operations)), ..WorkspaceEdit::default() })
}

fn spelled(snapshot: &Snapshot, changes: Vec<(Uri, Option<i32>, Vec<TextEdit>)>) -> WorkspaceEdit {
    if snapshot.abilities.document_changes {
        let edits = changes.into_iter().map(|(uri, version, edits)| text_document_edit(uri, version, edits)).collect();
        WorkspaceEdit { document_changes: Some(DocumentChanges::Edits(edits)), ..WorkspaceEdit::default() }
    } else {
        let changes: HashMap<Uri, Vec<TextEdit>> = changes.into_iter().map(|(uri, _, edits)| (uri, edits)).collect();
        WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() }
    }
}

fn text_document_edit(uri: Uri, version: Option<i32>, edits: Vec<TextEdit>) -> TextDocumentEdit {
    TextDocumentEdit {
        text_document: OptionalVersionedTextDocumentIdentifier { uri, version },
        edits: edits.into_iter().map(OneOf::Left).collect(),
    }
}
