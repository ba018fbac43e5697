//! `flag-without-value`: flag that needs a value.

use super::malformed_flag::blanks_around_equals;
use super::report::instruction_of;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, Flag, Instruction, SyntaxErrorKind};
use plimsoll_text::{Edit, TextRange, size};

rule! {
    /// The flag needs a value, written with `=`.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// COPY --chown app:app . /app/
    /// #    ^^^^^^^ error: `--chown` needs a value: expected `--chown=…`
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// COPY --link --chown=app:app . /app/
    /// ```
    "flag-without-value" {
        summary: "flag that needs a value",
        category: Category::Correctness,
        levels: Levels::always(Level::Error),
        since: "2026.1",
        fix: FixAvailability::Manual,
        aliases: &[],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    for error in cx.syntax.errors.iter().filter(|error| error.kind == SyntaxErrorKind::FlagWithoutValue) {
        let instruction = instruction_of(cx, error);
        let flag = instruction.and_then(|it| it.flags.iter().find(|flag| flag.range.contains_range(error.range)));
        // `--from = build` has its value; the blanks are a mistake of their own.
        if flag.is_some_and(|flag| blanks_around_equals(cx, flag).is_some()) {
            continue;
        }
        let finding = sink.report(error.range, error.message.clone()).note("BuildKit stops here");
        let (Some(instruction), Some(flag)) = (instruction, flag) else { continue };
        if flag.value.is_some() {
            for value in ["true", "false"] {
                finding.fix(Fix::manual(format!("write `{value}`"), Edit::insert(flag.range.end(), value)));
            }
            continue;
        }
        finding.fix(joined(cx, instruction, flag));
        finding.fix(Fix::manual("add a value", Edit::insert(flag.range.end(), "=<value>")));
    }
}

/// The word behind the flag as its value, when there are words enough without it.
fn joined(cx: &DockerfileCx<'_>, instruction: &Instruction, flag: &Flag) -> Option<Fix> {
    let rest = &cx.source()[usize::from(flag.range.end())..];
    let word = rest.trim_start_matches([' ', '\t']);
    let blanks = TextRange::at(flag.range.end(), size(rest.len() - word.len()));
    let word = word.split_whitespace().next().filter(|word| !word.starts_with(['-', '[', '<', cx.syntax.escape]))?;
    let is_enough = match &instruction.body {
        Body::Copy(copy) => copy.destination.is_some() && copy.sources.len() + instruction.heredocs.len() > 1,
        Body::From(from) => from.as_keyword.is_none() && !from.extra.is_empty(),
        Body::Run(_) => word.contains('=') || matches!(word, "none" | "host" | "default"),
        Body::Healthcheck(_) => word.starts_with(|first: char| first.is_ascii_digit()),
        _ => false,
    };
    let title = format!("write `{}={word}`", cx.text(flag.range));
    (is_enough && !blanks.is_empty()).then(|| Fix::manual(title, Edit::replace(blanks, "=")))
}
