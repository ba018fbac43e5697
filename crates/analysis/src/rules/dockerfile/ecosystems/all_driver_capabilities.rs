//! `all-driver-capabilities`: the container gets every library of the GPU driver.

use super::devices::reported_pairs;
use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_text::Edit;

rule! {
    /// `all` mounts the libraries for graphics, video and display into the container too. To compute, two are enough.
    ///
    /// ```Dockerfile,bad
    /// FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
    /// ENV NVIDIA_DRIVER_CAPABILITIES=all
    /// #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: the container gets every library of the GPU driver
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
    /// ENV NVIDIA_DRIVER_CAPABILITIES=compute,utility
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
    /// ENV NVIDIA_DRIVER_CAPABILITIES=compute,utility,video
    /// ```
    "all-driver-capabilities" {
        summary: "the container gets every library of the GPU driver",
        category: Category::Security,
        levels: Levels::dockerfile(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    for (pairs, at, value) in reported_pairs(cx, &["NVIDIA_DRIVER_CAPABILITIES"]) {
        let Some(word) = pairs[at].value.as_ref().filter(|_| value == "all") else { continue };
        sink.report(pairs[at].range, "the container gets every library of the GPU driver")
            .fix(Fix::r#unsafe("use `compute,utility`", Edit::replace(word.range, "compute,utility")));
    }
}
