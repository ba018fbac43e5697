//! `instruction-before-from`: instruction before the first FROM.

use super::report::report;
use crate::rule::rule;
use crate::rules::dockerfile::as_hadolint;
use crate::{Category, Check, DockerfileCx, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, SyntaxErrorKind};

rule! {
    /// Only ARG may stand before the first FROM.
    ///
    /// ```Dockerfile,bad
    /// ENV A=1
    /// ^^^ error: ENV stands before the first `FROM`: only ARG may
    /// FROM debian:12.11
    /// ```
    ///
    /// ```Dockerfile,good
    /// ARG VERSION=12.11
    /// FROM debian:${VERSION}
    /// ```
    "instruction-before-from" {
        summary: "instruction before the first FROM",
        category: Category::Correctness,
        levels: Levels::always(Level::Error),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &["DL3061", "DF037"],
        options: &[as_hadolint::OPTION],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    if as_hadolint::is_on(cx.settings, &RULE) {
        let mut early = cx.build.steps.iter().filter(|step| step.stage.is_none()).map(|step| step.instruction);
        if let Some(first) = early.find(|it| !matches!(it.body, Body::Arg(_) | Body::From(_) | Body::Unknown(_))) {
            sink.report(first.keyword_range, "this stands before the first FROM").note("BuildKit stops here");
        }
        return;
    }
    report(cx, sink, SyntaxErrorKind::InstructionBeforeFrom, |_, _| None);
}
