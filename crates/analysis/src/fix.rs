//! Applies fixes until nothing is left to fix.
//!
//! Invariant: a fix is checked, not trusted. A round that adds a syntax error is undone and its rules named;
//! two fixes of one round neither overlap nor touch, and no rule knows another: the one that lost gets its
//! turn in the next round.

use crate::engine::syntax_errors;
use crate::{Applicability, Diagnostic, Elsewhere, Fix, Rule, Settings, SourceFile, Workspace, analyze};
use plimsoll_text::{Edit, Edits};
use std::sync::Arc;

/// More rounds than any sound set of fixes needs. In preset `hadolint` a RUN has one finding of a rule at a time, so that
/// each of its commands takes a round.
const MAX_ROUNDS: usize = 100;

/// What fixing did.
#[derive(Debug)]
pub struct Fixed {
    /// The text afterwards.
    pub text: Arc<str>,
    /// What was fixed, in order of place: rule, title and how far the fix is to be trusted.
    pub applied: Vec<Applied>,
    /// Rules whose fix would have added a syntax error; their fixes were not applied.
    pub refused: Vec<&'static str>,
    /// Whether fixes were still left after the last round.
    pub unsettled: bool,
    /// Whether findings are left whose fix changes another file: see [`choose_elsewhere`].
    pub has_elsewhere: bool,
}

/// A fix that was applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// Id of the rule.
    pub rule: &'static str,
    /// Title of the fix.
    pub title: String,
    /// How far it may be trusted.
    pub applicability: Applicability,
}

/// Applies the preferred fix of each diagnostic, if it is at least `least`, and repeats until none is left.
/// A pure function that cannot fail; the caller writes the text.
#[must_use]
pub fn fix(file: &SourceFile, settings: &Settings, workspace: &Workspace, least: Applicability) -> Fixed {
    fix_where(file, settings, workspace, least, |_| true)
}

/// As [`fix`], for the diagnostics of one rule alone.
#[must_use]
pub fn fix_rule(
    file: &SourceFile,
    settings: &Settings,
    workspace: &Workspace,
    least: Applicability,
    rule: &Rule,
) -> Fixed {
    fix_where(file, settings, workspace, least, |diagnostic| diagnostic.rule == rule)
}

fn fix_where(
    file: &SourceFile,
    settings: &Settings,
    workspace: &Workspace,
    least: Applicability,
    wanted: impl Fn(&Diagnostic) -> bool,
) -> Fixed {
    let found = |file: &SourceFile| {
        let mut diagnostics = analyze(file, settings, workspace).diagnostics;
        diagnostics.retain(&wanted);
        diagnostics
    };
    let mut file = file.clone();
    let mut errors = syntax_errors(&file);
    let mut fixed = Fixed {
        text: Arc::clone(&file.text),
        applied: Vec::new(),
        refused: Vec::new(),
        unsettled: false,
        has_elsewhere: false,
    };
    for _ in 0..MAX_ROUNDS {
        let diagnostics = found(&file);
        let (edits, applied) = choose(&diagnostics, least, &fixed.refused);
        if edits.is_empty() {
            break;
        }
        let next = SourceFile { text: edits.apply(&file.text).into(), ..file.clone() };
        let next_errors = syntax_errors(&next);
        if next_errors > errors {
            fixed.refused.extend(applied.iter().map(|applied| applied.rule));
            fixed.refused.sort_unstable();
            fixed.refused.dedup();
            continue;
        }
        errors = next_errors;
        fixed.applied.extend(applied);
        file = next;
    }
    let left = found(&file);
    fixed.unsettled = !choose(&left, least, &fixed.refused).0.is_empty();
    fixed.has_elsewhere = choose_elsewhere(&left, least).is_some();
    fixed.text = file.text;
    fixed
}

/// Of the preferred fixes that change another file and are at least `least`, the first; the caller makes the change and
/// asks again, as the next one may look at what this one changed. A pure function that cannot fail.
#[must_use]
pub fn choose_elsewhere(diagnostics: &[Diagnostic], least: Applicability) -> Option<(Applied, &Elsewhere)> {
    diagnostics.iter().find_map(|diagnostic| {
        let fix = allowed(diagnostic, least)?;
        let (rule, title) = (diagnostic.rule.id, fix.title.clone());
        Some((Applied { rule, title, applicability: fix.applicability }, fix.elsewhere.as_ref()?))
    })
}

/// The preferred fix of a diagnostic, if it may be applied.
pub(crate) fn allowed(diagnostic: &Diagnostic, least: Applicability) -> Option<&Fix> {
    diagnostic.fixes.first().filter(|fix| fix.applicability >= least && fix.applicability > Applicability::Manual)
}

/// In order of place, every allowed fix that neither overlaps nor touches one taken before.
fn choose(diagnostics: &[Diagnostic], least: Applicability, refused: &[&str]) -> (Edits, Vec<Applied>) {
    let mut candidates: Vec<(&Diagnostic, &Fix)> = diagnostics
        .iter()
        .filter(|diagnostic| !refused.contains(&diagnostic.rule.id))
        .filter_map(|diagnostic| Some((diagnostic, allowed(diagnostic, least)?)))
        .filter(|(_, fix)| fix.elsewhere.is_none())
        .collect();
    candidates.sort_by_key(|(_, fix)| fix.edits.range().map(|range| (range.start(), range.end())));
    let mut taken: Vec<&Edits> = Vec::new();
    let mut all: Vec<Edit> = Vec::new();
    let mut applied = Vec::new();
    for (diagnostic, fix) in candidates {
        let (rule, title) = (diagnostic.rule.id, fix.title.clone());
        if taken.contains(&&fix.edits) {
            applied.push(Applied { rule, title, applicability: fix.applicability });
            continue;
        }
        if taken.iter().any(|other| other.touches(&fix.edits)) {
            continue;
        }
        taken.push(&fix.edits);
        all.extend(fix.edits.iter().cloned());
        applied.push(Applied { rule, title, applicability: fix.applicability });
    }
    // Edits of different fixes do not touch, and those of one fix are disjoint by construction.
    (Edits::new(all).unwrap_or_default(), applied)
}
