//! What could be pinned in a folder of real files: `cargo run -p plimsoll-pin --example places FOLDER`.

#![allow(clippy::disallowed_methods, clippy::print_stdout, reason = "it reads files and prints what it counts")]

use plimsoll_analysis::{FileKind, Settings, SourceFile, Workspace};
use plimsoll_pin::images::{State, places};
use plimsoll_text::Edits;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn main() {
    let folder = std::env::args().nth(1).unwrap_or_else(|| ".".to_owned());
    let mut files = Vec::new();
    walk(Path::new(&folder), &mut files);
    let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
    for path in files {
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        let kind = match name.as_str() {
            it if it.contains("dockerfile") => FileKind::Dockerfile,
            it if it.contains("compose") => FileKind::Compose,
            it if it.ends_with(".json") => FileKind::TaskDefinition,
            _ => continue,
        };
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        let file = SourceFile::new(path.to_string_lossy(), text.as_str(), kind);
        let found = places(&file, &Settings::default(), &Workspace::default());
        for place in &found {
            let state = match &place.state {
                State::Open { untagged, .. } => if *untagged { "open, untagged" } else { "open" }.to_owned(),
                State::Pinned { .. } => "pinned".to_owned(),
                State::Skipped(skip) => {
                    if !skip.is_expected() {
                        println!("{}: {}: {skip}", path.display(), place.image);
                    }
                    skip.as_str().to_owned()
                }
            };
            *counts.entry((kind.as_str().to_owned(), state)).or_default() += 1;
        }
        let pinned: Vec<_> = found.iter().filter_map(|place| place.pin("sha256:0")).collect();
        let Ok(edits) = Edits::new(pinned) else {
            println!("{}: places overlap", path.display());
            continue;
        };
        // Whoever pins twice changes nothing the second time.
        let file = SourceFile { text: edits.apply(&file.text).into(), ..file };
        let again = places(&file, &Settings::default(), &Workspace::default());
        let left = again.iter().filter(|place| matches!(place.state, State::Open { .. })).count();
        if left > 0 || again.len() != found.len() {
            println!("{}: {left} still open, {} places after {}", path.display(), again.len(), found.len());
        }
    }
    for ((kind, state), count) in counts {
        println!("{kind:<16} {state:<22} {count}");
    }
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { walk(&path, files) } else { files.push(path) }
    }
}
