//! The JSON contract: the real output against its schema, its values, and the example of the documentation.

#![allow(clippy::unwrap_used, reason = "a test fails by it")]

mod support;

use jsonschema::Validator;
use plimsoll_analysis::{FileKind, Fix, Settings, Severity, SourceFile, Workspace, analyze};
use plimsoll_report::{FileReport, ReadError, Report, json, rules_json};
use plimsoll_text::{Edit, range};
use serde_json::{Value, json};
use support::{DOCKERFILE, diagnostic, file, find, full, with_fix_elsewhere};

const OUTPUT: &str = include_str!("../../../docs/output/plimsoll-output.schema.json");
const RULES: &str = include_str!("../../../docs/output/plimsoll-rules.schema.json");
const DOCUMENTATION: &str = include_str!("../../../docs/json.md");

fn hold_against(schema: &str, document: &Value) {
    let schema: Value = serde_json::from_str(schema).unwrap();
    let validator: Validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
    let errors: Vec<String> =
        validator.iter_errors(document).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert_eq!(errors, Vec::<String>::new(), "{document:#}");
}

fn text(report: Report<'_>) -> String {
    let mut out = Vec::new();
    json(report, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn document(report: Report<'_>) -> Value {
    let document = serde_json::from_str(&text(report)).unwrap();
    hold_against(OUTPUT, &document);
    document
}

#[test]
fn every_key_of_the_contract() {
    let diagnostics = [full()];
    let files = [file("Dockerfile", DOCKERFILE, &diagnostics)];
    let unreadable = [ReadError { path: "x".to_owned(), message: "not UTF-8".to_owned() }];
    let place = |line: u32, column: u32, offset: u32| json!({"line": line, "column": column, "offset": offset});
    let latest = json!({"start": place(1, 13, 12), "end": place(1, 19, 18)});
    let expected = json!({
        "version": 1,
        "diagnostics": [{
            "rule": "latest-tag",
            "aliases": ["DL3007", "CKV_DOCKER_7"],
            "severity": "warning",
            "path": "Dockerfile",
            "value_path": null,
            "range": latest,
            "message": "`debian:latest` moves",
            "labels": [
                {"path": "Dockerfile", "range": {"start": place(2, 5, 23), "end": place(2, 9, 27)}, "text": "used here"},
                {"path": "requirements.txt", "range": null, "text": "and here"},
            ],
            "notes": ["a build tomorrow may start from a new major version"],
            "fixes": [
                {"title": "pin the tag to `12.11`", "applicability": "safe", "edits": [{"range": latest, "text": "12.11"}],
                    "elsewhere": null},
                {"title": "pin the digest", "applicability": "manual", "edits": [
                    {"range": {"start": place(1, 19, 18), "end": place(1, 19, 18)}, "text": "@sha256:"}
                ], "elsewhere": null},
            ],
            "url": "https://github.com/plimsoll/plimsoll/blob/main/docs/rules/latest-tag.md",
        }],
        "files": [{"path": "Dockerfile", "kind": "dockerfile"}],
        "summary": {
            "files": 1, "errors": 0, "warnings": 1, "notes": 0, "fixable": {"safe": 1, "unsafe": 0}, "suppressed": 0,
            "unreadable": [{"path": "x", "message": "not UTF-8"}],
        },
    });
    assert_eq!(document(Report { unreadable: &unreadable, ..Report::new(&files) }), expected);
    let known = Report { text_of: &|_| Some("a\néflask\n"), ..Report::new(&files) };
    let label = &document(known)["diagnostics"][0]["labels"][1]["range"];
    assert_eq!(*label, json!({"start": place(2, 2, 4), "end": place(2, 7, 9)}));
}

#[test]
fn a_fix_of_another_file() {
    let place = |line: u32, column: u32, offset: u32| json!({"line": line, "column": column, "offset": offset});
    for (creates, start, text) in [(true, place(1, 1, 0), ".git\n"), (false, place(2, 4, 9), "\r\n.git\r\n")] {
        let diagnostics = [with_fix_elsewhere(creates)];
        let files = [file("Dockerfile", DOCKERFILE, &diagnostics)];
        let text_of = |path: &str| (path == "a/.dockerignore" && !creates).then_some("*.md\r\nlog");
        let found = document(Report { text_of: &text_of, ..Report::new(&files) });
        let fix = &found["diagnostics"][0]["fixes"][0];
        assert_eq!(fix["edits"], json!([]));
        let edit = json!({"range": {"start": start, "end": start}, "text": text});
        assert_eq!(fix["elsewhere"], json!({"path": "a/.dockerignore", "creates": creates, "edits": [edit]}));
    }
}

#[test]
fn columns_are_characters_and_offsets_are_bytes() {
    let source = "\u{feff}# \u{1f499}\r\nFROM é日x\r\n";
    let diagnostics = [diagnostic(Severity::Error, find(source, "x"), "m")];
    let found = document(Report::new(&[file("Dockerfile", source, &diagnostics)]));
    let expected = json!({"line": 2, "column": 8, "offset": source.find('x')});
    assert_eq!(found["diagnostics"][0]["range"]["start"], expected);
}

#[test]
fn nothing_found() {
    let found = document(Report::new(&[]));
    assert_eq!(found["diagnostics"], json!([]));
    assert_eq!(found["summary"]["errors"], json!(0));
}

#[test]
fn what_analysis_really_says() {
    let dockerfile = SourceFile::new("app/Dockerfile", "FROM debian\nRUN apt-get install curl\n", FileKind::Dockerfile);
    let task = SourceFile::new(
        "task.json",
        "{\"family\": \"web\", \"cpuu\": 1, \"containerDefinitions\": [{\"name\": \"a\", \"image\": \"nginx:latest\"}]}",
        FileKind::TaskDefinition,
    );
    let analyses = [&dockerfile, &task].map(|file| analyze(file, &Settings::default(), &Workspace::default()));
    let files: Vec<FileReport<'_>> = [&dockerfile, &task]
        .iter()
        .zip(&analyses)
        .map(|(it, analysis)| FileReport {
            path: &it.path,
            kind: it.kind,
            text: &it.text,
            diagnostics: &analysis.diagnostics,
            suppressed: &analysis.suppressed,
            masked: Vec::new(),
        })
        .collect();
    let found = document(Report::new(&files));
    let paths: Vec<&str> =
        found["diagnostics"].as_array().unwrap().iter().map(|it| it["path"].as_str().unwrap()).collect();
    assert!(paths.contains(&"app/Dockerfile") && paths.contains(&"task.json"), "{paths:?}");
    let places: Vec<(&str, &Value)> = found["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["rule"].as_str().unwrap(), &it["value_path"]))
        .collect();
    assert!(places.contains(&("misspelled-field", &json!("cpuu"))), "{places:?}");
    assert!(places.contains(&("latest-container-image", &json!("containerDefinitions[a].image"))), "{places:?}");
}

#[test]
fn rules_follow_their_schema() {
    let mut out = Vec::new();
    rules_json(&mut out).unwrap();
    let document: Value = serde_json::from_slice(&out).unwrap();
    hold_against(RULES, &document);
    let rules = document["rules"].as_array().unwrap();
    assert_eq!(rules.len(), plimsoll_analysis::registry::rules().len());
    let latest = rules.iter().find(|rule| rule["id"] == "latest-tag").unwrap();
    assert_eq!(latest["levels"]["recommended"], "warning");
}

#[test]
fn the_documented_example_is_real() {
    let mut it = diagnostic(
        Severity::Warning,
        find(DOCKERFILE, "latest"),
        "`debian:latest` names another image after each release",
    );
    it.notes.push("a build tomorrow may start from a new major version; name the version that was tested".to_owned());
    it.fixes.push(Fix::r#unsafe("pin the tag to `12.11`", Edit::replace(range(12, 18), "12.11")));
    let diagnostics = [it];
    let expected = format!("\n```json\n{}```\n", text(Report::new(&[file("Dockerfile", DOCKERFILE, &diagnostics)])));
    let (_, rest) = DOCUMENTATION.split_once("<!-- example -->").unwrap();
    let (shown, _) = rest.split_once("<!-- /example -->").unwrap();
    assert_eq!(shown, expected, "docs/json.md shows another output");
}
