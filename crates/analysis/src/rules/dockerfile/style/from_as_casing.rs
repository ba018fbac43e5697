//! `from-as-casing`: AS in another case than FROM.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, From};
use plimsoll_text::Edit;

rule! {
    /// `FROM … as` mixes two ways of writing keywords on one line.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11 as build
    /// #                 ^^ note: `as` is written otherwise than `FROM`
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11 AS build
    /// ```
    ///
    /// ```Dockerfile,good
    /// from debian:12.11 as build
    /// ```
    "from-as-casing" {
        summary: "AS in another case than FROM",
        category: Category::Style,
        levels: Levels::style(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &["FromAsCasing"],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Body::From(From { as_keyword: Some(place), .. }) = &cx.instruction.body else { return };
    let (from, written) = (cx.text(cx.instruction.keyword_range), cx.text(*place));
    let wanted = match from {
        "FROM" => "AS",
        "from" => "as",
        _ => return,
    };
    if written != wanted && written.eq_ignore_ascii_case(wanted) {
        sink.report(*place, format!("`{written}` is written otherwise than `{from}`"))
            .fix(Fix::safe(format!("write `{wanted}`"), Edit::replace(*place, wanted)));
    }
}
