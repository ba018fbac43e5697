//! One function for each request about a document: from a snapshot and the protocol's parameters to its answer.
//!
//! Invariant: thin. What is known comes from `ide`; here byte ranges become positions and kinds become numbers.

mod completion;
mod formatting;
mod hints;
mod hover;
mod lenses;
mod navigation;
mod rename;
mod structure;
mod symbols;
mod tokens;

pub(crate) use completion::{completion, signature_help};
pub(crate) use formatting::{formatting, on_type_formatting, range_formatting};
pub(crate) use hints::inlay_hints;
pub(crate) use hover::hover;
pub(crate) use lenses::code_lenses;
pub(crate) use navigation::{definition, highlights, references};
pub(crate) use rename::{prepare_rename, rename};
pub(crate) use structure::{document_links, folding_ranges, selection_ranges};
pub(crate) use symbols::{document_symbols, workspace_symbols};
pub(crate) use tokens::{legend, tokens, tokens_of_range};

use crate::protocol::{Documentation, MarkupContent, MarkupKind};
use crate::state::Snapshot;

/// A text in Markdown, or as it is for a client that does not know it.
fn markup(snapshot: &Snapshot, markdown: &str) -> MarkupContent {
    let kind = if snapshot.abilities.markdown { MarkupKind::Markdown } else { MarkupKind::PlainText };
    MarkupContent { kind, value: markdown.to_owned() }
}

fn documentation(snapshot: &Snapshot, markdown: &str) -> Option<Documentation> {
    (!markdown.is_empty()).then(|| Documentation::MarkupContent(markup(snapshot, markdown)))
}
