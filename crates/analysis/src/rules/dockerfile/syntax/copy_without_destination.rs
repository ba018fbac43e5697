//! `copy-without-destination`: COPY or ADD with one path only.

use super::report::{instruction_of, report};
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, SyntaxError, SyntaxErrorKind};
use plimsoll_text::Edit;

rule! {
    /// COPY and ADD take at least one source, and a destination.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// COPY app.py
    /// #    ^^^^^^ error: COPY needs a source and a destination
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// COPY app.py .
    /// COPY <<EOF /etc/motd
    /// hello
    /// EOF
    /// ```
    "copy-without-destination" {
        summary: "COPY or ADD with one path only",
        category: Category::Correctness,
        levels: Levels::always(Level::Error),
        since: "2026.1",
        fix: FixAvailability::Manual,
        aliases: &[],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    report(cx, sink, SyntaxErrorKind::CopyWithoutDestination, fix);
}

/// Blanks for what is missing, behind what is there.
fn fix(cx: &DockerfileCx<'_>, error: &SyntaxError) -> Option<Fix> {
    let instruction = instruction_of(cx, error)?;
    let is_json = matches!(&instruction.body, Body::Copy(copy) if copy.json);
    if is_json {
        return None;
    }
    let (what, text) = match error.range == instruction.keyword_range {
        true => ("a source and a destination", " <source> <destination>"),
        false => ("a destination", " <destination>"),
    };
    let end = instruction.flags.last().map_or(instruction.keyword_range.end(), |flag| flag.range.end());
    Some(Fix::manual(format!("add {what}"), Edit::insert(error.range.end().max(end), text)))
}
