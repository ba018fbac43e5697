//! About a variable: its value and where that comes from.

use super::{At, Cx};
use plimsoll_model::dockerfile::{Binding, BindingKind, BindingValue};
use plimsoll_model::tables::arguments;
use plimsoll_text::{LineIndex, TextRange};
use std::fmt::Write;

/// About a variable that a pair of ARG or ENV sets; `declared` when that pair is what is asked about.
pub(super) fn about(cx: &Cx<'_>, binding: &Binding<'_>, declared: bool) -> String {
    let name = &binding.name;
    let inherits = binding.kind == BindingKind::Arg && binding.pair.value.is_none();
    let source = if inherits { cx.build.global_arg(name).unwrap_or(binding) } else { binding };
    let predefined = arguments::docs(name).filter(|_| inherits);
    let mut text = match &binding.value {
        BindingValue::Known(value) if cx.hides(name, &value.text) => {
            format!("`{name}` has a value that may be secret; it is not shown.")
        }
        BindingValue::Known(value) if value.text.is_empty() => format!("`{name}` is empty."),
        BindingValue::Known(value) => format!("`{name}` = {}", quoted(&value.text)),
        BindingValue::NoDefault => match predefined {
            Some(docs) => format!("`{name}`: {docs}"),
            None => format!("`{name}` has no default: the build is given its value."),
        },
        BindingValue::Unknown => format!("`{name}`: what it holds depends on something outside this file."),
    };
    if !declared || inherits {
        let written = line(cx, source.pair.range);
        let what = match source.kind {
            BindingKind::Env => "ENV",
            BindingKind::Arg => "ARG",
            BindingKind::GlobalArg => "ARG before the first FROM,",
        };
        if !(inherits && declared && std::ptr::eq(source, binding)) {
            let _ = write!(text, "\n\nSet by {what} in line {written}.");
        }
    }
    if binding.kind != BindingKind::Env && predefined.is_none() {
        let _ = write!(text, "\n\n`--build-arg {name}=…` replaces it.");
    }
    text
}

/// About a variable that this file does not set.
pub(super) fn about_foreign(cx: &Cx<'_>, at: At<'_>, name: &str) -> String {
    let in_from = cx.stage_of(at.step).is_none_or(|stage| cx.build.stage(stage).from_step == at.step);
    match (arguments::predefined(name), arguments::docs(name)) {
        (Some(arguments::Predefined::Platform), Some(docs)) if in_from => {
            format!("`{name}`: {docs} The builder sets it.")
        }
        (Some(arguments::Predefined::Platform), Some(docs)) => {
            format!("`{name}`: {docs}\n\nThis stage sees it after `ARG {name}`.")
        }
        (_, Some(docs)) => format!("`{name}`: {docs}"),
        _ if in_from && cx.build.stages.iter().any(|stage| stage.bindings.iter().any(|it| it.name == name)) => {
            format!("`{name}` is set inside a stage. FROM sees only what ARG declares before the first FROM.")
        }
        _ if !in_from && cx.build.global_arg(name).is_some() => {
            format!("`{name}` is declared before the first FROM. This stage sees it after `ARG {name}`.")
        }
        _ => format!("`{name}` is not set in this file; the base image may set it."),
    }
}

/// The line, from 1, that `range` begins in.
pub(super) fn line(cx: &Cx<'_>, range: TextRange) -> u32 {
    LineIndex::new(cx.source).line(range.start()) + 1
}

/// `text` as code, whatever backticks it holds; at most 200 characters of it.
fn quoted(text: &str) -> String {
    let shown: String = text.chars().take(200).map(|ch| if ch.is_control() { ' ' } else { ch }).collect();
    let rest = if text.chars().nth(200).is_some() { "…" } else { "" };
    if shown.contains('`') { format!("`` {shown}{rest} ``") } else { format!("`{shown}{rest}`") }
}
