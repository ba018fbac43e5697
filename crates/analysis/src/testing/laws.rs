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
    // An image that has a tag can be pinned.
    ("untagged-base-image", "unpinned-base-digest"),
    // To turn off what is not there keeps that rule quiet as well.
    ("pointless-healthcheck-none", "missing-healthcheck"),
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
        let after = analyze(&after_file, &settings, &workspace);
        let (before, after) = (counts(&before), counts(&after));
        let after_counts = after.clone();
        // Rules about what is missing wait until the file can be read.
        let holds_back = syntax_errors(&case.file) > syntax_errors(&after_file);
        // A fix that adds an option or a command may make its line or its RUN longer than fits.
        let judged = after.into_iter().filter(|(rule, _)| !holds_back && !LENGTHS.contains(rule));
        for (rule, count) in judged {
            let follows = |(gone, comes): &&(&str, &str)| {
                let fewer = after_counts.get(gone).copied().unwrap_or(0) < before.get(gone).copied().unwrap_or(0);
                *comes == rule && fewer
            };
            let allowed = before.get(rule).copied().unwrap_or(0) + FOLLOWERS.iter().filter(follows).count();
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

/// The comments of a file that are no ignore comments: those a safe fix of a suppression rule may delete.
fn comments(file: &SourceFile) -> Vec<String> {
    let is_ignore = |text: &str| text.contains("ignore") || text.contains("skip=");
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
