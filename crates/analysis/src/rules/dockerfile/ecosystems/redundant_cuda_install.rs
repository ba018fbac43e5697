//! `redundant-cuda-install`: CUDA installed on an image that has it.

use crate::rule::rule;
use crate::{Category, Check, CommandCx, FixAvailability, Level, Levels, Sink};
use plimsoll_model::commands::{Action, package_command};
use plimsoll_model::dockerfile::Base;

rule! {
    /// The toolkit is some gigabytes, and the flavour `devel` of the base image brings it.
    ///
    /// ```Dockerfile,bad
    /// FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
    /// RUN apt-get update && apt-get install -y cuda-toolkit-12-4
    /// #                                        ^^^^^^^^^^^^^^^^^ note: the flavour `devel` of the base image brings CUDA
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM nvidia/cuda:12.4.1-base-ubuntu22.04
    /// RUN apt-get update && apt-get install -y cuda-nvcc-12-4 cuda-compat-12-4
    /// ```
    "redundant-cuda-install" {
        summary: "CUDA installed on an image that has it",
        category: Category::Size,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Command(check),
    }
}

/// Packages that `devel` brings; a version may follow. Source: the Dockerfiles of nvidia/cuda, 2026-11.
const DEVEL: [&str; 8] = [
    "cuda-nvcc",
    "cuda-cudart",
    "cuda-cudart-dev",
    "cuda-libraries",
    "cuda-libraries-dev",
    "cuda-minimal-build",
    "cuda-command-line-tools",
    "cuda-nvml-dev",
];

/// Packages that bring all of CUDA.
const WHOLE: [&str; 3] = ["cuda", "cuda-toolkit", "cuda-runtime"];

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let Some(command) = package_command(cx.command).filter(|it| it.action == Action::Install) else { return };
    let Some(Base::Image(image)) = cx.stage.map(|stage| cx.build.external_base(stage)) else { return };
    if image.repository() != "nvidia/cuda" {
        return;
    }
    let is_devel = image.tag().is_some_and(|tag| tag.contains("devel"));
    for (word, text) in command.packages() {
        let name = text.split('=').next().unwrap_or(text);
        // `cuda-nvcc-12-4` is `cuda-nvcc` of a version.
        let plain = name.trim_end_matches(|it: char| it.is_ascii_digit() || it == '-');
        if WHOLE.contains(&plain) || (is_devel && DEVEL.contains(&plain)) {
            sink.report(word.range, "the flavour `devel` of the base image brings CUDA");
        }
    }
}
