//! Task definitions, as an editor asks about them.
//!
//! Invariant: a half-typed document is the normal case; whatever is read of it still answers. The value of an
//! environment variable is shown nowhere but where it stands.

pub(crate) mod completion;
pub(crate) mod cross;
pub(crate) mod folding;
pub(crate) mod hover;
pub(crate) mod lenses;
pub(crate) mod links;
pub(crate) mod navigation;
pub(crate) mod rename;
pub(crate) mod selection;
pub(crate) mod symbols;
pub(crate) mod tokens;

mod cursor;
mod names;
mod skeleton;
mod typed;
mod words;

use crate::View;
use plimsoll_analysis::{FileKind, WorkspaceFile};
use plimsoll_json::Document;
use plimsoll_model::ecs::TaskDefinition;

/// A task definition that was read.
pub(crate) struct Cx<'a> {
    /// What was asked about.
    pub(crate) view: &'a View<'a>,
    /// Its tree.
    pub(crate) document: &'a Document<'a>,
    /// Its meaning.
    pub(crate) task: &'a TaskDefinition<'a>,
}

/// Reads the file of `view` and asks it.
pub(crate) fn read<T>(view: &View<'_>, ask: impl FnOnce(&Cx<'_>) -> T) -> T {
    let document = plimsoll_json::parse(&view.file.text);
    let task = TaskDefinition::read_file(&document, &view.file.path);
    ask(&Cx { view, document: &document, task: &task })
}

/// Reads each task definition of the workspace; for the file of `view` what stands in the editor.
pub(crate) fn each_task(view: &View<'_>, mut ask: impl FnMut(&str, &TaskDefinition<'_>)) {
    let is_task = |file: &&WorkspaceFile| file.kind == Some(FileKind::TaskDefinition);
    for file in view.workspace.files().filter(is_task) {
        let text = if file.path == view.file.path { &view.file.text } else { &file.text };
        let document = plimsoll_json::parse(text);
        ask(&file.path, &TaskDefinition::read_file(&document, &file.path));
    }
}
