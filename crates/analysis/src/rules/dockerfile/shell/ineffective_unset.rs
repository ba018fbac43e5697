//! `ineffective-unset`: `unset` of what an earlier layer sets.

use crate::rule::rule;
use crate::{Category, Check, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_model::commands::{is_last, main_list};
use plimsoll_model::dockerfile::BindingKind;
use plimsoll_model::tables::secrets::secret_name;

rule! {
    /// ENV is written into the image. `unset` changes one shell, which ends with its RUN.
    ///
    /// Set the variable only in the RUN that needs it, or give a secret with `RUN --mount=type=secret`.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// ENV API_TOKEN=abc
    /// RUN ./fetch && unset API_TOKEN
    /// #                    ^^^^^^^^^ warning: `API_TOKEN` stays set, `unset` ends with the RUN
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// ENV NODE_OPTIONS=--inspect
    /// RUN unset NODE_OPTIONS && npm ci
    /// RUN A=1 && export A && ./fetch && unset A
    /// ```
    "ineffective-unset" {
        summary: "`unset` of what an earlier layer sets",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let (Some(stage), Some(script)) = (cx.stage, cx.build.scripts(cx.step).last()) else { return };
    let ending: Vec<_> =
        main_list(script).rev().take_while(|it| it.name() == Some("unset") || is_export_n(it)).collect();
    if !ending.first().is_some_and(|it| is_last(script, it)) {
        return;
    }
    for word in ending.iter().rev().flat_map(|command| command.args()) {
        let Some(name) = word.literal().filter(|name| !name.starts_with('-')) else { continue };
        let Some(binding) = cx.build.binding(stage, cx.step, name) else { continue };
        let layer = if binding.kind == BindingKind::Env { "ENV" } else { "ARG" };
        let finding = sink.report(word.range, format!("`{name}` stays set, `unset` ends with the RUN"));
        finding.label(binding.pair.key.range, format!("set by {layer}"));
        if secret_name(name).is_some() {
            finding.note("the value can still be read in the image's history; give it with `RUN --mount=type=secret`");
        }
    }
}

fn is_export_n(command: &plimsoll_shell::Command) -> bool {
    command.name() == Some("export") && command.args().first().is_some_and(|word| word.is("-n"))
}
