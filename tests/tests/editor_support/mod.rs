//! Starts real editors on a copy of fixtures/editors/service and reads what their drivers report.
//!
//! Invariant: an editor sees neither the user's configuration nor this repository; a tool that is missing fails the test
//! and says how it is installed.

#![allow(dead_code, reason = "each test binary uses its part")]
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests start editors and read files")]

use crate::cli_support::{Project, binary, list, root, text};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The service of fixtures/editors, in a folder of its own.
pub(crate) fn service() -> Project {
    let folder = root().join("fixtures/editors/service");
    let project = Project::new(&[]);
    for entry in std::fs::read_dir(&folder).expect("the fixture is there").flatten() {
        let name = entry.file_name();
        project.write(&name.to_string_lossy(), std::fs::read(entry.path()).expect("a file"));
    }
    project
}

/// A program that `cargo xtask test` installs below target/tools/editors.
pub(crate) fn tool(path: &str) -> PathBuf {
    let tool = root().join("target/tools/editors").join(path);
    assert!(tool.exists(), "{} is missing: `cargo xtask editors` installs it", tool.display());
    tool
}

/// A file of this folder.
pub(crate) fn script(path: &str) -> PathBuf {
    root().join("tests/tests/editor_support").join(path)
}

/// A command whose PATH begins with the built `plimsoll`, and whose home is `home`.
pub(crate) fn command(program: impl AsRef<Path>, home: &Path) -> Command {
    let mut command = Command::new(program.as_ref());
    let usual = std::env::var_os("PATH").unwrap_or_default();
    let ours = binary().parent().expect("a folder").to_path_buf();
    let folders = std::iter::once(ours).chain(std::env::split_paths(&usual));
    command.env("PATH", std::env::join_paths(folders).expect("paths"));
    command.env("HOME", home).env("LANG", "C.UTF-8").env("LC_ALL", "C.UTF-8").env("TERM", "xterm-256color");
    for variable in ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"] {
        command.env(variable, home.join(variable));
    }
    command.env("PLIMSOLL_EDITORS", root().join("editors"));
    command
}

/// Runs a driver, which writes its report to the file that `PLIMSOLL_REPORT` names.
pub(crate) fn report(command: &mut Command, home: &Path, limit: Duration) -> Value {
    let path = home.join("report.json");
    let log = home.join("driver.log");
    let output = std::fs::File::create(&log).expect("a file");
    command.env("PLIMSOLL_REPORT", &path).stdin(Stdio::null());
    command.stdout(output.try_clone().expect("a file")).stderr(output);
    let mut child = command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let begin = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().expect("a child") {
            break Some(status);
        }
        if begin.elapsed() > limit {
            let _ = child.kill();
            let _ = child.wait();
            break None;
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    let said = || String::from_utf8_lossy(&std::fs::read(&log).unwrap_or_default()).into_owned();
    let status = status.unwrap_or_else(|| panic!("not done after {limit:?}: {command:?}\n{}", said()));
    let written = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("no report: {error}\n{}", said()));
    let report: Value = serde_json::from_str(&written).unwrap_or_else(|error| panic!("{error}: {written}"));
    assert!(status.success() && report["error"].is_null(), "{status}: {report:#}\n{}", said());
    report
}

/// In which unit an editor counts columns.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Unit {
    /// Bytes of UTF-8.
    Bytes,
    /// Units of UTF-16.
    Utf16,
    /// Characters.
    Characters,
}

/// A finding in a form in which editors and the command line can be compared: `12:24-12:26 error invalid-duration …`.
/// Lines and columns count from 0.
pub(crate) fn found_by_command_line(project: &Project, path: &str, unit: Unit) -> Vec<String> {
    let source = project.read(path);
    let json = project.json(&[]);
    let mut found: Vec<String> = list(&json, "diagnostics")
        .iter()
        .filter(|it| text(it, "path") == path)
        .map(|it| {
            let place = |end: &str| {
                let offset = it["range"][end]["offset"].as_u64().expect("an offset");
                position(&source, usize::try_from(offset).expect("an offset"), unit)
            };
            let ((line, column), (end_line, end_column)) = (place("start"), place("end"));
            let (severity, rule, message) = (text(it, "severity"), text(it, "rule"), text(it, "message"));
            format!("{line}:{column}-{end_line}:{end_column} {severity} {rule} {message}")
        })
        .collect();
    found.sort();
    found
}

/// The findings of a report in the same form. `severities`: the names of the editor's severities, from 1 on.
pub(crate) fn found_by_editor(diagnostics: &Value, severities: [&str; 4]) -> Vec<String> {
    let diagnostics = diagnostics.as_array().unwrap_or_else(|| panic!("no list: {diagnostics}"));
    let mut found: Vec<String> = diagnostics
        .iter()
        .map(|it| {
            let number = |key: &str| it[key].as_u64().unwrap_or_else(|| panic!("no number `{key}` in {it}"));
            let severity = severities[usize::try_from(number("severity")).expect("small") - 1];
            let place =
                format!("{}:{}-{}:{}", number("line"), number("column"), number("endLine"), number("endColumn"));
            // Emacs keeps no rule apart from the message.
            let rule = it["rule"].as_str().map_or_else(String::new, |rule| format!(" {rule}"));
            format!("{place} {severity}{rule} {}", first_line(text(it, "message")))
        })
        .collect();
    found.sort();
    found
}

/// The message without the notes that are shown below it.
fn first_line(message: &str) -> &str {
    message.lines().next().unwrap_or_default()
}

fn position(source: &str, offset: usize, unit: Unit) -> (usize, usize) {
    let before = source.get(..offset).expect("an offset between characters");
    let line = before.matches('\n').count();
    let rest = before.rsplit('\n').next().unwrap_or_default();
    let column = match unit {
        Unit::Bytes => rest.len(),
        Unit::Utf16 => rest.encode_utf16().count(),
        Unit::Characters => rest.chars().count(),
    };
    (line, column)
}
