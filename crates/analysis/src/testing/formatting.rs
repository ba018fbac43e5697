//! Fixes keep the formatting of a task definition.
//!
//! Invariant: a fix says the same in every style. To fix a file and then to indent it anew gives what the fix makes of
//! the file that was indented anew; so with tabs, with other line ends and without the last one. A file of one line
//! stays one, keys keep their order, and no line is written again as it was.

use super::all_cases;
use super::case::Case;
use super::robust;
use crate::{Applicability, FileKind, Settings, SourceFile, Workspace, analyze, fix};
use plimsoll_json::TokenKind;
use plimsoll_text::slice;
use std::collections::BTreeMap;

#[test]
fn fixes_keep_the_formatting() {
    let settings = robust::settings();
    let (mut tried, mut fixed) = (0, 0);
    let mut failed = Vec::new();
    for case in all_cases().iter().filter(|case| case.file.kind == FileKind::TaskDefinition && Case::is_bad(case)) {
        let outcome = keeps_formatting(&case.file, &settings, &case.workspace());
        tried += 1;
        match outcome {
            Ok(changes) => fixed += changes,
            Err(problem) => failed.push(format!("{}: {problem}", case.name())),
        }
    }
    assert!(failed.is_empty(), "{} of {tried} examples:\n{}", failed.len(), failed.join("\n\n"));
    assert!(fixed > 600, "only {fixed} texts were changed");
}

/// Holds the fixes of a file against the laws above, in all styles. Gives back how many texts they changed.
pub(super) fn keeps_formatting(file: &SourceFile, settings: &Settings, workspace: &Workspace) -> Result<usize, String> {
    let mut changes = 0;
    for least in [Applicability::Safe, Applicability::Unsafe] {
        let with = |text: &str| SourceFile { text: text.into(), ..file.clone() };
        let fixed = |text: &str| fix(&with(text), settings, workspace, least).text;
        let plain = fixed(&file.text);
        if *plain == *file.text {
            continue;
        }
        same_order(&file.text, &plain)?;
        changes += 1;
        for style in Style::ALL {
            let Some(text) = style.of(&file.text) else { continue };
            let found = fixed(&text);
            let expected = style.of(&plain).unwrap_or_else(|| plain.to_string());
            if style == Style::OneLine {
                if found.trim_end().contains('\n') {
                    return Err(format!("a file of one line gets more ({least:?})\n{found}"));
                }
                if tokens(&found) != tokens(&expected) {
                    return Err(format!("{style:?}, {least:?}: found\n{found}\nis not\n{expected}"));
                }
            } else if *found != *expected {
                return Err(format!("{style:?}, {least:?}: found\n{found}\nis not\n{expected}"));
            }
            changes += 1;
        }
    }
    for diagnostic in analyze(file, settings, workspace).diagnostics {
        for edit in diagnostic.fixes.iter().flat_map(|fix| fix.edits.iter()) {
            let old: Vec<&str> = slice(&file.text, edit.range).lines().map(str::trim).collect();
            // The first and the last line are parts of lines that change; a lone bracket says nothing.
            let inner = edit.text.lines().skip(1).map(str::trim).filter(|line| line.len() > 3);
            if let Some(again) = inner.into_iter().find(|line| old.contains(line)) {
                return Err(format!("the fix of {} writes `{again}` again", diagnostic.rule.id));
            }
        }
    }
    Ok(changes)
}

/// How a file may be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    FourBlanks,
    Tabs,
    CarriageReturns,
    NoLastLineEnd,
    OneLine,
}

impl Style {
    const ALL: [Self; 5] = [Self::FourBlanks, Self::Tabs, Self::CarriageReturns, Self::NoLastLineEnd, Self::OneLine];

    /// A text that is indented by two blanks, in this style; `None` where that cannot be done line by line.
    fn of(self, text: &str) -> Option<String> {
        if text.contains(['\r', '\t']) || plimsoll_json::parse(text).is_template() && self == Self::OneLine {
            return None;
        }
        let indented = |unit: &str| {
            let mut all = String::new();
            for line in text.split_inclusive('\n') {
                let rest = line.trim_start_matches(' ');
                let depth = line.len() - rest.len();
                if depth % 2 != 0 {
                    return None;
                }
                all += &unit.repeat(depth / 2);
                all += rest;
            }
            Some(all)
        };
        match self {
            Self::FourBlanks => indented("    "),
            Self::Tabs => indented("\t"),
            Self::CarriageReturns => Some(text.replace('\n', "\r\n")),
            Self::NoLastLineEnd => Some(text.trim_end_matches('\n').to_owned()),
            Self::OneLine => {
                // A comment would swallow what comes behind it.
                let is_plain = plimsoll_json::parse(text).errors().is_empty();
                is_plain.then(|| text.lines().map(str::trim).collect::<Vec<_>>().join(" "))
            }
        }
    }
}

/// The text of all tokens but blanks.
fn tokens(text: &str) -> Vec<&str> {
    let document = plimsoll_json::parse(text);
    let all: Vec<_> = document.tokens().filter(|token| token.kind != TokenKind::Whitespace).collect();
    all.iter().map(|token| slice(text, token.range)).collect()
}

/// Keys that are there before and after come in the same order.
fn same_order(before: &str, after: &str) -> Result<(), String> {
    let keys = |text: &str| {
        let document = plimsoll_json::parse(text);
        let keys: Vec<String> =
            document.nodes().filter(|node| node.is_key()).map(|node| node.source().to_owned()).collect();
        keys
    };
    let (old, new) = (keys(before), keys(after));
    let count = |keys: &[String]| {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for key in keys {
            *counts.entry(key.clone()).or_default() += 1;
        }
        counts
    };
    let (old_counts, new_counts) = (count(&old), count(&new));
    let common: usize =
        old_counts.iter().map(|(key, count)| new_counts.get(key).copied().unwrap_or(0).min(*count)).sum();
    // The longest sequence that both have.
    let mut longest = vec![0; new.len() + 1];
    for key in &old {
        let mut diagonal = 0;
        for (at, other) in new.iter().enumerate() {
            let above = longest[at + 1];
            longest[at + 1] = if key == other { diagonal + 1 } else { above.max(longest[at]) };
            diagonal = above;
        }
    }
    if longest[new.len()] == common { Ok(()) } else { Err(format!("keys change their order\n{before}\n{after}")) }
}
