//! `cargo xtask parity hadolint FOLDER`: what hadolint and plimsoll say of the same real files, and where they differ.
//!
//! Invariant: hadolint runs as a process of its own, without configuration and with an empty home; both see the same
//! bytes. A class of difference is a code and the side that is alone with it; its reason stands in docs/parity.md and
//! survives every new measurement. What hadolint does not read is counted apart, never forgotten: both figures are shown.

mod compare;
mod page;
mod shellcheck;
mod theirs;
mod unread;

use crate::parity::compare::{Comparison, Found};
use crate::parity::unread::{Unread, Without};
use plimsoll_analysis::{FileKind, Preset, Settings, ShellcheckAnswers, SourceFile, Workspace, WorkspaceFile, analyze};
use plimsoll_text::{Encoding, LineIndex};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What to compare and how much of it to show.
pub(crate) struct Options {
    pub(crate) folder: PathBuf,
    /// Places to show for each class.
    pub(crate) sample: usize,
    /// Only these codes.
    pub(crate) codes: Vec<String>,
    /// Take hadolint's answers of the last run.
    pub(crate) reuse: bool,
    /// A real ShellCheck in place of the built-in linter: what differs then lies in the scripts, not in the linter.
    pub(crate) shellcheck: Option<PathBuf>,
    /// Write the figures into docs/parity.md.
    pub(crate) write: bool,
}

pub(crate) fn run(options: &Options) -> Result<(), String> {
    let files = files(&options.folder)?;
    let theirs = theirs::answers(options, &files)?;
    let answers = match &options.shellcheck {
        Some(program) => Some(Arc::new(shellcheck::answers(program, &options.folder, &files)?)),
        None => None,
    };
    let ours = ours(&options.folder, &files, answers.as_ref());
    let unread = files.iter().map(|path| (path.clone(), Unread::of(&options.folder, path))).collect();
    let compared = Without::ALL.map(|without| {
        let [our, their] = unread::comparable(&ours, &theirs, &unread, without);
        (without, Comparison::new(&our, &their))
    });
    if let Some((_, last)) = compared.last() {
        print!("{}", last.shown(options));
    }
    for (without, comparison) in &compared {
        println!("{}:\n{}", without.as_str(), comparison.agreement());
    }
    if options.write { page::write(&compared, files.len()) } else { Ok(()) }
}

/// Paths relative to the folder, in order; what is no UTF-8 is left out, since hadolint stops at it.
fn files(folder: &Path) -> Result<Vec<String>, String> {
    let mut paths = Vec::new();
    crate::measure::walk(folder, &mut paths).map_err(|error| format!("{}: {error}", folder.display()))?;
    paths.sort();
    let relative = |path: &PathBuf| {
        std::fs::read_to_string(path).ok()?;
        Some(path.strip_prefix(folder).unwrap_or(path).to_string_lossy().into_owned())
    };
    Ok(paths.iter().filter_map(relative).collect())
}

/// What plimsoll says with `--preset hadolint`, by file: code, and the line of the instruction, as hadolint gives it.
fn ours(folder: &Path, files: &[String], answers: Option<&Arc<ShellcheckAnswers>>) -> BTreeMap<String, Vec<Found>> {
    let settings = Settings::preset(Preset::Hadolint);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let parts = files.chunks(files.len().div_ceil(threads).max(1));
    std::thread::scope(|scope| {
        let running: Vec<_> = parts
            .map(|part| {
                let settings = &settings;
                let one = move |path: &String| (path.clone(), of_file(folder, path, settings, answers));
                let work = move || part.iter().map(one).collect::<Vec<_>>();
                std::thread::Builder::new().stack_size(16 << 20).spawn_scoped(scope, work)
            })
            .collect();
        let done = running.into_iter().filter_map(|thread| thread.ok()?.join().ok());
        done.flatten().collect()
    })
}

fn of_file(folder: &Path, path: &str, settings: &Settings, answers: Option<&Arc<ShellcheckAnswers>>) -> Vec<Found> {
    let text = std::fs::read_to_string(folder.join(path)).unwrap_or_default();
    let file = SourceFile::new(path, text, FileKind::Dockerfile);
    let own = WorkspaceFile { path: file.path.clone(), text: file.text.clone(), kind: Some(file.kind) };
    let analysis = analyze(&file, settings, &Workspace::new([own]).with_shellcheck(answers.cloned()));
    let syntax = plimsoll_dockerfile::parse(&file.text);
    let lines = LineIndex::new(&file.text);
    let found = analysis.diagnostics.iter().filter_map(|diagnostic| {
        let code = diagnostic.rule.hadolint_code()?;
        let at = diagnostic.range.start();
        let around = syntax.instructions().find(|it| it.range.contains_inclusive(at));
        let start = around.map_or(at, |it| it.range.start());
        let line = lines.position(&file.text, start, Encoding::Utf8).line + 1;
        Some(Found { code: code.to_owned(), line })
    });
    found.collect()
}
