//! Emacs with Eglot, in batch, set up with editors/emacs/plimsoll.el.
//!
//! Invariant: what Emacs shows is what the command line says, place by place.

mod cli_support;
mod editor_support;

use cli_support::{root, text};
use editor_support::{Unit, command, found_by_command_line, found_by_editor, report, script, service};
use std::time::Duration;

/// Opens `file`, compares, applies `action` at the finding that says `message`, saves.
fn fixes(file: &str, message: &str, action: &str, saved: &str) {
    let project = service();
    let home = tempfile::tempdir().expect("a folder");
    let mut emacs = command("/usr/bin/emacs", home.path());
    emacs.args(["-Q", "--batch", "-l"]).arg(script("drive/eglot.el"));
    emacs.current_dir(project.path("")).env("PLIMSOLL_FILE", project.path(file));
    emacs.env("PLIMSOLL_TEXT", message).env("PLIMSOLL_ACTION", action);
    let expected = found_by_command_line(&project, file, Unit::Characters);
    let report = report(&mut emacs, home.path(), Duration::from_secs(60));
    let found = found_by_editor(&report["diagnostics"], ["error", "warning", "note", "hint"]);
    assert_eq!(found.len(), expected.len(), "{report:#}\n{expected:#?}");
    for (shown, said) in found.iter().zip(&expected) {
        // Eglot puts the rule into the text, in its own way; place, severity and message are compared.
        let (place, rest) = said.split_once(' ').expect("a place");
        let (severity, rest) = rest.split_once(' ').expect("a severity");
        let (rule, message) = rest.split_once(' ').expect("a rule");
        assert!(shown.starts_with(&format!("{place} {severity} ")), "{shown} is not {said}");
        assert!(shown.contains(message) && shown.contains(rule), "{shown} is not {said}");
    }
    assert!(text(&report, "version").starts_with("30."), "{report:#}");
    assert!(project.read(file).contains(saved), "{}", project.read(file));
}

#[test]
fn emacs_fixes_a_dockerfile() {
    assert!(root().join("editors/emacs/plimsoll.el").exists());
    fixes("Dockerfile", "expected a duration", "Take it for seconds", "--interval=30s --timeout=5s CMD");
}

#[test]
fn emacs_fixes_a_task_definition() {
    fixes("task-definition.json", "ECS takes a whole number", "Take the quotes away", r#"[{ "containerPort": 8080 }]"#);
}
