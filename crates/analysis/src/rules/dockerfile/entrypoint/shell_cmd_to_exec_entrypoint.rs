//! `shell-cmd-to-exec-entrypoint`: a CMD in shell form as argument of an ENTRYPOINT.

use super::command::{cmd, effective, entrypoint, is_wrapper, to_exec_form};
use crate::rule::rule;
use crate::{Category, Check, FixAvailability, Level, Levels, Sink, StageCx};
use plimsoll_dockerfile::CommandLine;
use plimsoll_shell::ShellKind;

rule! {
    /// Together with an ENTRYPOINT in exec form, a CMD in shell form becomes the arguments `/bin/sh`, `-c` and its
    /// text.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// ENTRYPOINT ["/usr/bin/app"]
    /// CMD serve 8080
    ///   # ^^^^^^^^^^ warning: `/usr/bin/app` gets `/bin/sh -c` and this text as arguments
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// ENTRYPOINT ["/usr/bin/app"]
    /// CMD ["serve", "8080"]
    /// ```
    ///
    /// Scripts and inits run what they are given:
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// ENTRYPOINT ["/usr/bin/tini", "--"]
    /// CMD app --port 8080
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// ENTRYPOINT ["docker-entrypoint.sh"]
    /// CMD app --port $PORT
    /// ```
    "shell-cmd-to-exec-entrypoint" {
        summary: "a CMD in shell form as argument of an ENTRYPOINT",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Stage(check),
    }
}

fn check(cx: &StageCx<'_>, sink: &mut Sink) {
    let (stage, end) = (cx.stage.id, cx.stage.steps.end);
    let Some((_, _, CommandLine::Exec(entry))) = effective(cx, stage, end, entrypoint) else { return };
    let Some((at, instruction, CommandLine::Shell { range, looks_like_exec: false })) = effective(cx, stage, end, cmd)
    else {
        return;
    };
    let foreign = cx.build.shell_kind(at) == ShellKind::Foreign;
    let own = cx.build.steps[at].stage == Some(stage);
    let Some(program) = entry.elements.first().map(|word| word.text(cx.source())) else { return };
    // What comes from the context may be a script that runs its arguments.
    let own_program = cx.build.started_by(stage).iter().any(|it| it.program == program && !it.sources.is_empty());
    let wrapped = own_program || entry.elements.iter().any(|word| is_wrapper(word.text(cx.source())));
    if foreign || !own || wrapped || !cx.stage.shipped || cx.text(*range).trim().is_empty() {
        return;
    }
    let fix = to_exec_form(cx, instruction, at, *range, true);
    let fix = fix.filter(|fix| fix.applicability == crate::Applicability::Safe);
    sink.report(*range, format!("`{program}` gets `/bin/sh -c` and this text as arguments")).fix(fix);
}
