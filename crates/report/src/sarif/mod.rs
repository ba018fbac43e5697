//! `--format sarif`: SARIF 2.1.0, which code scanning services read.
//!
//! Invariant: the log is valid by the official schema, and two runs over the same files write the same bytes.
//! Columns count Unicode scalar values (`columnKind` says so) and paths are relative to the root of the sources.

mod uri;
mod wire;

use crate::explain::markdown_docs;
use crate::fingerprint::{self, Fingerprints};
use crate::places::{Places, Source};
use crate::{Report, rule_url};
use plimsoll_analysis::{Diagnostic, FixAvailability, Group, Level, Preset, Rule, Severity, registry};
use plimsoll_text::{Edits, TextRange};
use std::collections::BTreeMap;
use std::io::{self, Write};
use wire::{
    ArtifactChange, ArtifactLocation, Configuration, Descriptor, Driver, Finding, Help, Invocation, Location, Log,
    Message, Notification, PhysicalLocation, Region, Repair, RepairProperties, Replacement, Root, RuleProperties, Run,
    Suppression, Tool,
};

/// The root that relative paths are resolved against; the reader knows where it is.
const ROOT: &str = "%SRCROOT%";

/// Bytes of a range that are quoted in its snippet.
const LONGEST_SNIPPET: usize = 400;

/// Writes one SARIF log with one run. Suppressed findings are in it, marked as such.
///
/// # Errors
/// Those of `out`.
pub fn sarif(report: Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let rules = rules(report);
    let mut places = Places::new(report);
    let mut results = Vec::new();
    for (at, file) in report.files.iter().enumerate() {
        if file.diagnostics.is_empty() && file.suppressed.is_empty() {
            continue;
        }
        let source = places.file(at);
        let artifact = artifact(file.path);
        let kept = file.diagnostics.iter().map(|diagnostic| (diagnostic, None));
        let suppressed = file.suppressed.iter().map(|it| (&it.diagnostic, Some(it.comment)));
        let mut all: Vec<_> = kept.chain(suppressed).collect();
        // In the order of the file, so that a new ignore comment does not renumber the fingerprints.
        all.sort_by_key(|(diagnostic, _)| (diagnostic.range.start(), diagnostic.rule.id));
        let mut fingerprints = Fingerprints::default();
        for (diagnostic, suppression) in all {
            let fingerprint = fingerprints.next(diagnostic.rule.id, &source, diagnostic.range);
            let rule_index = rules.binary_search_by_key(&diagnostic.rule.id, |rule| rule.id).unwrap_or_default();
            results.push(Finding {
                rule_id: diagnostic.rule.id,
                rule_index,
                level: diagnostic.severity.as_str(),
                message: message(whole_message(diagnostic)),
                locations: [location(None, artifact.clone(), Some(region(&source, diagnostic.range, true)), None)],
                related_locations: related(diagnostic, file.path, &source, &mut places),
                partial_fingerprints: BTreeMap::from([(fingerprint::NAME, fingerprint)]),
                fixes: fixes(diagnostic, &artifact, &source, &mut places),
                suppressions: suppression.map(|comment| [by(comment, &artifact, &source)]),
            });
        }
    }
    let log = Log {
        schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: Tool { driver: driver(rules) },
            invocations: [invocation(report)],
            original_uri_base_ids: BTreeMap::from([(ROOT, Root { description: message("The root of the sources.") })]),
            column_kind: "unicodeCodePoints",
            results,
        }],
    };
    serde_json::to_writer_pretty(&mut *out, &log)?;
    out.write_all(b"\n")
}

