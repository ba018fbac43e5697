//! Reads every file under a folder with two other parsers too and prints where FROM images differ.
//!
//! `cargo run --release -p plimsoll-dockerfile --example compare -- FOLDER`
//!
//! Invariant: files over 2,000 lines are left out, because `dockerfile-parser` overflows its stack on a long RUN.

#![allow(clippy::disallowed_methods, clippy::print_stdout)]

use plimsoll_dockerfile::{Body, parse};
use plimsoll_text::slice;
use std::path::{Path, PathBuf};

fn main() {
    let folder = std::env::args().nth(1).unwrap_or_else(|| ".".to_owned());
    let mut paths = Vec::new();
    collect(Path::new(&folder), &mut paths);
    paths.sort();
    let mut compared = [0_u32; 2];
    let mut different = [0_u32; 2];
    for path in &paths {
        let Ok(text) = std::fs::read_to_string(path) else { continue };
        let text = text.trim_start_matches('\u{feff}');
        if text.lines().count() > 2_000 {
            continue;
        }
        let mine = images(text);
        for (which, theirs) in [first_oracle(text), second_oracle(text)].into_iter().enumerate() {
            let Some(theirs) = theirs else { continue };
            compared[which] += 1;
            if mine != theirs {
                different[which] += 1;
                println!("{}: {} has {theirs:?}, ours {mine:?}", path.display(), NAMES[which]);
            }
        }
    }
    for (which, name) in NAMES.iter().enumerate() {
        println!("{name}: {} of {} files, {} different", compared[which], paths.len(), different[which]);
    }
}

const NAMES: [&str; 2] = ["parse-dockerfile", "dockerfile-parser"];

fn images(text: &str) -> Vec<String> {
    let file = parse(text);
    let images = file.instructions().filter_map(|instruction| match &instruction.body {
        Body::From(from) => from.image.as_ref(),
        _ => None,
    });
    images
        .map(|image| match image.literal(text) {
            Some(_) if slice(text, image.range).contains(['"', '\'']) => slice(text, image.range).to_owned(),
            Some(value) => value.into_owned(),
            None => slice(text, image.range).to_owned(),
        })
        .collect()
}

fn first_oracle(text: &str) -> Option<Vec<String>> {
    let file = parse_dockerfile::parse(text).ok()?;
    let images = file.instructions.iter().filter_map(|instruction| match instruction {
        parse_dockerfile::Instruction::From(from) => Some(from.image.value.clone().into_owned()),
        _ => None,
    });
    Some(images.collect())
}

fn second_oracle(text: &str) -> Option<Vec<String>> {
    let file = dockerfile_parser::Dockerfile::parse(text).ok()?;
    let images = file.instructions.iter().filter_map(|instruction| match instruction {
        dockerfile_parser::Instruction::From(from) => Some(from.image.content.clone()),
        _ => None,
    });
    Some(images.collect())
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
