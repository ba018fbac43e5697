//! `unknown-flag`: flag that the instruction does not have.

use super::report::report;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::{SyntaxError, SyntaxErrorKind};
use plimsoll_text::Edit;

rule! {
    /// The instruction has no such flag.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// COPY --chonw=1:1 . /app/
    /// #    ^^^^^^^ error: COPY has no flag `--chonw`, perhaps `--chown` is meant
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// COPY --chown=1:1 . /app/
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// COPY --link --parents --exclude=*.md --chown=1:1 . /app/
    /// RUN make --from=x
    /// ```
    "unknown-flag" {
        summary: "flag that the instruction does not have",
        category: Category::Correctness,
        levels: Levels::always(Level::Error),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &["DL1000"],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    report(cx, sink, SyntaxErrorKind::UnknownFlag, fix);
}

/// What was probably meant.
fn fix(_cx: &DockerfileCx<'_>, error: &SyntaxError) -> Option<Fix> {
    let near = error.suggestion.as_deref()?;
    Some(Fix::r#unsafe(format!("write `{near}`"), Edit::replace(error.range, near)))
}
