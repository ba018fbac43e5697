//! `undeclared-arg-in-from`: argument that FROM cannot know.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink, nearest};
use plimsoll_dockerfile::{Body};
use plimsoll_text::{Edit};
use plimsoll_model::tables::arguments::{Predefined, names, predefined};

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
        if !is_name || cx.build.global_arg(name).is_some() || predefined(name).is_some() || variable.modifier.is_some() {
            continue;
        }
        let mut known: Vec<&str> = cx.build.global_args.iter().map(|binding| &*binding.name).collect();
        for name in names(Predefined::Platform) {
            known.push(name);
        }
        let near = nearest(name, known, 2);
        let finding = sink.report(variable.range, format!("no ARG before the first FROM declares `{name}`"));
        let stages = cx.build.stages.iter().flat_map(|stage| &stage.bindings);
        if let Some(declared) = stages.filter(|binding| binding.name == name).find(|it| it.step < cx.step) {
            finding.label(declared.pair.range, "this one is known in its stage only");
        }
        finding.fix(near.map(|near| Fix::r#unsafe(format!("write `{near}`"), Edit::replace(variable.name, near))));
    }
}
