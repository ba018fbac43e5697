//! Keeps a finding quiet: by a comment, or for a task definition by the configuration.
//!
//! Invariant: a configuration of hadolint stays the one that counts; no `plimsoll.toml` is put in front of it.

use super::edits::{edit_elsewhere, edit_of, new_file};
use crate::diagnostics::diagnostic;
use crate::protocol::{CodeAction, CodeActionKind, TextEdit, Uri, WorkspaceEdit};
use crate::state::{Snapshot, Text};
use plimsoll_analysis::{Diagnostic, FileKind, Scope, suppress, value_path};
use plimsoll_text::{Edits, TextRange};
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub(super) fn actions(snapshot: &Snapshot, found: &Diagnostic) -> Vec<CodeAction> {
    let edits = match snapshot.file.kind {
        FileKind::TaskDefinition => in_the_configuration(snapshot, found),
        _ => in_comments(snapshot, found),
    };
    let shown = diagnostic(snapshot, found);
    let action = |(title, edit)| CodeAction {
        title,
        kind: Some(CodeActionKind::QUICKFIX),
        diagnostics: Some(vec![shown.clone()]),
        edit: Some(edit),
        ..CodeAction::default()
    };
    edits.into_iter().map(action).collect()
}

fn in_comments(snapshot: &Snapshot, found: &Diagnostic) -> Vec<(String, WorkspaceEdit)> {
    let is_dockerfile = snapshot.is_dockerfile();
    let here = if is_dockerfile { "for this instruction" } else { "on this line" };
    let scopes = [(Scope::Instruction, here), (Scope::Stage, "for this stage"), (Scope::File, "in this file")];
    let edit = |(scope, words): (Scope, &str)| {
        let edit = suppress(&snapshot.file, &snapshot.settings, &snapshot.workspace, found, scope)?;
        Some((format!("Ignore `{}` {words}", found.rule.id), edit_of(snapshot, &Edits::from(edit))))
    };
    scopes.into_iter().filter_map(edit).collect()
}

fn in_the_configuration(snapshot: &Snapshot, found: &Diagnostic) -> Vec<(String, WorkspaceEdit)> {
    let Some(configuration) = configuration(snapshot) else { return Vec::new() };
    let Some(glob) = glob(snapshot, &configuration.path) else { return Vec::new() };
    let rule = found.rule.id;
    let mut edits = Vec::new();
    if let Some(path) = value_path(&snapshot.file, found.range.start()).filter(|path| is_plain(path)) {
        let table = format!("[[ignore-at]]\nrule = \"{rule}\"\nfiles = [\"{glob}\"]\npath = \"{path}\"\n");
        let edit = configuration.append(snapshot, &table);
        edits.extend(edit.map(|edit| (format!("Ignore `{rule}` at `{path}` in plimsoll.toml"), edit)));
    }
    let table = format!("[[overrides]]\npaths = [\"{glob}\"]\nignore = [\"{rule}\"]\n");
    let edit = configuration.append(snapshot, &table);
    edits.extend(edit.map(|edit| (format!("Ignore `{rule}` for this file in plimsoll.toml"), edit)));
    edits
}

/// A `plimsoll.toml`, there or not yet there.
struct Configuration {
    path: PathBuf,
    uri: Uri,
    /// Its text, and its version if it is open; `None` when there is no file.
    text: Option<(Arc<Text>, Option<i32>)>,
}

/// The configuration that governs the document, or the place for one. `None` when another tool's file governs it.
fn configuration(snapshot: &Snapshot) -> Option<Configuration> {
    snapshot.path.as_ref()?;
    let path = snapshot.configuration.clone();
    let is_there = path.is_some();
    let path = path.unwrap_or_else(|| snapshot.root.join("plimsoll.toml"));
    if path.file_name().is_none_or(|name| name != "plimsoll.toml") {
        return None;
    }
    let open = snapshot.open.get(&plimsoll_files::paths::relative(&path, &snapshot.root));
    let text = match open {
        Some(document) => Some((Arc::clone(&document.text), Some(document.version))),
        None if is_there => {
            let text = plimsoll_files::read::text(&path).ok()?;
            Some((Arc::new(Text::new(text.into(), snapshot.abilities.encoding)), None))
        }
        // A folder above may hold a file that does not count here; nothing is written over.
        None if path.exists() => return None,
        None => None,
    };
    let uri = open.map(|document| document.uri.clone()).or_else(|| Uri::from_file_path(&path))?;
    Some(Configuration { path, uri, text })
}

impl Configuration {
    /// Adds a table at the end, where TOML always takes one.
    fn append(&self, snapshot: &Snapshot, table: &str) -> Option<WorkspaceEdit> {
        let Some((text, version)) = &self.text else { return new_file(snapshot, self.uri.clone(), table.to_owned()) };
        let gap = match &*text.text {
            "" => "",
            text if text.ends_with('\n') => "\n",
            _ => "\n\n",
        };
        let end = text.whole().end();
        let edit = TextEdit { range: text.range(TextRange::empty(end)), new_text: format!("{gap}{table}") };
        Some(edit_elsewhere(snapshot, self.uri.clone(), *version, edit))
    }
}

/// The glob that matches the document and nothing else, from the folder of the configuration. `None` for a path that
/// a glob or a TOML string would have to write otherwise.
fn glob(snapshot: &Snapshot, configuration: &Path) -> Option<String> {
    let path = snapshot.path.as_deref()?.strip_prefix(configuration.parent()?).ok()?;
    let path = plimsoll_files::paths::slashed(path);
    let is_plain = is_plain(&path) && !path.contains(['*', '?', '[', ']', '{', '}', '!']);
    // Without a `/` it would be a name at any depth.
    is_plain.then(|| if path.contains('/') { path } else { format!("/{path}") })
}

/// Whether a text can stand between `"` as it is.
fn is_plain(text: &str) -> bool {
    !text.contains(['"', '\\']) && !text.chars().any(char::is_control)
}
