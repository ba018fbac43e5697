//! The fix laws, with all rules on: fixes settle, add no syntax error, bring no new diagnostic, and safe ones
//! keep comments.

use super::case::Case;
use crate::engine::syntax_errors;
use crate::{Applicability, FileKind, Preset, SettingsBuilder, SourceFile, analyze, fix};
use std::collections::BTreeMap;

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
        // Rules about what is missing wait until the file can be read.
        let holds_back = syntax_errors(&case.file) > syntax_errors(&after_file);
        for (rule, count) in after.into_iter().filter(|_| !holds_back) {
            let allowed = before.get(rule).copied().unwrap_or(0);
            assert!(count <= allowed, "{name}: fixing brings {rule} ({allowed} before, {count} after)\n{}", fixed.text);
        }
        if least == Applicability::Safe {
            assert_eq!(comments(&after_file), comments(&case.file), "{name}: a safe fix changes comments");
        }
    }
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
            let all = syntax.comments().map(|comment| plimsoll_text::slice(&file.text, comment.range).to_owned());
            all.filter(|text| !is_ignore(text)).collect()
        }
        FileKind::Requirements => {
            let all = plimsoll_text::lines(&file.text).filter_map(|line| line.text.split_once('#'));
            all.map(|(_, comment)| comment.to_owned()).filter(|text| !is_ignore(text)).collect()
        }
        FileKind::TaskDefinition | FileKind::Compose => Vec::new(),
    }
}
