//! Task definitions in the editor, by example: `fixtures/ide/ecs/*.md`.
//!
//! Invariant: each answer block under a heading is exactly what plimsoll answers for the document above it, at its
//! `$0`. `UPDATE=1` rewrites the blocks; a person looks through the difference.
//!
//! The first block of a heading is the document, a `json` block; `file=PATH` gives its path. Blocks that start with
//! `context` are other files of the workspace. Every other block is an answer, its first word the question.

#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests read their fixtures")]

use plimsoll_analysis::{FileKind, Settings, SourceFile, Workspace, WorkspaceFile};
use plimsoll_ide::{Completion, LinkTarget, Place, Symbol, View};
use plimsoll_text::{Edits, LineIndex, TextRange, TextSize, size, slice};
use std::fmt::Write;
use std::path::{Path, PathBuf};

macro_rules! fixture {
    ($($name:ident),* $(,)?) => {
        $(#[test]
        fn $name() {
            check(stringify!($name));
        })*
    };
}

fixture!(completion, completion_values, cross_file, hover, navigation, structure);

#[test]
fn enter_behind_a_bracket_takes_no_proposal() {
    let asks = |typed| plimsoll_ide::is_trigger(FileKind::TaskDefinition, typed);
    assert!(['"', ':', ' '].into_iter().all(asks) && !['{', '[', ',', '$'].into_iter().any(asks));
    assert!(['{', ',', '$'].into_iter().all(|typed| plimsoll_ide::is_trigger(FileKind::Dockerfile, typed)));
}

fn check(name: &str) {
    let path = folder().join(format!("{name}.md"));
    let written = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let answered = answer_all(&written);
    if std::env::var_os("UPDATE").is_some() {
        return std::fs::write(&path, &answered).unwrap();
    }
    for (number, (expected, found)) in written.lines().zip(answered.lines()).enumerate() {
        assert_eq!(found, expected, "{}:{}", path.display(), number + 1);
    }
    assert_eq!(answered, written, "{}", path.display());
    assert!(written.matches("```json").count() > 3, "{} holds next to nothing", path.display());
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/ide/ecs")
}

/// The text of a fixture with every answer block filled in anew.
fn answer_all(written: &str) -> String {
    let mut out = String::new();
    let mut case = Case::default();
    let mut lines = written.lines();
    while let Some(line) = lines.next() {
        let _ = writeln!(out, "{line}");
        if line.starts_with('#') {
            case = Case::default();
        }
        let Some(info) = line.strip_prefix("```") else { continue };
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        let block = block.join("\n");
        let answer = case.block(info, &block).unwrap_or(block);
        if !answer.is_empty() {
            let _ = writeln!(out, "{}", answer.trim_end_matches('\n'));
        }
        let _ = writeln!(out, "```");
    }
    out
}

#[derive(Default)]
struct Case {
    file: Option<SourceFile>,
    offset: TextSize,
    others: Vec<(String, String)>,
}

impl Case {
    /// The answer to the question of a block; `None` for a block that is a file.
    fn block(&mut self, info: &str, block: &str) -> Option<String> {
        let (question, argument) = info.split_once(' ').unwrap_or((info, ""));
        let (kind, path) = question.split_once(",file=").unwrap_or((question, "task.json"));
        match kind {
            "json" | "Dockerfile" if self.file.is_none() => {
                let at = block.find("$0");
                let text = block.replacen("$0", "", 1);
                self.offset = size(at.unwrap_or(0));
                self.file = Some(SourceFile::new(path, text, kind_of(path)));
                None
            }
            "context" => {
                self.others.push((path.to_owned(), block.to_owned()));
                None
            }
            question => Some(self.answer(question, argument)),
        }
    }

    fn answer(&self, question: &str, argument: &str) -> String {
        let file = self.file.as_ref().expect("the document comes before its answers");
        let own = (file.path.clone(), file.text.to_string());
        let files = self.others.iter().chain([&own]);
        let workspace = Workspace::new(files.map(|(path, text)| WorkspaceFile {
            path: path.clone(),
            text: text.as_str().into(),
            kind: (!path.ends_with(".yml")).then(|| kind_of(path)),
        }));
        let settings = Settings::default();
        let view = View { file, settings: &settings, workspace: &workspace };
        self.ask(&view, question, argument)
    }

