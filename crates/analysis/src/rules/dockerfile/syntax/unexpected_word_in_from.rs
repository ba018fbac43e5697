//! `unexpected-word-in-from`: word other than AS behind the image.

use super::report::report;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink, nearest};
use plimsoll_dockerfile::{SyntaxError, SyntaxErrorKind};
use plimsoll_text::Edit;

rule! {
    /// Behind the image stands `AS` and the name of the stage, nothing else.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11 IS base
    /// #                 ^^ error: expected `AS`, found `IS`
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11 AS base
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11 as base
    /// ```
    "unexpected-word-in-from" {
        summary: "word other than AS behind the image",
        category: Category::Correctness,
        levels: Levels::always(Level::Error),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    report(cx, sink, SyntaxErrorKind::UnexpectedWordInFrom, fix);
}

/// A slip of one letter can be nothing else.
fn fix(cx: &DockerfileCx<'_>, error: &SyntaxError) -> Option<Fix> {
    let edit = Edit::replace(error.range, "AS");
    Some(match nearest(cx.text(error.range), ["AS"], 1) {
        Some(_) => Fix::safe("write `AS`", edit),
        None => Fix::r#unsafe("write `AS`", edit),
    })
}
