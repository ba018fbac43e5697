//! `cargo xtask test`: installs what the tests need and runs them all.
//!
//! Invariant: a component that is missing and cannot be installed is named, and the task fails; no test is
//! left out in silence.

use crate::{docs, picture, root};
use std::path::Path;
use std::process::{Command, Stdio};

/// The version of pre-commit that the tests run.
const PRE_COMMIT: &str = "pre-commit==4.7.0";

pub(crate) fn run() -> Result<(), String> {
    need("git", &["--version"], "install git")?;
    need("python3", &["--version"], "install Python 3.9 or newer")?;
    nextest()?;
    pre_commit()?;
    step("cargo", &["nextest", "run", "--workspace", "--no-fail-fast"])?;
    step("cargo", &["test", "--doc", "--workspace", "--quiet"])?;
    docs::run(true)?;
    picture::run(true)
}

/// The test runner; it isolates tests from each other and is quicker than `cargo test`.
fn nextest() -> Result<(), String> {
    if works("cargo", &["nextest", "--version"]) {
        return Ok(());
    }
    println!("installing cargo-nextest");
    step("cargo", &["install", "cargo-nextest", "--locked"])
        .map_err(|error| format!("cargo-nextest is missing and could not be installed: {error}"))
}

/// The real pre-commit in a virtual environment below target/, where the tests look for it.
fn pre_commit() -> Result<(), String> {
    let venv = root().join("target/tools/venv");
    let program = venv.join("bin/pre-commit");
    if works(&program.to_string_lossy(), &["--version"]) {
        return Ok(());
    }
    println!("installing {PRE_COMMIT} into target/tools/venv");
    let install = || {
        step("python3", &["-m", "venv", &venv.to_string_lossy()])?;
        step(
            &venv.join("bin/pip").to_string_lossy(),
            &["install", "--quiet", "--disable-pip-version-check", PRE_COMMIT],
        )
    };
    install().map_err(|error| format!("pre-commit is missing and could not be installed: {error}"))
}

fn need(program: &str, arguments: &[&str], way_out: &str) -> Result<(), String> {
    if works(program, arguments) { Ok(()) } else { Err(format!("`{program}` is missing: {way_out}")) }
}

fn works(program: &str, arguments: &[&str]) -> bool {
    let mut command = Command::new(program);
    command.args(arguments).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

fn step(program: &str, arguments: &[&str]) -> Result<(), String> {
    let shown = Path::new(program).file_name().map_or(program.into(), |name| name.to_string_lossy());
    println!("$ {shown} {}", arguments.join(" "));
    let status = Command::new(program)
        .args(arguments)
        .current_dir(root())
        .status()
        .map_err(|error| format!("`{shown}` did not start: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("`{shown} {}` failed", arguments.join(" "))) }
}
