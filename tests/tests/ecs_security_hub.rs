//! The preset `security-hub`: a document without errors of it passes the controls, and only then.
//!
//! Invariant: what a control judges is an error whose rule carries the control's name; the preset adds nothing else to
//! `recommended`.

#![allow(clippy::disallowed_methods, reason = "tests read their fixtures")]

mod cli_support;
mod vector_support;

use plimsoll_analysis::{Preset, Rule, Settings, Severity, Workspace, WorkspaceFile, analyze, registry};
use std::collections::BTreeSet;
use vector_support::{changed, string, tables, task};

/// Retired in March 2026: its name can still be ignored, and nothing is an error because of it.
const RETIRED: &str = "ECS.1";

/// Controls that judge services and clusters; their rules are no business of a document alone.
const ELSEWHERE: [&str; 4] = ["ECS.2", "ECS.10", "ECS.12", "ECS.16"];

#[test]
fn each_control_fails_and_passes_where_it_should() {
    let data = vector_support::data("security-hub.toml");
    let mut wrong = Vec::new();
    for control in tables(&data, "control") {
        let id = string(control, "id");
        for (list, expected) in [("fails", true), ("passes", false)] {
            let documents = control[list].as_array().expect("a list");
            assert!(!documents.is_empty(), "{id} has no document that it {list}");
            for document in documents {
                let text = changed(string(&data["base"], string(document, "base")), document);
                let failed = failed_controls(&text);
                if failed.contains(id) != expected {
                    wrong.push(format!("{id} {list}, but {failed:?} fail:\n{text}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_bases_pass_all_controls() {
    let data = vector_support::data("security-hub.toml");
    for base in ["linux", "windows"] {
        assert_eq!(failed_controls(string(&data["base"], base)), BTreeSet::new(), "{base}");
    }
}

#[test]
fn every_control_of_a_rule_is_judged() {
    let data = vector_support::data("security-hub.toml");
    let judged: BTreeSet<&str> = tables(&data, "control").iter().map(|control| string(control, "id")).collect();
    let named: BTreeSet<&str> = registry::rules().flat_map(|(_, rule)| controls(rule)).collect();
    let expected = named.into_iter().filter(|id| *id != RETIRED && !ELSEWHERE.contains(id)).collect();
    assert_eq!(judged, expected);
}

#[test]
fn the_preset_adds_the_controls_and_nothing_else() {
    let (hub, recommended) = (Settings::preset(Preset::SecurityHub), Settings::preset(Preset::Recommended));
    for (_, rule) in registry::rules() {
        let level = hub.level(rule);
        match controls(rule).any(|id| id != RETIRED) {
            true => assert_eq!(level.severity(), Some(Severity::Error), "{}", rule.id),
            false => assert_eq!(level, recommended.level(rule), "{}", rule.id),
        }
    }
}

/// A control sees the task definition alone: what the Dockerfile of the image says does not count.
#[test]
fn a_dockerfile_does_not_pass_a_control() {
    let data = vector_support::data("security-hub.toml");
    let text = string(&data["base"], "linux").replace("\"user\": \"1000:1000\",", "");
    let file = task(&text);
    let dockerfile = "FROM node:22-alpine\nUSER node\nCMD [\"node\", \"server.js\"]\n";
    let beside =
        |path: &str, text: &str, kind| WorkspaceFile { path: path.into(), text: text.into(), kind: Some(kind) };
    let workspace = Workspace::new([
        beside("task-definition.json", &text, file.kind),
        beside("Dockerfile", dockerfile, plimsoll_analysis::FileKind::Dockerfile),
    ]);
    let found = |preset| {
        let found = analyze(&file, &Settings::preset(preset), &workspace).diagnostics;
        found.iter().any(|it| it.rule.id == "missing-container-user")
    };
    assert!(found(Preset::SecurityHub) && !found(Preset::Strict));
}

/// The controls that a document fails by the errors of the preset.
fn failed_controls(text: &str) -> BTreeSet<&'static str> {
    let found = analyze(&task(text), &Settings::preset(Preset::SecurityHub), &Workspace::default()).diagnostics;
    found.iter().filter(|it| it.severity == Severity::Error).flat_map(|it| controls(it.rule)).collect()
}

fn controls(rule: &'static Rule) -> impl Iterator<Item = &'static str> {
    rule.aliases.iter().copied().filter(|alias| alias.starts_with("ECS."))
}
