//! `reserved-stage-name`: a stage name that means something else.

use super::rename::rename;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink};

rule! {
    /// `scratch` is the empty image and `context` the files of the build; a stage of that name cannot be reached, or
    /// hides them.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11 AS context
    /// #                    ^^^^^^^ warning: the name `context` is reserved
    /// FROM alpine:3.22
    /// COPY --from=context /a /a
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11 AS context-stage
    /// FROM alpine:3.22
    /// COPY --from=context-stage /a /a
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11 AS base
    /// FROM scratch
    /// COPY --from=base /a /a
    /// ```
    "reserved-stage-name" {
        summary: "a stage name that means something else",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Error, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &["DL3063", "ReservedStageName"],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    for stage in &cx.build.stages {
        let (Some(name), Some(word)) = (&stage.name, &stage.from.name) else { continue };
        if !matches!(name.as_str(), "scratch" | "context") {
            continue;
        }
        let new = format!("{name}-stage");
        let free = cx.build.stages.iter().all(|other| other.name.as_ref() != Some(&new));
        let edits = rename(cx, stage, &new).filter(|_| free);
        sink.report(word.range, format!("the name `{name}` is reserved"))
            .fix(edits.map(|edits| Fix::r#unsafe(format!("call it `{new}`"), edits)));
    }
}
