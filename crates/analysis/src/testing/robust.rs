//! What fixes keep to in task definitions that are half typed or full of placeholders.
//!
//! Invariant: a fix breaks no half-typed text further, and takes no placeholder out.

use super::case::Case;
use crate::engine::syntax_errors;
use crate::{FileKind, Preset, Settings, SettingsBuilder, SourceFile, Workspace, analyze};
use plimsoll_json::{Kind, Node};
use plimsoll_text::{TextRange, slice};

/// All rules on.
pub(super) fn settings() -> Settings {
    let mut builder = SettingsBuilder::new(Preset::Recommended);
    builder.only().on("all").expect("`all` is a name").build()
}

/// Cuts the file off at many places, as it is while somebody types.
pub(super) fn keeps_to_cuts(case: &Case, settings: &Settings) {
    if case.file.kind != FileKind::TaskDefinition {
        return;
    }
    let text = &case.file.text;
    for end in (0..text.len()).step_by(61).filter(|end| text.is_char_boundary(*end)) {
        let file = SourceFile::new(case.file.path.clone(), &text[..end], FileKind::TaskDefinition);
        for diagnostic in analyze(&file, settings, &Workspace::default()).diagnostics {
            for fix in &diagnostic.fixes {
                let fixed = SourceFile { text: fix.edits.apply(&file.text).into(), ..file.clone() };
                let (before, after) = (syntax_errors(&file), syntax_errors(&fixed));
                assert!(after <= before, "{}: the fix of {} breaks\n{}", case.name(), diagnostic.rule.id, file.text);
            }
        }
    }
}

/// Puts a placeholder in the place of each value that a fix would change: no fix may take it out.
pub(super) fn keeps_placeholders(case: &Case, settings: &Settings) {
    if case.file.kind != FileKind::TaskDefinition {
        return;
    }
    let text = &case.file.text;
    let document = plimsoll_json::parse(text);
    let changed: Vec<TextRange> = analyze(&case.file, settings, &Workspace::default())
        .diagnostics
        .iter()
        .flat_map(|diagnostic| &diagnostic.fixes)
        .flat_map(|fix| fix.edits.iter().map(|edit| edit.range))
        .filter(|range| !range.is_empty())
        .collect();
    let is_changed = |node: &Node<'_>| changed.iter().any(|range| range.intersect(node.range()).is_some());
    for node in document.nodes().filter(|node| !node.is_key() && is_changed(node)) {
        if !matches!(node.kind(), Kind::String | Kind::Number | Kind::Bool) {
            continue;
        }
        let range = node.range();
        let with = format!(
            "{}\"<VALUE>\"{}",
            slice(text, plimsoll_text::range(0, range.start().into())),
            &text[usize::from(range.end())..]
        );
        let file = SourceFile::new(case.file.path.clone(), with.as_str(), FileKind::TaskDefinition);
        for diagnostic in analyze(&file, settings, &Workspace::default()).diagnostics {
            for fix in &diagnostic.fixes {
                let fixed = fix.edits.apply(&file.text);
                let (before, after) = (file.text.matches("<VALUE>").count(), fixed.matches("<VALUE>").count());
                assert!(
                    after >= before,
                    "{}: the fix of {} takes a placeholder out\n{}",
                    case.name(),
                    diagnostic.rule.id,
                    file.text
                );
            }
        }
    }
}
