//! `telemetry-enabled`: tool that reports its use.

use crate::rule::rule;
use crate::rules::dockerfile::lines::line_end;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, StageCx};
use plimsoll_model::commands::package_command;
use plimsoll_model::tables::telemetry::switch;
use plimsoll_text::Edit;

rule! {
    /// Some tools report their use to their makers unless a variable says no. In a build this costs time and a connection,
    /// and tells what is built where.
    ///
    /// The rule is for those who want to forbid it; it is off in every preset.
    ///
    /// ```Dockerfile,bad
    /// FROM node:24.11-slim
    /// RUN npx next build
    /// #       ^^^^ note: `next` reports its use unless `NEXT_TELEMETRY_DISABLED` is set
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM node:24.11-slim
    /// ENV NEXT_TELEMETRY_DISABLED=1
    /// RUN npx next build
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM node:24.11-slim
    /// ENV NEXT_TELEMETRY_DISABLED=1
    /// RUN npx next build
    /// ```
    "telemetry-enabled" {
        summary: "tool that reports its use",
        category: Category::Security,
        levels: Levels::dockerfile(Level::Off, Level::Off, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Stage(check),
    }
}

fn check(cx: &StageCx<'_>, sink: &mut Sink) {
    let mut said: Vec<&str> = Vec::new();
    for (step, _) in cx.build.stage_steps(cx.stage) {
        for command in cx.build.scripts(step).iter().flat_map(|script| &script.commands) {
            let effective = command.effective();
            let runner = matches!(effective.name(), Some("npx" | "pnpx" | "bunx" | "yarn" | "pnpm"));
            let place = if runner {
                effective.args.iter().find(|word| !word.prefix_literal().starts_with('-'))
            } else {
                effective.word
            };
            if package_command(command).is_some() && runner {
                continue;
            }
            let Some((place, name)) = place.and_then(|word| Some((word, word.literal()?.rsplit('/').next()?))) else {
                continue;
            };
            let Some(switch) = switch(name) else { continue };
            let sets = cx.build.binding(cx.stage.id, step, switch.variable).is_some()
                || command.assignments.iter().any(|it| it.name() == switch.variable);
            if sets || said.contains(&switch.variable) {
                continue;
            }
            said.push(switch.variable);
            let from = &cx.build.steps[cx.stage.from_step].instruction.range;
            let line = format!("{}ENV {}={}", line_end(cx.source()), switch.variable, switch.value);
            let title = format!("set `{}`", switch.variable);
            sink.report(place.range, format!("`{name}` reports its use unless `{}` is set", switch.variable))
                .fix(Fix::r#unsafe(title, Edit::insert(from.end(), line)));
        }
    }
}
