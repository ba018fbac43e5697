//! Images that are named by a variable where BuildKit expands none, and the stage that gives them a name.
//!
//! Invariant: a new stage moves no number that the file uses, takes no name that is in use, and changes no other stage.

use crate::rules::dockerfile::lines::before;
use crate::{Applicability, Fix, InstructionCx};
use plimsoll_model::dockerfile::{BindingKind, BindingValue};
use plimsoll_text::{Edit, Edits, TextRange};

/// Names the image at `place` by a stage of its own, when the whole text there is one argument. An argument of the
/// stage is declared before the first FROM as well, for which somebody has to look.
pub(super) fn named_by_stage(cx: &InstructionCx<'_>, place: TextRange) -> Option<Fix> {
    let text = cx.text(place);
    let name = text.strip_prefix("${").and_then(|rest| rest.strip_suffix('}')).or_else(|| text.strip_prefix('$'))?;
    let is_plain = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let alias = name.to_ascii_lowercase();
    let is_stage = cx.build.stages.iter().any(|stage| stage.name.as_deref() == Some(alias.as_str()));
    // One more stage moves the numbers of those behind it, and an image of that name would become the stage.
    let is_numbered = |text: &str| {
        text.match_indices("from=")
            .any(|(at, mark)| text[at + mark.len()..].starts_with(|it: char| it.is_ascii_digit()))
    };
    let has_numbers = cx.build.steps.iter().any(|step| is_numbered(cx.text(step.instruction.range)));
    let is_image = cx.build.images.iter().any(|used| used.image.text() == alias);
    let starts_well = alias.starts_with(|first: char| first.is_ascii_lowercase());
    if !is_plain || !starts_well || is_stage || has_numbers || is_image {
        return None;
    }
    let first = cx.build.stages.first()?.from_step;
    let (place_of_stage, lines, applicability) = if cx.build.global_arg(name).is_some() {
        (cx.build.stage(cx.stage?).from_step, format!("FROM {text} AS {alias}"), Applicability::Safe)
    } else {
        let binding = cx.build.binding(cx.stage?, cx.step, name)?;
        let BindingValue::Known(value) = &binding.value else { return None };
        let is_word =
            !value.text.is_empty() && !value.text.contains(|it: char| it.is_whitespace() || "\"'$\\`".contains(it));
        if binding.kind != BindingKind::Arg || !is_word {
            return None;
        }
        let lines = format!("ARG {name}={}\nFROM {text} AS {alias}", value.text);
        (first, lines, Applicability::Unsafe)
    };
    let end = crate::rules::dockerfile::lines::line_end(cx.source());
    let line = before(cx, place_of_stage, &lines.replace('\n', end))?;
    let edits = Edits::new(vec![line, Edit::replace(place, alias.clone())]).ok()?;
    Some(Fix { title: format!("name it by a stage `{alias}`"), applicability, edits, elsewhere: None })
}
