//! `unknown-label`: label that the schema does not have.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink, nearest};
use plimsoll_dockerfile::Body;
use plimsoll_text::Edit;

rule! {
    /// With `strict = true` in `[labels]` of `plimsoll.toml`, images carry the labels of `[labels.schema]` and no others.
    ///
    /// ```Dockerfile,bad,labels=com.example.team:text,strict-labels=true
    /// FROM debian:12.11
    /// LABEL com.example.taem=platform
    /// #     ^^^^^^^^^^^^^^^^ warning: the schema has no label `com.example.taem`
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// LABEL com.example.team=platform
    /// ```
    ///
    /// ```Dockerfile,good,labels=com.example.team:text
    /// FROM debian:12.11
    /// LABEL com.example.taem=platform
    /// ```
    "unknown-label" {
        summary: "label that the schema does not have",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Note),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &["DL3050"],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Body::Label(pairs) = &cx.instruction.body else { return };
    let schema = cx.settings.labels();
    if !schema.strict {
        return;
    }
    for pair in &pairs.pairs {
        let Some(key) = pair.key.literal(cx.source()) else { continue };
        if key.is_empty() || schema.get(&key).is_some() {
            continue;
        }
        let near = nearest(&key, schema.labels.iter().map(|(name, _)| name.as_str()), 2);
        let taken =
            |name: &str| pairs.pairs.iter().any(|other| other.key.literal(cx.source()).as_deref() == Some(name));
        let near = near.filter(|near| !taken(near) && cx.text(pair.key.range) == key);
        sink.report(pair.key.range, format!("the schema has no label `{key}`"))
            .fix(near.map(|near| Fix::r#unsafe(format!("write `{near}`"), Edit::replace(pair.key.range, near))));
    }
}
