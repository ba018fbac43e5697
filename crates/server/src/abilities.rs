//! What the client can do.
//!
//! Invariant: what a client does not claim it is not sent.

use plimsoll_text::Encoding;
use serde_json::Value;

/// What the client said of itself when it introduced itself.
#[derive(Debug, Clone)]
pub(crate) struct Abilities {
    /// What columns count.
    pub(crate) encoding: Encoding,
    /// It asks for diagnostics by itself, so none are sent.
    pub(crate) pulls: bool,
    /// It takes the request to ask again.
    pub(crate) refreshes_diagnostics: bool,
    pub(crate) refreshes_hints: bool,
    pub(crate) refreshes_lenses: bool,
    pub(crate) refreshes_tokens: bool,
    pub(crate) related_information: bool,
    pub(crate) code_description: bool,
    pub(crate) diagnostic_data: bool,
    pub(crate) tags: Vec<u64>,
    /// Edits may name the version that they are for.
    pub(crate) document_changes: bool,
    /// Edits may make files.
    pub(crate) creates_files: bool,
    /// It understands actions with edits; others only know commands.
    pub(crate) action_literals: bool,
    /// It fetches the edit of an action when that is chosen.
    pub(crate) resolves_edits: bool,
    pub(crate) shows_documents: bool,
    /// Commands of the client's own that the server may name.
    pub(crate) commands: Vec<String>,
    pub(crate) snippets: bool,
    pub(crate) markdown: bool,
    pub(crate) hierarchical_symbols: bool,
    pub(crate) definition_links: bool,
    pub(crate) line_folding_only: bool,
    pub(crate) label_offsets: bool,
    pub(crate) link_tooltips: bool,
    pub(crate) multiline_tokens: bool,
    pub(crate) rename_prepares: bool,
    pub(crate) progress: bool,
    pub(crate) configuration: bool,
    /// It lets the server say which files to watch.
    pub(crate) registers_watchers: bool,
    pub(crate) registers_configuration: bool,
}

impl Abilities {
    /// Reads the `capabilities` of `initialize`.
    pub(crate) fn new(capabilities: &Value) -> Self {
        let at = |path: &str| capabilities.pointer(path);
        let flag = |path: &str| at(path).and_then(Value::as_bool).unwrap_or(false);
        let has = |path: &str, word: &str| {
            let list = at(path).and_then(Value::as_array);
            list.is_some_and(|list| list.iter().any(|it| it.as_str() == Some(word)))
        };
        let pulls = at("/textDocument/diagnostic").is_some_and(Value::is_object);
        // A client that pulls says there what its reports may hold.
        let diagnostics = if pulls && at("/textDocument/diagnostic/relatedInformation").is_some() {
            "/textDocument/diagnostic"
        } else {
            "/textDocument/publishDiagnostics"
        };
        let of = |name: &str| flag(&format!("{diagnostics}/{name}"));
        let tags = at(&format!("{diagnostics}/tagSupport/valueSet")).and_then(Value::as_array);
        let formats =
            ["/textDocument/hover/contentFormat", "/textDocument/completion/completionItem/documentationFormat"];
        Self {
            encoding: encoding(at("/general/positionEncodings").and_then(Value::as_array).map_or(&[], Vec::as_slice)),
            pulls,
            refreshes_diagnostics: flag("/workspace/diagnostics/refreshSupport")
                || flag("/workspace/diagnostic/refreshSupport"),
            refreshes_hints: flag("/workspace/inlayHint/refreshSupport"),
            refreshes_lenses: flag("/workspace/codeLens/refreshSupport"),
            refreshes_tokens: flag("/workspace/semanticTokens/refreshSupport"),
            related_information: of("relatedInformation"),
            code_description: of("codeDescriptionSupport"),
            diagnostic_data: of("dataSupport"),
            tags: tags.map_or_else(Vec::new, |tags| tags.iter().filter_map(Value::as_u64).collect()),
            document_changes: flag("/workspace/workspaceEdit/documentChanges"),
            creates_files: has("/workspace/workspaceEdit/resourceOperations", "create"),
            action_literals: at("/textDocument/codeAction/codeActionLiteralSupport").is_some(),
            resolves_edits: has("/textDocument/codeAction/resolveSupport/properties", "edit")
                && flag("/textDocument/codeAction/dataSupport"),
            shows_documents: flag("/window/showDocument/support"),
            commands: at("/experimental/commands/commands")
                .and_then(Value::as_array)
                .map_or_else(Vec::new, |list| list.iter().filter_map(|it| it.as_str().map(str::to_owned)).collect()),
            snippets: flag("/textDocument/completion/completionItem/snippetSupport"),
            // A client that says nothing is older than the choice, and showed Markdown.
            markdown: formats.iter().all(|path| at(path).is_none() || has(path, "markdown")),
            hierarchical_symbols: flag("/textDocument/documentSymbol/hierarchicalDocumentSymbolSupport"),
            definition_links: flag("/textDocument/definition/linkSupport"),
            line_folding_only: flag("/textDocument/foldingRange/lineFoldingOnly"),
            label_offsets: flag(
                "/textDocument/signatureHelp/signatureInformation/parameterInformation/labelOffsetSupport",
            ),
            link_tooltips: flag("/textDocument/documentLink/tooltipSupport"),
            multiline_tokens: flag("/textDocument/semanticTokens/multilineTokenSupport"),
            rename_prepares: flag("/textDocument/rename/prepareSupport"),
            progress: flag("/window/workDoneProgress"),
            configuration: flag("/workspace/configuration"),
            registers_watchers: flag("/workspace/didChangeWatchedFiles/dynamicRegistration"),
            registers_configuration: flag("/workspace/didChangeConfiguration/dynamicRegistration"),
        }
    }
}

/// UTF-8 where the client takes it, for it costs nothing; else UTF-16, which every client must take, unless the
/// client likes UTF-32 better.
fn encoding(offered: &[Value]) -> Encoding {
    let offered: Vec<&str> = offered.iter().filter_map(Value::as_str).collect();
    match offered.first() {
        _ if offered.contains(&"utf-8") => Encoding::Utf8,
        Some(&"utf-32") => Encoding::Utf32,
        _ => Encoding::Utf16,
    }
}

#[cfg(test)]
mod tests {
    use super::Abilities;
    use plimsoll_text::Encoding;
    use serde_json::{Value, json};

    #[test]
    fn the_encoding_is_negotiated() {
        for (offered, expected) in [
            (json!(["utf-16", "utf-8"]), Encoding::Utf8),
            (json!(["utf-16", "utf-32"]), Encoding::Utf16),
            (json!(["utf-32", "utf-16"]), Encoding::Utf32),
            (json!([]), Encoding::Utf16),
            (Value::Null, Encoding::Utf16),
        ] {
            let abilities = Abilities::new(&json!({ "general": { "positionEncodings": offered } }));
            assert_eq!(abilities.encoding, expected, "{offered}");
        }
    }

    #[test]
    fn a_client_that_says_nothing_gets_the_plain_protocol() {
        let abilities = Abilities::new(&json!({}));
        assert!(!abilities.pulls && !abilities.document_changes && !abilities.snippets && !abilities.progress);
        assert!(abilities.markdown);
    }

    #[test]
    fn a_client_that_pulls_says_there_what_it_takes() {
        let abilities = Abilities::new(&json!({ "textDocument": {
            "diagnostic": { "relatedInformation": true, "tagSupport": { "valueSet": [1] } },
            "publishDiagnostics": { "relatedInformation": false },
        } }));
        assert!(abilities.pulls && abilities.related_information);
        assert_eq!(abilities.tags, [1]);
    }
}
