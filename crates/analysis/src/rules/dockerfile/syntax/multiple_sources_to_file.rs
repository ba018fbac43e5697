//! `multiple-sources-to-file`: several sources for one file.

use crate::rule::rule;
use crate::rules::dockerfile::files::context_sources;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Matches, Sink};
use plimsoll_dockerfile::{Body, WordPart};
use plimsoll_model::context::Glob;
use plimsoll_text::Edit;

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
    let (end, end_range) = match destination.parts.last() {
        Some(WordPart::Variable(_)) => return,
        Some(WordPart::Text { range, .. }) => (cx.text(*range), *range),
        None => (cx.text(destination.range), destination.range),
    };
    let end = end.trim_end_matches(['"', '\'']);
    let is_folder = end.ends_with(['/', '\\']) || matches!(end.rsplit(['/', '\\']).next(), Some("." | ".."));
    // `--from build /a /b` has another mistake, and no source too many.
    if cx.syntax.errors.iter().any(|error| cx.instruction.range.contains_range(error.range)) {
        return;
    }
    let is_heredoc = cx.text(destination.range).starts_with("<<");
    if is_folder || is_heredoc || end.contains(['{', '}', '%', '@']) {
        return;
    }
    // Behind a quote the `/` would still belong to the word, but read badly.
    let is_plain = end_range.end() == destination.range.end() && !end.contains(cx.syntax.escape);
    let slash = is_plain.then(|| Edit::insert(destination.range.end(), "/"));
    if sources >= 2 {
        sink.report(destination.range, "several sources need a folder as destination, with `/` at its end")
            .note("BuildKit stops here")
            .fix(slash.map(|slash| Fix::safe("add a `/`", slash)));
    } else if let Some(count) = wildcard_count(cx) {
        let message =
            format!("this pattern matches {count} files, which need a folder as destination, with `/` at its end");
        sink.report(destination.range, message)
            .note("BuildKit stops here")
            .fix(slash.map(|slash| Fix::r#unsafe("add a `/`", slash)));
    }
}

/// How many files the only source matches, when it is a pattern and matches several in every folder that may be the
/// build context.
fn wildcard_count(cx: &InstructionCx<'_>) -> Option<usize> {
    let sources = context_sources(cx);
    let [(_, path)] = &sources[..] else { return None };
    let is_wild = path.split('/').any(|part| Glob::source(part).is_wild());
    if !is_wild || cx.workspace.listing().is_empty() {
        return None;
    }
    let contexts = cx.contexts();
    let counts = contexts.all.iter().map(|context| match context.matches(path) {
        Some(Matches::Paths(paths)) => paths.iter().filter(|path| context.ignore.excludes(path).is_none()).count(),
        _ => 0,
    });
    counts.min().filter(|count| *count > 1)
}
