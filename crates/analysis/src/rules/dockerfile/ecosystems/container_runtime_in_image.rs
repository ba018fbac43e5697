//! `container-runtime-in-image`: what the host needs for GPUs, installed in the image.

use crate::rule::rule;
use crate::rules::dockerfile::list_edits::{delete_command, delete_words};
use crate::{Category, Check, CommandCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_model::commands::{Action, package_command};
use plimsoll_model::dockerfile::Base;

rule! {
    /// The container toolkit hands the GPUs of the host to containers. It belongs on the host; in an image it does
    /// nothing.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN apt-get install -y curl nvidia-container-toolkit
    /// #                           ^^^^^^^^^^^^^^^^^^^^^^^^ warning: `nvidia-container-toolkit` is for the host
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN apt-get install -y curl
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM docker:28-dind
    /// RUN apk add nvidia-container-toolkit
    /// ```
    "container-runtime-in-image" {
        summary: "what the host needs for GPUs, installed in the image",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Command(check),
    }
}

const PACKAGES: [&str; 4] = ["nvidia-docker", "nvidia-docker2", "nvidia-container-toolkit", "nvidia-container-runtime"];

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let Some(command) = package_command(cx.command).filter(|it| it.action == Action::Install) else { return };
    // An image that runs containers itself is the host of those.
    let runs_containers = match cx.stage.map(|stage| cx.build.external_base(stage)) {
        Some(Base::Image(image)) => ["docker", "dind", "kind", "k3s"].iter().any(|part| image.text().contains(part)),
        _ => false,
    };
    let source = cx.source();
    if runs_containers || ["dockerd", "containerd.io", "docker-ce", "kubelet"].iter().any(|part| source.contains(part))
    {
        return;
    }
    let name_of = |text: &str| {
        PACKAGES
            .into_iter()
            .find(|name| text == *name || text.strip_prefix(name).is_some_and(|rest| rest.starts_with('=')))
    };
    let named: Vec<_> = command.packages().filter_map(|(word, text)| Some((word, name_of(text)?))).collect();
    if named.is_empty() {
        return;
    }
    let edits = match command.operands.operands.len() > named.len() || command.operands.doubtful {
        true => delete_words(cx, &named.iter().map(|(word, _)| word.range).collect::<Vec<_>>()),
        false => delete_command(cx),
    };
    for (word, name) in named {
        sink.report(word.range, format!("`{name}` is for the host"))
            .note("in a container it does nothing")
            .fix(edits.clone().map(|edits| Fix::r#unsafe("leave it out", edits)));
    }
}