/// The rules that found something, sorted by id.
fn rules(report: Report<'_>) -> Vec<&'static Rule> {
    let kept = report.files.iter().flat_map(|file| file.diagnostics);
    let suppressed = report.files.iter().flat_map(|file| file.suppressed).map(|it| &it.diagnostic);
    let mut rules: Vec<&'static Rule> = kept.chain(suppressed).map(|diagnostic| diagnostic.rule).collect();
    rules.sort_unstable_by_key(|rule| rule.id);
    rules.dedup();
    rules
}

fn driver(rules: Vec<&'static Rule>) -> Driver<'static> {
    Driver {
        name: "plimsoll",
        version: env!("CARGO_PKG_VERSION"),
        semantic_version: env!("CARGO_PKG_VERSION"),
        information_uri: env!("CARGO_PKG_REPOSITORY"),
        rules: rules.into_iter().map(descriptor).collect(),
    }
}

fn descriptor(rule: &'static Rule) -> Descriptor<'static> {
    let group: Option<&Group> = registry::rules().find(|(_, other)| *other == rule).map(|(group, _)| group);
    let level = rule.level_in(Preset::Recommended);
    let docs = markdown_docs(rule);
    let first = docs.split("\n\n").next().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    let mut tags = vec![rule.category.as_str()];
    tags.extend(group.map(|group| group.name).filter(|name| *name != rule.category.as_str()));
    Descriptor {
        id: rule.id,
        name: camel_case(rule.id),
        short_description: message(rule.summary),
        full_description: message(if first.is_empty() { rule.summary.to_owned() } else { first }),
        help: Help { text: docs.replace("**", ""), markdown: docs },
        help_uri: rule_url(rule),
        default_configuration: Configuration {
            enabled: level != Level::Off,
            level: rule.asked_for(Preset::Recommended).severity().map_or("none", Severity::as_str),
        },
        properties: RuleProperties {
            tags,
            aliases: rule.aliases,
            fix: if rule.fix == FixAvailability::None { "none" } else { rule.fix.as_str() },
            since: rule.since,
        },
    }
}

/// `LatestTag` for `latest-tag`: the standard wants a name that people can say.
fn camel_case(id: &str) -> String {
    let word = |word: &str| {
        let mut characters = word.chars();
        characters.next().map(|first| format!("{}{}", first.to_ascii_uppercase(), characters.as_str()))
    };
    id.split('-').filter_map(word).collect()
}

fn invocation(report: Report<'_>) -> Invocation {
    let unread = report.unreadable.iter().map(|error| Notification {
        level: "error",
        message: message(error.message.clone()),
        locations: [location(None, artifact(&error.path), None, None)],
    });
    Invocation { execution_successful: report.unreadable.is_empty(), tool_execution_notifications: unread.collect() }
}

/// The message and the notes; viewers show no more of a finding than this.
fn whole_message(diagnostic: &Diagnostic) -> String {
    let mut text = diagnostic.message.clone();
    for note in &diagnostic.notes {
        text.push('\n');
        text.push_str(note);
    }
    text
}

fn related<'a>(
    diagnostic: &'a Diagnostic,
    path: &str,
    source: &Source<'_>,
    places: &mut Places<'_>,
) -> Vec<Location<'a>> {
    let labels = diagnostic.labels.iter().enumerate();
    let related = labels.map(|(id, label)| {
        let other = label.path.as_deref().filter(|other| *other != path);
        let region = match other {
            None => Some(region(source, label.range, false)),
            Some(other) => places.at_path(other).map(|source| region(&source, label.range, false)),
        };
        location(Some(id), artifact(other.unwrap_or(path)), region, Some(message(label.text.as_str())))
    });
    related.collect()
}

/// SARIF changes files that are there; a fix that makes one is left out.
fn fixes<'a>(
    diagnostic: &'a Diagnostic,
    artifact: &ArtifactLocation,
    source: &Source<'_>,
    places: &mut Places<'_>,
) -> Vec<Repair<'a>> {
    let repairs = diagnostic.fixes.iter().filter_map(|fix| {
        let change = match &fix.elsewhere {
            Some(it) if it.creates => return None,
            Some(it) => change(self::artifact(&it.path), &it.edits, &*places.at_path(&it.path)?),
            None if fix.edits.is_empty() => return None,
            None => change(artifact.clone(), &fix.edits, source),
        };
        Some(Repair {
            description: message(fix.title.as_str()),
            artifact_changes: [change],
            properties: RepairProperties { applicability: fix.applicability.as_str() },
        })
    });
    repairs.collect()
}

fn change<'a>(artifact_location: ArtifactLocation, edits: &'a Edits, source: &Source<'_>) -> ArtifactChange<'a> {
    let replacements = edits.iter().map(|edit| Replacement {
        deleted_region: region(source, edit.range, false),
        inserted_content: (!edit.text.is_empty()).then(|| message(edit.text.as_str())),
    });
    ArtifactChange { artifact_location, replacements: replacements.collect() }
}

/// By an ignore comment at a place, or by the settings.
fn by(comment: Option<TextRange>, artifact: &ArtifactLocation, source: &Source<'_>) -> Suppression<'static> {
    match comment {
        None => Suppression { kind: "external", location: None },
        Some(range) => Suppression {
            kind: "inSource",
            location: Some(location(None, artifact.clone(), Some(region(source, range, false)), None)),
        },
    }
}

fn location(
    id: Option<usize>,
    artifact_location: ArtifactLocation,
    region: Option<Region>,
    message: Option<Message<'_>>,
) -> Location<'_> {
    Location { id, physical_location: PhysicalLocation { artifact_location, region }, message }
}

fn artifact(path: &str) -> ArtifactLocation {
    let (uri, is_relative) = uri::uri(path);
    ArtifactLocation { uri, uri_base_id: is_relative.then_some(ROOT) }
}

fn region(source: &Source<'_>, range: TextRange, quote: bool) -> Region {
    let (start, end) = (source.place(range.start()), source.place(range.end()));
    let (from, to) = (usize::from(range.start()), usize::from(range.end()));
    let snippet = (quote && from < to && to - from <= LONGEST_SNIPPET).then(|| message(source.shown(from, to)));
    Region {
        start_line: start.line,
        start_column: start.column,
        end_line: end.line,
        end_column: end.column,
        byte_offset: range.start().into(),
        byte_length: range.len().into(),
        snippet,
    }
}

fn message<'a>(text: impl Into<std::borrow::Cow<'a, str>>) -> Message<'a> {
    Message { text: text.into() }
}
