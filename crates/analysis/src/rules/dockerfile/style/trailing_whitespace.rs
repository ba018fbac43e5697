//! `trailing-whitespace`: blanks at the end of a line.

use super::aspects::report;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, Heredoc};
use plimsoll_format::Aspect;
use plimsoll_text::{Edit, Edits, TextRange, lines, size};

rule! {
    /// Blanks at the end of a line are invisible, and behind a continuation mark other parsers than BuildKit take them for the
    /// end of the instruction. Heredocs that become files are left alone: there a blank may mean something.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// # builds it··
    /// #          ^^ note: the line ends in blanks
    /// RUN make
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// # builds it
    /// RUN make
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN make
    /// ```
    "trailing-whitespace" {
        summary: "blanks at the end of a line",
        category: Category::Style,
        levels: Levels::style(Level::Off, Level::Off, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    report(cx, sink, Aspect::LineEnds, "the line ends in blanks", "delete the blanks");
    for (step, at) in cx.build.steps.iter().enumerate().filter(|(_, at)| matches!(at.instruction.body, Body::Run(_))) {
        let commands = || cx.build.scripts(step).iter().flat_map(|script| &script.commands);
        let is_script = |heredoc: &&Heredoc| commands().any(|command| heredoc.body.contains_range(command.range));
        for heredoc in at.instruction.heredocs.iter().filter(|heredoc| heredoc.end.is_some()).filter(is_script) {
            in_script(cx, heredoc.body, sink);
        }
    }
}

/// Lines of a script in a heredoc; a string may go over several lines, so the fix is not sure.
fn in_script(cx: &DockerfileCx<'_>, body: TextRange, sink: &mut Sink) {
    let blanks = lines(cx.text(body)).filter_map(|line| {
        let kept = line.text.trim_end_matches([' ', '\t']).len();
        let start = body.start() + size(line.start);
        (kept < line.text.len()).then(|| TextRange::new(start + size(kept), start + size(line.text.len())))
    });
    let blanks: Vec<TextRange> = blanks.collect();
    let Some(first) = blanks.first().copied() else { return };
    let edits = Edits::new(blanks.into_iter().map(Edit::delete).collect()).ok();
    sink.report(first, "the line ends in blanks").fix(edits.map(|edits| Fix::r#unsafe("delete the blanks", edits)));
}
