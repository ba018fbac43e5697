//! `redundant-mkdir`: folder that the next instruction makes anyway.

use super::copied::absolute;
use crate::rule::rule;
use crate::rules::dockerfile::lines::without_commands;
use crate::{Category, Check, CommandCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, Instruction};
use plimsoll_model::dockerfile::StepId;
use plimsoll_text::Edits;

rule! {
    /// WORKDIR and COPY make the folders that they name.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN mkdir -p /srv/app
    /// #   ^^^^^^^^^^^^^^^^^ note: the next instruction makes `/srv/app` by itself
    /// WORKDIR /srv/app
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// WORKDIR /srv/app
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN mkdir -p -m 0700 /srv/app
    /// WORKDIR /srv/app
    /// RUN mkdir -p /srv/data && chown 1000 /srv/data
    /// WORKDIR /srv/data
    /// RUN mkdir -p /var/x
    /// USER 1000
    /// RUN mkdir -p /tmp/x
    /// WORKDIR /tmp/x
    /// ```
    "redundant-mkdir" {
        summary: "folder that the next instruction makes anyway",
        category: Category::Style,
        levels: Levels::dockerfile(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Command(check),
    }
}

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let effective = cx.command.effective();
    let is_plain = effective.wrappers.is_empty() && cx.command.scope.is_none() && effective.name() == Some("mkdir");
    let (options, [path]) = effective.args.split_at(effective.args.len().saturating_sub(1)) else { return };
    let with_parents =
        matches!(options, [one] if one.is("-p") || one.is("--parents") || one.is("-pv") || one.is("-vp"));
    let Some(shown) = path.literal().filter(|_| !path.has_glob() && !path.has_brace_list()) else { return };
    let goes = cx.script.commands.iter().any(|it| matches!(it.name(), Some("cd" | "pushd")));
    if !is_plain || !(with_parents || options.is_empty()) || goes || cx.build.runs_as_root(cx.step) != Some(true) {
        return;
    }
    let Some(folder) = absolute(cx, cx.step, shown).filter(|it| it.len() > 1) else { return };
    // What else the RUN does with the folder needs it to be there.
    let name = folder.rsplit('/').next().unwrap_or("");
    let is_used =
        cx.script.commands.iter().any(|other| other.range != cx.command.range && cx.text(other.range).contains(name));
    let next = cx.build.steps.iter().enumerate().skip(cx.step + 1).find(|(_, step)| {
        !matches!(step.instruction.body, Body::Env(_) | Body::Arg(_) | Body::Label(_) | Body::Expose(_))
    });
    let makes = next.is_some_and(|(step, it)| it.stage == cx.stage && makes(cx, step, it.instruction, &folder));
    if is_used || !makes {
        return;
    }
    let edits = without_commands(cx, cx.script, &[cx.command]).and_then(|edits| Edits::new(edits).ok());
    let fix =
        edits.filter(|_| cx.instruction.instruction.flags.is_empty()).map(|edits| Fix::safe("delete `mkdir`", edits));
    sink.report(cx.command.range, format!("the next instruction makes `{shown}` by itself")).fix(fix);
}

fn makes(cx: &CommandCx<'_>, step: StepId, instruction: &Instruction, folder: &str) -> bool {
    let word = match &instruction.body {
        Body::Workdir(Some(word)) => word,
        Body::Copy(copy)
            if instruction.flag(cx.source(), "chown").is_none() && instruction.flag(cx.source(), "chmod").is_none() =>
        {
            let Some(word) = copy.destination.as_ref().filter(|word| word.raw(cx.source()).ends_with('/')) else {
                return false;
            };
            word
        }
        _ => return false,
    };
    let value = cx.build.expand(step, word).and_then(|value| absolute(cx, step, &value.text));
    value.is_some_and(|value| value == folder)
}
