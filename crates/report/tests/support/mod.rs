//! A rule of its own and small files, so that outputs are tested apart from what the rules say today.

#![allow(dead_code, reason = "each test uses its part")]

use plimsoll_analysis::{
    Applicability, Category, Check, Diagnostic, Elsewhere, FileKind, Fix, FixAvailability, Label, Level, Levels, Rule,
    Severity,
};
use plimsoll_report::FileReport;
use plimsoll_text::{Edit, TextRange, range};

pub(crate) static RULE: Rule = Rule {
    id: "latest-tag",
    summary: "image by the tag `latest`",
    category: Category::Reproducibility,
    levels: Levels::dockerfile(Level::Warning, Level::Error, Level::Warning),
    since: "2026.1",
    fix: FixAvailability::Safe,
    aliases: &["DL3007", "CKV_DOCKER_7"],
    options: &[],
    docs: " The tag `latest` names whatever was pushed last.\n",
    check: Check::Requirements(|_, _| {}),
};

/// The first place of `needle` in `text`.
pub(crate) fn find(text: &str, needle: &str) -> TextRange {
    let start = text.find(needle).expect("it stands there");
    range(start, start + needle.len())
}

pub(crate) fn diagnostic(severity: Severity, range: TextRange, message: &str) -> Diagnostic {
    Diagnostic {
        rule: &RULE,
        severity,
        range,
        message: message.to_owned(),
        labels: Vec::new(),
        notes: Vec::new(),
        fixes: Vec::new(),
        secrets: Vec::new(),
        questions: Vec::new(),
    }
}

pub(crate) fn label(path: Option<&str>, range: TextRange, text: &str) -> Label {
    Label { path: path.map(str::to_owned), range, text: text.to_owned() }
}

pub(crate) const DOCKERFILE: &str = "FROM debian:latest\nRUN make\n";

/// A diagnostic with everything in it.
pub(crate) fn full() -> Diagnostic {
    let mut it = diagnostic(Severity::Warning, find(DOCKERFILE, "latest"), "`debian:latest` moves");
    it.labels.push(label(None, find(DOCKERFILE, "make"), "used here"));
    it.labels.push(label(Some("requirements.txt"), range(4, 9), "and here"));
    it.notes.push("a build tomorrow may start from a new major version".to_owned());
    it.fixes.push(Fix::safe("pin the tag to `12.11`", Edit::replace(find(DOCKERFILE, "latest"), "12.11")));
    it.fixes.push(Fix::manual("pin the digest", Edit::insert(find(DOCKERFILE, "\nRUN").start(), "@sha256:")));
    it
}

pub(crate) fn file<'a>(path: &'a str, text: &'a str, diagnostics: &'a [Diagnostic]) -> FileReport<'a> {
    FileReport { path, kind: FileKind::Dockerfile, text, diagnostics, suppressed: &[], masked: Vec::new() }
}

/// A diagnostic whose fix changes another file, which is there or not.
pub(crate) fn with_fix_elsewhere(creates: bool) -> Diagnostic {
    let mut it = diagnostic(Severity::Note, find(DOCKERFILE, "make"), "takes `.git` along");
    let elsewhere = match creates {
        true => Elsewhere::new_file("a/.dockerignore", ".git\n"),
        false => Elsewhere::lines_behind("a/.dockerignore", "*.md\r\nlog", [".git"]),
    };
    it.fixes.push(Fix::elsewhere("hold back `.git`", Applicability::Unsafe, elsewhere));
    it
}
