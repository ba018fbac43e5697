//! The real hadolint beside ours.
//!
//! Invariant: messages are never compared, they are each tool's own; nor is what stands for them.

#![allow(dead_code, reason = "each test binary uses its part")]

use super::{Project, Run, finish, root};
use std::path::PathBuf;
use std::process::Command;

/// A file with a code of each severity, and of ShellCheck; every finding begins on the first line of its instruction.
pub(crate) const EVERY_SEVERITY: &str = "FROM debian:latest\nMAINTAINER someone\nLABEL org.opencontainers..x=1\nRUN apt-get update && apt-get install curl\n\
     RUN cd /srv && echo $PATH_TO\nRUN wget -O x https://example.com/x\nCMD echo hi\n";
/// A file without findings.
pub(crate) const CLEAN: &str = "FROM debian:12.11\nRUN make\n";
/// A file that cannot be parsed.
pub(crate) const BROKEN: &str = "FROM debian:12.11\nFOO bar\n";

/// A folder with the three files.
pub(crate) fn project() -> Project {
    Project::new(&[("Dockerfile", EVERY_SEVERITY), ("Clean", CLEAN), ("Broken", BROKEN)])
}

/// The real program.
pub(crate) fn real() -> PathBuf {
    let program = root().join("target/tools/venv/bin/hadolint");
    assert!(program.exists(), "{} is missing: `cargo xtask test` installs it", program.display());
    program
}

/// A run of ours and one of the real program, in the same folder with the same environment.
pub(crate) fn both(project: &Project, arguments: &[&str], environment: &[(&str, &str)], stdin: &str) -> (Run, Run) {
    let run = |mut command: Command, arguments: &[&str]| {
        command.args(arguments).envs(environment.iter().copied());
        finish(&mut command, stdin)
    };
    let ours = run(project.command(), &[&["hadolint"], arguments].concat());
    let mut theirs = Command::new(real());
    theirs.current_dir(project.path("")).env("HOME", "/nowhere").env("XDG_CONFIG_HOME", "/nowhere");
    theirs.env_remove("NO_COLOR");
    (ours, run(theirs, arguments))
}

/// A line of hadolint without its message: up to its severity, or the whole line where there is none.
pub(crate) fn head(line: &str) -> String {
    let ends = ["error", "warning", "info", "style"].map(|severity| {
        let severity = format!(" {severity}: ");
        line.find(&severity).map(|at| at + severity.len())
    });
    line[..ends.into_iter().flatten().min().unwrap_or(line.len())].to_owned()
}

/// In order.
pub(crate) fn sorted(lines: impl Iterator<Item = String>) -> Vec<String> {
    let mut lines: Vec<String> = lines.collect();
    lines.sort();
    lines
}

/// The lines without messages, in order.
pub(crate) fn heads(run: &Run) -> Vec<String> {
    sorted(run.stdout.lines().map(head))
}
