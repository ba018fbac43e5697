//! Formatting a Dockerfile.

use crate::{FormatOptions, View};
use plimsoll_text::{Edits, TextRange, TextSize};

pub(crate) fn format(_view: &View<'_>, _range: Option<TextRange>, _options: &FormatOptions) -> Edits {
    Edits::default()
}

pub(crate) fn on_type(_view: &View<'_>, _offset: TextSize, _typed: char, _options: &FormatOptions) -> Edits {
    Edits::default()
}
