//! `malformed-flag`: flag that is not written as one.

use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, CommandLine, Flag, Healthcheck, Keyword, Run};
use plimsoll_model::tables::instructions::flag;
use plimsoll_text::{Edit, Edits, TextRange, size};

rule! {
    /// A flag starts with two ASCII hyphens. With one, or with a dash from a word processor, it is taken for a path. Its
    /// value follows the `=` without blanks.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11 AS build
    /// FROM debian:12.11
    /// COPY -from=build /app /app
    /// #    ^^^^^^^^^^^ error: `-from=` is taken for a path: the flag is `--from=`
    /// COPY --chown = app /srv /srv
    /// #    ^^^^^^^^^^^^^ error: the value of a flag follows its `=` without blanks
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11 AS build
    /// FROM debian:12.11
    /// COPY --from=build /app /app
    /// COPY --chown=app /srv /srv
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// COPY -file.txt /app/
    /// ```
    "malformed-flag" {
        summary: "flag that is not written as one",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Error, Level::Error, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    if cx.build.has_foreign_frontend() {
        return;
    }
    for flag in &cx.instruction.flags {
        let Some(blanks) = blanks_around_equals(cx, flag) else { continue };
        let edits = blanks.ranges.into_iter().map(Edit::delete).collect();
        let title = "take the blanks away";
        let fix = Edits::new(edits).ok().map(|edits| match blanks.is_certain {
            true => Fix::safe(title, edits),
            false => Fix::r#unsafe(title, edits),
        });
        sink.report(blanks.all, "the value of a flag follows its `=` without blanks").fix(fix);
    }
    let range = match &cx.instruction.body {
        Body::Copy(copy) if !copy.json => copy.sources.first().map(|word| word.range),
        Body::From(from) => from.image.as_ref().map(|word| word.range),
        Body::Run(Run { command: CommandLine::Shell { range, .. }, .. }) => Some(first_word(cx, *range)),
        Body::Healthcheck(Healthcheck::Unknown(words)) => words.first().map(|word| word.range),
        _ => None,
    };
    let Some((range, flag)) = range.and_then(|range| Some((range, wrong_hyphens(cx, cx.instruction.keyword, range)?)))
    else {
        return;
    };
    let (hyphens, name) = flag;
    let place = TextRange::at(range.start(), size(hyphens.len()));
    sink.report(range, format!("`{hyphens}{name}=` is taken for {}: the flag is `--{name}=`", taken_for(cx)))
        .fix(Fix::safe("write two hyphens", Edit::replace(place, "--")));
}

fn taken_for(cx: &InstructionCx<'_>) -> &'static str {
    match &cx.instruction.body {
        Body::From(_) => "an image",
        Body::Copy(_) => "a path",
        _ => "a command",
    }
}

fn first_word(cx: &InstructionCx<'_>, range: TextRange) -> TextRange {
    let text = cx.text(range);
    TextRange::at(range.start(), size(text.find(char::is_whitespace).unwrap_or(text.len())))
}

/// The hyphens and the name of a flag of the instruction that is written with other hyphens than two.
pub(super) fn wrong_hyphens<'a>(
    cx: &DockerfileCx<'a>,
    keyword: Keyword,
    word: TextRange,
) -> Option<(&'a str, &'a str)> {
    let text = cx.text(word);
    let name_on = text.trim_start_matches(['-', '–', '—', '‐', '‑', '−']);
    let hyphens = &text[..text.len() - name_on.len()];
    let (name, value) = name_on.split_once('=')?;
    let is_one = !hyphens.is_empty() && hyphens != "--" && !value.is_empty();
    (is_one && flag(keyword.as_str(), name).is_some()).then_some((hyphens, name))
}

/// Blanks around the `=` of a flag.
pub(super) struct Blanks {
    /// The blanks before and behind the `=`.
    ranges: Vec<TextRange>,
    /// From the flag to its value.
    all: TextRange,
    /// Whether the word behind can be nothing but the value: a blank before the `=` says so.
    is_certain: bool,
}

/// `--from = build`, `--from =build`, and `--from= build` where the word behind is not needed for something else.
pub(super) fn blanks_around_equals(cx: &DockerfileCx<'_>, flag: &Flag) -> Option<Blanks> {
    let is_blank = |it: char| matches!(it, ' ' | '\t');
    let rest = &cx.source()[usize::from(flag.range.end())..];
    let before = rest.len() - rest.trim_start_matches(is_blank).len();
    let is_bare = flag.value.as_ref().is_none_or(|value| value.range.is_empty());
    let has_equals = cx.text(flag.range).ends_with('=');
    if !is_bare || (has_equals && before == 0) {
        return None;
    }
    let equals = if has_equals { 0 } else { usize::from(rest[before..].starts_with('=')) };
    let behind = &rest[before + equals..];
    let after = behind.len() - behind.trim_start_matches(is_blank).len();
    let word =
        behind[after..].split_whitespace().next().filter(|word| !word.starts_with(['-', '[', cx.syntax.escape]))?;
    if !has_equals && equals == 0 {
        return None;
    }
    // An empty `--chown=` is allowed, and so the next word may be a path.
    if has_equals && !matches!(cx.text(flag.name), "from" | "mount" | "network" | "interval" | "timeout" | "retries") {
        return None;
    }
    let at = |start: usize, length: usize| TextRange::at(flag.range.end() + size(start), size(length));
    let gaps = if has_equals { [at(0, before), at(0, 0)] } else { [at(0, before), at(before + equals, after)] };
    let length = if has_equals { before } else { before + equals + after };
    Some(Blanks {
        ranges: gaps.into_iter().filter(|gap| !gap.is_empty()).collect(),
        all: TextRange::new(flag.range.start(), flag.range.end() + size(length + word.len())),
        is_certain: !has_equals,
    })
}
