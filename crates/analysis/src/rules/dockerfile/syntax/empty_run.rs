//! `empty-run`: RUN that runs nothing.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, CommandLine};
use plimsoll_text::{Edit};

rule! {
    /// A RUN without a command does nothing but make a layer, or stops the build.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN []
    /// ^^^^^^ warning: this RUN has nothing to run
    /// RUN make
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN make
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN make
    /// ```
    "empty-run" {
        summary: "RUN that runs nothing",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Error, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Body::Run(run) = &cx.instruction.body else { return };
    let is_empty = match &run.command {
        CommandLine::Exec(array) => array.elements.is_empty(),
        CommandLine::Shell { .. } | CommandLine::Empty => false,
    };
    if !is_empty {
        return;
    }
    let item = cx.syntax.items.iter().find(|item| item.range.contains_range(cx.instruction.range));
    let item = item.filter(|item| cx.text(item.range).trim() == cx.text(cx.instruction.range) && cx.instruction.comments.is_empty());
    sink.report(cx.instruction.range, "this RUN has nothing to run")
        .fix(item.map(|item| Fix::safe("delete it", Edit::delete(item.range))));
}
