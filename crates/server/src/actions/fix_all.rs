//! All fixes of a file, or of one rule in it: the same `fix()` as the command line.
//!
//! Invariant: fixes that may change behaviour are never part of what is applied when a file is saved. An action whose
//! edit the client fetches later is made for the text as it is then.

use super::edits::edit_of;
use super::minimal;
use super::title;
use crate::protocol::{CodeAction, CodeActionKind};
use crate::state::Snapshot;
use plimsoll_analysis::{Applicability, Diagnostic, Rule, fix, fix_rule, registry};
use serde_json::{Value, json};

/// Fixes that keep the meaning of the build.
pub(super) const SAFE: CodeActionKind = CodeActionKind::new("source.fixAll.plimsoll");

/// Fixes that may change behaviour, too. Not below `source.fixAll`, which editors apply when a file is saved.
pub(super) const UNSAFE: CodeActionKind = CodeActionKind::new("source.fixAllUnsafe.plimsoll");

/// The action that fixes all of the file; `None` when there is nothing to fix, or nothing more than the safe one does.
pub(super) fn of_file(snapshot: &Snapshot, is_unsafe: bool) -> Option<CodeAction> {
    let wanted = if is_unsafe { Applicability::Unsafe } else { Applicability::Safe };
    snapshot.analysis().diagnostics.iter().find(|it| applicability(it) == Some(wanted))?;
    let (text, kind) = match is_unsafe {
        false => ("Fix all that plimsoll can fix safely", SAFE),
        true => ("Fix all that plimsoll can fix, even if it may change behaviour", UNSAFE),
    };
    action(snapshot, text.to_owned(), kind, What { least: wanted, rule: None })
}

/// The action that fixes all findings of a rule; `None` when there are not at least two.
pub(super) fn of_rule(snapshot: &Snapshot, rule: &'static Rule) -> Option<CodeAction> {
    let own = || snapshot.analysis().diagnostics.iter().filter(|it| it.rule == rule).filter_map(applicability);
    let least = own().min()?;
    if own().count() < 2 {
        return None;
    }
    let mark = if least == Applicability::Unsafe { " (may change behaviour)" } else { "" };
    let text = title(&format!("fix all `{}` in this file{mark}", rule.id));
    action(snapshot, text, CodeActionKind::QUICKFIX, What { least, rule: Some(rule) })
}

/// Completes an action that was sent without its edit.
pub(crate) fn resolve(snapshot: &Snapshot, mut action: CodeAction) -> CodeAction {
    let what = action.data.as_ref().and_then(What::read);
    action.edit = action.edit.or_else(|| Some(edit_of(snapshot, &what?.edits(snapshot))));
    action
}

/// What is fixed.
#[derive(Clone, Copy)]
struct What {
    least: Applicability,
    rule: Option<&'static Rule>,
}

impl What {
    fn edits(self, snapshot: &Snapshot) -> plimsoll_text::Edits {
        let (file, settings, workspace) = (&snapshot.file, &snapshot.settings, &snapshot.workspace);
        let fixed = match self.rule {
            Some(rule) => fix_rule(file, settings, workspace, self.least, rule),
            None => fix(file, settings, workspace, self.least),
        };
        minimal::edits(&file.text, &fixed.text)
    }

    fn write(self, snapshot: &Snapshot) -> Value {
        let rule = self.rule.map(|rule| rule.id);
        json!({ "uri": snapshot.uri, "unsafe": self.least == Applicability::Unsafe, "rule": rule })
    }

    fn read(data: &Value) -> Option<Self> {
        let least = if data.get("unsafe")?.as_bool()? { Applicability::Unsafe } else { Applicability::Safe };
        let rule = match data.get("rule").and_then(Value::as_str) {
            Some(id) => Some(registry::by_id(id)?),
            None => None,
        };
        Some(Self { least, rule })
    }
}

fn action(snapshot: &Snapshot, title: String, kind: CodeActionKind, what: What) -> Option<CodeAction> {
    let action = CodeAction { title, kind: Some(kind), data: Some(what.write(snapshot)), ..CodeAction::default() };
    if snapshot.abilities.resolves_edits {
        return Some(action);
    }
    let edits = what.edits(snapshot);
    (!edits.is_empty()).then(|| CodeAction { edit: Some(edit_of(snapshot, &edits)), data: None, ..action })
}

/// How far the fix may be trusted that `fix()` would apply.
fn applicability(diagnostic: &Diagnostic) -> Option<Applicability> {
    diagnostic.fixes.first().map(|fix| fix.applicability).filter(|it| *it > Applicability::Manual)
}
