//! `textDocument/completion` and `textDocument/signatureHelp`
//!
//! Invariant: a completion is whole when it is sent; what it replaces is an edit, never left to the editor's idea of
//! a word.

use super::documentation;
use crate::protocol::{
    Command, CompletionItem, CompletionItemKind, CompletionItemTag, CompletionParams, CompletionTextEdit,
    InsertTextFormat, ParameterInformation, ParameterLabel, SignatureHelp, SignatureHelpParams, SignatureInformation,
    TextEdit,
};
use crate::state::Snapshot;
use plimsoll_ide::{Completion, CompletionKind, Parameter};
use plimsoll_text::{TextSize, slice};

pub(crate) fn completion(snapshot: &Snapshot, params: &CompletionParams) -> Vec<CompletionItem> {
    let typed = params.context.as_ref().and_then(|context| context.trigger_character.as_deref()?.chars().next());
    if typed.is_some_and(|typed| !plimsoll_ide::is_trigger(snapshot.file.kind, typed)) {
        return Vec::new();
    }
    let offset = snapshot.text.offset(params.text_document_position.position);
    plimsoll_ide::completions(&snapshot.view(), offset).iter().map(|it| item(snapshot, it)).collect()
}

pub(crate) fn signature_help(snapshot: &Snapshot, params: &SignatureHelpParams) -> Option<SignatureHelp> {
    let offset = snapshot.text.offset(params.text_document_position_params.position);
    let found = plimsoll_ide::signature(&snapshot.view(), offset)?;
    let active = found.active.and_then(|at| u32::try_from(at).ok());
    let parameter = |parameter: &Parameter| ParameterInformation {
        label: if snapshot.abilities.label_offsets {
            // Offsets in a label are UTF-16 in every encoding (LSP 3.17, "ParameterInformation", 2026-11).
            let units = |offset: TextSize| {
                let before = found.label.get(..usize::from(offset)).unwrap_or_default();
                u32::try_from(before.encode_utf16().count()).unwrap_or(u32::MAX)
            };
            ParameterLabel::LabelOffsets([units(parameter.range.start()), units(parameter.range.end())])
        } else {
            ParameterLabel::Simple(slice(&found.label, parameter.range).to_owned())
        },
        documentation: documentation(snapshot, &parameter.docs),
    };
    let information = SignatureInformation {
        label: found.label.clone(),
        documentation: documentation(snapshot, &found.docs),
        parameters: Some(found.parameters.iter().map(parameter).collect()),
        active_parameter: active,
    };
    Some(SignatureHelp { signatures: vec![information], active_signature: Some(0), active_parameter: active })
}

fn item(snapshot: &Snapshot, it: &Completion) -> CompletionItem {
    let range = snapshot.text.range(it.edit.range);
    let snippet = it.snippet.as_ref().filter(|_| snapshot.abilities.snippets);
    let new_text = snippet.unwrap_or(&it.edit.text).clone();
    let typed = slice(&snapshot.text.text, it.edit.range);
    // An editor compares what it is going to replace with this.
    let filter = if it.label.starts_with(typed) { None } else { Some(it.label.clone()) };
    let also = snapshot.text.edits(&it.also);
    CompletionItem {
        label: it.label.clone(),
        kind: Some(kind(it.kind)),
        detail: it.detail.clone(),
        documentation: it.docs.as_deref().and_then(|docs| documentation(snapshot, docs)),
        tags: it.deprecated.then(|| vec![CompletionItemTag::DEPRECATED]),
        sort_text: Some(format!("{:05}", it.sort)),
        filter_text: filter,
        insert_text_format: Some(if snippet.is_some() {
            InsertTextFormat::SNIPPET
        } else {
            InsertTextFormat::PLAIN_TEXT
        }),
        text_edit: Some(CompletionTextEdit::Edit(TextEdit { range, new_text })),
        additional_text_edits: (!also.is_empty()).then_some(also),
        command: (it.again && snapshot.abilities.commands.iter().any(|name| name == AGAIN)).then(again),
        ..CompletionItem::default()
    }
}

/// The command by which an editor of the VS Code family asks again; others are not sent it.
const AGAIN: &str = "editor.action.triggerSuggest";

fn again() -> Command {
    Command { title: "complete further".to_owned(), command: AGAIN.to_owned(), arguments: None }
}

fn kind(kind: CompletionKind) -> CompletionItemKind {
    match kind {
        CompletionKind::Keyword => CompletionItemKind::KEYWORD,
        CompletionKind::Flag | CompletionKind::Field => CompletionItemKind::PROPERTY,
        CompletionKind::Value => CompletionItemKind::ENUM_MEMBER,
        CompletionKind::Stage | CompletionKind::Name => CompletionItemKind::REFERENCE,
        CompletionKind::Variable => CompletionItemKind::VARIABLE,
        CompletionKind::Image => CompletionItemKind::MODULE,
        CompletionKind::User => CompletionItemKind::CONSTANT,
        CompletionKind::Rule => CompletionItemKind::EVENT,
        CompletionKind::File => CompletionItemKind::FILE,
        CompletionKind::Snippet => CompletionItemKind::SNIPPET,
    }
}
