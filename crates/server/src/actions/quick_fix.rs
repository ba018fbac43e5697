//! The fixes of one finding, and the way to its rule's page.

use super::edits::{edit_of, new_file, workspace_edit};
use super::{OPEN_RULE_PAGE, title};
use crate::diagnostics::diagnostic;
use crate::protocol::{CodeAction, CodeActionKind, Command, WorkspaceEdit};
use crate::state::Snapshot;
use plimsoll_analysis::{Applicability, Diagnostic, Fix};
use serde_json::json;
use std::collections::BTreeMap;

/// The fixes of a finding. The one that can be trusted is what an editor takes without asking which.
pub(super) fn fixes(snapshot: &Snapshot, found: &Diagnostic) -> Vec<CodeAction> {
    let shown = diagnostic(snapshot, found);
    let action = |(at, fix): (usize, &Fix)| {
        Some(CodeAction {
            title: title(&fix.title),
            kind: Some(CodeActionKind::QUICKFIX),
            diagnostics: Some(vec![shown.clone()]),
            edit: Some(edit(snapshot, fix)?),
            is_preferred: (at == 0 && fix.applicability == Applicability::Safe).then_some(true),
            ..CodeAction::default()
        })
    };
    found.fixes.iter().enumerate().filter_map(action).collect()
}

/// `None` for a new file in a client that makes none.
fn edit(snapshot: &Snapshot, fix: &Fix) -> Option<WorkspaceEdit> {
    let Some(elsewhere) = &fix.elsewhere else { return Some(edit_of(snapshot, &fix.edits)) };
    if elsewhere.creates {
        return new_file(snapshot, snapshot.uri_of(&elsewhere.path)?, elsewhere.edits.apply(""));
    }
    let edits = BTreeMap::from([(elsewhere.path.clone(), elsewhere.edits.clone())]);
    snapshot.text_of(&elsewhere.path)?;
    Some(workspace_edit(snapshot, &edits))
}

/// Opens the page of a rule, in a client that opens pages.
pub(super) fn open_page(snapshot: &Snapshot, rule: &str) -> Option<CodeAction> {
    let title = format!("Open the page of `{rule}`");
    let command =
        Command { title: title.clone(), command: OPEN_RULE_PAGE.to_owned(), arguments: Some(vec![json!(rule)]) };
    snapshot.abilities.shows_documents.then(|| CodeAction {
        title,
        kind: Some(CodeActionKind::QUICKFIX),
        command: Some(command),
        ..CodeAction::default()
    })
}
