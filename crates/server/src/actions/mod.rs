//! What can be done about what was found: `textDocument/codeAction` and `workspace/executeCommand`.
//!
//! Invariant: an edit names the version of the document that it is for; of a client that does not take versions, at
//! least the text is the one that was asked about.

mod commands;
mod edits;
mod fix_all;
mod minimal;
mod quick_fix;
mod suppress;

pub(crate) use commands::{APPLY_EDIT, Command, NAMES, OPEN_RULE_PAGE, PIN};
pub(crate) use edits::{edit_of, workspace_edit};
pub(crate) use fix_all::resolve;

use crate::protocol::{CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, CodeActionTriggerKind};
use crate::state::Snapshot;
use plimsoll_analysis::Diagnostic;
use serde_json::json;

/// The kinds of actions that there are, for the list of capabilities.
pub(crate) fn kinds() -> Vec<CodeActionKind> {
    vec![CodeActionKind::QUICKFIX, fix_all::SAFE, fix_all::UNSAFE]
}

/// The actions for a part of the document.
pub(crate) fn code_actions(snapshot: &Snapshot, params: &CodeActionParams) -> Vec<CodeActionOrCommand> {
    let asked = Asked {
        only: params.context.only.as_deref(),
        by_user: params.context.trigger_kind != Some(CodeActionTriggerKind::AUTOMATIC),
    };
    let range = snapshot.text.text_range(params.range);
    let mut actions = Vec::new();
    if asked.wants(&CodeActionKind::QUICKFIX) {
        let touches = |it: &&Diagnostic| it.range.intersect(range).is_some();
        let touched: Vec<&Diagnostic> = snapshot.analysis().diagnostics.iter().filter(touches).collect();
        for found in &touched {
            actions.extend(quick_fix::fixes(snapshot, found));
        }
        actions.extend(crate::pin::actions(snapshot, range));
        let mut rules: Vec<&str> = Vec::new();
        for found in &touched {
            if !rules.contains(&found.rule.id) {
                rules.push(found.rule.id);
                actions.extend(fix_all::of_rule(snapshot, found.rule));
            }
        }
        for found in &touched {
            actions.extend(suppress::actions(snapshot, found));
        }
        for id in rules {
            actions.extend(quick_fix::open_page(snapshot, id));
        }
    }
    // Without being asked, nobody wants a whole file changed.
    for (kind, is_unsafe) in [(fix_all::SAFE, false), (fix_all::UNSAFE, true)] {
        if asked.wants(&kind) && (asked.only.is_some() || asked.by_user) {
            actions.extend(fix_all::of_file(snapshot, is_unsafe));
        }
    }
    actions.into_iter().map(|action| spelled(snapshot, action)).collect()
}

/// Which actions are wanted.
struct Asked<'a> {
    only: Option<&'a [CodeActionKind]>,
    by_user: bool,
}

impl Asked<'_> {
    /// Whether a kind, or one that it belongs to, was asked for.
    fn wants(&self, kind: &CodeActionKind) -> bool {
        let covers = |asked: &CodeActionKind| {
            let rest = kind.as_str().strip_prefix(asked.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.') || asked.as_str().is_empty())
        };
        self.only.is_none_or(|only| only.iter().any(covers))
    }
}

/// The action, or for a client that knows only commands the command that does the same.
fn spelled(snapshot: &Snapshot, action: CodeAction) -> CodeActionOrCommand {
    if snapshot.abilities.action_literals {
        return CodeActionOrCommand::CodeAction(action);
    }
    let command = action.command.unwrap_or_else(|| crate::protocol::Command {
        title: action.title,
        command: APPLY_EDIT.to_owned(),
        arguments: Some(vec![json!(action.edit)]),
    });
    CodeActionOrCommand::Command(command)
}

/// `pin the tag` as a list of actions shows it: `Pin the tag`.
fn title(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}", characters.as_str())
}

#[cfg(test)]
mod tests {
    use super::{Asked, fix_all};
    use crate::protocol::CodeActionKind;

    #[test]
    fn kinds_are_a_tree() {
        let wants = |only: &str, kind: &CodeActionKind| {
            Asked { only: Some(&[CodeActionKind::from(only.to_owned())]), by_user: true }.wants(kind)
        };
        assert!(wants("source.fixAll", &fix_all::SAFE) && wants("source", &fix_all::UNSAFE));
        assert!(wants("source.fixAll.plimsoll", &fix_all::SAFE) && wants("", &CodeActionKind::QUICKFIX));
        // Whoever fixes all when a file is saved never gets what may change behaviour.
        assert!(!wants("source.fixAll", &fix_all::UNSAFE) && !wants("source.fixAll.other", &fix_all::SAFE));
        assert!(!wants("quick", &CodeActionKind::QUICKFIX));
    }
}
