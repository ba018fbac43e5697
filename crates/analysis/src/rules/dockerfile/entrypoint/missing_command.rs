//! `missing-command`: nothing to run.

use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_model::dockerfile::Base;

rule! {
    /// An image from `scratch` has no command of its own: without CMD or ENTRYPOINT a container does not start.
    ///
    /// ```Dockerfile,bad
    /// FROM golang:1.25 AS build
    /// RUN go build -o /server .
    /// FROM scratch
    /// #    ^^^^^^^ note: the image has no CMD and no ENTRYPOINT
    /// COPY --from=build --chmod=755 /server /usr/bin/server
    /// ```
    ///
    /// Images that only carry files are fine, and so is a base that may bring a command:
    ///
    /// ```Dockerfile,good
    /// FROM scratch
    /// COPY data.json /data/
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// COPY server /server
    /// ```
    "missing-command" {
        summary: "nothing to run",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    let Some(stage) = cx.build.final_stage() else { return };
    if *cx.build.external_base(stage.id) != Base::Scratch {
        return;
    }
    let mut has_program = false;
    for stage in cx.build.ancestry(stage.id) {
        for (_, instruction) in cx.build.stage_steps(stage) {
            match &instruction.body {
                Body::Cmd(_) | Body::Entrypoint(_) => return,
                Body::Expose(_) | Body::User(Some(_)) | Body::Healthcheck(_) => has_program = true,
                Body::Copy(copy) => {
                    let target = copy.destination.as_ref().map_or("", |word| cx.text(word.range));
                    has_program |= ["/bin/", "/sbin/"].iter().any(|folder| target.contains(folder));
                }
                _ => {}
            }
        }
    }
    if let Some(word) = stage.from.image.as_ref().filter(|_| has_program) {
        sink.report(word.range, "the image has no CMD and no ENTRYPOINT").note("a container of it does not start");
    }
}
