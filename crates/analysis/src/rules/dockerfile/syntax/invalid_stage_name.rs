//! `invalid-stage-name`: stage name with characters that are not allowed.

use super::report::report;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::{SyntaxError, SyntaxErrorKind};
use plimsoll_text::{Edit, Edits};

rule! {
    /// The name of a stage starts with a letter and holds letters, digits, `-`, `_` and `.`.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11 AS 1st
    /// #                    ^^^ error: `1st` is no stage name: expected a letter, then letters, digits, `-`, `_` and `.`
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11 AS stage-1st
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11 AS first-1.0_x
    /// ```
    "invalid-stage-name" {
        summary: "stage name with characters that are not allowed",
        category: Category::Correctness,
        levels: Levels::always(Level::Error),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    report(cx, sink, SyntaxErrorKind::InvalidStageName, fix);
}

/// A name of the letters that are allowed, here and wherever the stage is named.
fn fix(cx: &DockerfileCx<'_>, error: &SyntaxError) -> Option<Fix> {
    let written = cx.text(error.range);
    let is_allowed = |it: char| it.is_ascii_alphanumeric() || matches!(it, '_' | '.');
    let parts = written.split(|it| !is_allowed(it)).filter(|part| !part.is_empty());
    let mut name = parts.collect::<Vec<_>>().join("-");
    if name.starts_with(|first: char| !first.is_ascii_alphabetic()) {
        name.insert_str(0, "stage-");
    }
    let is_taken = cx.build.stage_called(&name).is_some() || cx.build.images.iter().any(|it| it.image.text() == name);
    if name.is_empty() || is_taken || !written.is_ascii() {
        return None;
    }
    let stage = cx.build.stages.iter().find(|it| it.from.name.as_ref().is_some_and(|it| it.range == error.range))?;
    let mut edits = vec![Edit::replace(error.range, name.clone())];
    for edge in cx.build.stages.iter().flat_map(|it| &it.edges).filter(|edge| edge.to == stage.id) {
        // A number counts stages, whatever their names are.
        if cx.text(edge.range).eq_ignore_ascii_case(written) && !written.bytes().all(|it| it.is_ascii_digit()) {
            edits.push(Edit::replace(edge.range, name.clone()));
        }
    }
    Some(Fix::r#unsafe(format!("call it `{name}`"), Edits::new(edits).ok()?))
}
