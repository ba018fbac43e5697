//! SARIF: the output against the official schema, and its values.

#![allow(clippy::unwrap_used, reason = "a test fails by it")]

mod support;

use plimsoll_analysis::{FileKind, Fix, Settings, Severity, SourceFile, Suppressed, Workspace, analyze};
use plimsoll_report::{FileReport, ReadError, Report, sarif};
use plimsoll_text::{Edit, range};
use serde_json::{Value, json};
use std::sync::LazyLock;
use support::{DOCKERFILE, diagnostic, file, find, full, with_fix_elsewhere};

/// The schema of the standard; see the notice beside it.
static SCHEMA: LazyLock<jsonschema::Validator> = LazyLock::new(|| {
    let schema: Value =
        serde_json::from_str(include_str!("../../../fixtures/schemas/sarif-schema-2.1.0.json")).expect("it is JSON");
    jsonschema::options().should_validate_formats(true).build(&schema).expect("it is a schema")
});

fn log(report: Report<'_>) -> Value {
    let mut out = Vec::new();
    sarif(report, &mut out).unwrap();
    let log = serde_json::from_slice(&out).unwrap();
    let errors: Vec<String> =
        SCHEMA.iter_errors(&log).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert_eq!(errors, Vec::<String>::new(), "{log:#}");
    log
}

#[test]
fn the_schema_refuses_what_is_wrong() {
    let wrong = json!({"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}, "columnKind": "bytes"}]});
    assert!(!SCHEMA.is_valid(&wrong));
    let wrong = json!({"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x", "rules": [{"id": 3}]}}}]});
    assert!(!SCHEMA.is_valid(&wrong));
}

#[test]
fn everything_in_one_log() {
    let mut quiet = diagnostic(Severity::Error, find(DOCKERFILE, "RUN make"), "quiet");
    quiet.fixes.push(Fix::r#unsafe("take it out", Edit::delete(find(DOCKERFILE, "RUN make\n"))));
    let by_settings = diagnostic(Severity::Note, range(0, 0), "q");
    let suppressed = [
        Suppressed { diagnostic: by_settings, comment: None },
        Suppressed { diagnostic: quiet, comment: Some(range(0, 4)) },
    ];
    let diagnostics = [full()];
    let files = [FileReport { suppressed: &suppressed, ..file("my app/Dockerfile", DOCKERFILE, &diagnostics) }];
    let unreadable = [ReadError { path: "/x/y".to_owned(), message: "not UTF-8".to_owned() }];
    let log = log(Report { unreadable: &unreadable, text_of: &|_| Some("a\nb flask\n"), ..Report::new(&files) });
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    assert_eq!(run["invocations"][0]["executionSuccessful"], false);
    assert_eq!(
        run["invocations"][0]["toolExecutionNotifications"][0]["locations"][0]["physicalLocation"]["artifactLocation"],
        json!({"uri": "file:///x/y"})
    );

    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), 1);
    assert_eq!(rules[0]["id"], "latest-tag");
    assert_eq!(rules[0]["name"], "LatestTag");
    assert_eq!(rules[0]["defaultConfiguration"], json!({"enabled": true, "level": "warning"}));
    assert_eq!(rules[0]["properties"]["tags"], json!(["reproducibility", "base-image"]));
    assert_eq!(rules[0]["fullDescription"]["text"], "The tag `latest` names whatever was pushed last.");
    assert!(rules[0]["help"]["markdown"].as_str().unwrap().starts_with("The tag `latest`"));
    assert_eq!(rules[0]["helpUri"], "https://github.com/plimsoll/plimsoll/blob/main/docs/rules/latest-tag.md");

    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 3);
    assert_eq!(results[0]["suppressions"], json!([{"kind": "external"}]));
    assert_eq!(results[2]["suppressions"][0]["kind"], "inSource");
    let found = &results[1];
    assert!(found.get("suppressions").is_none());
    assert_eq!(
        (&found["ruleId"], &found["ruleIndex"], &found["level"]),
        (&json!("latest-tag"), &json!(0), &json!("warning"))
    );
    assert_eq!(found["message"]["text"], "`debian:latest` moves\na build tomorrow may start from a new major version");
    let artifact = json!({"uri": "my%20app/Dockerfile", "uriBaseId": "%SRCROOT%"});
    assert_eq!(
        found["locations"][0]["physicalLocation"],
        json!({
            "artifactLocation": artifact,
            "region": {
                "startLine": 1, "startColumn": 13, "endLine": 1, "endColumn": 19, "byteOffset": 12, "byteLength": 6,
                "snippet": {"text": "latest"},
            },
        })
    );
    assert_eq!(found["relatedLocations"][1]["physicalLocation"]["artifactLocation"]["uri"], "requirements.txt");
    assert_eq!(found["relatedLocations"][1]["physicalLocation"]["region"]["startLine"], 2);
    assert_eq!(found["relatedLocations"][0]["message"]["text"], "used here");
    let change = &found["fixes"][0]["artifactChanges"][0];
    assert_eq!(change["artifactLocation"], artifact);
    assert_eq!(change["replacements"][0]["deletedRegion"]["byteOffset"], 12);
    assert_eq!(change["replacements"][0]["insertedContent"]["text"], "12.11");
    assert_eq!(found["fixes"][1]["properties"]["applicability"], "manual");
    let deletion = &results[2]["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert!(deletion.get("insertedContent").is_none());
    assert!(found["partialFingerprints"]["ruleAndLines/v1"].as_str().unwrap().ends_with(":2"));
}

