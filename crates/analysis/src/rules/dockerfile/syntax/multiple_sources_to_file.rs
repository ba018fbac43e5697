//! `multiple-sources-to-file`: several sources for one file.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::{Body};
use plimsoll_text::{Edit};
use plimsoll_dockerfile::WordPart;

rule! {
    /// With several sources the destination must be a folder, and end with `/`.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// COPY a.txt b.txt /data
    /// #                ^^^^^ error: several sources need a folder as destination, with `/` at its end
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// COPY a.txt b.txt /data/
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// WORKDIR /srv
    /// COPY a.txt b.txt ./
    /// COPY c.txt d.txt .
    /// COPY e.txt f.txt ${DATA}
    /// ```
    "multiple-sources-to-file" {
        summary: "several sources for one file",
        category: Category::Correctness,
        levels: Levels::always(Level::Error),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &["DL3021", "DS-0011"],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Body::Copy(copy) = &cx.instruction.body else { return };
    let Some(destination) = &copy.destination else { return };
    let sources = copy.sources.len() + cx.instruction.heredocs.len();
    let text = destination.literal(cx.source());
    let end = match destination.parts.last() {
        Some(WordPart::Variable(_)) => return,
        Some(WordPart::Text { range, .. }) => cx.text(*range).to_owned(),
        None => cx.text(destination.range).to_owned(),
    };
    let end = end.trim_end_matches(['"', '\'']);
    let is_folder = end.ends_with(['/', '\\']) || matches!(end.rsplit(['/', '\\']).next(), Some("." | ".."));
    // `--from build /a /b` has another mistake, and no source too many.
    if cx.syntax.errors.iter().any(|error| cx.instruction.range.contains_range(error.range)) {
        return;
    }
    let is_heredoc = cx.text(destination.range).starts_with("<<");
    if sources < 2 || is_folder || is_heredoc || end.contains(['{', '}', '%', '@']) {
        return;
    }
    let is_plain = text.is_some_and(|text| text == cx.text(destination.range));
    let fix = is_plain.then(|| Fix::safe("add a `/`", Edit::insert(destination.range.end(), "/")));
    sink.report(destination.range, "several sources need a folder as destination, with `/` at its end")
        .note("BuildKit stops here")
        .fix(fix);
}
