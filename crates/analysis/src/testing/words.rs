//! What AWS answers stands in what the rules say.
//!
//! Invariant: each line of `data/answers.tsv` names a rule with an example whose finding carries the
//! words, so that somebody who searches for an error finds the rule.

use super::case::Case;
use super::fixtures;
use crate::{Rule, analyze, registry};

#[test]
fn findings_carry_the_words_of_aws() {
    let mut read = 0;
    let mut missing = Vec::new();
    for line in crate::answers::TABLE.lines().filter(|line| !line.starts_with('#')) {
        let [rule, letter, words] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("no three columns: {line}")
        };
        assert!(["M", "C", "P", "E", "R"].contains(&letter), "no letter: {line}");
        let rule = registry::by_id(rule).unwrap_or_else(|| panic!("no rule has this id: {line}"));
        let said = all_that_is_said(rule);
        assert!(!said.is_empty(), "no example of {} has a finding", rule.id);
        if words != "-" && !said.iter().any(|text| text.contains(words)) {
            missing.push(format!("{}: {words}\n  said: {said:#?}", rule.id));
        }
        read += 1;
    }
    assert!(read > 100, "only {read} lines were read");
    assert!(missing.is_empty(), "words that no example shows:\n{}", missing.join("\n"));
}

/// Message and notes of each finding of a rule in the examples of its page and its fixtures.
#[allow(clippy::disallowed_methods, reason = "tests read their fixtures")]
fn all_that_is_said(rule: &'static Rule) -> Vec<String> {
    let fixture = std::fs::read_to_string(fixtures().join(format!("{}.md", rule.id))).unwrap_or_default();
    let mut said = Vec::new();
    for case in Case::read(rule.id, rule.docs).into_iter().chain(Case::read(rule.id, &fixture)) {
        let found = analyze(&case.file, &case.settings(rule), &case.workspace()).diagnostics;
        let own = found.into_iter().filter(|diagnostic| diagnostic.rule == rule);
        said.extend(own.map(|diagnostic| format!("{}; {}", diagnostic.message, diagnostic.notes.join("; "))));
    }
    said
}
