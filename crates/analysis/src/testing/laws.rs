//! The fix laws, with all rules on: fixes settle, add no syntax error, bring no new diagnostic, and safe ones
//! keep comments.

use super::case::Case;
use crate::engine::syntax_errors;
use crate::{Applicability, FileKind, Level, Preset, Scope, SettingsBuilder, SourceFile, analyze, fix, suppress};
use std::collections::BTreeMap;

/// Findings that may take the place of a worse one: a user by name is better than root, a network mode that is written
/// down better than one that is not.
const FOLLOWERS: &[(&str, &str)] = &[
    ("root-user", "named-user"),
    ("missing-user", "named-user"),
    ("implicit-network-mode", "network-mode-not-awsvpc"),
    // An argument that is declared and has no default is better than one that nobody declares.
    ("undeclared-arg-in-from", "missing-arg-default"),
    // The package that a virtual environment needs has the version that its neighbour has: none.
    ("global-pip-on-managed-python", "unpinned-apt-package"),
    // So has what a package cannot do without, and what that needs in turn.
    ("apt-get-installs-recommends", "unpinned-apt-package"),
    ("apt-get-installs-recommends", "unpinned-apt-package"),
    // A program that is there without a version is better than one that is not.
    ("missing-interpreter", "unpinned-apk-package"),
    ("missing-interpreter", "unpinned-apt-package"),
    ("healthcheck-binary-missing", "unpinned-apt-package"),
    // A newer system or frontend does without what the old one had, and can do what the old one could not.
    ("eol-base-image", "retired-command"),
    ("feature-newer-than-syntax", "remote-add-without-checksum"),
    // A `.dockerignore` that is there is judged by what it holds back.
    ("missing-dockerignore", "unwanted-files-in-context"),
    // An image that has a tag can be pinned.
    ("untagged-base-image", "unpinned-base-digest"),
    // To turn off what is not there keeps that rule quiet as well.
    ("pointless-healthcheck-none", "missing-healthcheck"),
    // An id without its slip is judged as every other.
    ("unknown-ignore", "unused-ignore"),
    ("unknown-ignore", "ignore-without-reason"),
    // What could not be fetched at all is fetched without a checksum.
    ("copy-of-url", "remote-add-without-checksum"),
    ("misplaced-checksum", "remote-add-without-checksum"),
    // An image that can be read is judged as every other.
    ("invalid-image-reference", "unpinned-base-digest"),
    ("invalid-image-reference", "missing-user"),
];

/// Rules about how much stands in one place.
const LENGTHS: [&str; 4] = ["long-run-chain", "overlong-file", "overlong-line", "unwrapped-chain"];

pub(super) fn check(case: &Case) {
    let mut builder = SettingsBuilder::new(Preset::Recommended);
    let settings = builder.only().on("all").expect("`all` is a name").build();
    let workspace = case.workspace();
    for least in [Applicability::Safe, Applicability::Unsafe] {
        let before = analyze(&case.file, &settings, &workspace);
        let fixed = fix(&case.file, &settings, &workspace, least);
        let after_file = SourceFile { text: fixed.text.clone(), ..case.file.clone() };
        let name = case.name();
        assert!(!fixed.unsettled, "{name}: fixes do not settle\n{}", fixed.text);
        assert!(
            fixed.refused.is_empty(),
            "{name}: fixes of {:?} add a syntax error\n{}",
            fixed.refused,
            case.file.text
        );
        assert!(syntax_errors(&after_file) <= syntax_errors(&case.file), "{name}: more syntax errors");
        let beside = case.fix_elsewhere(&after_file, &settings, least);
        let after = analyze(&after_file, &settings, &case.workspace_with(&beside));
        let (before, after) = (counts(&before), counts(&after));
        let after_counts = after.clone();
        // Rules about what is missing wait until the file can be read.
        // So do rules about a base image of which nothing is known.
        let names = |counts: &BTreeMap<&str, usize>| counts.get("undeclared-arg-in-from").copied().unwrap_or(0);
        let holds_back =
            syntax_errors(&case.file) > syntax_errors(&after_file) || names(&after_counts) < names(&before);
        // A fix that adds an option or a command may make its line or its RUN longer than fits.
        let judged = after.into_iter().filter(|(rule, _)| !holds_back && !LENGTHS.contains(rule));
        for (rule, count) in judged {
            let count_in = |counts: &BTreeMap<&str, usize>, rule: &str| counts.get(rule).copied().unwrap_or(0);
            // Each finding that is gone may be followed by one.
            let fewer = |gone: &str| count_in(&before, gone).saturating_sub(count_in(&after_counts, gone));
            let followers = FOLLOWERS.iter().filter(|(_, comes)| *comes == rule).map(|(gone, _)| fewer(gone));
            let allowed = count_in(&before, rule) + followers.sum::<usize>();
            assert!(count <= allowed, "{name}: fixing brings {rule} ({allowed} before, {count} after)\n{}", fixed.text);
        }
        if least == Applicability::Safe {
            assert_eq!(comments(&after_file), comments(&case.file), "{name}: a safe fix changes comments");
        }
    }
}

