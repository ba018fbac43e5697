//! The fixes of one finding, and the way to its rule's page.

use super::edits::edit_of;
use super::{OPEN_RULE_PAGE, title};
use crate::diagnostics::diagnostic;
use crate::protocol::{CodeAction, CodeActionKind, Command};
use crate::state::Snapshot;
use plimsoll_analysis::{Applicability, Diagnostic};
use serde_json::json;

/// The fixes of a finding. The one that can be trusted is what an editor takes without asking which.
pub(super) fn fixes(snapshot: &Snapshot, found: &Diagnostic) -> Vec<CodeAction> {
    let shown = diagnostic(snapshot, found);
    let action = |(at, fix): (usize, &plimsoll_analysis::Fix)| CodeAction {
        title: title(&fix.title),
        kind: Some(CodeActionKind::QUICKFIX),
        diagnostics: Some(vec![shown.clone()]),
        edit: Some(edit_of(snapshot, &fix.edits)),
        is_preferred: (at == 0 && fix.applicability == Applicability::Safe).then_some(true),
        ..CodeAction::default()
    };
    found.fixes.iter().enumerate().map(action).collect()
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
