//! `lint --shellcheck PATH`: a real ShellCheck in place of the built-in linter.
//!
//! Invariant: one process is asked about the scripts of many files; each script is a file of its own in a folder that is
//! gone afterwards. If anything goes wrong, its answers are not used, and the run says so.

use plimsoll_analysis::{SHELLCHECK_ARGUMENTS, ShellcheckAnswers, SourceFile, shellcheck_questions};
use plimsoll_files::{Collected, read::reason};
use std::collections::BTreeSet;
use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::thread::{JoinHandle, sleep, spawn};
use std::time::{Duration, Instant};

/// Scripts for one process; argument lists have limits.
const AT_ONCE: usize = 500;

/// How long one process may take: five times what 500 scripts take on a slow machine.
const LIMIT: Duration = Duration::from_secs(120);

/// Asks the program at `path` and puts its answers where analysis looks for them.
///
/// # Errors
/// It cannot be started, or says something else than ShellCheck; the message names it.
pub(crate) fn ask(path: &Path, collected: &mut Collected) -> Result<(), String> {
    let mut questions: BTreeSet<String> = BTreeSet::new();
    for target in &collected.targets {
        let file = SourceFile::new(target.path.clone(), Arc::clone(&target.text), target.kind);
        questions.extend(shellcheck_questions(&file, &target.config.settings_for(&target.absolute)));
    }
    let questions: Vec<String> = questions.into_iter().collect();
    let mut answers = ShellcheckAnswers::default();
    for part in questions.chunks(AT_ONCE) {
        ask_about(path, part, &mut answers).map_err(|message| format!("--shellcheck {}: {message}", path.display()))?;
    }
    collected.shellcheck = Some(Arc::new(answers));
    Ok(())
}

fn ask_about(path: &Path, questions: &[String], answers: &mut ShellcheckAnswers) -> Result<(), String> {
    let unwritten = |error: std::io::Error| format!("the scripts could not be written: {}", reason(&error));
    let folder = tempfile::Builder::new().prefix("plimsoll-").tempdir().map_err(unwritten)?;
    let names: Vec<String> = (0..questions.len()).map(|number| format!("{number}.sh")).collect();
    for (name, question) in names.iter().zip(questions) {
        std::fs::write(folder.path().join(name), question).map_err(unwritten)?;
    }
    let program = std::path::absolute(path).ok().filter(|it| it.is_file()).unwrap_or_else(|| path.to_path_buf());
    let mut child = Command::new(program)
        .args(SHELLCHECK_ARGUMENTS)
        // It would add to the arguments.
        .env_remove("SHELLCHECK_OPTS")
        .args(&names)
        .current_dir(folder.path())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("could not be started: {}", reason(&error)))?;
    let (printed, said) = (reader(child.stdout.take()), reader(child.stderr.take()));
    let status = wait(&mut child)?;
    let (printed, said) = (printed.join().unwrap_or_default(), said.join().unwrap_or_default());
    // 1 says that there are findings.
    if !matches!(status.code(), Some(0 | 1)) {
        let said = String::from_utf8_lossy(&said);
        let said = said.trim().lines().next().unwrap_or("it said nothing");
        return Err(format!("ended with {status}: {said}"));
    }
    let text = String::from_utf8(printed).map_err(|_| "what it printed is no UTF-8".to_owned())?;
    let question = |file: &str| {
        let number: usize = file.strip_suffix(".sh")?.parse().ok()?;
        questions.get(number).map(String::as_str)
    };
    answers.add(&text, question).map_err(|message| format!("is no ShellCheck, or too old a one: {message}"))
}

/// Reads a pipe to its end while the process runs, so that it never waits for us.
fn reader(pipe: Option<impl Read + Send + 'static>) -> JoinHandle<Vec<u8>> {
    spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut pipe) = pipe {
            let _ = pipe.read_to_end(&mut bytes);
        }
        bytes
    })
}

fn wait(child: &mut Child) -> Result<ExitStatus, String> {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait().map_err(|error| reason(&error))? {
            return Ok(status);
        }
        if start.elapsed() > LIMIT {
            let _ = child.kill();
            let _ = child.wait();
            return Err(format!("did not end within {} seconds", LIMIT.as_secs()));
        }
        sleep(Duration::from_millis(5));
    }
}
