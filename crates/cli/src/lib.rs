//! The `plimsoll` command: arguments, files, exit codes.
//!
//! Invariant: findings go to stdout, everything about the run itself to stderr. One file that cannot be read, and
//! one configuration that is broken, never keep the others from being linted.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "the command line reads, writes and starts")]

mod arguments;
mod baseline;
mod beside;
mod changes;
mod compare;
mod console;
mod fixing;
mod format;
mod hadolint;
mod lint;
mod lsp;
mod online;
mod output;
mod panics;
mod pin;
mod progress;
mod rules;
mod shellcheck;
mod write;

use arguments::{Arguments, Command};
use clap::Parser;
use clap::error::ErrorKind;
use console::Console;
use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Status {
    /// Nothing at or above the threshold.
    Clean,
    /// Findings at or above the threshold, or a fix that would change something under `--diff`.
    Findings,
    /// Something could not be read, understood or written.
    Failed,
}

/// Runs the command with the arguments of the process. Under the name `hadolint` it takes hadolint's.
#[must_use]
pub fn main() -> ExitCode {
    let mut arguments: Vec<OsString> = std::env::args_os().collect();
    let name = arguments.first().map(Path::new).and_then(Path::file_stem);
    if name.is_some_and(|name| name == "hadolint") {
        // What a link is called says nothing of how to call it.
        arguments.splice(..1, ["plimsoll".into(), "hadolint".into()]);
    }
    let is_hadolint = arguments.get(1).is_some_and(|first| first == "hadolint");
    let arguments = match Arguments::try_parse_from(&arguments) {
        Ok(arguments) => arguments,
        // hadolint's status for a wrong command line is 1.
        Err(error) if is_hadolint => {
            let is_help = error.kind() == ErrorKind::DisplayHelp;
            return if error.print().is_ok() && is_help { ExitCode::SUCCESS } else { ExitCode::FAILURE };
        }
        Err(error) => error.exit(),
    };
    let console = Console::new(arguments.color);
    let status = match &arguments.command {
        Command::Lint(lint) => lint::run(lint, &console),
        Command::Format(command) => format::run(command, &console),
        Command::Pin(pin) => pin::run(pin, &console),
        Command::Diff(diff) => compare::run(diff, &console),
        Command::Explain { rule } => rules::explain(rule, &console),
        Command::Rules { format } => rules::list(*format, &console),
        Command::Hadolint(command) => return hadolint::run(command, &console),
        Command::Lsp(lsp) => return lsp::run(lsp, &console),
        Command::Completions { shell } => rules::completions(*shell, &console),
    };
    match status {
        Status::Clean => ExitCode::SUCCESS,
        Status::Findings => ExitCode::from(1),
        Status::Failed => ExitCode::from(2),
    }
}
