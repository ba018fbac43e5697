//! Runs the examples of rules: those in their doc comments, and those in `fixtures/rules/<rule-id>.md`.
//!
//! Invariant: an example asserts everything that it shows. A diagnostic that is not annotated fails, and so
//! does an annotation without its diagnostic; a fix must settle, keep the file parseable and bring nothing new.

mod annotation;
mod buildkit;
mod case;
mod formatting;
mod laws;
mod markdown;
mod network;
mod placeholders;
mod robust;
mod words;

use crate::{FixAvailability, Rule, registry};
use case::Case;
use std::path::PathBuf;

/// Runs the examples of a rule's doc comment.
pub(crate) fn check_docs(rule: &'static Rule) {
    let cases = Case::read(rule.id, rule.docs);
    assert!(cases.iter().any(|case| case.is_bad()), "{}: the doc comment has no `bad` example", rule.id);
    assert!(cases.iter().any(|case| !case.is_bad()), "{}: the doc comment has no `good` example", rule.id);
    if rule.fix >= FixAvailability::Unsafe {
        let shown = cases.iter().any(|case| case.has_fixed());
        assert!(shown, "{}: the rule declares a fix, but no `fixed` example shows it", rule.id);
    }
    for case in &cases {
        case.check(rule);
    }
}

fn fixtures() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/rules"))
}

/// Every file in `fixtures/rules` belongs to a rule, and its examples hold.
#[test]
#[allow(clippy::disallowed_methods, reason = "tests read their fixtures")]
fn fixture_files() {
    let mut checked = 0;
    let mut failed = Vec::new();
    for entry in std::fs::read_dir(fixtures()).expect("fixtures/rules exists") {
        let path = entry.expect("a readable entry").path();
        let id = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned();
        let rule = registry::by_id(&id).unwrap_or_else(|| panic!("{}: no rule has this id", path.display()));
        let text = std::fs::read_to_string(&path).expect("readable UTF-8");
        let cases = Case::read(&id, &text);
        assert!(!cases.is_empty(), "{}: no example", path.display());
        for case in cases {
            // One example that fails does not hide the others.
            if std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| case.check(rule))).is_err() {
                failed.push(case.name().to_owned());
            }
            checked += 1;
        }
    }
    assert!(checked > 0, "no fixture was checked");
    assert!(failed.is_empty(), "of {checked} examples these failed: {failed:#?}");
}

/// The fix laws hold for all rules together on every example: fixes settle, add no syntax error and no
/// diagnostic, and safe ones keep comments.
#[test]
fn fix_laws_hold_on_all_examples() {
    let mut failed = Vec::new();
    for case in all_cases() {
        // One example that fails does not hide the others.
        if std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| laws::check(&case))).is_err() {
            failed.push(case.name().to_owned());
        }
    }
    assert!(failed.is_empty(), "these examples failed: {failed:#?}");
}

/// Fixes leave half-typed task definitions no worse, and placeholders where they are.
#[test]
fn fixes_are_careful_with_half_typed_text_and_placeholders() {
    let settings = robust::settings();
    for case in all_cases().into_iter().filter(Case::is_bad) {
        robust::keeps_to_cuts(&case, &settings);
        robust::keeps_placeholders(&case, &settings);
    }
}

/// Comments that keep findings quiet do so on every example.
#[test]
fn written_ignore_comments_work_on_all_examples() {
    let tried: usize = all_cases().iter().map(laws::suppression).sum();
    assert!(tried > 300, "only {tried} were tried");
}

/// The examples of all rules.
#[allow(clippy::disallowed_methods, reason = "tests read their fixtures")]
fn all_cases() -> Vec<Case> {
    let mut texts: Vec<(String, String)> =
        registry::rules().map(|(_, rule)| (rule.id.to_owned(), rule.docs.to_owned())).collect();
    for entry in std::fs::read_dir(fixtures()).expect("fixtures/rules exists") {
        let path = entry.expect("a readable entry").path();
        texts.push((path.display().to_string(), std::fs::read_to_string(&path).expect("readable UTF-8")));
    }
    texts.iter().flat_map(|(name, text)| Case::read(name, text)).collect()
}
