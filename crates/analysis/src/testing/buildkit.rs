//! The build checks of BuildKit, by `fixtures/buildkit/checks.md`.
//!
//! Invariant: with the preset `buildkit` a bad example gives findings of its check and of no other rule, a good one gives
//! nothing at all.

use super::case::listing_of;
use super::markdown::{Block, blocks};
use crate::{
    Diagnostic, FileKind, Preset, Settings, Severity, SourceFile, Workspace, WorkspaceFile, analyze, registry,
};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

/// What only a registry can tell; its examples stand at its rule.
const ONLINE: &str = "InvalidBaseImagePlatform";

fn diagnostics(text: &str, context: &[&Block]) -> Vec<Diagnostic> {
    let file = SourceFile::new("Dockerfile", text, FileKind::Dockerfile);
    let path_of = |block: &Block| {
        let path = block.info.iter().find_map(|word| word.strip_prefix("file="));
        path.expect("a file of the context has a path").to_owned()
    };
    let others = context.iter().map(|block| WorkspaceFile {
        path: path_of(block),
        text: block.text.as_str().into(),
        kind: None,
    });
    let own = WorkspaceFile { path: file.path.clone(), text: file.text.clone(), kind: Some(file.kind) };
    let paths: Vec<String> = context.iter().map(|block| path_of(block)).chain([file.path.clone()]).collect();
    let known = if context.is_empty() { &[][..] } else { &paths[..] };
    let listing = listing_of(known.iter().map(String::as_str), &[]);
    let workspace = Workspace::new([own].into_iter().chain(others)).with_listing(Arc::new(listing));
    analyze(&file, &Settings::preset(Preset::Buildkit), &workspace).diagnostics
}

#[test]
#[allow(clippy::disallowed_methods, reason = "tests read their fixtures")]
fn every_build_check_does_what_its_page_says() {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/buildkit/checks.md"));
    let text = std::fs::read_to_string(path).expect("the examples are there");
    let blocks = blocks(&text);
    let mut tried: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut failed = Vec::new();
    for block in &blocks {
        let check = block.heading.as_str();
        let is_bad = match block.info.get(1).map(String::as_str) {
            Some("bad") => true,
            Some("good") => false,
            _ => continue,
        };
        let has_role = |it: &&Block| it.heading == check && it.info.get(1).is_some_and(|role| role == "context");
        let found = diagnostics(&block.text, &blocks.iter().filter(has_role).collect::<Vec<_>>());
        let names: BTreeSet<&str> = found.iter().map(|it| it.rule.buildkit_check().unwrap_or(it.rule.id)).collect();
        let expected = if is_bad { BTreeSet::from([check]) } else { BTreeSet::new() };
        if names != expected {
            failed.push(format!("{check}: {names:?} in\n{}", block.text));
        }
        assert!(found.iter().all(|it| it.severity == Severity::Warning), "{check}");
        let counts = tried.entry(check).or_default();
        counts.0 += usize::from(is_bad);
        counts.1 += usize::from(!is_bad);
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    let known: BTreeSet<&str> = registry::rules().filter_map(|(_, rule)| rule.buildkit_check()).collect();
    assert!(known.len() >= 21, "{known:?}");
    for check in known.into_iter().filter(|check| *check != ONLINE) {
        assert!(tried.get(check).is_some_and(|(bad, good)| *bad > 0 && *good > 0), "{check} has no examples");
    }
}

#[test]
fn findings_are_errors_where_the_file_says_so() {
    let severities = |text: &str| -> Vec<Severity> { diagnostics(text, &[]).iter().map(|it| it.severity).collect() };
    let file = "FROM debian:12.11 AS Base\nWORKDIR app\n";
    assert_eq!(severities(file), [Severity::Warning; 2]);
    assert_eq!(severities(&format!("# check=error=true\n{file}")), [Severity::Error; 2]);
    assert_eq!(severities(&format!("# check=skip=StageNameCasing;error=true\n{file}")), [Severity::Error]);
    assert_eq!(severities(&format!("# check=skip=all;error=true\n{file}")), []);
    // A comment that is no directive says nothing.
    assert_eq!(severities(&format!("# a file\n# check=error=true\n{file}")), [Severity::Warning; 2]);
}

#[test]
fn a_skip_above_an_instruction_is_about_that_instruction() {
    let file = "FROM debian:12.11\n# check=skip=WorkdirRelativePath\nWORKDIR app\nWORKDIR /x\nENV A 1\n";
    let found = diagnostics(file, &[]);
    let checks: Vec<_> = found.iter().map(|it| it.rule.buildkit_check()).collect();
    assert_eq!(checks, [Some("LegacyKeyValueFormat")]);
}
