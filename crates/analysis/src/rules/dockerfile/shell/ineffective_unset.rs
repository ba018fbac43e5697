//! `ineffective-unset`: `unset` of what an earlier layer sets.

use crate::rule::rule;
use crate::rules::dockerfile::lines::{plain_run, with_flag, without_commands};
use crate::rules::dockerfile::variables::delete_pair;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_model::commands::{is_last, main_list};
use plimsoll_model::dockerfile::{Binding, BindingKind};
use plimsoll_model::tables::secrets::secret_name;
use plimsoll_shell::{Command, Script};
use plimsoll_text::{Edit, Edits};

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
        fix: FixAvailability::Manual,
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
    for (command, word) in ending.iter().rev().flat_map(|it| it.args().iter().map(move |word| (*it, word))) {
        let Some(name) = word.literal().filter(|name| !name.starts_with('-')) else { continue };
        let Some(binding) = cx.build.binding(stage, cx.step, name) else { continue };
        let layer = if binding.kind == BindingKind::Env { "ENV" } else { "ARG" };
        let finding = sink.report(word.range, format!("`{name}` stays set, `unset` ends with the RUN"));
        finding.label(binding.pair.key.range, format!("set by {layer}"));
        if secret_name(name).is_some() {
            finding.note("the value can still be read in the image's history; give it with `RUN --mount=type=secret`");
        }
        finding.fix(for_this_run(cx, script, command, name, binding));
    }
}

/// Gives the variable to this RUN alone, if nothing else names it: a secret by a mount, anything else by `export`.
fn for_this_run(
    cx: &InstructionCx<'_>,
    script: &Script,
    unset: &Command,
    name: &str,
    binding: &Binding<'_>,
) -> Option<Fix> {
    plain_run(cx)?;
    let setter = cx.build.steps.get(binding.step)?;
    let pairs = match &setter.instruction.body {
        Body::Env(pairs) => &pairs.pairs[..],
        Body::Arg(pairs) => pairs,
        _ => return None,
    };
    let at = pairs.iter().position(|pair| pair.range == binding.pair.range)?;
    let is_its_own = setter.stage == cx.stage && unset.args().len() == 1 + usize::from(is_export_n(unset));
    let is_named_elsewhere = cx.build.steps.iter().enumerate().any(|(step, it)| {
        let text = cx.text(it.instruction.range);
        let names = text.matches(name).count();
        if step == cx.step {
            false
        } else if step == binding.step {
            names > 1
        } else {
            names > 0
        }
    });
    let mut edits: Vec<Edit> = delete_pair(cx, setter.instruction, pairs, at)?.iter().cloned().collect();
    edits.extend(without_commands(cx, script, &[unset])?);
    let title = if secret_name(name).is_some() {
        let flag = format!("--mount=type=secret,id={},env={name}", name.to_ascii_lowercase());
        edits.push(with_flag(cx.instruction, &flag));
        format!("give `{name}` to this RUN as a secret")
    } else {
        let value = binding.pair.value.as_ref()?;
        let value = value.literal(cx.source()).filter(|text| !text.is_empty() && !text.contains(is_special))?;
        edits.push(Edit::insert(script.range.start(), format!("export {name}={value} && ")));
        format!("set `{name}` in this RUN alone")
    };
    let edits = Edits::new(edits).ok().filter(|_| is_its_own && !is_named_elsewhere && script.commands.len() > 1)?;
    Some(Fix::manual(title, edits))
}

fn is_special(character: char) -> bool {
    !character.is_ascii_alphanumeric() && !"/._-+:=,@%".contains(character)
}

fn is_export_n(command: &Command) -> bool {
    command.name() == Some("export") && command.args().first().is_some_and(|word| word.is("-n"))
}
