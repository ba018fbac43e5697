//! Runs the real binary in a folder made on the spot.
//!
//! Invariant: a test sees neither the user's configuration nor this repository's: its folder is a repository of its
//! own, and the environment is what the test says.

#![allow(dead_code, reason = "each test binary uses its part")]
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests start the program and read files")]

pub(crate) mod hadolint;

use serde_json::Value;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::time::SystemTime;

/// A folder that is a repository.
pub(crate) struct Project {
    folder: tempfile::TempDir,
}

/// What a run printed.
#[derive(Debug)]
pub(crate) struct Run {
    /// Exit status.
    pub(crate) code: i32,
    /// Standard output.
    pub(crate) stdout: String,
    /// Standard error.
    pub(crate) stderr: String,
}

impl Project {
    /// A repository with these files.
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let project = Self { folder: tempfile::tempdir().expect("a temporary folder") };
        std::fs::create_dir(project.path(".git")).expect("a folder");
        for (path, text) in files {
            project.write(path, text);
        }
        project
    }

    /// Where `path` of the project is.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        // On some systems the temporary folder is behind a link.
        self.folder.path().canonicalize().expect("the folder is there").join(path)
    }

    /// Writes a file, with the folders that it needs.
    pub(crate) fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        std::fs::write(path, text).expect("a file");
    }

    /// The text of a file.
    pub(crate) fn read(&self, path: &str) -> String {
        String::from_utf8(std::fs::read(self.path(path)).expect("the file is there")).expect("UTF-8")
    }

    /// The command in this project with a clean environment.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(binary());
        command.current_dir(self.path("")).env_remove("CLICOLOR_FORCE").env_remove("NO_COLOR").env("HOME", "/nowhere");
        command.env("XDG_CONFIG_HOME", "/nowhere");
        command
    }

    /// Runs the command.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        finish(self.command().args(arguments), "")
    }

    /// Runs the command with a text on stdin.
    pub(crate) fn pipe(&self, arguments: &[&str], stdin: &str) -> Run {
        finish(self.command().args(arguments), stdin)
    }

    /// Runs `lint --format json` and reads what it says.
    pub(crate) fn json(&self, arguments: &[&str]) -> Value {
        let run = self.run(&[&["lint", "--format", "json"], arguments].concat());
        serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {run:?}"))
    }

    /// The rules that fired, with the paths, sorted: `Dockerfile latest-tag`.
    pub(crate) fn found(&self, arguments: &[&str]) -> Vec<String> {
        let json = self.json(arguments);
        let mut found: Vec<String> =
            list(&json, "diagnostics").iter().map(|it| format!("{} {}", text(it, "path"), text(it, "rule"))).collect();
        found.sort();
        found.dedup();
        found
    }

    /// The paths of the linted files.
    pub(crate) fn files(&self, arguments: &[&str]) -> Vec<String> {
        list(&self.json(arguments), "files").iter().map(|it| text(it, "path").to_owned()).collect()
    }
}

/// Runs `command` with `stdin`.
pub(crate) fn finish(command: &mut Command, stdin: &str) -> Run {
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    // A program that does not read its input closes the pipe.
    let _ = child.stdin.take().expect("stdin").write_all(stdin.as_bytes());
    let output = child.wait_with_output().expect("the program ends");
    Run {
        code: output.status.code().expect("it ended by itself"),
        stdout: String::from_utf8(output.stdout).expect("UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

/// The string `key` of a JSON object.
pub(crate) fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_else(|| panic!("no string `{key}` in {value}"))
}

/// The list `key` of a JSON object.
pub(crate) fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().unwrap_or_else(|| panic!("no list `{key}` in {value}"))
}

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().expect("the repository is there")
}

/// The built program, next to the test that asks. It is built again when a source is newer.
pub(crate) fn binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| {
        let test = std::env::current_exe().expect("a test has a path");
        let profile = test.parent().and_then(Path::parent).expect("tests lie in target/PROFILE/deps");
        let binary = profile.join(format!("plimsoll{}", std::env::consts::EXE_SUFFIX));
        let built = std::fs::metadata(&binary).and_then(|metadata| metadata.modified()).ok();
        if built.is_none_or(|built| built < newest_source()) {
            let mut build = Command::new(env!("CARGO"));
            build.args(["build", "--quiet", "--package", "plimsoll", "--bin", "plimsoll"]).current_dir(root());
            build.env("CARGO_TARGET_DIR", profile.parent().expect("target"));
            if profile.ends_with("release") {
                build.arg("--release");
            }
            assert!(build.status().expect("cargo starts").success(), "the program does not build");
        }
        binary
    })
}

fn newest_source() -> SystemTime {
    let mut newest = SystemTime::UNIX_EPOCH;
    let mut waiting = vec![root().join("crates"), root().join("Cargo.lock")];
    while let Some(path) = waiting.pop() {
        let Ok(metadata) = std::fs::metadata(&path) else { continue };
        if metadata.is_dir() {
            let entries = std::fs::read_dir(&path).into_iter().flatten().flatten();
            waiting.extend(entries.map(|entry| entry.path()));
        } else {
            newest = newest.max(metadata.modified().unwrap_or(newest));
        }
    }
    newest
}
