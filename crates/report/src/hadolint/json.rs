//! hadolint's formats of JSON objects.
//!
//! Invariant: the keys of an object are in the order of the alphabet, and nothing ends with a line end.

use super::{Finding, HADOLINT_VERSION, HadolintFile, HadolintSeverity, all};
use serde_json::{Value, json};
use std::io::{self, Write};

pub(super) fn json(files: &[HadolintFile<'_>], out: &mut dyn Write) -> io::Result<()> {
    let object = |(path, it): (&str, &Finding)| {
        json!({
            "code": it.code,
            "column": it.column,
            "file": path,
            "level": it.severity.as_str(),
            "line": it.line,
            "message": it.message,
        })
    };
    write!(out, "{}", Value::Array(all(files).map(object).collect()))
}

pub(super) fn codeclimate(files: &[HadolintFile<'_>], out: &mut dyn Write) -> io::Result<()> {
    for (path, it) in all(files) {
        write!(out, "{}\0", issue(path, it))?;
    }
    Ok(())
}

pub(super) fn gitlab_codeclimate(files: &[HadolintFile<'_>], out: &mut dyn Write) -> io::Result<()> {
    let object = |(path, it): (&str, &Finding)| {
        let mut issue = issue(path, it);
        issue["fingerprint"] = json!(it.fingerprint);
        issue
    };
    write!(out, "{}", Value::Array(all(files).map(object).collect()))
}

/// An issue of Code Climate.
fn issue(path: &str, it: &Finding) -> Value {
    let place = json!({ "column": it.column, "line": it.line });
    json!({
        "categories": ["Bug Risk"],
        "check_name": it.code,
        "description": it.message,
        "location": match it.is_parse_error() {
            true => json!({ "path": path, "positions": { "begin": place, "end": place } }),
            false => json!({ "lines": { "begin": it.line, "end": it.line }, "path": path }),
        },
        "severity": match it.severity {
            HadolintSeverity::Error => "blocker",
            HadolintSeverity::Warning => "major",
            HadolintSeverity::Info => "info",
            HadolintSeverity::Style => "minor",
        },
        "type": "issue",
    })
}

pub(super) fn codacy(files: &[HadolintFile<'_>], out: &mut dyn Write) -> io::Result<()> {
    for (path, it) in all(files) {
        let object = json!({ "filename": path, "line": it.line, "message": it.message, "patternId": it.code });
        write!(out, "{object}")?;
    }
    Ok(())
}

pub(super) fn sonarqube(files: &[HadolintFile<'_>], out: &mut dyn Write) -> io::Result<()> {
    let object = |(path, it): (&str, &Finding)| {
        let (severity, kind) = match it.severity {
            _ if it.is_parse_error() => ("BLOCKER", "BUG"),
            HadolintSeverity::Error => ("CRITICAL", "BUG"),
            HadolintSeverity::Warning => ("MAJOR", "CODE_SMELL"),
            HadolintSeverity::Info => ("MINOR", "CODE_SMELL"),
            HadolintSeverity::Style => ("INFO", "CODE_SMELL"),
        };
        // Sonar counts columns from 0 and takes no empty range.
        let range = json!({
            "endColumn": it.column,
            "endLine": it.line,
            "startColumn": it.column - 1,
            "startLine": it.line,
        });
        json!({
            "engineId": "Hadolint",
            "primaryLocation": { "filePath": path, "message": it.message, "textRange": range },
            "ruleId": it.code,
            "severity": severity,
            "type": kind,
        })
    };
    let issues: Vec<Value> = all(files).map(object).collect();
    write!(out, "{}", json!({ "issues": issues }))
}

pub(super) fn sarif(files: &[HadolintFile<'_>], out: &mut dyn Write) -> io::Result<()> {
    let result = |(path, it): (&str, &Finding)| {
        let region = json!({
            "endColumn": it.column,
            "endLine": it.line,
            "sourceLanguage": if it.code.starts_with("SC") { "sh" } else { "dockerfile" },
            "startColumn": it.column,
            "startLine": it.line,
        });
        json!({
            "level": match it.severity {
                HadolintSeverity::Error => "error",
                HadolintSeverity::Warning => "warning",
                HadolintSeverity::Info | HadolintSeverity::Style => "note",
            },
            "locations": [{ "physicalLocation": { "artifactLocation": { "uri": path }, "region": region } }],
            "message": { "text": it.message },
            "ruleId": it.code,
        })
    };
    let results: Vec<Value> = all(files).map(result).collect();
    let log = json!({
        "$schema": "http://json.schemastore.org/sarif-2.1.0",
        "runs": [{
            "defaultSourceLanguage": "dockerfile",
            "results": results,
            "tool": {
                "driver": {
                    "downloadUri": env!("CARGO_PKG_REPOSITORY"),
                    "fullName": "plimsoll, as hadolint",
                    "name": "Hadolint",
                    "shortDescription": { "text": "Checks Dockerfiles and the shell in them" },
                    "version": HADOLINT_VERSION,
                },
            },
        }],
        "version": "2.1.0",
    });
    write!(out, "{log}")
}
