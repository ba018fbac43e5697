//! `empty-run`: RUN that runs nothing.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, CommandLine};
use plimsoll_text::Edit;

rule! {
    /// A RUN without a command does nothing but make a layer, or stops the build.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN []
    /// ^^^^^^ warning: this RUN has nothing to run
    /// RUN
    /// ^^^ warning: this RUN has nothing to run
    /// RUN <<EOF
    /// ^^^^^^^^^ warning: this RUN has nothing to run
    /// EOF
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
    let heredocs = &cx.instruction.heredocs;
    let is_empty = match &run.command {
        CommandLine::Exec(array) => array.elements.is_empty(),
        CommandLine::Empty => true,
        // A heredoc alone is the script; behind a command it is what that reads.
        CommandLine::Shell { range, .. } => {
            let is_alone = heredocs.len() == 1 && heredocs[0].operator == *range && heredocs[0].end.is_some();
            is_alone && cx.text(heredocs[0].body).trim().is_empty()
        }
    };
    let has_error = cx.syntax.errors.iter().any(|error| cx.instruction.range.contains_range(error.range));
    let is_outer = cx.build.steps.get(cx.step).is_some_and(|step| step.instruction.range == cx.instruction.range);
    if !is_empty || has_error || !is_outer {
        return;
    }
    let item = cx.syntax.items.iter().find(|item| item.range.contains_range(cx.instruction.range));
    let item = item.filter(|item| {
        cx.text(item.range).trim() == cx.text(cx.instruction.range) && cx.instruction.comments.is_empty()
    });
    sink.report(cx.instruction.range, "this RUN has nothing to run")
        .fix(item.map(|item| Fix::safe("delete it", Edit::delete(item.range))));
}
