//! Helix in a terminal, set up with editors/helix/languages.toml.
//!
//! Invariant: what is compared is what a user reads on the screen and finds on the disk.

mod cli_support;
mod editor_support;

use cli_support::text;
use editor_support::{command, report, script, service, tool};
use std::time::Duration;

fn fixes(file: &str, line: &str, message: &str, action: &str, saved: &str) {
    let project = service();
    let home = tempfile::tempdir().expect("a folder");
    let mut helix = command(tool("venv/bin/python"), home.path());
    helix.arg(script("drive/helix.py")).arg(tool("debian/bin/hx")).current_dir(project.path(""));
    helix.env("PLIMSOLL_FILE", project.path(file)).env("PLIMSOLL_LINE", line).env("COLORTERM", "truecolor");
    helix.env("PLIMSOLL_TEXT", message).env("PLIMSOLL_ACTION", action);
    let report = report(&mut helix, home.path(), Duration::from_secs(90));
    assert!(text(&report, "findings").contains(message), "{report:#}");
    assert!(text(&report, "actions").contains(action), "{report:#}");
    assert!(project.read(file).contains(saved), "{}", project.read(file));
}

#[test]
fn helix_fixes_a_dockerfile() {
    fixes("Dockerfile", "12:24", "expected a duration", "Take it for seconds", "--interval=30s --timeout=5s CMD");
}

#[test]
fn helix_fixes_a_task_definition() {
    let saved = r#"[{ "containerPort": 8080 }]"#;
    fixes("task-definition.json", "16:43", "ECS takes a whole number", "Take the quotes away", saved);
}
