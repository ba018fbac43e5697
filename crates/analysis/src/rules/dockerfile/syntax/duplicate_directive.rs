//! `duplicate-directive`: parser directive given twice.

use super::report::report;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::{SyntaxError, SyntaxErrorKind};
use plimsoll_text::Edit;

rule! {
    /// A parser directive counts once; BuildKit refuses a second one of the same name.
    ///
    /// ```Dockerfile,bad
    /// # syntax=docker/dockerfile:1
    /// # syntax=docker/dockerfile:1.7
    /// ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: the directive `syntax` is given twice
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
    /// # check=skip=JSONArgsRecommended
    /// FROM debian:12.11
    /// ```
    "duplicate-directive" {
        summary: "parser directive given twice",
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
    report(cx, sink, SyntaxErrorKind::DuplicateDirective, fix);
}

/// Takes out the line; the first one is what counts.
fn fix(cx: &DockerfileCx<'_>, error: &SyntaxError) -> Option<Fix> {
    let item = cx.syntax.items.iter().find(|item| item.range.contains_range(error.range))?;
    Some(Fix::safe("delete the second one", Edit::delete(item.range)))
}
