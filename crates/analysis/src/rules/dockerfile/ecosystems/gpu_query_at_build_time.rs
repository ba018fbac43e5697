//! `gpu-query-at-build-time`: a RUN asks for a GPU.

use crate::rule::rule;
use crate::{Category, Check, CommandCx, FixAvailability, Level, Levels, Sink};
use plimsoll_shell::{Connector, ScopeKind};

rule! {
    /// No GPU is there while an image is built, and what drives it comes with the container: the command fails, or
    /// answers for the machine that builds.
    ///
    /// ```Dockerfile,bad
    /// FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
    /// RUN nvidia-smi
    /// #   ^^^^^^^^^^ warning: no GPU is there while the image is built
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
    /// RUN nvidia-smi || true
    /// RUN if nvidia-smi; then echo yes; fi
    /// CMD ["nvidia-smi"]
    /// ```
    "gpu-query-at-build-time" {
        summary: "a RUN asks for a GPU",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Error, Level::Off),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Command(check),
    }
}

/// Questions that a line of Python asks.
const QUESTIONS: [&str; 5] = [
    "torch.cuda.is_available",
    "torch.cuda.get_device",
    "torch.cuda.device_count",
    "list_physical_devices('GPU'",
    "list_physical_devices(\"GPU\"",
];

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let effective = cx.command.effective();
    let (Some(word), Some(name)) = (effective.word, effective.name()) else { return };
    let is_question = |text: &str| QUESTIONS.iter().any(|question| text.contains(question));
    let range = match name {
        "nvidia-smi" => word.range,
        _ if name.starts_with("python") => {
            let mut words = effective.args.iter().skip_while(|word| !word.is("-c")).skip(1);
            match words.next().filter(|word| word.literal().is_some_and(is_question)) {
                Some(word) => word.range,
                None => return,
            }
        }
        _ => return,
    };
    let has_device = cx.instruction.instruction.flag(cx.source(), "device").is_some();
    let next = cx.script.commands_in(cx.command.scope).find(|other| other.range.start() >= cx.command.range.end());
    let is_guarded = next.is_some_and(|next| next.connector() == Connector::Or)
        || cx.script.is_within(cx.command, ScopeKind::IfCondition)
        || cx.script.is_within(cx.command, ScopeKind::IfBranch)
        || cx.script.is_within(cx.command, ScopeKind::Function)
        || cx.script.scopes_of(cx.command).any(|scope| scope.kind == ScopeKind::LoopCondition);
    if !has_device && !is_guarded {
        sink.report(range, "no GPU is there while the image is built").note("ask when the container starts");
    }
}
