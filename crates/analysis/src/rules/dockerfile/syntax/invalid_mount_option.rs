//! `invalid-mount-option`: option that the mount does not take.

use super::report::report;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::{SyntaxError, SyntaxErrorKind};
use plimsoll_text::{Edit, TextRange, size};

rule! {
    /// The mount has an option that does not exist, lacks its value, or belongs to another type of mount.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN --mount=type=cache,traget=/root/.cache make
    /// #                      ^^^^^^^^^^^^^^^^^^^ error: `--mount` has no key `traget`, perhaps `target` is meant
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN --mount=type=cache,target=/root/.cache make
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN --mount=type=secret,id=token,required make
    /// ```
    "invalid-mount-option" {
        summary: "option that the mount does not take",
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
    report(cx, sink, SyntaxErrorKind::InvalidMountOption, fix);
}

/// The key that was probably meant.
fn fix(cx: &DockerfileCx<'_>, error: &SyntaxError) -> Option<Fix> {
    let near = error.suggestion.as_deref()?;
    let text = cx.text(error.range);
    let key = TextRange::at(error.range.start(), size(text.find('=').unwrap_or(text.len())));
    Some(Fix::r#unsafe(format!("write `{near}`"), Edit::replace(key, near)))
}
