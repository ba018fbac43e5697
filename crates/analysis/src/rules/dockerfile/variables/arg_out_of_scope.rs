//! `arg-out-of-scope`: build argument that the stage does not declare.

use super::references::{
    expanded_words, has_fallback, in_sibling, is_in_onbuild, is_name, is_set_by_base, starts_without_variables,
    variables,
};
use crate::rule::rule;
use crate::rules::dockerfile::lines::line_end;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_model::tables::arguments::{Predefined, predefined};
use plimsoll_text::{Edit, TextRange, slice};

rule! {
    /// An ARG before the first FROM counts in FROM lines only; a stage that wants it declares it again.
    ///
    /// ```Dockerfile,bad
    /// ARG VERSION=1.4
    /// FROM debian:12.11
    /// ENV APP_VERSION=$VERSION
    /// #               ^^^^^^^^ warning: `VERSION` is declared before the first FROM only, so it is empty in this stage
    /// RUN curl -fsSLo app.tgz "https://example.com/app-$TARGETARCH.tgz"
    /// #                                                ^^^^^^^^^^^ warning: `TARGETARCH` needs `ARG TARGETARCH` in this stage, without it it is empty
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// ARG VERSION=1.4
    /// FROM debian:12.11
    /// ARG TARGETARCH
    /// ARG VERSION
    /// ENV APP_VERSION=$VERSION
    /// RUN curl -fsSLo app.tgz "https://example.com/app-$TARGETARCH.tgz"
    /// ```
    ///
    /// ```Dockerfile,good
    /// ARG VERSION=1.4
    /// FROM debian:12.11
    /// ARG VERSION
    /// ENV APP_VERSION=$VERSION
    /// ```
    "arg-out-of-scope" {
        summary: "build argument that the stage does not declare",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Error, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Some(stage) = cx.stage else { return };
    for (name, range) in reads(cx) {
        let is_set = cx.build.binding(stage, cx.step, name).is_some();
        let platform = predefined(name) == Some(Predefined::Platform);
        let global = cx.build.global_arg(name);
        let sibling = || in_sibling(cx, name).filter(|_| !platform && starts_without_variables(cx));
        let declared = global.or_else(sibling);
        if is_set || !(platform || declared.is_some()) || may_come_from_base(cx, name) {
            continue;
        }
        // The first place of the stage speaks for all of them.
        let earlier = cx.build.stage_steps(cx.build.stage(stage)).take_while(|(step, _)| *step < cx.step);
        let is_first = earlier.skip(1).all(|(step, instruction)| {
            let before = InstructionCx { step, instruction, ..*cx };
            reads(&before).iter().all(|(other, _)| *other != name)
        });
        if !is_first || is_in_onbuild(cx) {
            continue;
        }
        let message = match (global, declared) {
            (Some(_), _) => format!("`{name}` is declared before the first FROM only, so it is empty in this stage"),
            (None, Some(_)) => format!("`{name}` is declared in another stage only, so it is empty in this one"),
            (None, None) => format!("`{name}` needs `ARG {name}` in this stage, without it it is empty"),
        };
        let finding = sink.report(range, message);
        if let Some(declared) = declared {
            finding.label(declared.pair.range, "declared here");
        }
        finding.fix(fix(cx, name));
    }
}

/// The variables that the instruction reads and that nothing stands in for, each once, with its place.
fn reads<'a>(cx: &InstructionCx<'a>) -> Vec<(&'a str, TextRange)> {
    let source: &'a str = cx.build.source;
    let mut found: Vec<(&str, TextRange)> = Vec::new();
    for (own, word) in expanded_words(source, cx.instruction) {
        let read = variables(word).into_iter().filter(|variable| !has_fallback(variable));
        let read = read.map(|variable| (slice(source, variable.name), variable.range));
        found.extend(read.filter(|(name, _)| own != Some(*name)));
    }
    if matches!(cx.instruction.body, Body::Run(_)) {
        let scripts = cx.build.scripts(cx.step);
        let text = slice(source, cx.instruction.range);
        for command in scripts.iter().flat_map(|script| &script.commands) {
            let words = command.words.iter().chain(command.assignments.iter().map(|it| &it.value));
            for word in words.chain(command.redirects.iter().map(|redirect| &redirect.target)) {
                let read = word.variables().into_iter().filter(|variable| variable.modifier.is_empty());
                let read = read.map(|variable| (slice(source, variable.range), variable.whole));
                found.extend(read.filter(|(name, _)| !may_be_set_by_script(text, name)));
            }
            // What such a command sets cannot be seen.
            let effective = command.effective();
            let sets_unseen = matches!(effective.name(), None | Some("." | "source" | "eval" | "mapfile" | "getopts"));
            if sets_unseen && effective.word.is_some() {
                found.clear();
                break;
            }
        }
    }
    let mut seen: Vec<&str> = Vec::new();
    found.retain(|(name, _)| {
        is_name(name) && !seen.contains(name) && {
            seen.push(*name);
            true
        }
    });
    found
}

/// `NAME=`, `for NAME`, `read NAME`, a mount's `env=NAME`.
fn may_be_set_by_script(text: &str, name: &str) -> bool {
    let mut rest = text;
    while let Some(at) = rest.find(name) {
        let before = rest[..at].trim_end_matches(['"', '\'']);
        let behind = &rest[at + name.len()..];
        let starts_name =
            !before.ends_with(|last: char| last == '$' || last == '{' || last == '_' || last.is_ascii_alphanumeric());
        let sets =
            behind.starts_with(['=', '+', '[']) || before.ends_with("env=") || before.ends_with([' ', '\t', '\n', '(']);
        if starts_name && sets {
            return true;
        }
        rest = behind;
    }
    false
}

/// Images of languages and servers set their own version and folders: `NODE_VERSION`, `JAVA_HOME`.
fn may_come_from_base(cx: &InstructionCx<'_>, name: &str) -> bool {
    let usual = ["_VERSION", "_HOME", "_DIR", "_PATH", "_ROOT", "_USER"].iter().any(|end| name.ends_with(end));
    usual && !starts_without_variables(cx) || is_set_by_base(cx, name)
}

/// Declares the argument at the top of the stage.
fn fix(cx: &InstructionCx<'_>, name: &str) -> Option<Fix> {
    let from = cx.build.stage(cx.stage?).from_step;
    let from = cx.build.steps.get(from)?.instruction.range;
    let item = cx.syntax.items.iter().find(|item| item.range.contains_range(from))?;
    cx.text(item.range).ends_with('\n').then_some(())?;
    Some(Fix::r#unsafe(
        format!("add `ARG {name}` to the stage"),
        Edit::insert(item.range.end(), format!("ARG {name}{}", line_end(cx.source()))),
    ))
}
