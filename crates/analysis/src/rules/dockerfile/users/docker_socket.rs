//! `docker-socket`: the socket of the Docker daemon in an image.

use crate::rule::rule;
use crate::{Category, Check, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, PathList};
use plimsoll_model::dockerfile::Base;
use plimsoll_model::tables::image_name::ImageName;
use plimsoll_text::TextRange;

rule! {
    /// Whoever can write to the socket is root on the host. An image should not count on it.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// VOLUME /var/run/docker.sock
    ///      # ^^^^^^^^^^^^^^^^^^^^ warning: whoever can write to the Docker socket is root on the host
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// VOLUME /data
    /// RUN echo "mount /var/run/docker.sock if you must"
    /// ```
    "docker-socket" {
        summary: "the socket of the Docker daemon in an image",
        category: Category::Security,
        levels: Levels::dockerfile(Level::Warning, Level::Error, Level::Off),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let is_socket = |text: &str| text.trim_end_matches('/').ends_with("/run/docker.sock");
    // Docker's own image is there for talking to the daemon.
    let is_client = cx.stage.is_some_and(|stage| match cx.build.external_base(stage) {
        Base::Image(image) => ImageName::from_parts(image.registry(), image.repository()).official() == Some("docker"),
        _ => false,
    });
    if is_client {
        return;
    }
    let mut found: Vec<TextRange> = Vec::new();
    match &cx.instruction.body {
        Body::Volume(PathList::Words(words)) => {
            found.extend(words.iter().map(|word| word.range).filter(|range| is_socket(cx.text(*range))));
        }
        Body::Volume(PathList::Json(array)) => {
            found.extend(array.elements.iter().map(|word| word.inner).filter(|range| is_socket(cx.text(*range))));
        }
        Body::Env(pairs) => {
            let hosts = pairs.pairs.iter().filter(|pair| pair.key.raw(cx.source()) == "DOCKER_HOST");
            let values = hosts.filter_map(|pair| pair.value.as_ref());
            found.extend(
                values
                    .filter(|value| is_socket(value.raw(cx.source()).trim_matches(['"', '\''])))
                    .map(|value| value.range),
            );
        }
        Body::Run(_) => {
            for command in cx.build.scripts(cx.step).iter().flat_map(|script| &script.commands) {
                let effective = command.effective();
                if matches!(effective.name(), Some("chmod" | "chown" | "chgrp" | "ln")) {
                    let words = effective.args.iter().filter(|word| word.literal().is_some_and(is_socket));
                    found.extend(words.map(|word| word.range));
                }
            }
        }
        _ => {}
    }
    for range in found {
        sink.report(range, "whoever can write to the Docker socket is root on the host");
    }
}
