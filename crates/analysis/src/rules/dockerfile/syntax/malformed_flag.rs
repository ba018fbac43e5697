//! `malformed-flag`: flag with the wrong hyphens.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::{Body};
use plimsoll_text::{Edit, TextRange, size};
use plimsoll_model::tables::instructions::flag;

rule! {
    /// A flag starts with two ASCII hyphens. With one, or with a dash from a word processor, it is taken for a path.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11 AS build
    /// FROM debian:12.11
    /// COPY -from=build /app /app
    /// #    ^^^^^^^^^^^ error: `-from=` is taken for a path: the flag is `--from=`
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11 AS build
    /// FROM debian:12.11
    /// COPY --from=build /app /app
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// COPY -file.txt /app/
    /// ```
    "malformed-flag" {
        summary: "flag with the wrong hyphens",
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
    let first = match &cx.instruction.body {
        Body::Copy(copy) if !copy.json => copy.sources.first(),
        Body::From(from) => from.image.as_ref(),
        _ => None,
    };
    let Some(word) = first else { return };
    let text = cx.text(word.range);
    let name_on = text.trim_start_matches(['-', '–', '—', '‐', '‑', '−']);
    let hyphens = &text[..text.len() - name_on.len()];
    let Some((name, value)) = name_on.split_once('=') else { return };
    if hyphens.is_empty() || hyphens == "--" || value.is_empty() || flag(cx.instruction.keyword.as_str(), name).is_none() {
        return;
    }
    let place = TextRange::at(word.range.start(), size(hyphens.len()));
    sink.report(word.range, format!("`{hyphens}{name}=` is taken for a path: the flag is `--{name}=`"))
        .fix(Fix::safe("write two hyphens", Edit::replace(place, "--")));
}
