//! Output for people.

#![allow(clippy::unwrap_used, reason = "a test fails by it")]

mod support;

use plimsoll_analysis::{Diagnostic, Fix, Severity};
use plimsoll_report::{FileReport, ReadError, Report, Summary, Terminal, closing_line, terminal};
use plimsoll_text::{Edit, Edits, range};
use proptest::prelude::*;
use support::{DOCKERFILE, diagnostic, file, find, full, label, with_fix_elsewhere};

fn shown_report(report: Report<'_>, color: bool) -> String {
    let mut out = Vec::new();
    terminal(report, Terminal { color, width: 100 }, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn shown(text: &str, diagnostics: &[Diagnostic]) -> String {
    shown_report(Report::new(&[file("Dockerfile", text, diagnostics)]), false)
}

#[test]
fn a_fix_of_another_file_is_shown_with_its_path() {
    let shown = |creates: bool| {
        let diagnostics = [with_fix_elsewhere(creates)];
        let files = [file("Dockerfile", DOCKERFILE, &diagnostics)];
        let text_of = |_: &str| (!creates).then_some("*.md\r\nlog");
        shown_report(Report { text_of: &text_of, ..Report::new(&files) }, false)
    };
    let head = "help: hold back `.git` (unsafe: it may change behaviour)\n --> a/.dockerignore\n  |\n";
    let made = shown(true);
    assert!(made.ends_with(&format!("{head}1 + .git\n\n")), "{made}");
    let longer = shown(false);
    assert!(longer.ends_with(&format!("{head}2 | log\n3 + .git\n\n")), "{longer}");
}

#[test]
fn everything_in_one_diagnostic() {
    let diagnostics = [full()];
    let files = [file("Dockerfile", DOCKERFILE, &diagnostics)];
    let report =
        Report { text_of: &|path| (path == "requirements.txt").then_some("# a\nflask\n"), ..Report::new(&files) };
    let expected = "\
warning[latest-tag]: `debian:latest` moves
 --> Dockerfile:1:13
  |
1 | FROM debian:latest
  |             ^^^^^^
2 | RUN make
  |     ---- used here
  |
 ::: requirements.txt:2:1
  |
2 | flask
  | ----- and here
  |
  = note: a build tomorrow may start from a new major version
  = help: pin the digest
  = see: https://github.com/plimsoll/plimsoll/blob/main/docs/rules/latest-tag.md
help: pin the tag to `12.11`
  |
1 - FROM debian:latest
1 + FROM debian:12.11

";
    assert_eq!(shown_report(report, false), expected);
}

#[test]
fn colours_and_links_only_where_asked_for() {
    let diagnostics = [full()];
    let files = [file("Dockerfile", DOCKERFILE, &diagnostics)];
    assert!(!shown_report(Report::new(&files), false).contains('\u{1b}'));
    let styled = shown_report(Report::new(&files), true);
    assert!(styled.contains("\u{1b}]8;;https://github.com/plimsoll/plimsoll/blob/main/docs/rules/latest-tag.md"));
    assert!(styled.contains("+ FROM debian:12.11\u{1b}[0m"));
}

/// The lines of the snippet, without heads and tails.
fn snippet(text: &str, it: Diagnostic) -> String {
    let shown = shown(text, &[it]);
    let lines = shown.lines().filter(|line| !line.contains("= see") && !line.starts_with("error["));
    lines.collect::<Vec<_>>().join("\n").trim_end().to_owned()
}

#[test]
fn a_file_cannot_drive_the_terminal() {
    let text = "RUN echo \u{1b}]0;x\u{7} \u{9b}2J\u{202e} end\r\n";
    let mut it = diagnostic(Severity::Error, find(text, "end"), "bad \u{1b}[2J\n");
    it.notes.push("note \u{9b}".to_owned());
    it.fixes.push(Fix::safe("take \u{1b} out", Edit::replace(find(text, "end"), "\u{1b}[1m")));
    let files = [file("a\u{1b}b", text, std::slice::from_ref(&it))];
    let shown = shown_report(Report::new(&files), false);
    assert!(shown.chars().all(|it| it == '\n' || !it.is_control()), "{shown:?}");
    assert!(!shown.contains('\u{202e}'));
    assert!(shown.contains("RUN echo ␛]0;x␇"), "{shown}");
}

#[test]
fn tabs_and_wide_characters_align() {
    let text = "RUN\techo 日本 \u{e9}x # y\n";
    let it = diagnostic(Severity::Error, find(text, "x"), "m");
    let expected = " --> Dockerfile:1:14
  |
1 | RUN    echo 日本 \u{e9}x # y
  |                   ^
  |";
    assert_eq!(snippet(text, it).trim_end(), expected);
}

#[test]
fn crlf_and_multi_line_ranges() {
    let text = "FROM a\r\nRUN b \\\r\n  c\r\nRUN d\r\n";
    let it = diagnostic(Severity::Error, find(text, "RUN b \\\r\n  c\r\n"), "m");
    let expected = " --> Dockerfile:2:1
  |
2 | / RUN b \\
3 | |   c
  | |___^
  |";
    assert_eq!(snippet(text, it), expected);
}

#[test]
fn empty_file_and_end_of_file() {
    let expected = " --> Dockerfile:1:1\n  |\n1 |\n  | ^\n  |";
    let shown = snippet("", diagnostic(Severity::Error, range(0, 0), "m"));
    let trimmed: Vec<&str> = shown.lines().map(str::trim_end).collect();
    assert_eq!(trimmed.join("\n"), expected);
    let text = "FROM a\n";
    let shown = snippet(text, diagnostic(Severity::Error, range(7, 7), "m"));
    let trimmed: Vec<&str> = shown.lines().map(str::trim_end).collect();
    assert_eq!(trimmed.join("\n"), " --> Dockerfile:2:1\n  |\n2 |\n  | ^\n  |");
    let text = "FROM a";
    let shown = snippet(text, diagnostic(Severity::Error, range(6, 6), "m"));
    assert_eq!(shown, " --> Dockerfile:1:7\n  |\n1 | FROM a\n  |       ^\n  |");
}

#[test]
fn far_labels_and_long_files_stay_small() {
    let text = format!("FROM a\n{}RUN last\n", "RUN x\n".repeat(5_000));
    let mut it = diagnostic(Severity::Error, find(&text, "last"), "m");
    it.labels.push(label(None, find(&text, "FROM"), "stage"));
    let expected = "    --> Dockerfile:5002:5
     |
5002 | RUN last
     |     ^^^^
     |
    ::: Dockerfile:1:1
     |
   1 | FROM a
     | ---- stage
     |";
    assert_eq!(snippet(&text, it), expected);
    let whole = diagnostic(Severity::Error, range(0, text.len()), "m");
    assert_eq!(snippet(&text, whole), " --> Dockerfile:1:1\n  |\n1 | FROM a\n  | ^^^^^^\n  |");
}

#[test]
fn a_long_line_is_cut_around_the_mark() {
    let text = format!("{{\"a\": \"{}\", \"cpu\": 1, \"b\": \"{}\"}}", "x".repeat(50_000), "y".repeat(50_000));
    let mut it = diagnostic(Severity::Error, find(&text, "cpu"), "m");
    it.fixes.push(Fix::safe("f", Edit::replace(find(&text, "cpu"), "memory")));
    let shown = snippet(&text, it);
    assert!(shown.starts_with(" --> Dockerfile:1:50012\n"), "{shown}");
    assert!(shown.len() < 2_000, "{shown}");
    assert!(shown.contains("- …xxxx") && shown.contains("\"memory\": 1"), "{shown}");
    let lines: Vec<&str> = shown.lines().collect();
    let at = lines[3].find('^').unwrap();
    let column = lines[2].chars().position(|it| it == 'c').unwrap();
    assert_eq!(at, column, "{shown}");
}

#[test]
fn secrets_are_blotted_out() {
    let text = "ENV TOKEN=ghp_0123456789abcdefghij PASS=hunter2\n";
    let mut it = diagnostic(Severity::Error, find(text, "TOKEN"), "m");
    it.secrets.push(find(text, "ghp_0123456789abcdefghij"));
    it.fixes.push(Fix::safe("f", Edit::replace(range(0, text.len() - 1), "ARG ghp_0123456789abcdefghij hunter2")));
    let diagnostics = [it];
    let files = [FileReport { masked: vec![find(text, "hunter2")], ..file("Dockerfile", text, &diagnostics) }];
    let shown = shown_report(Report::new(&files), false);
    assert!(!shown.contains("0123") && !shown.contains("hunt"), "{shown}");
    assert_eq!(shown.matches("ghp_********************").count(), 3, "{shown}");
}

#[test]
fn patches_of_whole_lines() {
    let text = "FROM a\nRUN b\nCMD c\n";
    let with = |edits: Edits| {
        let mut it = diagnostic(Severity::Error, range(0, 4), "m");
        it.fixes.push(Fix::r#unsafe("do it", edits));
        let shown = shown(text, &[it]);
        shown[shown.find("help: ").unwrap()..].to_owned()
    };
    let head = "help: do it (unsafe: it may change behaviour)\n  |\n";
    assert_eq!(with(Edit::delete(range(7, 13)).into()), format!("{head}2 - RUN b\n\n"));
    assert_eq!(
        with(Edit::insert(range(13, 13).start(), "USER x\n").into()),
        format!("{head}2 | RUN b\n3 + USER x\n\n")
    );
    let two = Edits::new(vec![Edit::replace(range(5, 6), "x"), Edit::delete(range(13, 19))]).unwrap();
    assert_eq!(with(two), format!("{head}1 - FROM a\n1 + FROM x\n...\n3 - CMD c\n\n"));
    let end = Edit::insert(range(19, 19).start(), "USER x\n");
    assert_eq!(with(end.into()), format!("{head}3 | CMD c\n4 + USER x\n\n"));
}

#[test]
fn closing_lines() {
    let clean = Summary { files: 12, ..Summary::default() };
    assert_eq!(closing_line(&clean), "No problems found in 12 files.");
    let all = Summary {
        files: 9,
        files_with_findings: 4,
        errors: 3,
        warnings: 5,
        notes: 2,
        fixable_safe: 4,
        fixable_unsafe: 2,
        ..Summary::default()
    };
    let expected =
        "Found 3 errors, 5 warnings, 2 notes in 4 files; 4 can be fixed with `--fix`, 2 more with `--unsafe-fixes`.";
    assert_eq!(closing_line(&all), expected);
    let one = Summary { files: 1, files_with_findings: 1, errors: 1, fixable_unsafe: 1, ..Summary::default() };
    assert_eq!(closing_line(&one), "Found 1 error in 1 file; 1 can be fixed with `--unsafe-fixes`.");
    let unread = Summary { files: 1, unreadable: 1, ..Summary::default() };
    assert_eq!(closing_line(&unread), "No problems found in 1 file; 1 file could not be read.");
}

#[test]
fn unreadable_files_are_named() {
    let errors = [ReadError { path: "Dockerfile".to_owned(), message: "not UTF-8".to_owned() }];
    let report = Report { unreadable: &errors, ..Report::new(&[]) };
    assert_eq!(shown_report(report, false), "error: Dockerfile: not UTF-8\n\n");
}

/// A byte offset on a character border.
fn border(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at % (text.len() + 1))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_ranges_render(
        text in "[ab \t\r\n\\\\é日\u{1b}\u{200d}\u{feff}{}/]{0,60}",
        places in prop::collection::vec((any::<usize>(), any::<usize>()), 4),
        new in "[x\r\n\t日]{0,8}",
        long in any::<bool>(),
        color in any::<bool>(),
    ) {
        let text = if long { format!("{text}{}{text}", "é".repeat(700)) } else { text };
        let ranges: Vec<_> = places
            .iter()
            .map(|(start, end)| (border(&text, *start), border(&text, *end)))
            .map(|(start, end)| range(start.min(end), start.max(end)))
            .collect();
        let mut it = diagnostic(Severity::Warning, ranges[0], "m");
        it.labels.push(label(None, ranges[1], "label"));
        it.secrets.push(ranges[2]);
        let edits = Edits::new(vec![Edit::replace(ranges[1], new.clone()), Edit::replace(ranges[3], new)]);
        if let Ok(edits) = edits {
            it.fixes.push(Fix::safe("f", edits));
        }
        let diagnostics = [it];
        let shown = shown_report(Report::new(&[file("Dockerfile", &text, &diagnostics)]), color);
        prop_assert!(shown.contains("latest-tag"));
        // Nor does a range that is no range of this text.
        let stray = range(usize::from(ranges[0].start()) + 1, text.len() + 9);
        let mut it = diagnostic(Severity::Warning, stray, "m");
        it.fixes.push(Fix::safe("f", Edit::delete(range(text.len() + 3, text.len() + 5))));
        shown_report(Report::new(&[file("Dockerfile", &text, &[it])]), color);
    }
}
