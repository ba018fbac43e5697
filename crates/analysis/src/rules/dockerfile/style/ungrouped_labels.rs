//! `ungrouped-labels`: LABEL directly after another.

use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, ItemKind};
use plimsoll_text::{Edit, TextRange};

rule! {
    /// Labels that stand together can stand in one instruction.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// LABEL com.example.team=platform
    /// LABEL com.example.tier=web
    /// ^^^^^ note: this LABEL follows directly on another
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// LABEL com.example.team=platform \
    ///     com.example.tier=web
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// LABEL com.example.team=platform
    /// # where it runs
    /// LABEL com.example.tier=web
    /// ```
    "ungrouped-labels" {
        summary: "LABEL directly after another",
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
    for pair in cx.syntax.items.windows(2) {
        let (ItemKind::Instruction(first), ItemKind::Instruction(second)) = (&pair[0].kind, &pair[1].kind) else {
            continue;
        };
        let (Body::Label(left), Body::Label(right)) = (&first.body, &second.body) else { continue };
        let has_error = cx
            .syntax
            .errors
            .iter()
            .any(|error| error.range.intersect(first.range).or(error.range.intersect(second.range)).is_some());
        if has_error
            || left.legacy
            || right.legacy
            || left.pairs.is_empty()
            || right.pairs.is_empty()
            || cx.syntax.escape != '\\'
        {
            continue;
        }
        let range = TextRange::new(first.range.end(), second.arguments.start());
        let is_plain =
            cx.text(range).trim_end().ends_with(|ch: char| ch.is_ascii_alphabetic()) && !cx.text(range).contains('\\');
        let fix = is_plain.then(|| Fix::safe("put them into one", Edit::replace(range, " \\\n    ")));
        sink.report(second.keyword_range, "this LABEL follows directly on another").fix(fix);
    }
}
