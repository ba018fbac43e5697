//! The recorded capabilities of real editors, by pytest-lsp.
//!
//! Invariant: the test fails when pytest-lsp is missing and cannot be installed; it is never left out.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests start programs")]

mod cli_support;

use cli_support::{binary, finish, root};
use std::path::PathBuf;
use std::process::Command;

/// What `cargo xtask test` installs, too.
const TOOLS: [&str; 2] = ["pytest-lsp==1.0.1", "pytest-asyncio==1.5.0"];

/// The tool of `cargo xtask test`, or one that is installed now.
fn python() -> PathBuf {
    let venv = root().join("target/tools/venv");
    let python = venv.join("bin/python");
    let works = || {
        let mut import = Command::new(&python);
        import.args(["-c", "import pytest_lsp, pytest_asyncio"]);
        python.exists() && finish(&mut import, "").code == 0
    };
    if !works() {
        let made = Command::new("python3").args(["-m", "venv"]).arg(&venv).status();
        assert!(made.is_ok_and(|status| status.success()), "python3 with venv is needed to install pytest-lsp");
        let installed = Command::new(&python).args(["-m", "pip", "install", "--quiet"]).args(TOOLS).status();
        assert!(installed.is_ok_and(|status| status.success()), "{TOOLS:?} could not be installed");
    }
    python
}

#[test]
fn real_capabilities() {
    let mut pytest = Command::new(python());
    pytest.args(["-m", "pytest", "-q", "-p", "no:cacheprovider", "-o", "asyncio_default_fixture_loop_scope=function"]);
    pytest.arg(root().join("tests/clients")).env("PLIMSOLL", binary()).env("PYTHONDONTWRITEBYTECODE", "1");
    let run = finish(&mut pytest, "");
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    // Two tests with each of eight clients.
    assert!(run.stdout.contains("16 passed"), "{}", run.stdout);
}
