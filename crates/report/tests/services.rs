//! The formats that services read: GitLab, JUnit, checkstyle, and those of hadolint.

#![allow(clippy::unwrap_used, reason = "a test fails by it")]

mod support;

use plimsoll_analysis::{HadolintSeverity, Severity};
use plimsoll_report::{
    HadolintFile, HadolintFormat, HadolintStyle, ReadError, Report, checkstyle, gitlab, hadolint, junit,
};
use plimsoll_text::range;
use serde_json::{Value, json};
use std::io::{self, Write};
use support::{DOCKERFILE, diagnostic, file, find, full};

type Format = fn(Report<'_>, &mut dyn Write) -> io::Result<()>;

fn written(format: Format, report: Report<'_>) -> String {
    let mut out = Vec::new();
    format(report, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// What is written of a file with two findings, one without, and one that could not be read.
fn sample(format: Format) -> String {
    let odd = diagnostic(Severity::Error, find(DOCKERFILE, "latest\nRUN"), "a <b> & \"c\"\nd");
    let diagnostics = [full(), odd];
    let files = [file("a&b.Dockerfile", DOCKERFILE, &diagnostics), file("clean", DOCKERFILE, &[])];
    let unreadable = [ReadError { path: "x".to_owned(), message: "not UTF-8".to_owned() }];
    written(format, Report { unreadable: &unreadable, ..Report::new(&files) })
}

#[test]
fn code_quality_of_gitlab() {
    let mut found: Value = serde_json::from_str(&sample(gitlab)).unwrap();
    let mut prints: Vec<String> = Vec::new();
    for issue in found.as_array_mut().unwrap() {
        prints.push(issue["fingerprint"].take().as_str().unwrap().to_owned());
        issue.as_object_mut().unwrap().remove("fingerprint");
    }
    assert_eq!(
        found,
        json!([
            {
                "description": "`debian:latest` moves",
                "check_name": "latest-tag",
                "severity": "major",
                "location": { "path": "a&b.Dockerfile", "lines": { "begin": 1, "end": 1 } },
            },
            {
                "description": "a <b> & \"c\"\nd",
                "check_name": "latest-tag",
                "severity": "critical",
                "location": { "path": "a&b.Dockerfile", "lines": { "begin": 1, "end": 2 } },
            },
            {
                "description": "not UTF-8",
                "check_name": "unreadable",
                "severity": "blocker",
                "location": { "path": "x", "lines": { "begin": 1, "end": 1 } },
            },
        ])
    );
    assert!(prints[..2].iter().all(|it| it.len() == 40 && it.bytes().all(|byte| byte.is_ascii_hexdigit())));
    assert_ne!(prints[0], prints[1]);
    assert_eq!(written(gitlab, Report::new(&[])), "[]\n");
}

#[test]
fn fingerprints_follow_their_lines_and_tell_files_apart() {
    let prints = |path: &str, text: &str| -> Vec<String> {
        let all = text.match_indices("latest").map(|(at, _)| diagnostic(Severity::Note, range(at, at + 6), "m"));
        let diagnostics: Vec<_> = all.collect();
        let found: Value =
            serde_json::from_str(&written(gitlab, Report::new(&[file(path, text, &diagnostics)]))).unwrap();
        found.as_array().unwrap().iter().map(|it| it["fingerprint"].as_str().unwrap().to_owned()).collect()
    };
    let before = prints("Dockerfile", "FROM a:latest\nFROM a:latest\n");
    assert_eq!(before, prints("Dockerfile", "# new\n\nFROM  a:latest\nFROM a:latest\n"));
    assert_ne!(before[0], before[1]);
    assert_ne!(before, prints("other/Dockerfile", "FROM a:latest\nFROM a:latest\n"));
}

#[test]
fn xml_of_checkstyle() {
    let expected = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<checkstyle version=\"4.3\">
  <file name=\"a&amp;b.Dockerfile\">
    <error line=\"1\" column=\"13\" severity=\"warning\" message=\"`debian:latest` moves\" source=\"plimsoll.latest-tag\"/>
    <error line=\"1\" column=\"13\" severity=\"error\" message=\"a &lt;b> &amp; &quot;c&quot;&#10;d\" source=\"plimsoll.latest-tag\"/>
  </file>
  <file name=\"clean\">
  </file>
  <file name=\"x\">
    <error line=\"1\" column=\"1\" severity=\"error\" message=\"not UTF-8\" source=\"plimsoll.unreadable\"/>
  </file>
</checkstyle>
";
    assert_eq!(sample(checkstyle), expected);
}

#[test]
fn xml_of_junit() {
    let text = sample(junit);
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"plimsoll\" tests=\"4\" failures=\"2\" errors=\"1\">\n  \
                <testsuite name=\"a&amp;b.Dockerfile\" tests=\"2\" failures=\"2\" errors=\"0\">\n    \
                <testcase name=\"latest-tag at 1:13\" classname=\"a&amp;b.Dockerfile\" file=\"a&amp;b.Dockerfile\" line=\"1\">\n      \
                <failure type=\"warning\" message=\"`debian:latest` moves\">a&amp;b.Dockerfile:1:13: warning[latest-tag]: \
                `debian:latest` moves\nnote: a build tomorrow may start from a new major version\nhelp: pin the tag to \
                `12.11`\nhelp: pin the digest\nsee: https://";
    assert!(text.starts_with(head), "{text}");
    let passed = "  <testsuite name=\"clean\" tests=\"1\" failures=\"0\" errors=\"0\">\n    \
                  <testcase name=\"no findings\" classname=\"clean\" file=\"clean\"/>\n  </testsuite>\n";
    assert!(text.contains(passed), "{text}");
    assert!(text.contains("<error message=\"not UTF-8\"/>") && text.ends_with("</testsuites>\n"), "{text}");
    let count = |part: &str| text.matches(part).count();
    assert_eq!((count("<testcase"), count("<failure"), count("<error ")), (4, 2, 1), "{text}");
}

#[test]
fn secrets_are_in_no_format() {
    let text = "FROM a\nENV KEY=hunter2hunter2hunter2\n";
    let mut it = diagnostic(Severity::Error, find(text, "hunter2hunter2hunter2"), "a key");
    it.secrets.push(find(text, "hunter2hunter2hunter2"));
    let diagnostics = [it];
    let files = [file("Dockerfile", text, &diagnostics)];
    for format in [gitlab as Format, junit, checkstyle] {
        assert!(!written(format, Report::new(&files)).contains("hunter2"));
    }
    let own = [HadolintFile::new(&files[0], |_| HadolintSeverity::Error)];
    for format in HadolintFormat::ALL {
        let mut out = Vec::new();
        hadolint(&own, HadolintStyle { format, color: true, now: 0 }, &mut out).unwrap();
        assert!(!String::from_utf8(out).unwrap().contains("hunter2"), "{format:?}");
    }
}

#[test]
fn a_line_of_hadolint_is_that_of_the_instruction() {
    let text = "FROM a\nRUN b && \\\n  cd /c\n";
    let diagnostics =
        [diagnostic(Severity::Note, find(text, "cd"), "m"), diagnostic(Severity::Note, find(text, "b"), "n")];
    let report = file("Dockerfile", text, &diagnostics);
    let own = [HadolintFile::new(&report, |_| HadolintSeverity::Style)];
    assert_eq!(own[0].gravest(), Some(HadolintSeverity::Style));
    let mut out = Vec::new();
    hadolint(&own, HadolintStyle { format: HadolintFormat::Json, color: false, now: 0 }, &mut out).unwrap();
    assert_eq!(
        serde_json::from_slice::<Value>(&out).unwrap(),
        json!([
            { "code": "DL3007", "column": 1, "file": "Dockerfile", "level": "style", "line": 2, "message": "m (line 3, column 3)" },
            { "code": "DL3007", "column": 5, "file": "Dockerfile", "level": "style", "line": 2, "message": "n" },
        ])
    );
}
