//! `missing-arg-default`: image that is empty without build arguments.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, Lookup};
use plimsoll_model::dockerfile::BindingValue;
use plimsoll_text::Edit;

rule! {
    /// Without `--build-arg` this FROM names no image.
    ///
    /// Some teams want that: the build is to stop when the argument is missing. `${NAME:?}` says so, and names the
    /// argument when it stops.
    ///
    /// ```Dockerfile,bad
    /// ARG TAG
    /// FROM debian:${TAG}
    /// #           ^^^^^^ note: `TAG` has no default, and without it this names no image
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// ARG TAG
    /// FROM debian:${TAG:?}
    /// ```
    ///
    /// ```Dockerfile,good
    /// ARG TAG=12.11
    /// FROM debian:${TAG}
    /// FROM ${BASE:?set-BASE}
    /// ```
    "missing-arg-default" {
        summary: "image that is empty without build arguments",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &["InvalidDefaultArgInFrom"],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Body::From(from) = &cx.instruction.body else { return };
    let Some(word) = &from.image else { return };
    let lookup = |name: &str| match cx.build.global_arg(name).map(|binding| &binding.value) {
        Some(BindingValue::Known(value)) => Lookup::Set(&value.text),
        Some(BindingValue::NoDefault) => Lookup::Unset,
        _ => Lookup::Unknown,
    };
    let Some(image) = word.expand(cx.source(), &lookup) else { return };
    if !is_broken(&image) {
        return;
    }
    let is_open = |name: &str| cx.build.global_arg(name).is_some_and(|it| it.value == BindingValue::NoDefault);
    let open = word.variables().filter(|it| it.modifier.is_none() && is_open(cx.text(it.name))).count();
    for variable in word.variables() {
        let name = cx.text(variable.name);
        let Some(binding) = cx.build.global_arg(name) else { continue };
        if variable.modifier.is_some() || binding.value != BindingValue::NoDefault {
            continue;
        }
        sink.report(variable.range, format!("`{name}` has no default, and without it this names no image"))
            .label(binding.pair.range, "declared here")
            // Of several, one may be left empty on purpose.
            .fix((open == 1).then(|| {
                Fix::safe("stop the build without it", Edit::replace(variable.range, format!("${{{name}:?}}")))
            }))
            .fix(Fix::manual("give a default", Edit::insert(binding.pair.range.end(), "=<value>")));
    }
}

fn is_broken(image: &str) -> bool {
    image.is_empty()
        || image.starts_with(['/', ':', '@', '-', '.'])
        || image.ends_with([':', '@', '/', '-', '.'])
        || ["//", "/:", ":@", "::"].iter().any(|part| image.contains(part))
}
