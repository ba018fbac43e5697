//! `blank-key`: value without a name.

use super::report::report;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, SyntaxError, SyntaxErrorKind};
use plimsoll_text::Edit;

rule! {
    /// There is no name before the `=`.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// ENV =1
    /// #   ^^ error: expected a name before `=` in ENV
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// ENV A=
    /// ```
    "blank-key" {
        summary: "value without a name",
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
    report(cx, sink, SyntaxErrorKind::BlankKey, fix);
    report_empty_variables(cx, sink);
}

fn fix(_cx: &DockerfileCx<'_>, error: &SyntaxError) -> Option<Fix> {
    Some(Fix::manual("give it a name", Edit::insert(error.range.start(), "<name>")))
}

/// Names that are made of variables which are all empty. The parser knows no values.
fn report_empty_variables(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    for (at, step) in cx.build.steps.iter().enumerate() {
        let pairs = match &step.instruction.body {
            Body::Env(pairs) | Body::Label(pairs) => &pairs.pairs[..],
            Body::Arg(pairs) => &pairs[..],
            _ => continue,
        };
        for key in pairs.iter().map(|pair| &pair.key).filter(|key| key.variables().next().is_some()) {
            if cx.build.expand(at, key).is_some_and(|name| name.text.trim().is_empty()) {
                sink.report(key.range, "this name is empty: every variable in it is").note("BuildKit stops here");
            }
        }
    }
}
