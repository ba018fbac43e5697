//! Runs the examples of rules: those in their doc comments, and those in `fixtures/rules/<rule-id>.md`.
//!
//! Invariant: an example asserts everything that it shows. A diagnostic that is not annotated fails, and so
//! does an annotation without its diagnostic; a fix must settle, keep the file parseable and bring nothing new.

mod annotation;
mod case;
mod laws;
mod markdown;
mod robust;

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
    for case in all_cases() {
        laws::check(&case);
    }
}

/// Half-typed task definitions, and placeholders at every place.
#[test]
fn task_definitions_may_be_half_typed_and_full_of_placeholders() {
    let settings = robust::settings();
    for case in all_cases() {
        robust::survives_cuts(&case, &settings);
        robust::respects_placeholders(&case, &settings);
    }
}

/// The examples of all rules, of doc comments and fixtures.
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
