//! `cargo xtask parity hadolint FOLDER`: what hadolint and plimsoll say of the same real files, and where they differ.
//!
//! Invariant: hadolint runs as a process of its own, without configuration and with an empty home; both see the same
//! bytes. A class of difference is a code and the side that is alone with it; its reason stands in docs/parity.md and
//! survives every new measurement.

mod compare;
mod page;
mod theirs;

use crate::parity::compare::{Comparison, Found};
use plimsoll_analysis::{FileKind, Preset, Settings, SourceFile, Workspace, WorkspaceFile, analyze};
use plimsoll_text::{Encoding, LineIndex};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What to compare and how much of it to show.
pub(crate) struct Options {
    pub(crate) folder: PathBuf,
    /// Places to show for each class.
    pub(crate) sample: usize,
    /// Only these codes.
    pub(crate) codes: Vec<String>,
    /// Take hadolint's answers of the last run.
    pub(crate) reuse: bool,
    /// Write the figures into docs/parity.md.
    pub(crate) write: bool,
}

pub(crate) fn run(options: &Options) -> Result<(), String> {
    let files = files(&options.folder)?;
    let theirs = theirs::answers(options, &files)?;
    let ours = ours(&options.folder, &files);
    let comparison = Comparison::new(&ours, &theirs);
    print!("{}", comparison.shown(options));
    if options.write { page::write(&comparison, files.len()) } else { Ok(()) }
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
fn ours(folder: &Path, files: &[String]) -> BTreeMap<String, Vec<Found>> {
    let settings = Settings::preset(Preset::Hadolint);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let parts = files.chunks(files.len().div_ceil(threads).max(1));
    std::thread::scope(|scope| {
        let running: Vec<_> = parts
            .map(|part| {
                let settings = &settings;
                let work =
                    move || part.iter().map(|path| (path.clone(), of_file(folder, path, settings))).collect::<Vec<_>>();
                std::thread::Builder::new().stack_size(16 << 20).spawn_scoped(scope, work)
            })
            .collect();
        let done = running.into_iter().filter_map(|thread| thread.ok()?.join().ok());
        done.flatten().collect()
    })
}

fn of_file(folder: &Path, path: &str, settings: &Settings) -> Vec<Found> {
    let text = std::fs::read_to_string(folder.join(path)).unwrap_or_default();
    let file = SourceFile::new(path, text, FileKind::Dockerfile);
    let own = WorkspaceFile { path: file.path.clone(), text: file.text.clone(), kind: Some(file.kind) };
    let analysis = analyze(&file, settings, &Workspace::new([own]));
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
