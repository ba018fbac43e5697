//! Formatting: of a file, of a part of it, while typing.
//!
//! Invariant: what BuildKit reads stays the same, and an instruction with a syntax error stays untouched.

use crate::{View, dockerfile};
use plimsoll_analysis::FileKind;
use plimsoll_text::{Edits, TextRange, TextSize};

/// The characters behind which an editor should call [`format_on_type`].
pub const FORMAT_TRIGGERS: &[char] = &['\n'];

/// How a file is formatted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FormatOptions {
    /// How many blanks a continuation line begins with.
    pub indent: usize,
}

impl Default for FormatOptions {
    fn default() -> Self {
        Self { indent: 4 }
    }
}

/// The edits that format the file; with `range` only those instructions that it touches.
#[must_use]
pub fn format(view: &View<'_>, range: Option<TextRange>, options: &FormatOptions) -> Edits {
    match view.file.kind {
        FileKind::Dockerfile => dockerfile::format::format(view, range, options),
        _ => Edits::default(),
    }
}

/// The edits after `typed` was typed and the cursor stands at `offset`: nothing at or behind the cursor changes
/// but the blanks that its line begins with.
#[must_use]
pub fn format_on_type(view: &View<'_>, offset: TextSize, typed: char, options: &FormatOptions) -> Edits {
    match view.file.kind {
        FileKind::Dockerfile => dockerfile::format::on_type(view, offset, typed, options),
        _ => Edits::default(),
    }
}
