//! What holds for every file: formatting settles, keeps what is read, and never gets in the way of a half-typed line.
#![allow(clippy::disallowed_methods, reason = "tests read their fixtures")]

use plimsoll_dockerfile::{Body, CommandLine, Dockerfile, Instruction, JsonArray, Run, parse};
use plimsoll_format::{FormatOptions, format, format_on_enter, format_range};
use plimsoll_text::{TextRange, range, size, slice};
use proptest::prelude::*;
use std::path::{Path, PathBuf};

/// Everything below `folder`.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("the folder can be read").flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// The texts of the parser's fixtures and of every code block of the rules' fixtures.
fn texts() -> Vec<(String, String)> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures");
    let mut paths = Vec::new();
    for folder in ["parser", "rules", "walkthrough", "ide/dockerfile"] {
        files(&fixtures.join(folder), &mut paths);
    }
    let mut texts = Vec::new();
    for path in paths {
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        let name = path.display().to_string();
        if path.extension().is_some_and(|ending| ending == "md") {
            let blocks =
                text.split("```Dockerfile").skip(1).filter_map(|block| block.split_once('\n')?.1.split("```").next());
            texts.extend(blocks.map(|block| (name.clone(), block.replace('·', " ").replace('␍', "\r"))));
        } else if path.extension().is_none_or(|ending| ending != "json") {
            texts.push((name, text));
        }
    }
    assert!(texts.len() > 100, "only {} texts", texts.len());
    texts
}

/// What the instructions say: keywords, flags, values and commands, without the blanks at line borders.
fn said(source: &str, syntax: &Dockerfile) -> Vec<String> {
    syntax.instructions().map(|it| instruction(source, it)).collect()
}

/// The list that a RUN in exec form is.
fn exec_form(it: &Instruction) -> Option<&JsonArray> {
    match &it.body {
        Body::Run(Run { command: CommandLine::Exec(list), .. }) => Some(list),
        _ => None,
    }
}

fn instruction(source: &str, it: &Instruction) -> String {
    let inner = match &it.body {
        Body::Onbuild(Some(inner)) => instruction(source, inner),
        Body::Run(_) => format!("{:?}", exec_form(it).is_some()),
        _ => String::new(),
    };
    let bodies: String = it.heredocs.iter().map(|heredoc| slice(source, heredoc.body)).collect();
    let mut text = String::new();
    let mut at = it.arguments.start();
    for gap in it.gaps.iter().filter(|gap| it.arguments.contains_range(gap.range)) {
        text.push_str(slice(source, TextRange::new(at, gap.range.start())));
        at = gap.range.end();
    }
    text.push_str(slice(source, TextRange::new(at, it.arguments.end())));
    let mut words: Vec<&str> = match exec_form(it) {
        // The strings themselves: the comma after one belongs to its place, not to it.
        Some(list) => list.elements.iter().map(|string| slice(source, string.range)).collect(),
        None => text.split_whitespace().collect(),
    };
    // Packages of an install change places.
    if text.contains("install") || text.contains("apk") {
        words.sort_unstable();
    }
    let flags: Vec<&str> = it.flags.iter().map(|flag| slice(source, flag.range)).collect();
    let words = if matches!(it.body, Body::Onbuild(_)) { Vec::new() } else { words };
    format!("{:?} {flags:?} {} {inner} {bodies}", it.keyword, words.join(" ").to_ascii_lowercase())
}

fn check(name: &str, source: &str) {
    let options = FormatOptions::default();
    let formatted = format(source, &options).apply(source);
    assert_eq!(format(&formatted, &options).apply(&formatted), formatted, "{name} does not settle:\n{source}");
    let (before, after) = (parse(source), parse(&formatted));
    assert_eq!(said(source, &before), said(&formatted, &after), "{name} says something else:\n{source}");
    let kinds = |file: &Dockerfile| file.errors.iter().map(|error| error.kind).collect::<Vec<_>>();
    assert_eq!(kinds(&before), kinds(&after), "{name}");
    let comments = |text: &str, file: &Dockerfile| {
        file.comments().map(|comment| slice(text, comment.range).trim_end().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(comments(source, &before), comments(&formatted, &after), "{name}");
}

#[test]
fn every_fixture_settles_and_keeps_what_it_says() {
    for (name, text) in texts() {
        check(&name, &text);
    }
}

#[test]
fn every_beginning_of_a_file_too() {
    for (name, text) in texts().into_iter().filter(|(_, text)| text.len() < 1500).step_by(7) {
        for (at, _) in text.char_indices() {
            check(&name, &text[..at]);
            let edits = format_on_enter(&text, size(at), &FormatOptions::default());
            assert!(edits.iter().all(|edit| {
                usize::from(edit.range.start()) <= at || text[at..usize::from(edit.range.end())].trim().is_empty()
            }));
        }
    }
}

#[test]
fn a_part_changes_nothing_elsewhere() {
    let source = "from a\nrun  größe\nrun  b\n";
    let at = source.find("run  b").expect("it is there");
    let edits = format_range(source, range(at, at + 1), &FormatOptions::default());
    assert_eq!(edits.apply(source), "from a\nrun  größe\nRUN b\n");
}

proptest! {
    #[test]
    fn any_text(source in "((FROM|run|copy|env|#|  |ONBUILD)( |  |\t)([a-zé\"'$(){}=\\\\#<]| |\\\\\n|\\\\ \n|<<E\n|E\n){0,12}\r?\n?){0,5}") {
        check("random text", &source);
    }
}
