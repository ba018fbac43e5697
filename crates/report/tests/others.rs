//! Workflow commands, diffs, statistics, and the pages of rules.

#![allow(clippy::unwrap_used, reason = "a test fails by it")]

mod support;

use plimsoll_analysis::{Fix, Preset, Severity, registry};
use plimsoll_report::{ReadError, Report, diff, explain, github, markdown_page, rule_list, statistics};
use plimsoll_text::{Edit, range};
use support::{DOCKERFILE, diagnostic, file, find, full};

fn commands(report: Report<'_>) -> String {
    let mut out = Vec::new();
    github(report, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn workflow_commands() {
    let mut odd = diagnostic(Severity::Error, find(DOCKERFILE, "latest\nRUN"), "100 % of\r\na, b: c");
    odd.rule = &support::RULE;
    let diagnostics = [full(), odd];
    let files = [file("a,b:c%.Dockerfile", DOCKERFILE, &diagnostics)];
    let unreadable = [ReadError { path: "x".to_owned(), message: "not UTF-8".to_owned() }];
    let expected = "\
::warning file=a%2Cb%3Ac%25.Dockerfile,line=1,col=13,endLine=1,endColumn=19,title=latest-tag::`debian:latest` moves\
%0Anote: a build tomorrow may start from a new major version%0Ahelp: pin the tag to `12.11`%0Ahelp: pin the digest
::error file=a%2Cb%3Ac%25.Dockerfile,line=1,endLine=2,title=latest-tag::100 %25 of%0D%0Aa, b: c
::error file=x::not UTF-8
";
    assert_eq!(commands(Report { unreadable: &unreadable, ..Report::new(&files) }), expected);
}

#[test]
fn statistics_by_count() {
    let note = || diagnostic(Severity::Note, range(0, 4), "m");
    let mut unsafe_fix = note();
    unsafe_fix.fixes.push(Fix::r#unsafe("f", Edit::delete(range(0, 4))));
    let diagnostics = [full(), note(), unsafe_fix];
    let report = statistics(Report::new(&[file("Dockerfile", DOCKERFILE, &diagnostics)]));
    assert_eq!(report, "count  fixable  severity  rule\n    3        2  warning   latest-tag\n");
    assert_eq!(statistics(Report::new(&[])), "");
}

#[test]
fn diffs() {
    assert_eq!(diff("Dockerfile", "a\n", "a\n", false), "");
    let expected = "--- a/Dockerfile\n+++ b/Dockerfile\n@@ -1,2 +1,2 @@\n a\r\n-b\n\\ No newline at end of file\n+c\n\\ No newline at end of file\n";
    assert_eq!(diff("Dockerfile", "a\r\nb", "a\r\nc", false), expected);
    let colored = diff("Dockerfile", "a\n", "\u{1b}[2J\r\n", true);
    assert!(colored.contains("+␛[2J") && !colored.contains("[2J\r"), "{colored:?}");
}

#[test]
fn rule_pages_of_all_rules() {
    for (group, rule) in registry::rules() {
        let page = markdown_page(rule, group);
        assert!(page.starts_with(&format!("# {}\n\n", rule.id)), "{page}");
        let has =
            |role: &str| rule.docs.lines().any(|line| line.trim_start().starts_with("```") && line.contains(role));
        assert_eq!((page.contains("\n**Wrong"), page.contains("\n**Right")), (has(",bad"), has(",good")), "{page}");
        assert!(!page.contains(",bad") && !page.contains(",good"), "{page}");
        let text = explain(rule, group, false, 80);
        assert_eq!((text.contains("\n  Wrong"), text.contains("\n  Right")), (has(",bad"), has(",good")), "{text}");
        assert!(!text.contains("```") && !text.contains("\u{1b}") && !text.contains("\n\n\n"), "{text}");
        assert!(explain(rule, group, true, 80).contains("\u{1b}["));
    }
}

#[test]
fn a_page_in_both_forms() {
    let rule = Box::leak(Box::new(plimsoll_analysis::Rule {
        id: "latest-tag",
        summary: "image by the tag `latest`",
        category: plimsoll_analysis::Category::Reproducibility,
        levels: support::RULE.levels,
        since: "2026.1",
        fix: plimsoll_analysis::FixAvailability::Unsafe,
        aliases: &["DL3007"],
        options: &[plimsoll_analysis::OptionSpec {
            name: "allow",
            kind: plimsoll_analysis::OptionKind::List,
            docs: "Image names that may carry it.",
        }],
        docs: concat!(
            " The tag `latest` names whatever was pushed last; see [the manual](https://docs.docker.com/x).\n",
            " Name the version that you tested.\n",
            "\n",
            " - one\n",
            " - two\n",
            "\n",
            " ```Dockerfile,bad\n",
            " FROM debian:latest\n",
            " #           ^^^^^^ warning: moves\n",
            " ```\n",
            "\n",
            " ```Dockerfile,fixed\n",
            " FROM debian:12.11\n",
            " ```\n",
            "\n",
            " ```requirements,good,file=base/requirements.txt,allow=a;b\n",
            " flask\n",
            " ```\n",
        ),
        check: support::RULE.check,
    }));
    let group = registry::groups()[0];
    let name = group.name;
    let expected = format!(
        "# latest-tag\n\nImage by the tag `latest`.\n\n| | |\n|---|---|\n| Group | {name} |\n| Category | reproducibility |\n\
        | Levels | recommended: warning, strict: error, hadolint: warning, buildkit: off, security-hub: warning, style: off |\n\
        | Fix | with `--unsafe-fixes`; it may change behaviour |\n| Since | 2026.1 |\n| Aliases | `DL3007` |\n\n\
        The tag `latest` names whatever was pushed last; see [the manual](https://docs.docker.com/x).\n\
        Name the version that you tested.\n\n- one\n- two\n\n**Wrong**\n\n```dockerfile\nFROM debian:latest\n\
        #           ^^^^^^ warning: moves\n```\n\n**Fixed**\n\n```dockerfile\nFROM debian:12.11\n```\n\n\
        **Right `base/requirements.txt`, with `allow = [\"a\", \"b\"]`**\n\n```requirements\nflask\n```\n\n\
        ## Options\n\n- `allow` (list of strings): Image names that may carry it.\n"
    );
    assert_eq!(markdown_page(rule, group), expected);
    let expected = format!(
        "latest-tag\n\nImage by the tag `latest`.\n\n\
Group:     {name} (reproducibility)
Levels:    recommended: warning, strict: error, hadolint: warning, buildkit: off, security-hub: warning, style: off
Fix:       with `--unsafe-fixes`; it may change behaviour
Since:     2026.1
Aliases:   DL3007
Option:    `allow`, list of strings
           Image names that may carry it.

The tag `latest` names whatever was pushed last; see the manual
(https://docs.docker.com/x). Name the version that you tested.

- one
- two

  Wrong:
    FROM debian:latest
                ^^^^^^ warning: moves

  Fixed:
    FROM debian:12.11

  Right `base/requirements.txt`, with `allow = [\"a\", \"b\"]`:
    flask

https://github.com/plimsoll/plimsoll/blob/main/docs/rules/latest-tag.md
"
    );
    assert_eq!(explain(rule, group, false, 70), expected);
}

#[test]
fn the_list_names_every_rule() {
    let list = rule_list(Preset::Recommended, false);
    for (group, rule) in registry::rules() {
        assert!(list.contains(&format!("  {} ", rule.id)) && list.contains(group.name));
    }
    assert!(rule_list(Preset::Strict, true).contains("\u{1b}["));
}
