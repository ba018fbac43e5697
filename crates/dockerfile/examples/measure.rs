//! Reads every file under a folder and prints how fast the parser is and what it says.
//!
//! `cargo run --release -p plimsoll-dockerfile --example measure -- FOLDER [--outline]`
//!
//! Invariant: a file whose items do not tile it, or on which the parser panics, makes the exit status 1.

#![allow(clippy::disallowed_methods, clippy::print_stdout)]

use plimsoll_dockerfile::{Dockerfile, parse};
use plimsoll_text::LineIndex;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

fn main() {
    let folder = std::env::args().nth(1).unwrap_or_else(|| ".".to_owned());
    let outline = std::env::args().any(|argument| argument == "--outline");
    let mut paths = Vec::new();
    collect(Path::new(&folder), &mut paths);
    paths.sort();
    let (mut bytes, mut panics, mut untiled, mut with_errors, mut no_utf8) = (0, 0, 0, 0, 0);
    let texts: Vec<String> = paths
        .iter()
        .map(|path| {
            let content = std::fs::read(path).unwrap_or_default();
            let text = String::from_utf8_lossy(&content);
            no_utf8 += u32::from(matches!(text, std::borrow::Cow::Owned(_)));
            text.into_owned()
        })
        .collect();
    // The best of several rounds: the machine does other things too.
    let mut best = Duration::MAX;
    for _ in 0..5 {
        let start = Instant::now();
        for text in &texts {
            let _ = std::hint::black_box(std::panic::catch_unwind(|| parse(text)));
        }
        best = best.min(start.elapsed());
    }
    for (path, text) in paths.iter().zip(&texts) {
        bytes += text.len();
        let parsed = std::panic::catch_unwind(|| parse(text));
        let Ok(file) = parsed else {
            panics += 1;
            println!("{}: PANIC", path.display());
            continue;
        };
        if !tiles(&file, text.len()) {
            untiled += 1;
            println!("{}: NOT TILED", path.display());
        }
        let lines = LineIndex::new(text);
        if outline {
            println!("{}", path.display());
            for instruction in file.instructions() {
                let keyword = plimsoll_text::slice(text, instruction.keyword_range).to_lowercase();
                println!("\t{}\t{}", lines.line(instruction.keyword_range.start()) + 1, keyword);
            }
            continue;
        }
        with_errors += u32::from(!file.errors.is_empty());
        for error in &file.errors {
            println!("{}:{}: {:?}: {}", path.display(), lines.line(error.range.start()) + 1, error.kind, error.message);
        }
    }
    if !outline {
        let speed = bytes as f64 / 1e6 / best.as_secs_f64().max(f64::MIN_POSITIVE);
        println!(
            "{} files, {bytes} bytes, {speed:.0} MB/s, {panics} panics, {untiled} not tiled, \
             {with_errors} with syntax errors, {no_utf8} not UTF-8",
            paths.len()
        );
    }
    std::process::exit(i32::from(panics + untiled > 0));
}

fn tiles(file: &Dockerfile, length: usize) -> bool {
    let mut at = 0;
    let adjoin = file.items.iter().all(|item| {
        let fits = usize::from(item.range.start()) == at && item.range.end() > item.range.start();
        at = item.range.end().into();
        fits
    });
    adjoin && at == length
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        paths.push(folder.to_owned());
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() { collect(&path, paths) } else { paths.push(path) }
    }
}
