//! Reads the fixtures of `fixtures/ide` and asks what they ask.
//!
//! A fixture is Markdown. A block ` ```Dockerfile ` is the file, `$0` in it is the cursor; ` ```context,file=PATH `
//! is another file of the workspace, ` ```digest,image=NAME ` what a registry answered for an image. Each block behind it that opens with four backticks is a question, such as
//! `hover` or `rename NEW`, and its lines are the answer. A place is written `line:column` from 1 and its text.
//! `UPDATE=1` writes the answers.
#![allow(clippy::disallowed_methods, reason = "tests read their fixtures")]

mod answer;

use plimsoll_analysis::{FileKind, Settings, SourceFile, Workspace, WorkspaceFile};
use plimsoll_ide::View;
use plimsoll_text::{TextSize, size};
use std::collections::BTreeMap;
use std::path::Path;

/// Runs the fixtures of one file.
pub(crate) fn check(path: &str, kind: FileKind, language: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/ide").join(path);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut case = Case { kind, ..Case::default() };
    let mut written = String::new();
    let mut failures = Vec::new();
    let mut lines = text.lines().peekable();
    let mut questions = 0;
    while let Some(line) = lines.next() {
        written.push_str(line);
        written.push('\n');
        if let Some(title) = line.strip_prefix("## ") {
            case = Case { kind, title: title.to_owned(), ..Case::default() };
            continue;
        }
        let Some(fence) = ["````", "```"].into_iter().find(|fence| line.starts_with(fence)) else { continue };
        let info = line[fence.len()..].trim();
        let mut block = String::new();
        for line in lines.by_ref().take_while(|line| *line != fence) {
            block.push_str(line);
            block.push('\n');
        }
        let mut shown = block.clone();
        if let Some(file) = info.strip_prefix("context,file=") {
            case.add(file, &block);
        } else if let Some(image) = info.strip_prefix("digest,image=") {
            case.digests.insert(image.to_owned(), block.trim().to_owned());
        } else if info == language {
            case.open(&block);
        } else {
            assert!(fence == "````", "`{info}` under `{}` is no question", case.title);
            questions += 1;
            shown = case.ask(info);
            if shown != block {
                failures.push(format!("{}: {info}\n--- expected\n{block}--- found\n{shown}", case.title));
            }
        }
        written.push_str(&shown);
        written.push_str(fence);
        written.push('\n');
    }
    assert!(questions > 0, "{} asks nothing", path.display());
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, written).expect("the fixture can be written");
    } else {
        assert!(failures.is_empty(), "{} differs; UPDATE=1 writes it\n{}", path.display(), failures.join("\n"));
    }
}

struct Case {
    title: String,
    kind: FileKind,
    path: String,
    text: String,
    cursor: Option<TextSize>,
    others: Vec<(String, String)>,
    digests: BTreeMap<String, String>,
}

impl Default for Case {
    fn default() -> Self {
        Self {
            title: String::new(),
            kind: FileKind::Dockerfile,
            path: "Dockerfile".to_owned(),
            text: String::new(),
            cursor: None,
            others: Vec::new(),
            digests: BTreeMap::new(),
        }
    }
}

impl Case {
    fn add(&mut self, file: &str, text: &str) {
        self.others.push((file.to_owned(), text.to_owned()));
    }

    /// `¶` at the end of a block stands for: no line end here. `␍` is a carriage return, `·` a blank.
    fn open(&mut self, block: &str) {
        let text = block.replace("¶\n", "").replace('␍', "\r").replace('·', " ");
        self.cursor = text.find("$0").map(size);
        self.text = text.replacen("$0", "", 1);
    }

    fn ask(&self, question: &str) -> String {
        let kind_of = |path: &str| match path.rsplit('/').next() {
            Some(name) if name.contains("Dockerfile") => Some(FileKind::Dockerfile),
            Some(name) if name.ends_with(".json") => Some(FileKind::TaskDefinition),
            _ => None,
        };
        let others = self.others.iter().map(|(path, text)| WorkspaceFile {
            path: path.clone(),
            text: text.as_str().into(),
            kind: kind_of(path),
        });
        let own = WorkspaceFile { path: self.path.clone(), text: self.text.as_str().into(), kind: Some(self.kind) };
        let workspace = Workspace::new(std::iter::once(own).chain(others)).with_digests(self.digests.clone());
        let file = SourceFile::new(self.path.clone(), self.text.as_str(), self.kind);
        let settings = Settings::default();
        let view = View { file: &file, settings: &settings, workspace: &workspace };
        answer::answer(&view, self.cursor, question, &self.title)
    }
}
