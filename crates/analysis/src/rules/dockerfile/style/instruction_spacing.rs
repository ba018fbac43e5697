//! `instruction-spacing`: stage without an empty line before it.

use super::aspects::report;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, FixAvailability, Level, Levels, Sink};
use plimsoll_format::Aspect;

rule! {
    /// An empty line before each stage but the first shows where it begins.
    ///
    /// ```Dockerfile,bad
    /// FROM golang:1.25 AS build
    /// RUN go build -o /app .
    /// FROM debian:12.11
    /// ^^^^^^^^^^^^^^^^^ note: no empty line before this stage
    /// COPY --from=build /app /app
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM golang:1.25 AS build
    /// RUN go build -o /app .
    ///
    /// FROM debian:12.11
    /// COPY --from=build /app /app
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM golang:1.25 AS build
    /// RUN go build -o /app .
    ///
    /// # what is shipped
    /// FROM debian:12.11
    /// COPY --from=build /app /app
    /// ```
    "instruction-spacing" {
        summary: "stage without an empty line before it",
        category: Category::Style,
        levels: Levels::style(Level::Off, Level::Off, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    report(cx, sink, Aspect::StageSpacing, "no empty line before this stage", "add one");
}
