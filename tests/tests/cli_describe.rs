//! Describe output becomes register input by `--fix` alone; the parameter validator of botocore, the library of the AWS
//! CLI, says so.
//!
//! Invariant: the tests fail when botocore is missing and cannot be installed; they are never left out.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests start programs and read fixtures")]

mod cli_support;

use cli_support::{Project, finish, list, root, text};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What `cargo xtask test` installs, too: the version that the fields of the ECS API are taken from.
const BOTOCORE: &str = "botocore==1.44.5";

/// What only describe output has.
const RESPONSE_FIELDS: [&str; 9] = [
    "taskDefinitionArn",
    "revision",
    "status",
    "requiresAttributes",
    "compatibilities",
    "registeredAt",
    "deregisteredAt",
    "registeredBy",
    "deleteRequestedAt",
];

#[test]
fn describe_output_becomes_register_input() {
    let folder = root().join("fixtures/describe");
    let mut names: Vec<String> = std::fs::read_dir(&folder)
        .expect("fixtures/describe exists")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"))
        .collect();
    names.sort();
    assert_eq!(names.len(), 5, "{names:?}");
    let project = Project::new(&[]);
    let mut fields: Vec<&str> = Vec::new();
    for name in &names {
        let before = std::fs::read_to_string(folder.join(name)).expect("a fixture");
        fields.extend(RESPONSE_FIELDS.iter().filter(|field| before.contains(&format!("\"{field}\""))));
        project.write(name, &before);
        assert!(!refused(&project.path(name)).is_empty(), "{name} is register input already");
    }
    assert!(RESPONSE_FIELDS.iter().all(|field| fields.contains(field)), "{fields:?}");
    let run = project.run(&["lint", "--fix"]);
    assert!(run.stderr.contains("in 5 files."), "{run:?}");
    for name in &names {
        let before = std::fs::read_to_string(folder.join(name)).expect("a fixture");
        let after = project.read(name);
        assert_eq!(refused(&project.path(name)), Vec::<String>::new(), "{name}\n{after}");
        keeps_its_looks(name, &before, &after);
        keeps_what_it_means(name, &before, &after);
    }
    let again = project.run(&["lint", "--fix"]);
    assert!(!again.stderr.contains("Applied"), "{again:?}");
    assert_eq!(again.code, 0, "{again:?}");
}

/// An answer that a test keeps, or one with more beside the task definition, is not unwrapped unasked.
#[test]
fn what_may_be_meant_is_left_to_the_user() {
    let wrapped = std::fs::read_to_string(root().join("fixtures/describe/wrapped.json")).expect("a fixture");
    let with_more = wrapped.replacen("{\n", "{\n    \"cluster\": \"live\",\n", 1);
    let only = ["lint", "--select", "wrapped-task-definition"];
    for (path, text) in [("tests/answers/web.json", &wrapped), ("web.json", &with_more)] {
        let project = Project::new(&[(path, text)]);
        project.run(&[&only[..], &["--fix"]].concat());
        assert_eq!(project.read(path), **text, "{path}");
        project.run(&[&only[..], &["--unsafe-fixes"]].concat());
        assert!(!project.read(path).contains("\"taskDefinition\":"), "{path}");
    }
}

/// What each rule about the shape of a document calls wrong, botocore refuses, and the other way round.
#[test]
fn botocore_and_the_rules_agree_on_documents() {
    let container = |more: &str| {
        format!(
            "{{\"family\": \"web\", \"containerDefinitions\": [{{\"name\": \"web\", \"image\": \"web:1\"{more}}}]}}"
        )
    };
    let documents = [
        ("sound", container(""), false),
        ("unknown", container(", \"color\": \"red\""), true),
        ("misspelled", container(", \"Memory\": 512"), true),
        ("null", container(", \"user\": null"), true),
        ("type", container(", \"memory\": \"512\""), true),
        ("fraction", container(", \"memory\": 1.5"), true),
        ("list", container(", \"command\": \"npm start\""), true),
        ("map", container(", \"dockerLabels\": {\"a\": 1}"), true),
        ("label", container(", \"dockerLabels\": {\"color\": \"red\"}"), false),
        ("required", container(", \"secrets\": [{\"name\": \"A\"}]"), true),
        ("family", container("").replace("\"family\": \"web\", ", ""), true),
        ("revision", container("").replace("\"family\"", "\"revision\": 1, \"family\""), true),
        ("enum", container(", \"logConfiguration\": {\"logDriver\": \"awslogs\", \"options\": {}}"), false),
    ];
    let project = Project::new(&[]);
    let shape = "misspelled-field,unknown-field,read-only-field,null-value,wrong-value-type,missing-required-field";
    for (name, document, is_wrong) in &documents {
        let file = format!("{name}.json");
        project.write(&file, document);
        let found = project.found(&["--select", shape, &file]);
        let refusals = refused(&project.path(&file));
        assert_eq!((!found.is_empty(), !refusals.is_empty()), (*is_wrong, *is_wrong), "{name}: {found:?} {refusals:?}");
        // The words of botocore stand in the notes; values are left out of them, and lists of what would be right.
        let json = project.json(&["--select", shape, &file]);
        for diagnostic in list(&json, "diagnostics") {
            let notes: Vec<&str> = list(diagnostic, "notes").iter().filter_map(Value::as_str).collect();
            let is_quoted = |refusal: &&String| {
                let start = refusal.split(", ").next().unwrap_or(refusal);
                notes.iter().any(|note| note.contains(start))
            };
            assert!(refusals.iter().any(|refusal| is_quoted(&refusal)), "{name}: {notes:?} {refusals:?}");
        }
    }
}

