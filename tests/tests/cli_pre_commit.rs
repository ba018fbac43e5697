//! The real pre-commit installs plimsoll from this repository and runs it.
//!
//! Invariant: the test fails when pre-commit is missing and cannot be installed; it is never left out.

mod cli_support;

use cli_support::{Run, finish, root};
use std::path::{Path, PathBuf};
use std::process::Command;

const PRE_COMMIT: &str = "pre-commit==4.7.0";

/// The tool of `cargo xtask test`, or one that is installed now.
fn pre_commit() -> PathBuf {
    let venv = root().join("target/tools/venv");
    let program = venv.join("bin/pre-commit");
    if !program.exists() {
        let made = Command::new("python3").args(["-m", "venv"]).arg(&venv).status();
        assert!(made.is_ok_and(|status| status.success()), "python3 with venv is needed to install pre-commit");
        let pip = venv.join("bin/pip");
        let installed = Command::new(pip).args(["install", "--quiet", PRE_COMMIT]).status();
        assert!(installed.is_ok_and(|status| status.success()), "{PRE_COMMIT} could not be installed");
    }
    program
}

fn run(command: &mut Command) -> Run {
    finish(command, "")
}

fn git(folder: &Path, arguments: &[&str]) {
    let mut git = Command::new("git");
    git.args(["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "init.defaultBranch=main"]);
    let done = run(git.args(arguments).current_dir(folder));
    assert_eq!(done.code, 0, "git {arguments:?}: {done:?}");
}

/// Copies what git would: the sources, without what is built.
fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder").flatten() {
        let (path, name) = (entry.path(), entry.file_name());
        if path.is_dir() {
            if name != "target" && name != ".git" && name != "corpus" {
                copy(&path, &to.join(name));
            }
        } else {
            std::fs::copy(&path, to.join(name)).expect("a file");
        }
    }
}

#[test]
fn pre_commit_installs_and_runs_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let (hooks, user) = (folder.path().join("plimsoll"), folder.path().join("user"));
    copy(&root(), &hooks);
    git(&hooks, &["init", "-q"]);
    git(&hooks, &["add", "-A"]);
    git(&hooks, &["commit", "-q", "-m", "all"]);
    git(&hooks, &["tag", "v0.1.0"]);

    std::fs::create_dir(&user).expect("a folder");
    git(&user, &["init", "-q"]);
    let config = format!(
        "repos:\n  - repo: {}\n    rev: v0.1.0\n    hooks:\n      - id: plimsoll\n        args: [--fail-on, warning]\n",
        hooks.display()
    );
    std::fs::write(user.join(".pre-commit-config.yaml"), config).expect("a file");
    std::fs::write(user.join("Dockerfile"), "FROM debian:latest\nUSER 1000\n").expect("a file");
    std::fs::write(user.join("package.json"), "{\"name\": \"x\"}\n").expect("a file");
    git(&user, &["add", "-A"]);

    let check = || {
        let mut command = Command::new(pre_commit());
        command.args(["run", "--all-files", "--verbose"]).current_dir(&user);
        command.env("PRE_COMMIT_HOME", folder.path().join("home"));
        // The build of the hook is the same code as ours: it need not be optimised to show that it works.
        command.env("CARGO_PROFILE_RELEASE_LTO", "off").env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0");
        command.env("CARGO_TARGET_DIR", root().join("target/pre-commit"));
        run(&mut command)
    };
    let red = check();
    assert_eq!(red.code, 1, "{red:?}");
    assert!(red.stdout.contains("latest-tag") && red.stdout.contains("Dockerfile:1:13"), "{red:?}");
    assert!(!red.stdout.contains("package.json"), "{red:?}");

    std::fs::write(user.join("Dockerfile"), "FROM debian:12.11\nUSER 1000\n").expect("a file");
    let green = check();
    assert_eq!(green.code, 0, "{green:?}");
}
