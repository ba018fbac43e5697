//! `label-pattern-mismatch`: label that is not what the pattern asks for.

use super::label_values::check_values;
use crate::rule::rule;
use crate::{Category, Check, FixAvailability, InstructionCx, LabelType, Level, Levels, Sink};

rule! {
    /// `[labels.schema]` of `plimsoll.toml` gives a label a regular expression that its whole value must match.
    ///
    /// ```Dockerfile,bad,labels=com.example.team:regex:team-[a-z]+
    /// FROM debian:12.11
    /// LABEL com.example.team=Platform
    /// #                      ^^^^^^^^ warning: the label `com.example.team` does not match `team-[a-z]+`
    /// ```
    ///
    /// ```Dockerfile,good,labels=com.example.team:regex:team-[a-z]+
    /// FROM debian:12.11
    /// LABEL com.example.team=team-platform
    /// ```
    "label-pattern-mismatch" {
        summary: "label that is not what the pattern asks for",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    check_values(cx, sink, |kind, value| {
        let LabelType::Pattern(pattern) = kind else { return None };
        (!pattern.matches(value)).then(|| format!("does not match `{}`", pattern.as_str()))
    });
}
