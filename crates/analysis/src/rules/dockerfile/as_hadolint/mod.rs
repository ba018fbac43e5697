//! What hadolint counts where it counts otherwise than plimsoll: the option `as-hadolint` of its rules.
//!
//! The preset `hadolint` is there so that a pipeline can swap the tool and see the same findings. hadolint takes the
//! first word of a command for its name, every word that is no option for a package, and reads neither what `sh -c`
//! nor what a heredoc behind a command holds. All of it was found out by running hadolint 2.15.1 on small files.
//!
//! Invariant: the option is on in the preset `hadolint` and off elsewhere, unless somebody sets it.

pub(super) mod caches;
pub(super) mod packages;
mod plain;

pub(super) use plain::{Plain, commands, count, is_read, plain};

use crate::{CommandCx, DockerfileCx, InstructionCx, OptionKind, OptionSpec, Preset, Rule, Settings};
use plimsoll_dockerfile::Body;
use plimsoll_model::dockerfile::{Base, BindingKind};
use plimsoll_text::TextRange;

/// The option.
pub(super) const OPTION: OptionSpec = OptionSpec {
    name: "as-hadolint",
    kind: OptionKind::BoolIn(Preset::Hadolint),
    docs: "Report what hadolint reports, no more and no less.",
};

/// Whether `rule` is to count as hadolint does.
pub(super) fn is_on(settings: &Settings, rule: &Rule) -> bool {
    settings.flag(rule, OPTION.name)
}

/// Whether hadolint takes a variable of this name for a secret.
pub(super) fn is_secret(name: &str) -> bool {
    let upper = name.to_ascii_uppercase();
    let parts = ["PASSWORD", "TOKEN", "SECRET", "USERNAME", "PRIVATE", "API_KEY", "CLIENT_KEY"];
    parts.iter().any(|part| upper.contains(part)) || upper == "AWS_ACCESS_KEY_ID"
}

/// Whether `$NAME` or `${NAME}` is a build argument, which hadolint takes for a number in USER.
pub(super) fn is_argument(cx: &InstructionCx<'_>, written: &str) -> bool {
    let user = written.split(':').next().unwrap_or(written).trim_matches('"');
    let Some(name) = user.strip_prefix('$') else { return false };
    let name = name.trim_start_matches('{').trim_end_matches('}');
    let is_global = cx.build.global_args.iter().any(|binding| binding.name == name);
    let mut own = cx.build.stages.iter().flat_map(|stage| &stage.bindings).filter(|binding| binding.step < cx.step);
    is_global || own.any(|binding| binding.kind == BindingKind::Arg && binding.name == name)
}

/// What FROM names as it is written, but for earlier stages, whose names are compared letter by letter.
pub(super) fn bases<'a>(cx: &DockerfileCx<'a>) -> impl Iterator<Item = (TextRange, &'a str)> {
    let (build, source) = (cx.build, cx.file_cx.source());
    build.stages.iter().enumerate().filter_map(move |(at, stage)| {
        let word = stage.from.image.as_ref()?;
        let written = word.raw(source);
        let mut earlier = build.stages[..at].iter().filter_map(|stage| stage.from.name.as_ref());
        (!earlier.any(|name| name.raw(source) == written)).then_some((word.range, written))
    })
}

/// Whether an instruction stands in ONBUILD, where hadolint does not look for most of its rules.
pub(super) fn is_onbuild(cx: &InstructionCx<'_>) -> bool {
    matches!(cx.build.steps[cx.step].instruction.body, Body::Onbuild(_))
}

/// Whether hadolint counts what a stage leaves behind: it is the last one, or another one starts from it.
pub(super) fn is_kept(cx: &InstructionCx<'_>) -> bool {
    let Some(stage) = cx.stage else { return false };
    let is_last = cx.build.stages.last().is_some_and(|last| last.id == stage);
    is_last || cx.build.stages.iter().any(|other| other.base == Base::Stage(stage))
}

/// A word with `1` for each variable that ENV or ARG set, as hadolint takes them.
pub(super) fn with_known(cx: &CommandCx<'_>, text: &str) -> String {
    let mut result = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("${") {
        let Some((name, after)) = behind.split_once('}') else { break };
        result.push_str(before);
        match cx.stage.and_then(|stage| cx.build.binding(stage, cx.step, name)) {
            Some(_) => result.push('1'),
            None => result.extend(["${", name, "}"]),
        }
        rest = after;
    }
    result + rest
}
