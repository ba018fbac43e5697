//! `cmd-ignored-by-entrypoint`: a CMD that the shell form of ENTRYPOINT ignores.

use super::command::{cmd, effective, entrypoint, to_exec_form};
use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, StageCx};
use plimsoll_dockerfile::CommandLine;
use plimsoll_shell::ShellKind;

rule! {
    /// An ENTRYPOINT in shell form runs its text and nothing else: CMD and the arguments of `docker run` are dropped.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// ENTRYPOINT /app --verbose
    /// CMD ["serve"]
    /// ^^^ warning: ENTRYPOINT in shell form ignores this CMD
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// ENTRYPOINT ["/app", "--verbose"]
    /// CMD ["serve"]
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// ENTRYPOINT ["/app"]
    /// CMD ["serve"]
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// SHELL ["/bin/bash", "-c"]
    /// ENTRYPOINT exec /app "$@"
    /// CMD ["serve"]
    /// ```
    "cmd-ignored-by-entrypoint" {
        summary: "a CMD that the shell form of ENTRYPOINT ignores",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Stage(check),
    }
}

fn check(cx: &StageCx<'_>, sink: &mut Sink) {
    let (stage, end) = (cx.stage.id, cx.stage.steps.end);
    let Some((at, entry, CommandLine::Shell { range, looks_like_exec: false })) = effective(cx, stage, end, entrypoint)
    else {
        return;
    };
    let Some((cmd_at, instruction, command)) = effective(cx, stage, end, cmd) else { return };
    let stage_of = |step: usize| cx.build.steps[step].stage;
    // In an earlier stage, ENTRYPOINT clears it, and of a later one only the stage that has it speaks.
    // `CMD []` asks for nothing.
    let is_empty = match command {
        CommandLine::Empty => true,
        CommandLine::Exec(array) => array.elements.is_empty(),
        CommandLine::Shell { .. } => false,
    };
    if is_empty || stage_of(cmd_at) != stage_of(at) || stage_of(at) != Some(stage) {
        return;
    }
    let text = cx.text(*range);
    let forwards = text.contains("$@") || text.contains("$*") || text.contains("${@}") || text.contains("$0");
    if !cx.stage.shipped || forwards || cx.build.shell_kind(at) == ShellKind::Foreign {
        return;
    }
    let fix = to_exec_form(cx, entry, at, *range, true).filter(|fix| fix.applicability == crate::Applicability::Safe);
    let fix = fix.map(|fix| Fix::r#unsafe("use the exec form for ENTRYPOINT", fix.edits));
    sink.report(instruction.keyword_range, "ENTRYPOINT in shell form ignores this CMD")
        .label(entry.keyword_range, "it runs its own text and nothing else")
        .fix(fix);
}
