//! `whole-context-copy`: the whole build context is copied.

use crate::rule::rule;
use crate::{Category, Check, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::Body;

rule! {
    /// Whatever lies in the folder ends up in the image: keys, caches, the history of git. Copy what is needed, or list
    /// what is wanted in `.dockerignore`.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// COPY . /srv
    ///    # ^ note: the whole build context is copied
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// COPY --exclude=.git . /srv
    /// COPY src /srv/src
    /// ```
    "whole-context-copy" {
        summary: "the whole build context is copied",
        category: Category::Size,
        levels: Levels::dockerfile(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let (Body::Copy(copy), Some(stage)) = (&cx.instruction.body, cx.stage) else { return };
    let flag = |name| cx.instruction.flag(cx.source(), name).is_some();
    if flag("from") || flag("exclude") || copy.destination.is_none() || !cx.build.stage(stage).shipped {
        return;
    }
    for source in &copy.sources {
        let whole = |text: &str| matches!(text, "." | "./" | "/" | "*" | "./*");
        if source.literal(cx.source()).is_some_and(|text| whole(&text)) {
            sink.report(source.range, "the whole build context is copied")
                .note("whatever lies in the folder ends up in the image, unless `.dockerignore` holds it back");
        }
    }
}
