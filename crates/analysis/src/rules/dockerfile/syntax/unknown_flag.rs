//! `unknown-flag`: flag that the instruction does not have.

use super::report::report;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::{SyntaxError, SyntaxErrorKind};
use plimsoll_text::{Edit, TextRange, TextSize};

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

/// The flag that the message names.
fn fix(cx: &DockerfileCx<'_>, error: &SyntaxError) -> Option<Fix> {
    let (_, near) = error.message.split_once("perhaps `")?;
    let near = near.split('`').next()?;
    let text = cx.text(error.range);
    let name_end = text.find('=').unwrap_or(text.len());
    let name = TextRange::at(error.range.start(), TextSize::of(&text[..name_end]));
    Some(Fix::r#unsafe(format!("write `{near}`"), Edit::replace(name, near)))
}
