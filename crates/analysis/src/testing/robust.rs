//! Task definitions that are half typed or full of placeholders: rules survive them, and no fix touches a placeholder.

use super::case::Case;
use crate::engine::syntax_errors;
use crate::{FileKind, Preset, Settings, SettingsBuilder, SourceFile, Workspace, analyze};
use plimsoll_json::Kind;
use plimsoll_text::slice;

/// All rules on.
pub(super) fn settings() -> Settings {
    let mut builder = SettingsBuilder::new(Preset::Recommended);
    builder.only().on("all").expect("`all` is a name").build()
}

/// Cuts the file off at many places, as it is while somebody types.
pub(super) fn survives_cuts(case: &Case, settings: &Settings) {
    if case.file.kind != FileKind::TaskDefinition {
        return;
    }
    let text = &case.file.text;
    for end in (0..text.len()).step_by(29).filter(|end| text.is_char_boundary(*end)) {
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

/// Puts a placeholder in the place of one value after the other. No diagnostic may be about it, and no fix may take it
/// out.
pub(super) fn respects_placeholders(case: &Case, settings: &Settings) {
    if case.file.kind != FileKind::TaskDefinition {
        return;
    }
    let text = &case.file.text;
    let document = plimsoll_json::parse(text);
    for node in document.nodes().filter(|node| !node.is_key()) {
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
        let placeholder = plimsoll_text::TextRange::at(range.start(), plimsoll_text::size("\"<VALUE>\"".len()));
        for diagnostic in analyze(&file, settings, &Workspace::default()).diagnostics {
            // These speak of a word's place, whatever it says.
            let by_place = diagnostic.rule.id.ends_with("-arguments");
            let about = diagnostic.range == placeholder && !by_place;
            assert!(!about, "{}: {} speaks of a placeholder\n{}", case.name(), diagnostic.rule.id, file.text);
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
