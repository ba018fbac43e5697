//! `misspelled-onbuild-trigger`: trigger that is no instruction.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink, nearest};
use plimsoll_dockerfile::{Body, Keyword};
use plimsoll_text::Edit;

rule! {
    /// ONBUILD keeps its trigger as text: a mistake in it shows only in the builds that use this image.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// ONBUILD RNU make
    /// #       ^^^ error: `RNU` is no instruction, and the build of every image on top stops here
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// ONBUILD RUN make
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// ONBUILD RUN make
    /// ```
    "misspelled-onbuild-trigger" {
        summary: "trigger that is no instruction",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Error, Level::Error, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Body::Onbuild(Some(inner)) = &cx.instruction.body else { return };
    let word = cx.text(inner.keyword_range);
    let says_so = cx.syntax.errors.iter().any(|error| error.range.intersect(inner.range).is_some());
    let is_plain = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphabetic());
    if inner.keyword != Keyword::Unknown || !is_plain || says_so || cx.build.has_foreign_frontend() {
        return;
    }
    let near = nearest(word, Keyword::ALL.iter().map(|keyword| keyword.as_str()), 2);
    sink.report(
        inner.keyword_range,
        format!("`{word}` is no instruction, and the build of every image on top stops here"),
    )
    .fix(near.map(|near| Fix::r#unsafe(format!("write `{near}`"), Edit::replace(inner.keyword_range, near))));
}
