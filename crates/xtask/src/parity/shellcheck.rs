//! Asks a real ShellCheck about the scripts of all files.
//!
//! Invariant: each script is asked about once, whatever number of files has it.

use plimsoll_analysis::{
    FileKind, Preset, SHELLCHECK_ARGUMENTS, Settings, ShellcheckAnswers, SourceFile, shellcheck_questions,
};
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Scripts for one process.
const AT_ONCE: usize = 400;

pub(super) fn answers(program: &Path, folder: &Path, files: &[String]) -> Result<ShellcheckAnswers, String> {
    let settings = Settings::preset(Preset::Hadolint);
    let mut questions: BTreeSet<String> = BTreeSet::new();
    for path in files {
        let text = std::fs::read_to_string(folder.join(path)).unwrap_or_default();
        questions.extend(shellcheck_questions(&SourceFile::new(path.as_str(), text, FileKind::Dockerfile), &settings));
    }
    let questions: Vec<String> = questions.into_iter().collect();
    let all = Mutex::new(ShellcheckAnswers::default());
    let failed: Mutex<Option<String>> = Mutex::new(None);
    let parts: Vec<&[String]> = questions.chunks(AT_ONCE).collect();
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some(part) = parts.get(next.fetch_add(1, Ordering::Relaxed)) {
            if let Err(message) = one(program, part, &all) {
                *failed.lock().expect("no thread panics") = Some(message);
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

fn one(program: &Path, questions: &[String], all: &Mutex<ShellcheckAnswers>) -> Result<(), String> {
    let wrong = |error: std::io::Error| format!("{}: {error}", program.display());
    let folder = tempfile::tempdir().map_err(wrong)?;
    let names: Vec<String> = (0..questions.len()).map(|number| format!("{number}.sh")).collect();
    for (name, question) in names.iter().zip(questions) {
        std::fs::write(folder.path().join(name), question).map_err(wrong)?;
    }
    let output = Command::new(program)
        .args(SHELLCHECK_ARGUMENTS)
        .env_remove("SHELLCHECK_OPTS")
        .args(&names)
        .current_dir(folder.path())
        .output()
        .map_err(wrong)?;
    // 1 says that there are findings.
    if !matches!(output.status.code(), Some(0 | 1)) {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!("{} ended with {}: {}", program.display(), output.status, said.trim()));
    }
    let question = |file: &str| questions.get(file.strip_suffix(".sh")?.parse::<usize>().ok()?).map(String::as_str);
    let text = String::from_utf8_lossy(&output.stdout);
    all.lock()
        .expect("no thread panics")
        .add(&text, question)
        .map_err(|message| format!("{}: {message}", program.display()))
}
