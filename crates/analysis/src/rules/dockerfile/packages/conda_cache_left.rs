//! `conda-cache-left`: the cache of conda stays in the image.

use super::leftovers::{Cache, append, leftover};
use crate::rule::rule;
use crate::{Category, Check, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_model::commands::{Action, Manager};

rule! {
    /// conda keeps the archives of what it installed. Clean up in the same RUN.
    ///
    /// ```Dockerfile,bad
    /// FROM continuumio/miniconda3:25.9.1-1
    /// RUN conda install -y numpy=2.3
    /// #   ^^^^^^^^^^^^^ note: the cache of conda stays in the image
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM continuumio/miniconda3:25.9.1-1
    /// RUN conda install -y numpy=2.3 && conda clean -afy
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM continuumio/miniconda3:25.9.1-1
    /// RUN conda install -y numpy=2.3 && conda clean --all --yes
    /// RUN --mount=type=cache,target=/opt/conda/pkgs conda install -y scipy=1.16
    /// ```
    "conda-cache-left" {
        summary: "the cache of conda stays in the image",
        category: Category::Size,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

static CACHE: Cache = Cache {
    directories: &["/opt/conda/pkgs", "conda/pkgs", "conda3/pkgs", "/pkgs"],
    fills: |command| command.manager == Manager::Conda && matches!(command.action, Action::Install | Action::Upgrade),
    cleans: |command| command.manager == Manager::Conda && command.action == Action::Clean,
};

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Some(found) = leftover(cx, &CACHE) else { return };
    let head = cx.text(found.command.head);
    let program = head.split_ascii_whitespace().next().unwrap_or("conda");
    let fix = append(cx, &found, &format!("{program} clean -afy"));
    sink.report(found.command.head, "the cache of conda stays in the image")
        .note("a later layer cannot take it out again")
        .fix(fix.filter(|_| program.bytes().all(|byte| byte.is_ascii_lowercase())));
}
