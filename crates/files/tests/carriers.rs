//! What a walk finds of task definitions that stand in other files.
//!
//! Invariant: real files in a folder of their own.

#![allow(clippy::disallowed_methods, reason = "the files of a test are written here")]

use plimsoll_analysis::FileKind;
use plimsoll_config::Loader;
use plimsoll_files::{Collected, Selection, collect};
use std::path::Path;

fn collected(folder: &Path) -> Collected {
    collect(&Selection { paths: vec![folder.to_owned()], ..Selection::default() }, &Loader::default())
}

#[test]
fn a_file_that_terraform_names_is_linted_whatever_its_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("plimsoll.toml"), "").expect("written");
    let resource = "resource \"aws_ecs_task_definition\" \"web\" {\n  container_definitions = file(\"web.json\")\n}\n";
    std::fs::write(path("main.tf"), resource).expect("written");
    let array = r#"[{"name": "web", "image": "web:1", "cpu": 1, "essential": true}]"#;
    std::fs::write(path("web.json"), array).expect("written");
    std::fs::write(path("other.json"), array).expect("written");
    let found = collected(folder.path());
    let targets: Vec<_> = found.targets.iter().map(|target| (target.path.as_str(), target.kind)).collect();
    assert_eq!(targets, [("main.tf", FileKind::Terraform), ("web.json", FileKind::TaskDefinition)]);
}

#[test]
fn jsonnet_is_passed_over_with_a_word() {
    let folder = tempfile::tempdir().expect("a folder");
    let jsonnet = folder.path().join("ecs-task-def.jsonnet");
    std::fs::write(jsonnet, "{ family: 'web', containerDefinitions: [] }").expect("written");
    let found = collected(folder.path());
    assert!(found.targets.is_empty() && found.problems.is_empty());
    assert_eq!(found.notes.len(), 1);
}