    fn ask(&self, view: &View<'_>, question: &str, argument: &str) -> String {
        let text = &*view.file.text;
        let offset = self.offset;
        let show = |range: TextRange| show(text, range);
        let place = |place: &Place| match &place.path {
            None => show(place.range),
            Some(path) => format!("{path} {}", self.show_in(view, path, place.range)),
        };
        let completions = || plimsoll_ide::completions(view, offset);
        match question {
            "labels" => join(completions().iter().map(|it| it.label.clone())),
            "completions" => {
                let shown = completions().into_iter().map(|it| {
                    let detail = it.detail.map(|detail| format!(" · {detail}")).unwrap_or_default();
                    let deprecated = if it.deprecated { " · deprecated" } else { "" };
                    format!("{}{detail}{deprecated}", it.label)
                });
                join(shown)
            }
            "take" => taken(text, &find(completions(), argument)),
            "snippet" => find(completions(), argument).snippet.unwrap_or_default(),
            "docs" => find(completions(), argument).docs.unwrap_or_default(),
            "hover" => plimsoll_ide::hover(view, offset).map_or_else(String::new, |hover| {
                let link = hover.markdown.find("\n\n[API reference]").unwrap_or(hover.markdown.len());
                format!("{}\n{}", show(hover.range), cut(&hover.markdown[..link]))
            }),
            "definition" => join(plimsoll_ide::definition(view, offset).into_iter().map(|it| {
                let selection = place(&Place { path: it.path.clone(), range: it.selection });
                let range = place(&Place { path: it.path, range: it.range });
                format!("{selection} in {range}")
            })),
            "references" => join(plimsoll_ide::references(view, offset, true).iter().map(place)),
            "uses" => join(plimsoll_ide::references(view, offset, false).iter().map(place)),
            "highlights" => join(
                plimsoll_ide::highlights(view, offset).iter().map(|it| format!("{:?} {}", it.kind, show(it.range))),
            ),
            "rename" => match plimsoll_ide::prepare_rename(view, offset)
                .and_then(|found| Ok((found, plimsoll_ide::rename(view, offset, argument)?)))
            {
                Err(refused) => format!("refused: {}", refused.0),
                Ok((found, edits)) => {
                    assert_eq!(slice(text, found.range), found.name);
                    let renamed = edits.iter().map(|(path, edits)| {
                        let after = edits.apply(&view.workspace.get(path).expect("a file of the workspace").text);
                        if *path == view.file.path { after } else { format!("{path}:\n{after}") }
                    });
                    join(renamed)
                }
            },
            "symbols" => {
                let mut out = String::new();
                plimsoll_ide::symbols(view).iter().for_each(|symbol| outline(text, symbol, 0, &mut out));
                out
            }
            "folding" => join(plimsoll_ide::folding(view).iter().map(|fold| lines_of(text, fold.range))),
            "selection" => join(plimsoll_ide::selection(view, offset).into_iter().map(show)),
            "links" => join(plimsoll_ide::links(view).into_iter().map(|link| {
                let target = match link.target {
                    LinkTarget::Url(url) => url,
                    LinkTarget::File(path) => path,
                };
                format!("{} {target}", show(link.range))
            })),
            "tokens" => {
                join(plimsoll_ide::tokens(view, None).iter().map(|it| format!("{:?} {}", it.kind, show(it.range))))
            }
            "lenses" => {
                // A Dockerfile has others besides, which are no concern of task definitions.
                let all = plimsoll_ide::lenses(view).into_iter();
                let ours = all.filter(|lens| lens.title.starts_with("runs in") || lens.title.starts_with("built by"));
                join(ours.map(|lens| {
                    let places: Vec<String> = lens.places.iter().map(place).collect();
                    format!("{} {}: {}", show(lens.range), lens.title, places.join(", "))
                }))
            }
            other => panic!("no question is called `{other}`"),
        }
    }

    fn show_in(&self, view: &View<'_>, path: &str, range: TextRange) -> String {
        show(&view.workspace.get(path).expect("a file of the workspace").text, range)
    }
}

fn kind_of(path: &str) -> FileKind {
    if path.ends_with(".json") || path.ends_with(".tpl") { FileKind::TaskDefinition } else { FileKind::Dockerfile }
}

fn find(completions: Vec<Completion>, label: &str) -> Completion {
    let labels: Vec<String> = completions.iter().map(|it| it.label.clone()).collect();
    completions.into_iter().find(|it| it.label == label).unwrap_or_else(|| panic!("`{label}` is not among {labels:?}"))
}

/// The document once the plain form of a proposal was taken.
fn taken(text: &str, completion: &Completion) -> String {
    let edits = completion.also.iter().cloned().chain([completion.edit.clone()]).collect();
    Edits::new(edits).expect("edits that do not overlap").apply(text)
}

/// `line:column text`, the text up to its first line end.
fn show(text: &str, range: TextRange) -> String {
    let index = LineIndex::new(text);
    let line = index.line(range.start());
    let start = index.line_start(line).expect("a line of the text");
    let column = slice(text, TextRange::new(start, range.start())).chars().count();
    let shown = slice(text, range);
    let first = shown.lines().next().unwrap_or_default();
    let more = if first.len() < shown.len() { "…" } else { "" };
    format!("{}:{} `{first}{more}`", line + 1, column + 1)
}

fn lines_of(text: &str, range: TextRange) -> String {
    let index = LineIndex::new(text);
    format!("{}-{}", index.line(range.start()) + 1, index.line(range.end()) + 1)
}

fn outline(text: &str, symbol: &Symbol, depth: usize, out: &mut String) {
    let detail = symbol.detail.as_ref().map(|detail| format!(" · {detail}")).unwrap_or_default();
    let place = show(text, symbol.selection);
    let _ = writeln!(out, "{}{:?} {}{detail} at {place}", "  ".repeat(depth), symbol.kind, symbol.name);
    symbol.children.iter().for_each(|child| outline(text, child, depth + 1, out));
}

/// The first lines of a long text.
fn cut(text: &str) -> String {
    let mut shown: Vec<&str> = text.lines().take(6).collect();
    if text.lines().count() > shown.len() {
        shown.push("…");
    }
    join(shown.into_iter().map(|line| match line.char_indices().nth(160) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line.trim_end().to_owned(),
    }))
}

fn join(lines: impl IntoIterator<Item = String>) -> String {
    lines.into_iter().collect::<Vec<_>>().join("\n")
}