/// Indentation, line ends and the end of the file are what they were.
fn keeps_its_looks(name: &str, before: &str, after: &str) {
    let crlf = |text: &str| text.matches("\r\n").count();
    let lines = |text: &str| text.matches('\n').count();
    assert_eq!(crlf(before) == lines(before), crlf(after) == lines(after), "{name}: line ends\n{after}");
    assert_eq!(before.ends_with('\n'), after.ends_with('\n'), "{name}: the last line end");
    assert_eq!(lines(before) == 0, lines(after) == 0, "{name}: a file of one line stays one\n{after}");
    let unit = |text: &str| {
        let indented = text.lines().skip(1).find(|line| line.starts_with([' ', '\t']));
        indented.map(|line| line[..line.len() - line.trim_start().len()].to_owned())
    };
    assert_eq!(unit(before), unit(after), "{name}: indentation\n{after}");
    for line in after.lines() {
        assert_eq!(line.trim_end(), line, "{name}: blanks at the end of a line\n{after}");
    }
}

/// What the document said apart from the answer's fields is still there.
fn keeps_what_it_means(name: &str, before: &str, after: &str) {
    let read = |text: &str| serde_json::from_str::<Value>(text.trim_start_matches('\u{feff}')).expect("JSON");
    let (mut old, new) = (read(before), read(after));
    if let Some(inner) = old.get("taskDefinition").cloned() {
        let tags = old["tags"].clone();
        old = inner;
        old["tags"] = tags;
    }
    for (key, value) in old.as_object().expect("an object") {
        let is_empty = value.is_null() || key == "tags" && value.as_array().is_some_and(Vec::is_empty);
        let kept = new.as_object().expect("an object").iter().find(|(it, _)| it.eq_ignore_ascii_case(key));
        let expected = !RESPONSE_FIELDS.contains(&key.as_str()) && !is_empty;
        assert_eq!(kept.is_some(), expected, "{name}: {key}\n{after}");
    }
    let image = |document: &Value| document["containerDefinitions"][0]["image"].clone();
    assert_eq!(image(&old), image(&new), "{name}");
    assert_eq!(text(&new, "family"), "web", "{name}");
}

/// What botocore refuses of the document at `path`.
fn refused(path: &Path) -> Vec<String> {
    let script = root().join("tests/botocore/validate.py");
    let run = finish(Command::new(python()).arg(script).arg(path), "");
    assert_eq!(run.code, 0, "{run:?}");
    let answer: Value = serde_json::from_str(&run.stdout).expect("a line of JSON");
    list(&answer, "refused").iter().map(|it| it.as_str().expect("a text").to_owned()).collect()
}

/// The tool of `cargo xtask test`, or one that is installed now.
fn python() -> PathBuf {
    let venv = root().join("target/tools/venv");
    let python = venv.join("bin/python");
    let script = root().join("tests/botocore/validate.py");
    let works = || {
        let has = python.exists().then(|| finish(Command::new(&python).arg(&script).arg("--version"), ""));
        has.is_some_and(|run| run.code == 0 && BOTOCORE.ends_with(&format!("=={}", run.stdout.trim())))
    };
    if !works() {
        // Tests run side by side; pip is not made for that.
        std::fs::create_dir_all(root().join("target/tools")).expect("a folder");
        let lock = std::fs::File::create(root().join("target/tools/botocore.lock")).expect("a file");
        lock.lock().expect("the lock");
        if !works() {
            let made = Command::new("python3").args(["-m", "venv"]).arg(&venv).status();
            assert!(made.is_ok_and(|status| status.success()), "python3 with venv is needed to install {BOTOCORE}");
            let installed = Command::new(&python).args(["-m", "pip", "install", "--quiet", BOTOCORE]).status();
            assert!(installed.is_ok_and(|status| status.success()), "{BOTOCORE} could not be installed");
        }
        drop(lock);
    }
    python
}
