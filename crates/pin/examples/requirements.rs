//! What `pin --requirements` would find in folders of real repositories, one below FOLDER each, with an index that has versions
//! of everything: `cargo run -p plimsoll-pin --example requirements FOLDER`.

#![allow(clippy::disallowed_methods, clippy::print_stdout, reason = "it reads files and prints what it counts")]

use plimsoll_analysis::{FileKind, Preset, Settings, Workspace, WorkspaceFile};
use plimsoll_pin::requirements::{
    Candidate, DecideOptions, Lock, Outcome, Plan, PlanOptions, Source, decide, edits, plans,
};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// An index that has 0.0, 0.1, … 29.9 of every project, for every Python, and knows that none needs another.
struct Everything;

impl Source for Everything {
    fn files(&self, name: &str) -> Result<Vec<Candidate>, String> {
        let versions = (0..30).flat_map(|major| (0..10).map(move |minor| format!("{major}.{minor}")));
        let file = |version: String| Candidate {
            filename: format!("{name}-{version}-py3-none-any.whl"),
            version,
            sha256: Some("0".repeat(64)),
            ..Candidate::default()
        };
        Ok(versions.map(file).collect())
    }

    fn requires(&self, _: &str, _: &str) -> Result<Option<Vec<String>>, String> {
        Ok(Some(Vec::new()))
    }
}

fn main() {
    let folder = std::env::args().nth(1).unwrap_or_else(|| ".".to_owned());
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        repository(&entry.path(), &mut counts);
    }
    for (what, count) in counts {
        println!("{what:<24} {count}");
    }
}

fn repository(root: &Path, counts: &mut BTreeMap<String, usize>) {
    let mut paths = Vec::new();
    walk(root, &mut paths);
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    for path in paths {
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        texts.insert(path.strip_prefix(root).unwrap_or(&path).to_string_lossy().into_owned(), text);
    }
    let locks: Vec<Lock> = texts.iter().filter_map(|(path, text)| Lock::read(path, text)).collect();
    let before = planned(&texts);
    let options = DecideOptions { hashes: true };
    let decided: Vec<_> = before.iter().map(|plan| (plan, decide(plan, &locks, &Everything, options))).collect();
    for (plan, decisions) in &decided {
        for (place, outcome) in plan.places.iter().zip(&decisions.outcomes) {
            let what = match outcome {
                Outcome::Current(_) => "pinned",
                Outcome::Pin { lock: Some(_), .. } => "pin, from lock",
                Outcome::Pin { .. } => "pin",
                Outcome::Skipped(skip) => {
                    if !skip.is_expected() {
                        println!("{}/{}: {}: {skip}", root.display(), place.path, place.name);
                    }
                    skip.as_str()
                }
            };
            *counts.entry(what.to_owned()).or_default() += 1;
        }
        let hashes =
            decisions.hashes.as_ref().map(|hashes| if hashes.is_ok() { "plan with hashes" } else { "plan without" });
        *counts.entry(hashes.unwrap_or("plan of words").to_owned()).or_default() += 1;
    }
    let mut after = texts.clone();
    for (path, text) in &texts {
        let edits = edits(decided.iter().map(|(plan, decisions)| (*plan, decisions)), path);
        after.insert(path.clone(), edits.apply(text));
    }
    // Whoever pins twice changes nothing the second time.
    let again = planned(&after);
    let places = |plans: &[Plan]| plans.iter().map(|plan| plan.places.len()).sum::<usize>();
    if places(&before) != places(&again) {
        println!("{}: {} places after {}", root.display(), places(&again), places(&before));
    }
    let decided: Vec<_> = again.iter().map(|plan| (plan, decide(plan, &locks, &Everything, options))).collect();
    for path in after.keys() {
        let left = edits(decided.iter().map(|(plan, decisions)| (*plan, decisions)), path).iter().count();
        if left > 0 {
            println!("{}/{path}: {left} edits the second time", root.display());
        }
    }
}

fn planned(texts: &BTreeMap<String, String>) -> Vec<Plan> {
    let kind = |path: &str| {
        let name = path.rsplit('/').next().unwrap_or_default().to_lowercase();
        let is_text = name.ends_with(".txt");
        if is_text { Some(FileKind::Requirements) } else { name.contains("dockerfile").then_some(FileKind::Dockerfile) }
    };
    let file = |(path, text): (&String, &String)| WorkspaceFile {
        path: path.clone(),
        text: text.as_str().into(),
        kind: kind(path),
    };
    let workspace = Workspace::new(texts.iter().map(file));
    let settings = |_: &str| Settings::preset(Preset::Recommended);
    plans(&workspace, PlanOptions { python: None, files: &[], settings: &settings })
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    const NAMES: [&str; 5] = ["dockerfile", "requirements", "constraints", ".lock", ".txt"];
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        match entry.file_type() {
            Ok(kind) if kind.is_dir() && !name.starts_with('.') => walk(&path, files),
            Ok(kind) if kind.is_file() && NAMES.iter().any(|part| name.contains(part)) => files.push(path),
            _ => {}
        }
    }
}
