//! Formatting: of a file, of a part of it, while typing.
//!
//! Invariant: what BuildKit reads stays the same, and an instruction with a syntax error stays untouched.

use crate::View;
use plimsoll_analysis::FileKind;
use plimsoll_format::{format_on_enter, format_range};
use plimsoll_text::{Edits, TextRange, TextSize};

pub use plimsoll_format::FormatOptions;

/// The characters behind which an editor should call [`format_on_type`].
pub const FORMAT_TRIGGERS: &[char] = &['\n'];

/// The edits that format the file; with `range` only those instructions that it touches.
#[must_use]
pub fn format(view: &View<'_>, range: Option<TextRange>, options: &FormatOptions) -> Edits {
    match view.file.kind {
        FileKind::Dockerfile => match range {
            Some(range) => format_range(&view.file.text, range, options),
            None => plimsoll_format::format(&view.file.text, options),
        },
        _ => Edits::default(),
    }
}

/// The edits after `typed` was typed and the cursor stands at `offset`: nothing at or behind the cursor changes
/// but the blanks that its line begins with.
#[must_use]
pub fn format_on_type(view: &View<'_>, offset: TextSize, typed: char, options: &FormatOptions) -> Edits {
    match view.file.kind {
        FileKind::Dockerfile if typed == '\n' => format_on_enter(&view.file.text, offset, options),
        _ => Edits::default(),
    }
}
