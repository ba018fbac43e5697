//! `undeclared-arg-in-from`: argument that FROM cannot know.

use crate::rule::rule;
use crate::rules::dockerfile::lines::before;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink, nearest};
use plimsoll_dockerfile::Body;
use plimsoll_model::dockerfile::{Binding, BindingKind, BindingValue};
use plimsoll_model::tables::arguments::{Predefined, names, predefined};
use plimsoll_text::Edit;

rule! {
    /// FROM knows the ARGs before the first FROM, and those that the builder gives.
    ///
    /// ```Dockerfile,bad
    /// ARG NODE_VERSION=24
    /// FROM node:$NODE_VERSON-slim
    /// #         ^^^^^^^^^^^^ warning: no ARG before the first FROM declares `NODE_VERSON`
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// ARG NODE_VERSION=24
    /// FROM node:$NODE_VERSION-slim
    /// ```
    ///
    /// An ARG of a stage is known in that stage only; FROM wants it above the first one:
    ///
    /// ```Dockerfile,bad
    /// FROM golang:1.25 AS build
    /// ARG VERSION=12.11
    /// FROM debian:${VERSION}
    /// #           ^^^^^^^^^^ warning: no ARG before the first FROM declares `VERSION`
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// ARG VERSION=12.11
    /// FROM golang:1.25 AS build
    /// ARG VERSION=12.11
    /// FROM debian:${VERSION}
    /// ```
    ///
    /// ```Dockerfile,good
    /// ARG NODE_VERSION=24
    /// FROM --platform=$BUILDPLATFORM node:${NODE_VERSION}-slim
    /// FROM ${BASE:-debian:12.11}
    /// ```
    "undeclared-arg-in-from" {
        summary: "argument that FROM cannot know",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Error, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &["UndefinedArgInFrom"],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Body::From(from) = &cx.instruction.body else { return };
    let platform = cx.instruction.flag(cx.source(), "platform").and_then(|flag| flag.value.as_ref());
    for variable in from.image.iter().chain(platform).flat_map(|word| word.variables()) {
        let name = cx.text(variable.name);
        let is_name = name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
        if !is_name || cx.build.global_arg(name).is_some() || predefined(name).is_some() || variable.modifier.is_some()
        {
            continue;
        }
        let mut known: Vec<&str> = cx.build.global_args.iter().map(|binding| &*binding.name).collect();
        for name in names(Predefined::Platform) {
            known.push(name);
        }
        let near = nearest(name, known, 2);
        let finding = sink.report(variable.range, format!("no ARG before the first FROM declares `{name}`"));
        let stages = cx.build.stages.iter().flat_map(|stage| &stage.bindings);
        let declared = stages.filter(|binding| binding.name == name).find(|it| it.step < cx.step);
        if let Some(declared) = declared {
            finding.label(declared.pair.range, "this one is known in its stage only");
        }
        finding.fix(match near {
            Some(near) => Some(Fix::r#unsafe(format!("write `{near}`"), Edit::replace(variable.name, near))),
            None => declare(cx, name, declared),
        });
    }
}

/// Puts an ARG above the first FROM, with the default that the one of the stage has.
fn declare(cx: &InstructionCx<'_>, name: &str, declared: Option<&Binding<'_>>) -> Option<Fix> {
    let is_literal = |it: &&Binding<'_>| matches!(it.value, BindingValue::Known(_)) && it.kind == BindingKind::Arg;
    let pair = declared.filter(is_literal).map(|it| cx.text(it.pair.range)).filter(|text| !text.contains(['$', '\n']));
    let place = before(cx, cx.build.stages.first()?.from_step, &format!("ARG {}", pair.unwrap_or(name)))?;
    Some(Fix::r#unsafe("declare it above the first FROM", place))
}
