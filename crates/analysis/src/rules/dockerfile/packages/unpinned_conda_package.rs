//! `unpinned-conda-package`: conda package installed without a version.

use super::pins::{Manner, Unpinned, report_all, unless_said};
use crate::rule::rule;
use crate::{Category, Check, CommandCx, FixAvailability, Level, Levels, PackageIndex, Sink};
use plimsoll_model::commands::{Action, Manager, PackageCommand, package_command};
use plimsoll_model::dockerfile::Base;

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
    ///
    /// With `--online` the channel is asked, for 64-bit Linux: the one that the command names, else that of the base image
    /// of Miniconda or Miniforge. With this answer:
    ///
    /// ```text,network
    /// newest conda:conda-forge numpy 2.3.5
    /// ```
    ///
    /// ```Dockerfile,bad
    /// FROM condaforge/miniforge3:25.9.1-0
    /// RUN mamba install -y numpy
    /// #                    ^^^^^ note: `numpy` is installed without a version
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM condaforge/miniforge3:25.9.1-0
    /// RUN mamba install -y numpy=2.3.5
    /// ```
    "unpinned-conda-package" {
        summary: "conda package installed without a version",
        category: Category::Reproducibility,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
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
    let words: Vec<_> = command.packages().filter(|(_, text)| open(text)).collect();
    if words.is_empty() {
        return;
    }
    let index = channel(cx, &command).map(|channel| PackageIndex::Conda { channel });
    let index = index.and_then(|index| unless_said(cx, index, &["condarc", "channels", "conda_channel"]));
    let known = words.into_iter().map(|(word, text)| {
        // What depends on the base environment is for the solver to say.
        let index = index.clone().filter(|_| !matches!(text, "python" | "conda" | "mamba" | "pip"));
        Unpinned::new(word, text).known(index, text)
    });
    let unpinned: Vec<Unpinned<'_>> = known.collect();
    let write = |version: &str| Some(format!("={version}"));
    report_all(cx, sink, &unpinned, &Manner { blank: "=<version>", write, more: None });
}

/// The one channel that the packages come from, if that is sure.
fn channel(cx: &CommandCx<'_>, command: &PackageCommand<'_>) -> Option<String> {
    if command.has(&["--platform", "--subdir", "--repodata-fn", "--rc-file", "--offline", "--use-local"]) {
        return None;
    }
    let named: Vec<_> = command.arguments(&["-c", "--channel"]).collect();
    let channel = match &named[..] {
        [] => match cx.build.external_base(cx.stage?) {
            Base::Image(image) if image.repository().starts_with("condaforge/") => "conda-forge",
            Base::Image(image) if image.repository().starts_with("continuumio/") => "main",
            _ => return None,
        },
        [one] => one.text?,
        _ => return None,
    };
    let channel = if channel == "defaults" { "main" } else { channel };
    channel.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte)).then(|| channel.to_owned())
}
