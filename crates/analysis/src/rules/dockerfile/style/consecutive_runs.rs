//! `consecutive-runs`: RUN directly after another.

use crate::rule::rule;
use crate::rules::dockerfile::as_hadolint;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, OptionKind, OptionSpec, Preset, Sink, StageCx};
use plimsoll_dockerfile::{Body, CommandLine, Instruction};
use plimsoll_model::dockerfile::StepId;
use plimsoll_shell::Connector;
use plimsoll_text::{Edit, TextRange};

rule! {
    /// Two RUNs in a row make two layers. What belongs together can stand in one; what is better cached apart stays apart, so
    /// this is off unless someone asks for it.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN ./configure
    /// RUN make
    /// ^^^ note: this RUN follows directly on another
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN ./configure \
    ///     && make
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN ./configure
    /// # cached on its own
    /// RUN make
    /// RUN --mount=type=cache,target=/root/.cache make install
    /// ```
    "consecutive-runs" {
        summary: "RUN directly after another",
        category: Category::Style,
        levels: Levels::style(Level::Off, Level::Off, Level::Note),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &["DL3059"],
        options: &[OptionSpec {
            name: "one-command-each",
            kind: OptionKind::BoolIn(Preset::Hadolint),
            docs: "Report only a RUN of one command after a RUN of one command, comments between them or not.",
        }, as_hadolint::OPTION],
        check: Check::Stage(check),
    }
}

fn check(cx: &StageCx<'_>, sink: &mut Sink) {
    let steps: Vec<_> = cx.build.stage_steps(cx.stage).collect();
    for pair in steps.windows(2) {
        let [(first_step, first), (second_step, second)] = pair else { continue };
        let flags = |it: &Instruction| it.flags.iter().map(|flag| cx.text(flag.range)).collect::<Vec<_>>();
        let plainly = as_hadolint::is_on(cx.settings, &RULE);
        let is_plain = |it: &Instruction| matches!(it.body, Body::Run(_)) && (plainly || it.heredocs.is_empty());
        let between = TextRange::new(first.range.end(), second.range.start());
        if !is_plain(first) || !is_plain(second) || flags(first) != flags(second) {
            continue;
        }
        let has_comment = cx.text(between).contains('#');
        let passes = match plainly || cx.settings.flag(&RULE, "one-command-each") {
            true if plainly => [*first_step, *second_step].iter().any(|step| as_hadolint::count(cx, *step) > 1),
            true => [*first_step, *second_step].iter().any(|step| commands(cx, *step) > 1),
            false => has_comment,
        };
        if passes {
            continue;
        }
        let may_join =
            !has_comment && is_joinable(cx, *first_step, first, true) && is_joinable(cx, *second_step, second, false);
        let range = TextRange::new(first.range.end(), second.arguments.start());
        let fix = may_join.then(|| Fix::r#unsafe("join them", Edit::replace(range, " \\\n    && ")));
        sink.report(second.keyword_range, "this RUN follows directly on another").fix(fix);
    }
}

/// How many commands the RUN has.
fn commands(cx: &StageCx<'_>, step: StepId) -> usize {
    cx.build.scripts(step).iter().map(|script| script.commands.len()).sum()
}

/// Whether `&&` may stand behind the commands (`is_first`) or in front of them without changing what runs when.
fn is_joinable(cx: &StageCx<'_>, step: StepId, instruction: &Instruction, is_first: bool) -> bool {
    let Body::Run(run) = &instruction.body else { return false };
    let [script] = cx.build.scripts(step) else { return false };
    let text = cx.text(instruction.arguments);
    let is_shell = matches!(run.command, CommandLine::Shell { .. });
    if !is_shell
        || !script.complete
        || cx.syntax.escape != '\\'
        || text.contains(['#', '\r'])
        || text.trim_end().ends_with([';', '&', '\\'])
    {
        return false;
    }
    script.commands.iter().filter(|command| command.scope.is_none()).all(|command| {
        let stays = !matches!(
            command.name(),
            Some("cd" | "export" | "set" | "umask" | "." | "source" | "exec" | "exit" | "trap" | "shopt" | "alias")
        );
        let linked = matches!(command.place.connector, Connector::Start | Connector::And | Connector::Pipe);
        let background = command.place.background;
        !background && (if is_first { stays && !command.words.is_empty() } else { linked })
    })
}
