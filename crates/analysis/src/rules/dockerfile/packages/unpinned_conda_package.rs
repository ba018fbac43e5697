//! `unpinned-conda-package`: conda package installed without a version.

use super::pins::report;
use crate::rule::rule;
use crate::{Category, Check, CommandCx, FixAvailability, Level, Levels, Sink};
use plimsoll_model::commands::{Action, Manager, package_command};

rule! {
    /// The package is installed in whatever version the channel holds today.
    ///
    /// ```Dockerfile,bad
    /// FROM continuumio/miniconda3:25.9.1-1
    /// RUN conda install -y -c conda-forge numpy scipy=1.16
    /// #                                   ^^^^^ note: `numpy` is installed without a version
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM continuumio/miniconda3:25.9.1-1
    /// RUN conda create -n env python=3 "pandas>=2" && conda install -y --file list.txt && mamba install -y numpy=2.3
    /// ```
    "unpinned-conda-package" {
        summary: "conda package installed without a version",
        category: Category::Reproducibility,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Manual,
        aliases: &[],
        options: &[],
        check: Check::Command(check),
    }
}

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let Some(command) = package_command(cx.command) else { return };
    if command.manager != Manager::Conda || command.action != Action::Install {
        return;
    }
    let open = |text: &str| {
        !text.contains(['=', '<', '>', ':', '[', '*']) && !text.ends_with(".conda") && !text.ends_with(".bz2")
    };
    let unpinned: Vec<_> = command.packages().filter(|(_, text)| open(text)).collect();
    report(cx, sink, &unpinned, "=<version>");
}
