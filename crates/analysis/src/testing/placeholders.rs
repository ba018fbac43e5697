//! What every rule about task definitions survives: placeholders, half-typed text, arrays of containers.
//!
//! Invariant: no finding stands at a placeholder, and no text makes a rule panic.

use super::case::Case;
use super::fixtures;
use crate::{FileKind, Group, Preset, Rule, Settings, SettingsBuilder, SourceFile, Workspace, analyze, registry};
use plimsoll_json::{Kind, Node};
use plimsoll_text::{TextRange, slice};

/// Rules that may speak at a placeholder: what is wrong is not the value.
const ABOUT_OPEN_VALUES: &[&str] = &["unresolved-placeholder", "syntax-error"];

#[test]
fn the_decisive_value_may_be_a_placeholder() {
    let mut replaced = 0;
    let mut failed = Vec::new();
    for (rule, case) in bad_cases() {
        let settings = only(rule);
        let first = analyze(&case.file, &settings, &case.workspace());
        for range in first.diagnostics.iter().map(|diagnostic| diagnostic.range) {
            let Some(value) = value_at(&case.file.text, range) else { continue };
            let text = &case.file.text;
            let before = slice(text, TextRange::new(plimsoll_text::size(0), value.start()));
            let after = slice(text, TextRange::new(value.end(), plimsoll_text::size(text.len())));
            let file = SourceFile::new(case.file.path.clone(), format!("{before}\"<X>\"{after}"), case.file.kind);
            let open = TextRange::at(value.start(), plimsoll_text::size(5));
            let again = analyze(&file, &settings, &case.workspace());
            for diagnostic in &again.diagnostics {
                if open.contains_range(diagnostic.range) {
                    failed.push(format!("{}: {}\n{}", case.name(), diagnostic.message, file.text));
                }
            }
            replaced += 1;
        }
    }
    assert!(failed.is_empty(), "findings about placeholders:\n{}", failed.join("\n"));
    assert!(replaced > 60, "only {replaced} values were replaced");
}

#[test]
fn half_typed_text_and_arrays_of_containers_make_no_rule_panic() {
    let settings = all();
    let workspace = Workspace::default();
    for (_, case) in bad_cases() {
        let text = &case.file.text;
        let array = plimsoll_json::parse(text)
            .root()
            .and_then(|root| Some(root.get("containerDefinitions")?.source().to_owned()));
        let cuts = text.char_indices().map(|(at, _)| at).step_by(31).map(|at| text[..at].to_owned());
        // Members without a value.
        let emptied = [text.replacen(": \"", ": ", 1), text.replace(": ", ":, "), text.replace('"', "")];
        for text in cuts.chain(emptied).chain(array).filter(|text| text.len() < 20_000) {
            let _ = analyze(&SourceFile::new(case.file.path.clone(), text, case.file.kind), &settings, &workspace);
        }
    }
}

#[test]
fn an_array_of_containers_says_nothing_of_its_task() {
    let groups = ["fargate", "platform"];
    let mut builder = SettingsBuilder::new(Preset::Recommended);
    builder.only();
    for name in groups {
        builder.on(name).expect("the group exists");
    }
    let settings = builder.build();
    for (_, case) in bad_cases() {
        let document = plimsoll_json::parse(&case.file.text);
        let Some(list) = document.root().and_then(|root| root.get("containerDefinitions")) else { continue };
        let file = SourceFile::new(case.file.path.clone(), list.source().to_owned(), case.file.kind);
        let found = analyze(&file, &settings, &Workspace::default()).diagnostics;
        assert!(found.is_empty(), "{}: {}", case.name(), found[0].message);
    }
}

/// The `bad` examples of the rules about task definitions, from their pages and their fixtures.
#[allow(clippy::disallowed_methods, reason = "tests read their fixtures")]
fn bad_cases() -> Vec<(&'static Rule, Case)> {
    let mut cases = Vec::new();
    for (_, rule) in registry::rules().collect::<Vec<(&'static Group, &'static Rule)>>() {
        let fixture = std::fs::read_to_string(fixtures().join(format!("{}.md", rule.id))).unwrap_or_default();
        let read = Case::read(rule.id, rule.docs).into_iter().chain(Case::read(rule.id, &fixture));
        let bad = read.filter(|case| case.is_bad() && case.file.kind == FileKind::TaskDefinition);
        cases.extend(bad.map(|case| (rule, case)));
    }
    cases.retain(|(rule, _)| !ABOUT_OPEN_VALUES.contains(&rule.id));
    cases
}

/// The range of the string, number or word that a finding stands at or in.
fn value_at(text: &str, range: TextRange) -> Option<TextRange> {
    let document = plimsoll_json::parse(text);
    let node = document.at_offset(range.start()).filter(|node: &Node<'_>| !node.is_key())?;
    let is_scalar = matches!(node.kind(), Kind::String | Kind::Number | Kind::Bool);
    (is_scalar && node.range().contains_range(range)).then_some(node.range())
}

fn only(rule: &'static Rule) -> Settings {
    let mut builder = SettingsBuilder::new(Preset::Recommended);
    builder.only().on(rule.id).expect("the rule exists");
    builder.build()
}

fn all() -> Settings {
    let mut builder = SettingsBuilder::new(Preset::Recommended);
    builder.only().on("all").expect("`all` is a name");
    builder.build()
}
