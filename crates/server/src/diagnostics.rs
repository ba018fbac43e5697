//! From what analysis says to what the protocol calls a diagnostic.
//!
//! Invariant: ranges, severities, messages and codes are those of the command line's JSON; nothing is left out.
//! Secrets are never shown: no rule puts one into a message, and texts of edits are not part of a diagnostic.

use crate::protocol::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Location,
    NumberOrString, Uri,
};
use crate::state::{Snapshot, Text};
use plimsoll_analysis::{Rule, Severity};
use plimsoll_config::ConfigError;
use serde_json::json;

/// Who says it.
pub(crate) const SOURCE: &str = "plimsoll";

/// The diagnostics of a document.
pub(crate) fn of(snapshot: &Snapshot) -> Vec<Diagnostic> {
    snapshot.analysis().diagnostics.iter().map(|it| diagnostic(snapshot, it)).collect()
}

/// One diagnostic of a document.
pub(crate) fn diagnostic(snapshot: &Snapshot, it: &plimsoll_analysis::Diagnostic) -> Diagnostic {
    let abilities = &snapshot.abilities;
    let range = snapshot.text.range(it.range);
    let mut related = Vec::new();
    if abilities.related_information {
        related.extend(it.labels.iter().filter_map(|label| {
            let location = snapshot.location(label.path.as_deref(), label.range)?;
            Some(DiagnosticRelatedInformation { location, message: label.text.clone() })
        }));
        related.extend(it.notes.iter().map(|note| {
            let location = Location::new(snapshot.uri.clone(), range);
            DiagnosticRelatedInformation { location, message: note.clone() }
        }));
    }
    let tags: Vec<DiagnosticTag> =
        tag(it.rule).filter(|(_, number)| abilities.tags.contains(number)).map(|(tag, _)| tag).into_iter().collect();
    Diagnostic {
        range,
        severity: Some(severity(it.severity)),
        code: Some(NumberOrString::String(it.rule.id.to_owned())),
        code_description: abilities.code_description.then(|| page(it.rule)).flatten(),
        source: Some(SOURCE.to_owned()),
        message: it.message.clone(),
        related_information: (!related.is_empty()).then_some(related),
        tags: (!tags.is_empty()).then_some(tags),
        data: abilities.diagnostic_data.then(|| json!({ "rule": it.rule.id, "fixes": it.fixes.len() })),
    }
}

/// What is wrong with a configuration, whose text is `text`.
pub(crate) fn of_configuration(errors: &[ConfigError], text: &Text) -> Vec<Diagnostic> {
    let one = |error: &ConfigError| {
        let (range, message) = match error {
            ConfigError::Unreadable { reason, .. } => (plimsoll_text::range(0, 0), reason),
            ConfigError::Invalid { range, message, .. } => (*range, message),
        };
        let is_warning = error.is_warning();
        Diagnostic {
            range: text.range(range),
            severity: Some(if is_warning { DiagnosticSeverity::WARNING } else { DiagnosticSeverity::ERROR }),
            code: Some(NumberOrString::String("configuration".to_owned())),
            source: Some(SOURCE.to_owned()),
            message: message.clone(),
            ..Diagnostic::default()
        }
    };
    errors.iter().map(one).collect()
}

fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::ERROR,
        Severity::Warning => DiagnosticSeverity::WARNING,
        Severity::Note => DiagnosticSeverity::INFORMATION,
    }
}

fn page(rule: &Rule) -> Option<CodeDescription> {
    Some(CodeDescription { href: rule.url().parse::<Uri>().ok()? })
}

/// Rules about something that could as well be left out: editors show its text faded.
const UNNECESSARY: &[&str] = &["duplicate-directive", "read-only-field", "unused-ignore"];

/// Rules about something that has a successor: editors strike it out.
const DEPRECATED: &[&str] = &["eol-base-image"];

/// How an editor shows the text, and the number by which a client says that it knows the tag.
fn tag(rule: &Rule) -> Option<(DiagnosticTag, u64)> {
    if UNNECESSARY.contains(&rule.id) {
        Some((DiagnosticTag::UNNECESSARY, 1))
    } else if DEPRECATED.contains(&rule.id) {
        Some((DiagnosticTag::DEPRECATED, 2))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::{DEPRECATED, UNNECESSARY};
    use plimsoll_analysis::registry;

    #[test]
    fn tagged_rules_exist() {
        for id in UNNECESSARY.iter().chain(DEPRECATED) {
            assert!(registry::by_id(id).is_some(), "no rule {id}");
        }
    }
}
