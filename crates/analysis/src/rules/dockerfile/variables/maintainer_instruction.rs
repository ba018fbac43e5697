//! `maintainer-instruction`: the instruction MAINTAINER.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_text::Edit;

rule! {
    /// MAINTAINER is deprecated since Docker 1.13; a label says the same where tools look for it.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// MAINTAINER "Ada <ada@example.com>"
    /// ^^^^^^^^^^ warning: `MAINTAINER` is deprecated
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// LABEL org.opencontainers.image.authors="Ada <ada@example.com>"
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// LABEL org.opencontainers.image.authors="Ada <ada@example.com>"
    /// ```
    "maintainer-instruction" {
        summary: "the instruction MAINTAINER",
        category: Category::Style,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &["DL4000", "MaintainerDeprecated", "DS-0022", "CKV_DOCKER_6"],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    if let Body::Maintainer(word) = &cx.instruction.body {
        sink.report(cx.instruction.keyword_range, "`MAINTAINER` is deprecated")
            .note("the label `org.opencontainers.image.authors` is where tools look for it")
            .fix(fix(cx, cx.text(word.range)));
    }
}

/// The same text as a label; BuildKit expands nothing in MAINTAINER, but it does in LABEL.
fn fix(cx: &InstructionCx<'_>, text: &str) -> Option<Fix> {
    let text = text.trim();
    let inside = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).filter(|inside| !inside.contains('"'));
    let text = inside.unwrap_or(text);
    if text.is_empty() || !cx.instruction.gaps.is_empty() || text.contains(cx.syntax.escape) {
        return None;
    }
    let escape = cx.syntax.escape;
    let value = text.replace('"', &format!("{escape}\"")).replace('$', &format!("{escape}$"));
    let label = format!("LABEL org.opencontainers.image.authors=\"{value}\"");
    Some(Fix::safe("say it by a label", Edit::replace(cx.instruction.range, label)))
}
