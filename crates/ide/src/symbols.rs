//! The outline of a file, and the names of a workspace.

use crate::{View, dockerfile, ecs};
use plimsoll_analysis::{FileKind, Settings, SourceFile, Workspace};
use plimsoll_text::TextRange;

/// A node of the outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Symbol {
    /// What the outline shows. Never empty.
    pub name: String,
    /// A few words behind it.
    pub detail: Option<String>,
    /// What it is.
    pub kind: SymbolKind,
    /// All of it.
    pub range: TextRange,
    /// Its name, inside of [`Self::range`].
    pub selection: TextRange,
    /// What it holds, in order, inside of [`Self::range`].
    pub children: Vec<Symbol>,
}

/// What a node of the outline is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SymbolKind {
    /// A build stage.
    Stage,
    /// An instruction.
    Instruction,
    /// ARG, ENV: a variable.
    Variable,
    /// A heredoc.
    Heredoc,
    /// A task definition.
    Task,
    /// A container definition.
    Container,
    /// A volume.
    Volume,
    /// Any other part of a task definition.
    Field,
}

/// A name in a workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkspaceSymbol {
    /// The name.
    pub name: String,
    /// What it is.
    pub kind: SymbolKind,
    /// The file.
    pub path: String,
    /// Where the name stands in it.
    pub range: TextRange,
    /// What it is part of.
    pub container: Option<String>,
}

/// The outline of a file.
#[must_use]
pub fn symbols(view: &View<'_>) -> Vec<Symbol> {
    match view.file.kind {
        FileKind::Dockerfile => dockerfile::read(view, dockerfile::symbols::symbols),
        FileKind::TaskDefinition => ecs::symbols::symbols(view),
        _ => Vec::new(),
    }
}

/// The stages, variables, tasks, containers and volumes of all files whose name holds the letters of `query` in
/// this order, in any case; all of them for an empty one. In the order of the paths.
#[must_use]
pub fn workspace_symbols(workspace: &Workspace, settings: &Settings, query: &str) -> Vec<WorkspaceSymbol> {
    let mut found = Vec::new();
    for entry in workspace.files() {
        let Some(kind @ (FileKind::Dockerfile | FileKind::TaskDefinition)) = entry.kind else { continue };
        let file = SourceFile { path: entry.path.clone(), text: entry.text.clone(), kind };
        let view = View { file: &file, settings, workspace };
        flatten(&symbols(&view), &file.path, None, query, &mut found);
    }
    found
}

fn flatten(symbols: &[Symbol], path: &str, container: Option<&str>, query: &str, found: &mut Vec<WorkspaceSymbol>) {
    for symbol in symbols {
        let is_name = !matches!(symbol.kind, SymbolKind::Instruction | SymbolKind::Heredoc | SymbolKind::Field);
        if is_name && holds(&symbol.name, query) {
            found.push(WorkspaceSymbol {
                name: symbol.name.clone(),
                kind: symbol.kind,
                path: path.to_owned(),
                range: symbol.selection,
                container: container.map(str::to_owned),
            });
        }
        flatten(&symbol.children, path, Some(&symbol.name), query, found);
    }
}

/// Whether the letters of `query` stand in `name` in this order, in any case.
fn holds(name: &str, query: &str) -> bool {
    let mut letters = name.chars().flat_map(char::to_lowercase);
    query.chars().flat_map(char::to_lowercase).all(|wanted| letters.any(|letter| letter == wanted))
}

#[cfg(test)]
mod tests {
    use super::holds;

    #[test]
    fn letters_in_order() {
        assert!(holds("Größe", "gß") && holds("build-web", "BW") && holds("x", ""));
        assert!(!holds("web", "bw"));
    }
}
