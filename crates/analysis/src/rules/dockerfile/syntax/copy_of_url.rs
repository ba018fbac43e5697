//! `copy-of-url`: COPY of something that only ADD can fetch.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, Keyword};
use plimsoll_text::Edit;

rule! {
    /// COPY takes files of the build context; ADD fetches.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// COPY https://example.com/app.tgz /tmp/
    /// #    ^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: COPY cannot fetch, ADD can
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// ADD https://example.com/app.tgz /tmp/
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// COPY app.tgz /tmp/
    /// ```
    "copy-of-url" {
        summary: "COPY of something that only ADD can fetch",
        category: Category::Correctness,
        levels: Levels::always(Level::Error),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Body::Copy(copy) = &cx.instruction.body else { return };
    if cx.instruction.keyword != Keyword::Copy || cx.instruction.flag(cx.source(), "from").is_some() {
        return;
    }
    for source in &copy.sources {
        let text = cx.text(source.range).trim_matches('"');
        if !["http://", "https://", "git@", "git://", "ssh://"].iter().any(|start| text.starts_with(start)) {
            continue;
        }
        let flags_fit = cx
            .instruction
            .flags
            .iter()
            .all(|flag| matches!(cx.text(flag.name), "chown" | "chmod" | "link" | "exclude"));
        let fix = flags_fit.then(|| Fix::safe("write ADD", Edit::replace(cx.instruction.keyword_range, "ADD")));
        sink.report(source.range, "COPY cannot fetch, ADD can").note("BuildKit stops here").fix(fix);
        break;
    }
}