/// A comment that is to keep a finding quiet does so, whatever its scope, and brings nothing new. Gives back how many
/// were tried.
pub(super) fn suppression(case: &Case) -> usize {
    let mut builder = SettingsBuilder::new(Preset::Recommended);
    let settings = builder
        .only()
        .on("all")
        .and_then(|builder| builder.level("inline-ignore", Level::Off))
        .expect("they are names")
        .build();
    let workspace = case.workspace();
    let before = analyze(&case.file, &settings, &workspace);
    let mut tried = 0;
    for found in before.diagnostics.iter().filter(|it| !matches!(it.rule.check, crate::Check::Suppressions(_))) {
        for scope in [Scope::Instruction, Scope::Stage, Scope::File] {
            let Some(edit) = suppress(&case.file, &settings, &workspace, found, scope) else { continue };
            let text = plimsoll_text::Edits::from(edit).apply(&case.file.text);
            let after_file = SourceFile { text: text.into(), ..case.file.clone() };
            let (before, after) = (counts(&before), counts(&analyze(&after_file, &settings, &workspace)));
            let id = found.rule.id;
            let shown = format!("{}: {id}, {scope:?}\n{}", case.name(), after_file.text);
            assert!(after.get(id).copied().unwrap_or(0) < before[id], "still there: {shown}");
            // The reason is for the person to write.
            for (rule, count) in after.iter().filter(|(rule, _)| **rule != "ignore-without-reason") {
                assert!(*count <= before.get(rule).copied().unwrap_or(0), "brings {rule}: {shown}");
            }
            assert!(syntax_errors(&after_file) <= syntax_errors(&case.file), "more syntax errors: {shown}");
            tried += 1;
        }
    }
    tried
}

fn counts(analysis: &crate::Analysis) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for diagnostic in &analysis.diagnostics {
        *counts.entry(diagnostic.rule.id).or_default() += 1;
    }
    counts
}

/// The comments of a file that are no ignore comments, which a safe fix of a suppression rule may delete, and no
/// directives in a wrong place.
fn comments(file: &SourceFile) -> Vec<String> {
    let is_directive = |text: &str| {
        let name = text.trim_start_matches(['#', ' ']).split('=').next().unwrap_or("").trim_end();
        text.contains('=') && ["syntax", "escape", "check"].iter().any(|known| known.eq_ignore_ascii_case(name))
    };
    let is_ignore = |text: &str| text.contains("ignore") || text.contains("skip=") || is_directive(text);
    match file.kind {
        FileKind::Dockerfile => {
            let syntax = plimsoll_dockerfile::parse(&file.text);
            let all =
                syntax.comments().map(|comment| plimsoll_text::slice(&file.text, comment.range).trim_end().to_owned());
            all.filter(|text| !is_ignore(text)).collect()
        }
        FileKind::Requirements => {
            let all = plimsoll_text::lines(&file.text).filter_map(|line| line.text.split_once('#'));
            all.map(|(_, comment)| comment.to_owned()).filter(|text| !is_ignore(text)).collect()
        }
        _ => Vec::new(),
    }
}
