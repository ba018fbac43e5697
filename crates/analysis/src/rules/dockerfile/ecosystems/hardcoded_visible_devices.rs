//! `hardcoded-visible-devices`: the image says which GPUs it gets.

use super::devices::{is_nvidia_base, reported_pairs};
use crate::rule::rule;
use crate::rules::dockerfile::variables::pairs::delete_pair;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};

rule! {
    /// Which GPUs a container gets is for whoever starts it. `all` in the image hands them out unasked where the NVIDIA
    /// runtime is the default.
    ///
    /// ```Dockerfile,bad
    /// FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
    /// ENV NVIDIA_VISIBLE_DEVICES=all
    /// #   ^^^^^^^^^^^^^^^^^^^^^^^^^^ note: the image says which GPUs it gets
    /// RUN echo hi
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
    /// RUN echo hi
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
    /// ARG DEVICES
    /// ENV NVIDIA_VISIBLE_DEVICES=$DEVICES CUDA_VISIBLE_DEVICES=-1
    /// ```
    "hardcoded-visible-devices" {
        summary: "the image says which GPUs it gets",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    for (pairs, at, value) in reported_pairs(cx, &["NVIDIA_VISIBLE_DEVICES", "CUDA_VISIBLE_DEVICES"]) {
        // No GPU at all is a choice.
        if matches!(value.as_str(), "" | "-1" | "none" | "void" | "NoDevFiles") {
            continue;
        }
        let is_all = value == "all" && cx.text(pairs[at].key.range).starts_with("NVIDIA");
        let is_default = is_all && is_nvidia_base(cx);
        // On another base it is what makes the runtime look at the container at all.
        if is_all && !is_default {
            continue;
        }
        let fix = delete_pair(cx, cx.instruction, pairs, at).map(|edits| match is_default {
            true => Fix::safe("delete it", edits),
            false => Fix::r#unsafe("delete it", edits),
        });
        sink.report(pairs[at].range, "the image says which GPUs it gets")
            .note("that is for whoever starts the container: `docker run --gpus`, or the task definition")
            .fix(fix);
    }
}
