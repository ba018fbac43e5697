//! The image of the frontend that `# syntax=` names.
//!
//! Invariant: a directive without a value names none.

use crate::DockerfileCx;
use plimsoll_model::dockerfile::{Image, Mapped};
use plimsoll_text::TextRange;

/// Where it is named, and the image.
pub(super) fn frontend_image(cx: &DockerfileCx<'_>) -> Option<(TextRange, Image)> {
    let directive = cx.syntax.directives().find(|it| cx.text(it.name).eq_ignore_ascii_case("syntax"))?;
    let value = Some(directive.value).filter(|value| !value.is_empty())?;
    Some((value, Image::new(Mapped::written(cx.text(value), value.start()))))
}
