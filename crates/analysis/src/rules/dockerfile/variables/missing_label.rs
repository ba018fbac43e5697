//! `missing-label`: label that the schema asks for is missing.

use crate::rule::rule;
use crate::rules::dockerfile::lines::line_end;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_text::{Edit, size};

rule! {
    /// `[labels.schema]` of `plimsoll.toml` names the labels that every image carries. What the final stage takes over from
    /// other stages of the file counts.
    ///
    /// ```Dockerfile,bad,labels=com.example.team:text
    /// FROM debian:12.11 AS build
    /// LABEL com.example.team=platform
    /// FROM debian:12.11
    /// ^^^^^^^^^^^^^^^^^ warning: the label `com.example.team` is missing
    /// ```
    ///
    /// ```Dockerfile,good,labels=com.example.team:text
    /// FROM debian:12.11 AS base
    /// LABEL com.example.team=platform
    /// FROM base
    /// ```
    "missing-label" {
        summary: "label that the schema asks for is missing",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Note),
        since: "2026.1",
        fix: FixAvailability::Manual,
        aliases: &["DL3049"],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    let schema = cx.settings.labels();
    let Some(stage) = cx.build.final_stage().filter(|_| !schema.labels.is_empty()) else { return };
    let mut keys = Vec::new();
    for stage in cx.build.ancestry(stage.id) {
        for (_, instruction) in cx.build.stage_steps(stage) {
            let Body::Label(pairs) = &instruction.body else { continue };
            for pair in &pairs.pairs {
                // A key that the build puts in may be any of them.
                let Some(key) = pair.key.literal(cx.source()) else { return };
                keys.push(key);
            }
        }
    }
    let from = cx.build.steps[stage.from_step].instruction;
    let end = cx.source()[usize::from(from.range.end())..].find('\n');
    for (key, _) in schema.labels.iter().filter(|(key, _)| !keys.iter().any(|other| other == key)) {
        let line = format!("LABEL {key}={}", line_end(cx.source()));
        let edit = end.map(|at| Edit::insert(from.range.end() + size(at + 1), line));
        sink.report(from.range, format!("the label `{key}` is missing"))
            .fix(edit.map(|edit| Fix::manual(format!("add `LABEL {key}=`"), edit)));
    }
}
