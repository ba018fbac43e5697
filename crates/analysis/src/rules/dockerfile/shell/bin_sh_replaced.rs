//! `bin-sh-replaced`: another shell put in the place of `/bin/sh`.

use crate::rule::rule;
use crate::rules::dockerfile::lines::plain_run;
use crate::{Category, Check, CommandCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_model::commands::{deletes, replaced_sh};
use plimsoll_shell::Word;
use plimsoll_text::Edit;

rule! {
    /// `/bin/sh` belongs to the distribution: its scripts are written for it, and the next update puts it back.
    ///
    /// SHELL chooses the shell of the build, and leaves the image alone.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN ln -sf /bin/bash /bin/sh
    /// #                    ^^^^^^^ note: `/bin/sh` is replaced
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// SHELL ["/bin/bash", "-c"]
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// SHELL ["/bin/bash", "-c"]
    /// RUN ln -s /bin/busybox /opt/bin/sh && cp /bin/sh /opt/sh
    /// ```
    "bin-sh-replaced" {
        summary: "another shell put in the place of `/bin/sh`",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &["DL4005"],
        options: &[],
        check: Check::Command(check),
    }
}

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let Some(place) = replaced_sh(cx.command) else { return };
    let operands = || cx.command.effective().args.iter().filter(|word| !word.prefix_literal().starts_with('-'));
    sink.report(place.range, "`/bin/sh` is replaced")
        .note("scripts of the distribution are written for its own shell; SHELL chooses that of the build")
        .fix(fix(cx, operands().next()));
}

/// If the RUN does nothing else, SHELL takes its place.
fn fix(cx: &CommandCx<'_>, source: Option<&Word>) -> Option<Fix> {
    plain_run(cx)?;
    let shell = source?.literal().filter(|path| matches!(*path, "/bin/bash" | "bash" | "/usr/bin/bash"))?;
    let shell = if shell.starts_with('/') { shell } else { "/bin/bash" };
    let is_own = |other: &plimsoll_shell::Command| {
        other.range == cx.command.range
            || deletes(other).iter().any(|word| matches!(word.literal(), Some("/bin/sh" | "/usr/bin/sh")))
    };
    let is_whole = cx.script.commands.iter().all(is_own) && cx.instruction.instruction.comments.is_empty();
    let edit = Edit::replace(cx.instruction.instruction.range, format!("SHELL [\"{shell}\", \"-c\"]"));
    is_whole.then(|| Fix::r#unsafe("choose the shell with `SHELL`", edit))
}
