//! `bad-substitution`: variable substitution that BuildKit does not know.

use super::report::report;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::{SyntaxError, SyntaxErrorKind};
use plimsoll_text::{Edit, TextRange, size};

rule! {
    /// A `${…}` cannot be read: it is not closed, has no name, or a modifier that BuildKit does not know.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// ENV DIR=${HOME
    /// #       ^^^^^^ error: this `${` has no `}`
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// ENV DIR=${HOME:-/root} BASE=${DIR%/*}
    /// RUN echo ${X^^}
    /// ```
    "bad-substitution" {
        summary: "variable substitution that BuildKit does not know",
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
    report(cx, sink, SyntaxErrorKind::BadSubstitution, fix);
}

/// What is missing where it is missing, or the variable without the modifier.
fn fix(cx: &DockerfileCx<'_>, error: &SyntaxError) -> Option<Fix> {
    let text = cx.text(error.range);
    let inner = text.strip_prefix("${").filter(|_| !text.contains('\n'))?;
    let start = error.range.start() + size("${".len());
    let name = inner.len() - inner.trim_start_matches(|it: char| it.is_ascii_alphanumeric() || it == '_').len();
    if name == 0 {
        return inner.contains('}').then(|| Fix::manual("name the variable", Edit::insert(start, "<name>")));
    }
    let Some(close) = inner.find('}') else {
        // A modifier takes the rest of the word; anything else stands behind the variable.
        let has_modifier = inner[name..].starts_with([':', '-', '+', '?']);
        let end = if has_modifier { error.range.end() } else { start + size(name) };
        return Some(Fix::manual("add the `}`", Edit::insert(end, "}")));
    };
    let modifier = TextRange::new(start + size(name), start + size(close));
    (close > name).then(|| Fix::manual("take the value as it is", Edit::delete(modifier)))
}
