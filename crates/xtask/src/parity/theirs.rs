//! Runs the real hadolint.
//!
//! Invariant: the version is fixed, so that a figure can be made again.

use super::Options;
use super::compare::Found;
use crate::root;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Files handed to one process.
const AT_ONCE: usize = 100;

/// hadolint's findings by file.
pub(super) fn answers(options: &Options, files: &[String]) -> Result<BTreeMap<String, Vec<Found>>, String> {
    let work = root().join("target/parity");
    let kept = work.join("hadolint.tsv");
    if options.reuse
        && let Ok(text) = std::fs::read_to_string(&kept)
    {
        return Ok(read_kept(&text));
    }
    let program = crate::test::hadolint()?;
    let home = work.join("home");
    std::fs::create_dir_all(&home).map_err(|error| format!("{}: {error}", home.display()))?;
    let config = home.join("nothing.yaml");
    std::fs::write(&config, "{}\n").map_err(|error| format!("{}: {error}", config.display()))?;
    let found = in_parallel(&program, &home, &config, &options.folder, files)?;
    let lines = found.iter().flat_map(|(path, found)| {
        let rest = found.iter().map(move |it| format!("{path}\t{}\t{}\n", it.code, it.line));
        std::iter::once(format!("{path}\n")).chain(rest)
    });
    let text: String = lines.collect();
    std::fs::write(&kept, text).map_err(|error| format!("{}: {error}", kept.display()))?;
    Ok(found)
}

fn read_kept(text: &str) -> BTreeMap<String, Vec<Found>> {
    let mut found: BTreeMap<String, Vec<Found>> = BTreeMap::new();
    for line in text.lines() {
        let mut parts = line.split('\t');
        let own = found.entry(parts.next().unwrap_or_default().to_owned()).or_default();
        if let (Some(code), Some(line)) = (parts.next(), parts.next().and_then(|line| line.parse().ok())) {
            own.push(Found { code: code.to_owned(), line });
        }
    }
    found
}

fn in_parallel(
    program: &Path,
    home: &Path,
    config: &Path,
    folder: &Path,
    files: &[String],
) -> Result<BTreeMap<String, Vec<Found>>, String> {
    let all = Mutex::new(BTreeMap::new());
    let failed: Mutex<Option<String>> = Mutex::new(None);
    let next = AtomicUsize::new(0);
    let chunks: Vec<&[String]> = files.chunks(AT_ONCE).collect();
    let work = || {
        while let Some(chunk) = chunks.get(next.fetch_add(1, Ordering::Relaxed)) {
            match one(program, home, config, folder, chunk) {
                Ok(found) => all.lock().expect("no thread panics").extend(found),
                Err(message) => *failed.lock().expect("no thread panics") = Some(message),
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(work);
        }
    });
    match failed.into_inner().expect("no thread panics") {
        Some(message) => Err(message),
        None => Ok(all.into_inner().expect("no thread panics")),
    }
}

fn one(
    program: &Path,
    home: &Path,
    config: &Path,
    folder: &Path,
    files: &[String],
) -> Result<Vec<(String, Vec<Found>)>, String> {
    let output = Command::new(program)
        .args(["--no-fail", "--format", "json", "--config"])
        .arg(config)
        .arg("--")
        .args(files)
        .env_clear()
        .env("HOME", home)
        .env("LC_ALL", "C.UTF-8")
        .current_dir(folder)
        .output()
        .map_err(|error| format!("{}: {error}", program.display()))?;
    let wrong = |what: &str| {
        format!("hadolint said something else than JSON ({what}): {}", String::from_utf8_lossy(&output.stderr))
    };
    let answer: serde_json::Value =
        serde_json::from_slice(&output.stdout).map_err(|error| wrong(&error.to_string()))?;
    let mut found: BTreeMap<String, Vec<Found>> = files.iter().map(|path| (path.clone(), Vec::new())).collect();
    for entry in answer.as_array().ok_or_else(|| wrong("no list"))? {
        let (path, code, line) = (entry["file"].as_str(), entry["code"].as_str(), entry["line"].as_u64());
        let (Some(path), Some(code), Some(line)) = (path, code, line) else { return Err(wrong("no finding")) };
        let own = found.get_mut(path).ok_or_else(|| wrong("another file"))?;
        own.push(Found { code: code.to_owned(), line: u32::try_from(line).unwrap_or(u32::MAX) });
    }
    Ok(found.into_iter().collect())
}
