//! `misplaced-checksum`: checksum where there is nothing to check.

use crate::rule::rule;
use crate::rules::dockerfile::lines::without_flag;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, Keyword};
use plimsoll_text::Edit;

rule! {
    /// `--checksum` belongs to ADD with a single URL.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// COPY --checksum=sha256:b5ace515e78743215a1b101a6f17e59ed74b17132139ca3af3c37e605205e973 a /a
    /// #    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: COPY has no `--checksum`, only ADD with a URL
    /// ADD --checksum=sha256:b5ace515e78743215a1b101a6f17e59ed74b17132139ca3af3c37e605205e973 a.tgz /a
    /// #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: `--checksum` needs a URL as the source
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// COPY a /a
    /// ADD a.tgz /a
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// ADD --checksum=sha256:b5ace515e78743215a1b101a6f17e59ed74b17132139ca3af3c37e605205e973 https://example.com/a.tgz /a
    /// ```
    "misplaced-checksum" {
        summary: "checksum where there is nothing to check",
        category: Category::Correctness,
        levels: Levels::always(Level::Error),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Body::Copy(copy) = &cx.instruction.body else { return };
    let Some(flag) = cx.instruction.flag(cx.source(), "checksum").filter(|_| !cx.build.has_foreign_frontend()) else {
        return;
    };
    let remote = |text: &str| ["://", "git@", "$"].iter().any(|mark| text.contains(mark));
    let message = match &copy.sources[..] {
        _ if cx.instruction.keyword == Keyword::Copy => "COPY has no `--checksum`, only ADD with a URL",
        [_, _, ..] => "`--checksum` can hold one source only",
        [source] if !remote(cx.text(source.range)) => "`--checksum` needs a URL as the source",
        _ => return,
    };
    let is_url = matches!(&copy.sources[..], [source] if remote(cx.text(source.range)));
    let fix = match is_url {
        true => Fix::r#unsafe("write ADD", Edit::replace(cx.instruction.keyword_range, "ADD")),
        false => Fix::r#unsafe("delete it", without_flag(cx, flag)),
    };
    sink.report(flag.range, message).note("BuildKit stops here").fix(fix);
}
