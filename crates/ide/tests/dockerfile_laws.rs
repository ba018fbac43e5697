//! What holds for every Dockerfile at every place, however little of it is typed: no question fails, and what an
//! answer says about places is true.
#![allow(clippy::disallowed_methods, reason = "tests read their fixtures")]

use plimsoll_analysis::{FileKind, Settings, SourceFile, Workspace, WorkspaceFile};
use plimsoll_dockerfile::parse;
use plimsoll_ide::{self as ide, FormatOptions, Symbol, View};
use plimsoll_text::{TextRange, TextSize, range, size, slice};
use proptest::prelude::*;
use std::path::Path;

/// Asks everything about `text`, and checks the answers at each of `places`.
fn check(text: &str, places: &[TextSize]) {
    let file = SourceFile::new("Dockerfile", text, FileKind::Dockerfile);
    let workspace = Workspace::new([WorkspaceFile {
        path: "Dockerfile".to_owned(),
        text: file.text.clone(),
        kind: Some(FileKind::Dockerfile),
    }]);
    let settings = Settings::default();
    let view = View { file: &file, settings: &settings, workspace: &workspace };
    whole(&view);
    for offset in places {
        at(&view, *offset);
    }
}

/// What is asked about a file.
fn whole(view: &View<'_>) {
    let text = &*view.file.text;
    let all = range(0, text.len());
    let tokens = ide::tokens(view, None);
    assert!(tokens.windows(2).all(|pair| pair[0].range.end() <= pair[1].range.start()), "tokens overlap:\n{text}");
    assert!(tokens.iter().all(|token| !slice(text, token.range).is_empty()), "a token is empty or cut:\n{text}");
    ide::symbols(view).iter().for_each(|symbol| nested(symbol, all, text));
    let found = ide::workspace_symbols(view.workspace, view.settings, "a");
    assert!(found.iter().all(|it| it.path == "Dockerfile" && all.contains_range(it.range)));
    for fold in ide::folding(view) {
        assert!(slice(text, fold.range).contains('\n'), "a fold has one line:\n{text}");
    }
    for link in ide::links(view) {
        assert!(!slice(text, link.range).is_empty(), "a link is empty:\n{text}");
    }
    assert!(ide::hints(view, all).iter().all(|hint| text.is_char_boundary(hint.offset.into())));
    assert!(ide::lenses(view).iter().all(|lens| all.contains_range(lens.range)));
    let edits = ide::format(view, None, &FormatOptions::default());
    assert!(edits.iter().all(|edit| all.contains_range(edit.range)));
}

fn nested(symbol: &Symbol, outer: TextRange, text: &str) {
    assert!(!symbol.name.is_empty(), "a symbol has no name:\n{text}");
    assert!(outer.contains_range(symbol.range), "`{}` lies outside of what it is part of:\n{text}", symbol.name);
    assert!(symbol.range.contains_range(symbol.selection), "the name of `{}` lies outside:\n{text}", symbol.name);
    symbol.children.iter().for_each(|child| nested(child, symbol.range, text));
}

/// What is asked about a place.
fn at(view: &View<'_>, offset: TextSize) {
    let text = &*view.file.text;
    if let Some(hover) = ide::hover(view, offset) {
        assert!(hover.range.contains_inclusive(offset) && !hover.markdown.is_empty(), "hover elsewhere:\n{text}");
    }
    for completion in ide::completions(view, offset) {
        assert!(completion.edit.range.contains_inclusive(offset), "`{}` replaces elsewhere:\n{text}", completion.label);
        let word = slice(text, completion.edit.range);
        assert!(!word.contains('\n'), "`{}` replaces a line end:\n{text}", completion.label);
    }
    if let Some(signature) = ide::signature(view, offset) {
        assert!(signature.active.is_none_or(|active| active < signature.parameters.len()));
        assert!(signature.parameters.iter().all(|it| !slice(&signature.label, it.range).is_empty()));
    }
    let selection = ide::selection(view, offset);
    assert!(selection.iter().all(|part| part.contains_inclusive(offset)));
    assert!(selection.windows(2).all(|pair| pair[1].contains_range(pair[0]) && pair[0] != pair[1]), "{selection:?}");
    let references = ide::references(view, offset, true);
    let highlights = ide::highlights(view, offset);
    assert_eq!(references.len(), highlights.len(), "highlights are not the references:\n{text}");
    for place in &references {
        let again = ide::references(view, place.range.start(), true);
        assert_eq!(again, references, "{} asked from {:?}:\n{text}", usize::from(offset), place.range);
    }
    for target in ide::definition(view, offset) {
        assert!(target.range.contains_range(target.selection), "a definition lies outside of itself:\n{text}");
    }
    if let Ok(here) = ide::prepare_rename(view, offset) {
        assert_eq!(slice(text, here.range), here.name);
        if let Ok(changes) = ide::rename(view, offset, "zzz_9") {
            let renamed = changes["Dockerfile"].apply(text);
            assert_eq!(parse(&renamed).errors.len(), parse(text).errors.len(), "a rename breaks the file:\n{text}");
            let back: String = renamed.replace("zzz_9", &here.name);
            assert_eq!(back.to_lowercase(), text.to_lowercase(), "a rename changes more than the name:\n{text}");
        }
    }
    let edits = ide::format_on_type(view, offset, '\n', &FormatOptions::default());
    assert!(edits.iter().all(|edit| slice(text, edit.range).trim().is_empty() || edit.range.end() <= offset));
}

/// The files of the fixtures.
fn texts() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/ide/dockerfile");
    let mut texts = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the fixtures can be read").flatten() {
        let text = std::fs::read_to_string(entry.path()).expect("a fixture is text");
        let blocks = text.split("```Dockerfile\n").skip(1).filter_map(|block| block.split("```").next());
        texts.extend(blocks.map(|block| block.replace("$0", "").replace('·', " ").replace('␍', "\r")));
    }
    assert!(texts.len() > 100, "only {} texts", texts.len());
    texts
}

fn places(text: &str) -> Vec<TextSize> {
    text.char_indices().map(|(at, _)| size(at)).chain([size(text.len())]).collect()
}

#[test]
fn every_third_place_of_every_fixture() {
    for (turn, text) in texts().into_iter().enumerate() {
        check(&text, &places(&text).into_iter().skip(turn % 3).step_by(3).collect::<Vec<_>>());
    }
}

#[test]
fn every_second_beginning_of_every_fixture() {
    for (turn, text) in texts().into_iter().enumerate() {
        for (at, _) in text.char_indices().skip(turn % 2).step_by(2) {
            check(&text[..at], &[size(at)]);
        }
    }
}

#[test]
fn a_line_that_is_taken_out_anywhere() {
    for text in texts() {
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        for skipped in 0..lines.len() {
            let rest: String =
                lines.iter().enumerate().filter(|(at, _)| *at != skipped).map(|(_, line)| *line).collect();
            check(&rest, &places(&rest).into_iter().step_by(23).collect::<Vec<_>>());
        }
    }
}

proptest! {
    #[test]
    fn any_text(text in "((FROM a AS |ARG |ENV |COPY --from=|RUN |RUN --mount=|ONBUILD |CMD |# plimsoll: ignore\\[|USER |)(a|b|\\$a|\\$\\{b|é|=|,|:| |\\}|'|\"|\\\\\n|<<a| AS |type=cache){0,8}\n){0,6}") {
        check(&text, &places(&text));
    }
}
