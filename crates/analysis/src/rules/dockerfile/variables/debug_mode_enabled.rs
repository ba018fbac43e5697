//! `debug-mode-enabled`: debug mode in an image for production.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, CommandLine, Pair};
use plimsoll_model::tables::debug::production_value;
use plimsoll_text::{Edit, TextRange};

rule! {
    /// A debug mode shows sources and settings to everyone who provokes an error, and is slow.
    ///
    /// ```Dockerfile,bad
    /// FROM node:24.11-slim
    /// ENV NODE_ENV=development
    /// #   ^^^^^^^^^^^^^^^^^^^^ note: `NODE_ENV=development` turns a debug mode on in the image
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM node:24.11-slim
    /// ENV NODE_ENV=production
    /// ```
    ///
    /// Stages that are not shipped, and those that say it in their name, may do so:
    ///
    /// ```Dockerfile,good
    /// FROM node:24.11-slim AS dev
    /// ENV NODE_ENV=development
    /// FROM node:24.11-slim
    /// ENV NODE_ENV=production
    /// ```
    "debug-mode-enabled" {
        summary: "debug mode in an image for production",
        category: Category::Security,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Some(stage) = cx.stage.map(|stage| cx.build.stage(stage)) else { return };
    let name = stage.name.as_deref().unwrap_or("");
    let path = cx.file.path.to_ascii_lowercase();
    let is_meant = |text: &str| ["dev", "test", "debug"].iter().any(|word| text.contains(word));
    if !stage.shipped || is_meant(name) || is_meant(&path) {
        return;
    }
    let pairs: &[Pair] = match &cx.instruction.body {
        Body::Env(pairs) => &pairs.pairs,
        Body::Cmd(command) | Body::Entrypoint(command) => return started(cx, command, sink),
        _ => return,
    };
    for pair in pairs {
        let Some(value) = &pair.value else { continue };
        let key = cx.text(pair.key.range);
        if listens(cx.text(value.range)) {
            report_debugger(pair.range, sink);
        }
        let Some(text) = value.literal(cx.source()) else { continue };
        let Some(better) = production_value(key, &text) else { continue };
        // What a later ENV of the stage sets is what the image has.
        let end = cx.build.binding(stage.id, stage.steps.end, key);
        if end.is_some_and(|last| last.step != cx.step) {
            continue;
        }
        sink.report(pair.range, format!("`{key}={text}` turns a debug mode on in the image"))
            .fix(Fix::r#unsafe(format!("set it to `{better}`"), Edit::replace(value.range, better)));
    }
}

/// What is started with Java's debugger.
fn started(cx: &InstructionCx<'_>, command: &CommandLine, sink: &mut Sink) {
    match command {
        CommandLine::Exec(array) => {
            let words = array.elements.iter().map(|word| word.inner);
            words.filter(|range| listens(cx.text(*range))).for_each(|range| report_debugger(range, sink));
        }
        CommandLine::Shell { range, .. } if listens(cx.text(*range)) => report_debugger(*range, sink),
        _ => {}
    }
}

fn report_debugger(range: TextRange, sink: &mut Sink) {
    sink.report(range, "Java's debugger listens in the image")
        .note("whoever reaches its port can run any code in the process");
}

/// `-agentlib:jdwp=…` or `-Xrunjdwp:…` with `server=y`. Source: JDK documentation, "JPDA Connection and Invocation",
/// 2026-11.
fn listens(text: &str) -> bool {
    (text.contains("-agentlib:jdwp=") || text.contains("-Xrunjdwp:")) && text.contains("server=y")
}
