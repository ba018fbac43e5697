//! `textDocument/documentSymbol` and `workspace/symbol`

use crate::protocol::{
    DocumentSymbol, DocumentSymbolParams, DocumentSymbolResponse, Location, OneOf, SymbolInformation, SymbolKind, Uri,
    WorkspaceSymbol,
};
use crate::state::{Open, Snapshot, Text};
use plimsoll_analysis::{Settings, Workspace};
use plimsoll_ide::Symbol;
use plimsoll_text::Encoding;
use std::path::Path;
use std::sync::Arc;

pub(crate) fn document_symbols(snapshot: &Snapshot, _: &DocumentSymbolParams) -> DocumentSymbolResponse {
    let symbols = plimsoll_ide::symbols(&snapshot.view());
    if snapshot.abilities.hierarchical_symbols {
        return DocumentSymbolResponse::Nested(symbols.iter().map(|it| nested(snapshot, it)).collect());
    }
    let mut all = Vec::new();
    flatten(snapshot, &symbols, None, &mut all);
    DocumentSymbolResponse::Flat(all)
}

/// The names of one project that hold the letters of `query`.
pub(crate) fn workspace_symbols(
    workspace: &Workspace,
    root: &Path,
    open: &Open,
    encoding: Encoding,
    query: &str,
) -> Vec<WorkspaceSymbol> {
    let mut text: Option<(String, Text)> = None;
    let mut found = Vec::new();
    for symbol in plimsoll_ide::workspace_symbols(workspace, &Settings::default(), query) {
        // They come file by file, so that each text is read into lines once.
        if text.as_ref().is_none_or(|(path, _)| *path != symbol.path) {
            let Some(file) = workspace.get(&symbol.path) else { continue };
            text = Some((symbol.path.clone(), Text::new(Arc::clone(&file.text), encoding)));
        }
        let uri = match open.get(&symbol.path) {
            Some(document) => Some(document.uri.clone()),
            None => Uri::from_file_path(root.join(&symbol.path)),
        };
        let (Some((_, text)), Some(uri)) = (&text, uri) else { continue };
        found.push(WorkspaceSymbol {
            name: symbol.name,
            kind: kind(symbol.kind),
            tags: None,
            container_name: symbol.container,
            location: OneOf::Left(Location::new(uri, text.range(symbol.range))),
            data: None,
        });
    }
    found
}

fn nested(snapshot: &Snapshot, symbol: &Symbol) -> DocumentSymbol {
    let children: Vec<DocumentSymbol> = symbol.children.iter().map(|it| nested(snapshot, it)).collect();
    #[expect(deprecated, reason = "the type has the field")]
    DocumentSymbol {
        name: symbol.name.clone(),
        detail: symbol.detail.clone(),
        kind: kind(symbol.kind),
        tags: None,
        deprecated: None,
        range: snapshot.text.range(symbol.range),
        selection_range: snapshot.text.range(symbol.selection),
        children: (!children.is_empty()).then_some(children),
    }
}

fn flatten(snapshot: &Snapshot, symbols: &[Symbol], container: Option<&str>, all: &mut Vec<SymbolInformation>) {
    for symbol in symbols {
        #[expect(deprecated, reason = "the type has the field")]
        all.push(SymbolInformation {
            name: symbol.name.clone(),
            kind: kind(symbol.kind),
            tags: None,
            deprecated: None,
            location: Location::new(snapshot.uri.clone(), snapshot.text.range(symbol.range)),
            container_name: container.map(str::to_owned),
        });
        flatten(snapshot, &symbol.children, Some(&symbol.name), all);
    }
}

fn kind(kind: plimsoll_ide::SymbolKind) -> SymbolKind {
    use plimsoll_ide::SymbolKind as Kind;
    match kind {
        Kind::Stage => SymbolKind::NAMESPACE,
        Kind::Instruction => SymbolKind::METHOD,
        Kind::Variable => SymbolKind::VARIABLE,
        Kind::Heredoc => SymbolKind::STRING,
        Kind::Task => SymbolKind::MODULE,
        Kind::Container => SymbolKind::OBJECT,
        Kind::Volume => SymbolKind::PACKAGE,
        Kind::Field => SymbolKind::FIELD,
    }
}
