//! `empty-label`: label without a value.

use crate::rule::rule;
use crate::{Category, Check, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::Body;

rule! {
    /// A label that `[labels.schema]` of `plimsoll.toml` asks for says nothing when it is empty.
    ///
    /// ```Dockerfile,bad,labels=com.example.team:text
    /// FROM debian:12.11
    /// LABEL com.example.team=""
    /// #     ^^^^^^^^^^^^^^^^^^^ warning: the label `com.example.team` is empty
    /// ```
    ///
    /// ```Dockerfile,good,labels=com.example.team:text
    /// FROM debian:12.11
    /// LABEL com.example.team=platform com.example.note=""
    /// ```
    "empty-label" {
        summary: "label without a value",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &["DL3051"],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Body::Label(pairs) = &cx.instruction.body else { return };
    for pair in &pairs.pairs {
        let (Some(key), Some(value)) = (pair.key.literal(cx.source()), &pair.value) else { continue };
        let is_empty = value.literal(cx.source()).is_some_and(|value| value.trim().is_empty());
        if is_empty && cx.settings.labels().get(&key).is_some() {
            sink.report(pair.range, format!("the label `{key}` is empty"));
        }
    }
}
