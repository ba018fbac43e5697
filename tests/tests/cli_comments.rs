//! Comments that say how a file is to be linted, ids of other tools, and the settings that go with them.

mod cli_support;

use cli_support::{Project, list, text};
use serde_json::Value;

#[test]
fn a_directive_makes_findings_of_build_checks_errors() {
    let file = "FROM debian:latest AS Base\nWORKDIR app\n";
    let project = Project::new(&[("Dockerfile", file)]);
    let lint =
        |arguments: &[&str]| project.run(&[&["lint", "--select", "stage-name-casing,latest-tag"], arguments].concat());
    assert_eq!(lint(&[]).code, 0);
    project.write("Dockerfile", format!("# check=error=true\n{file}"));
    assert_eq!(lint(&[]).code, 1);
    let json = project.json(&["--select", "stage-name-casing,latest-tag"]);
    let severities: Vec<(&str, &str)> =
        list(&json, "diagnostics").iter().map(|it| (text(it, "rule"), text(it, "severity"))).collect();
    assert_eq!(
        severities,
        [("stage-name-casing", "error"), ("cd-in-run", "note")],
        "hadolint's rule is no build check"
    );
    project.write("Dockerfile", format!("# check=skip=StageNameCasing,WorkdirRelativePath;error=true\n{file}"));
    assert_eq!(lint(&[]).code, 0);
}

#[test]
fn a_comment_names_the_shell_of_the_base_image() {
    let project = Project::new(&[]);
    let found = |shell: &str| {
        project.write("Dockerfile", format!("FROM debian:12.11\n{shell}RUN [[ -f a ]] && rm $y\n"));
        project.found(&["--select", "SC2086,SC3010"])
    };
    assert_eq!(found(""), ["Dockerfile SC2086", "Dockerfile SC3010"]);
    assert_eq!(found("# hadolint shell=/bin/bash\n"), ["Dockerfile SC2086"]);
    assert_eq!(found("# hadolint shell=pwsh -Command\n"), [""; 0]);
}

#[test]
fn ignore_comments_that_are_not_wanted_are_errors_and_count_for_nothing() {
    let project = Project::new(&[
        ("Dockerfile", "# plimsoll: ignore[latest-tag] ours\nFROM debian:latest\nUSER 1000\n"),
        ("plimsoll.toml", "allow-inline-ignores = false\n"),
    ]);
    let found = project.found(&["--ignore", "unpinned-base-digest"]);
    assert_eq!(found, ["Dockerfile inline-ignore", "Dockerfile latest-tag"]);
    assert_eq!(project.run(&["lint"]).code, 1);
    project.write("plimsoll.toml", "allow-inline-ignores = false\n[rules]\ninline-ignore = \"off\"\n");
    assert_eq!(project.found(&["--ignore", "unpinned-base-digest"]), ["Dockerfile latest-tag"]);
}

#[test]
fn ids_of_other_tools_are_names_of_rules() {
    let project = Project::new(&[("Dockerfile", "FROM debian:latest\nUSER 1000\n")]);
    for name in ["DF001", "docker:S6596", "S6596", "f45ea400-6bbe-4501-9fc7-1c3d75c32067", "avoid-latest-version"] {
        assert!(project.found(&["--select", name]).contains(&"Dockerfile latest-tag".to_owned()), "{name}");
    }
    for comment in [
        "# nosemgrep: avoid-latest-version",
        "# NOSONAR ours",
        "# kics-scan ignore-line",
        "# kics-scan disable=f45ea400-6bbe-4501-9fc7-1c3d75c32067",
        "# tally ignore=hadolint/DL3007;reason=ours",
        "# plimsoll: ignore",
    ] {
        project.write("Dockerfile", format!("{comment}\nFROM debian:latest\nUSER 1000\n"));
        assert!(!project.found(&["--preset", "strict"]).contains(&"Dockerfile latest-tag".to_owned()), "{comment}");
    }
    assert!(project.run(&["explain", "DF001"]).stdout.contains("latest-tag"));
}

#[test]
fn a_hadolint_file_says_how_the_output_looks() {
    let project = Project::new(&[
        ("Dockerfile", "FROM debian:latest\nUSER 1000\n"),
        (".hadolint.yaml", "format: gitlab_codeclimate\nno-color: true\nunheard-of: 1\nfailure-threshold: none\n"),
    ]);
    let run = project.run(&["lint", "--select", "latest-tag"]);
    let json: Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(json[0]["check_name"], "latest-tag");
    assert_eq!(run.code, 1, "everything fails: {run:?}");
    assert_eq!(run.stderr, "warning: .hadolint.yaml:3:1: unknown key `unheard-of`\n");
    let run = project.run(&["lint", "--select", "latest-tag", "--format", "junit"]);
    assert!(run.stdout.starts_with("<?xml") && run.stdout.contains("latest-tag at 1:13"), "{run:?}");
    let run = project.run(&["lint", "--select", "latest-tag", "--format", "checkstyle", "--output-file", "x.xml"]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    assert!(project.read("x.xml").contains("source=\"plimsoll.latest-tag\""));
}

#[test]
fn labels_of_a_hadolint_file_are_asked_for() {
    let project = Project::new(&[
        ("Dockerfile", "FROM debian:12.11\nLABEL url=x odd=y\nUSER 1000\n"),
        (".hadolint.yaml", "label-schema: {url: url, absent: text}\nstrict-labels: true\n"),
    ]);
    let found = project.found(&["--preset", "hadolint"]);
    assert_eq!(found, ["Dockerfile label-not-url", "Dockerfile missing-label", "Dockerfile unknown-label"]);
}
