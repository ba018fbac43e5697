//! `duplicate-stage-name`: two stages with one name.

use super::rename::rename;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::Template;

rule! {
    /// A reference to the name means the one stage or the other, depending on where it stands. Names are compared
    /// without regard to case.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11 AS build
    /// FROM alpine:3.22 AS Build
    /// #                   ^^^^^ error: two stages are called `build`
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM --platform=$BUILDPLATFORM debian:12.11 AS build
    /// FROM alpine:3.22 AS other
    /// FROM build
    /// ```
    "duplicate-stage-name" {
        summary: "two stages with one name",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Manual,
        aliases: &["DL3024", "DuplicateStageName", "DS-0012", "CKV_DOCKER_11"],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    // A template keeps one of them.
    if cx.syntax.template != Template::None {
        return;
    }
    for (at, stage) in cx.build.stages.iter().enumerate() {
        let (Some(name), Some(word)) = (&stage.name, &stage.from.name) else { continue };
        let first = cx.build.stages[..at].iter().find(|other| other.name.as_ref() == Some(name));
        let Some(first) = first.and_then(|first| first.from.name.as_ref()) else { continue };
        // References behind it mean the later one.
        let is_free = |new: &String| cx.build.stages.iter().all(|other| other.name.as_ref() != Some(new));
        let new = (2..).map(|number| format!("{name}-{number}")).find(is_free);
        let fix = new.and_then(|new| Some(Fix::manual(format!("call it `{new}`"), rename(cx, stage, &new)?)));
        sink.report(word.range, format!("two stages are called `{name}`"))
            .label(first.range, "first used here")
            .fix(fix);
    }
}
