//! `unknown-instruction`: word that is no instruction.

use super::report::report;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink, nearest};
use plimsoll_dockerfile::{Keyword, SyntaxError, SyntaxErrorKind};
use plimsoll_text::Edit;

rule! {
    /// The line starts with a word that is no instruction.
    ///
    /// BuildKit stops here. A line that was meant to go on the one before needs a `\` at that one's end.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RNU make
    /// ^^^ error: unknown instruction `RNU`, perhaps `RUN` is meant
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN make
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// run make
    /// ```
    "unknown-instruction" {
        summary: "word that is no instruction",
        category: Category::Correctness,
        levels: Levels::always(Level::Error),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &["DL1000", "tally/unknown-instruction"],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    report(cx, sink, SyntaxErrorKind::UnknownInstruction, fix);
}

/// The keyword that was probably meant.
fn fix(cx: &DockerfileCx<'_>, error: &SyntaxError) -> Option<Fix> {
    let near = nearest(cx.text(error.range), Keyword::ALL.iter().map(|keyword| keyword.as_str()), 2)?;
    Some(Fix::r#unsafe(format!("write `{near}`"), Edit::replace(error.range, near)))
}
