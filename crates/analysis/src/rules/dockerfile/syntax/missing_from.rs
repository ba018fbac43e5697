//! `missing-from`: no FROM.

use super::report::report;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::SyntaxErrorKind;

rule! {
    /// A build starts from an image; there is no FROM that names one.
    ///
    /// ```Dockerfile,bad
    /// ARG VERSION=1
    /// ^^^^^^^^^^^^^ error: expected a `FROM` that says which image the build starts from
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM scratch
    /// ```
    "missing-from" {
        summary: "no FROM",
        category: Category::Correctness,
        levels: Levels::always(Level::Error),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &["tally/require-stages"],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    report(cx, sink, SyntaxErrorKind::MissingFrom, |_, _| None);
}