/// A file that is not there has no artifact that could be changed.
#[test]
fn a_fix_of_another_file_names_it() {
    let found = |creates: bool| {
        let diagnostics = [with_fix_elsewhere(creates)];
        let files = [file("Dockerfile", DOCKERFILE, &diagnostics)];
        let text_of = |_: &str| Some("*.md\r\nlog");
        log(Report { text_of: &text_of, ..Report::new(&files) })["runs"][0]["results"][0]["fixes"].clone()
    };
    let change = &found(false)[0]["artifactChanges"][0];
    assert_eq!(change["artifactLocation"]["uri"], "a/.dockerignore");
    assert_eq!(change["replacements"][0]["deletedRegion"]["byteOffset"], 9);
    assert!(found(true).as_array().is_none_or(Vec::is_empty));
}

#[test]
fn secrets_stay_out_of_snippets() {
    let text = "ENV TOKEN=ghp_0123456789abcdefghij\n";
    let mut it = diagnostic(Severity::Error, range(4, text.len() - 1), "m");
    it.secrets.push(find(text, "ghp_0123456789abcdefghij"));
    let diagnostics = [it];
    let log = log(Report::new(&[file("Dockerfile", text, &diagnostics)]));
    let region = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"];
    assert_eq!(region["snippet"]["text"], "TOKEN=ghp_********************");
}

#[test]
fn a_clean_run() {
    let log = log(Report::new(&[file("Dockerfile", DOCKERFILE, &[])]));
    assert_eq!(log["runs"][0]["results"], json!([]));
}

#[test]
fn what_analysis_really_says() {
    let text = "# plimsoll: ignore[latest-tag] we build it\nFROM debian:latest\nRUN apt-get install curl\nENV A=é\n";
    let dockerfile = SourceFile::new("Dockerfile", text, FileKind::Dockerfile);
    let analysis = analyze(&dockerfile, &Settings::default(), &Workspace::default());
    assert!(!analysis.diagnostics.is_empty() && !analysis.suppressed.is_empty());
    let files = [FileReport { suppressed: &analysis.suppressed, ..file("Dockerfile", text, &analysis.diagnostics) }];
    let log = log(Report::new(&files));
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), analysis.diagnostics.len() + analysis.suppressed.len());
    assert!(results.iter().any(|it| it["ruleId"] == "latest-tag" && it["suppressions"][0]["kind"] == "inSource"));
}

#[test]
fn every_rule_can_be_described() {
    let diagnostics: Vec<_> = plimsoll_analysis::registry::rules()
        .map(|(_, rule)| {
            let mut it = diagnostic(Severity::Note, range(0, 4), "m");
            it.rule = rule;
            it
        })
        .collect();
    let log = log(Report::new(&[file("Dockerfile", DOCKERFILE, &diagnostics)]));
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    for found in log["runs"][0]["results"].as_array().unwrap() {
        let index = found["ruleIndex"].as_u64().unwrap();
        assert_eq!(rules[usize::try_from(index).unwrap()]["id"], found["ruleId"]);
    }
    assert_eq!(rules.len(), diagnostics.len());
}
