//! `missing-required-instruction`: instruction that every image needs here is missing.

use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, FixAvailability, Level, Levels, OptionKind, OptionSpec, Sink};
use plimsoll_dockerfile::Keyword;

rule! {
    /// The option `instructions` names instructions that the final stage must have, itself or through the stages that it starts
    /// from.
    ///
    /// ```Dockerfile,bad,instructions=HEALTHCHECK;USER
    /// FROM debian:12.11
    /// ^^^^^^^^^^^^^^^^^ warning: the final stage has no HEALTHCHECK
    /// USER 10001
    /// ```
    ///
    /// ```Dockerfile,good,instructions=USER
    /// FROM debian:12.11 AS base
    /// USER 10001
    /// FROM base
    /// ```
    "missing-required-instruction" {
        summary: "instruction that every image needs here is missing",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[OptionSpec { name: "instructions", kind: OptionKind::List, docs: "Instructions that the final stage must have." }],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    let Some(last) = cx.build.final_stage() else { return };
    for name in cx.settings.list(&RULE, "instructions") {
        let Some(keyword) = Keyword::parse(name) else { continue };
        let mut steps = cx.build.ancestry(last.id).flat_map(|stage| cx.build.stage_steps(stage));
        if steps.all(|(_, instruction)| instruction.keyword != keyword) {
            let from = cx.build.steps[last.from_step].instruction;
            sink.report(from.range, format!("the final stage has no {}", keyword.as_str()));
        }
    }
}
