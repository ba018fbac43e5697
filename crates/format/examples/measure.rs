//! Formats every file below a folder and says what came of it: `measure FOLDER [OUT]`; OUT gets the formatted files.
#![allow(clippy::disallowed_methods, clippy::print_stdout, reason = "an example for measuring reads and prints")]

use plimsoll_dockerfile::parse;
use plimsoll_format::{FormatOptions, format};
use std::path::{Path, PathBuf};

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

fn main() {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let folder = arguments.next().unwrap_or_else(|| PathBuf::from("."));
    let out = arguments.next();
    let mut paths = Vec::new();
    files(&folder, &mut paths);
    let (mut read, mut changed, mut unsettled, mut errors) = (0, 0, 0, 0);
    for path in paths {
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        read += 1;
        let options = FormatOptions::default();
        let formatted = format(&text, &options).apply(&text);
        changed += usize::from(formatted != text);
        if !format(&formatted, &options).is_empty() {
            unsettled += 1;
            println!("does not settle: {}", path.display());
        }
        if parse(&text).errors.len() != parse(&formatted).errors.len() {
            errors += 1;
            println!("other errors: {}", path.display());
        }
        if let (Some(out), Ok(below)) = (&out, path.strip_prefix(&folder)) {
            let target = out.join(below);
            let folder = target.parent().map(std::fs::create_dir_all);
            if folder.is_some_and(|made| made.is_ok()) {
                let _ = std::fs::write(target, formatted);
            }
        }
    }
    println!("{read} files, {changed} changed, {unsettled} do not settle, {errors} with other errors");
}
