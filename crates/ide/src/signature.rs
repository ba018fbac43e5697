//! The form of an instruction or flag, and which part of it is being typed.

use crate::{View, dockerfile};
use plimsoll_analysis::FileKind;
use plimsoll_text::{TextRange, TextSize};

/// The characters behind which an editor should ask without being told to.
pub const SIGNATURE_TRIGGERS: &[char] = &[' ', '=', ','];

/// `COPY [--from=STAGE] SOURCE… DESTINATION`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// The whole form.
    pub label: String,
    /// What it does, as Markdown.
    pub docs: String,
    /// Its parts, in order.
    pub parameters: Vec<Parameter>,
    /// Which part the cursor is in; `None` when it is in none of them.
    pub active: Option<usize>,
}

/// A part of a [`Signature`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Where it stands in the label, in bytes of it.
    pub range: TextRange,
    /// What it means, as Markdown.
    pub docs: String,
}

/// The form of what is being typed at `offset`.
#[must_use]
pub fn signature(view: &View<'_>, offset: TextSize) -> Option<Signature> {
    match view.file.kind {
        FileKind::Dockerfile => dockerfile::read(view, |cx| dockerfile::signature::signature(cx, offset)),
        _ => None,
    }
}
