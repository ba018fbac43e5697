//! `lint --baseline` and `--write-baseline`: what is known stays quiet, in all kinds of file.

mod cli_support;

use cli_support::{Project, finish};

const DOCKERFILE: &str = "FROM debian:latest\nUSER 1000\n";
const TASK: &str = r#"{
  "family": "web",
  "containerDefinitions": [
    { "name": "a", "image": "debian:latest", "memory": 128 },
    { "name": "b", "image": "debian:latest", "memory": 128 }
  ]
}
"#;

fn project() -> Project {
    let project = Project::new(&[("api/Dockerfile", DOCKERFILE), ("task-definition.json", TASK)]);
    let run = project.run(&["lint", "--fail-on", "note", "--write-baseline", "known.json"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{run:?}");
    assert!(run.stderr.contains("to known.json"), "{run:?}");
    project
}

const AGAIN: [&str; 5] = ["lint", "--fail-on", "note", "--baseline", "known.json"];

#[test]
fn what_is_known_is_quiet_and_does_not_fail() {
    let project = project();
    let run = project.run(&AGAIN);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(!run.stdout.contains("latest"), "{run:?}");
    assert!(run.stderr.contains("known findings of known.json kept quiet."), "{run:?}");
}

#[test]
fn moved_lines_and_new_indentation_change_nothing() {
    let project = project();
    project.write("api/Dockerfile", format!("# moved\n\n{DOCKERFILE}"));
    project.write("task-definition.json", TASK.replace("  ", "\t").replace("{\n\t\"family\"", "{\n\n\t\"family\""));
    assert_eq!(project.run(&AGAIN).code, 0);
}

#[test]
fn a_new_finding_counts_also_beside_an_equal_one() {
    let project = project();
    project.write("api/Dockerfile", format!("FROM debian:latest AS build\n{DOCKERFILE}"));
    let run = project.run(&AGAIN);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.stdout.contains("latest-tag"), "{run:?}");
    let equal = r#"{ "name": "b", "image": "debian:latest", "memory": 128 }"#;
    let project = self::project();
    project.write("task-definition.json", TASK.replace(equal, &format!("{equal},\n    {equal}")));
    assert_eq!(project.run(&AGAIN).code, 1);
}

#[test]
fn entries_without_a_finding_are_said() {
    let project = project();
    project.write("api/Dockerfile", "FROM debian:12.11\nUSER 1000\n");
    let run = project.run(&["lint", "--select", "latest-tag", "--baseline", "known.json", "api"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.stderr.contains("are gone and can be dropped"), "{run:?}");
}

#[test]
fn the_folder_in_which_plimsoll_starts_does_not_matter() {
    let project = project();
    let mut command = project.command();
    let arguments = ["lint", "--fail-on", "note", "--baseline", "../known.json"];
    let run = finish(command.current_dir(project.path("api")).args(arguments), "");
    assert_eq!(run.code, 0, "{run:?}");
}

#[test]
fn two_runs_write_the_same_bytes() {
    let project = project();
    let first = project.read("known.json");
    project.run(&["lint", "--write-baseline", "known.json"]);
    assert_eq!(first, project.read("known.json"));
    assert!(first.contains("\"api/Dockerfile\""), "{first}");
}

#[test]
fn a_baseline_that_cannot_be_read_fails_and_hides_nothing() {
    let project = project();
    for (path, text, said) in [
        ("none.json", None, "--write-baseline"),
        ("broken.json", Some("{"), "is no baseline"),
        ("newer.json", Some(r#"{"version": 2, "files": {}}"#), "version 2"),
    ] {
        if let Some(text) = text {
            project.write(path, text);
        }
        let run = project.run(&["lint", "--baseline", path]);
        assert_eq!(run.code, 2, "{run:?}");
        assert!(run.stderr.contains(said) && run.stderr.contains(path), "{run:?}");
        assert!(run.stdout.contains("latest-tag"), "{run:?}");
    }
}

const TEMPLATE: &str = "Resources:\n  Task:\n    Type: AWS::ECS::TaskDefinition\n    Properties:\n      Family: web\n      \
    ContainerDefinitions:\n        - Name: a\n          Image: debian:latest\n          Memory: 128\n";
const TERRAFORM: &str = "resource \"aws_ecs_task_definition\" \"web\" {\n  family = \"web\"\n  container_definitions = \
    jsonencode([{ name = \"a\", image = \"debian:latest\", memory = 128 }])\n}\n";
const YAML: &str = "family: web\ncontainerDefinitions:\n  - name: a\n    image: debian:latest\n    memory: 128\n";
const COMPOSE: &str =
    "services:\n  a:\n    build:\n      dockerfile_inline: |\n        FROM debian:latest\n        USER 1000\n";
const SERVICE: &str =
    "{\n  \"serviceName\": \"web\",\n  \"launchType\": \"FARGATE\",\n  \"platformVersion\": \"1.3.0\"\n}\n";

/// One file of each kind, each with a finding.
const KINDS: [(&str, &str); 7] = [
    ("api/Dockerfile", DOCKERFILE),
    ("task-definition.json", TASK),
    ("template.yaml", TEMPLATE),
    ("main.tf", TERRAFORM),
    ("task.yaml", YAML),
    ("compose.yaml", COMPOSE),
    ("ecs-service-def.json", SERVICE),
];

#[test]
fn every_kind_of_file_has_known_findings_that_outlive_moved_lines() {
    let project = Project::new(&KINDS);
    let run = project.run(&["lint", "--write-baseline", "known.json"]);
    assert_eq!(run.code, 0, "{run:?}");
    let written = project.read("known.json");
    for (path, text) in KINDS {
        assert!(written.contains(&format!("\"{path}\"")), "{path} has no finding: {written}");
        let moved = if path.ends_with(".json") { text.replacen('{', "{\n\n", 1) } else { format!("# moved\n\n{text}") };
        project.write(path, moved);
    }
    let run = project.run(&AGAIN);
    assert_eq!(run.code, 0, "{run:?}");
    for (path, text) in KINDS {
        // Each kind still tells a new finding from a known one.
        project.write(path, text.replace("debian:latest", "ubuntu:latest").replace("1.3.0", "1.2.0"));
        let run = project.run(&AGAIN);
        assert!(run.code == 1 && run.stdout.contains(path), "{path}: {run:?}");
        project.write(path, text);
    }
}

#[test]
fn the_configuration_names_a_baseline() {
    let project = project();
    project.write("plimsoll.toml", "baseline = \"known.json\"\nfail-on = \"note\"\n");
    let run = project.run(&["lint"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.stderr.contains("known findings of known.json kept quiet."), "{run:?}");
    let mut command = project.command();
    let run = finish(command.current_dir(project.path("api")).args(["lint", "."]), "");
    assert_eq!(run.code, 0, "{run:?}");
    project.write("api/Dockerfile", "FROM ubuntu:latest\nUSER 1000\n");
    assert_eq!(project.run(&["lint"]).code, 1);
    // The command line wins.
    project.write("none.json", "{\"version\": 1, \"files\": {}}");
    let run = project.run(&["lint", "--baseline", "none.json"]);
    assert!(run.code == 1 && run.stdout.contains("task-definition.json"), "{run:?}");
}

#[test]
fn a_named_baseline_that_is_not_there_hides_nothing_until_it_is_written() {
    let project = Project::new(&[("Dockerfile", DOCKERFILE), ("plimsoll.toml", "baseline = \"known.json\"\n")]);
    let run = project.run(&["lint"]);
    assert!(run.code == 2 && run.stdout.contains("latest-tag"), "{run:?}");
    assert!(run.stderr.contains("known.json") && run.stderr.contains("--write-baseline"), "{run:?}");
    assert_eq!(project.run(&["lint", "--write-baseline", "known.json"]).code, 0);
    assert_eq!(project.run(&["lint"]).code, 0);
}
