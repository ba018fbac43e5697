//! `directive-casing`: parser directive in capitals.

use super::aspects::report;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, FixAvailability, Level, Levels, Sink};
use plimsoll_format::Aspect;

rule! {
    /// Names of parser directives are written in small letters.
    ///
    /// ```Dockerfile,bad
    /// # Syntax=docker/dockerfile:1
    /// # ^^^^^^ note: the name of the directive has capitals
    /// FROM debian:12.11
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// # syntax=docker/dockerfile:1
    /// FROM debian:12.11
    /// ```
    ///
    /// ```Dockerfile,good
    /// # syntax=docker/dockerfile:1
    /// FROM debian:12.11
    /// ```
    "directive-casing" {
        summary: "parser directive in capitals",
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
    report(cx, sink, Aspect::DirectiveCasing, "the name of the directive has capitals", "write it in small letters");
}
