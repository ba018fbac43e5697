//! `--fix`, `--unsafe-fixes`, `--diff`: what is written, and what is left alone.

mod cli_support;

use cli_support::Project;

const BROKEN: &str = "FROM debian:12\nHEALTHCHECK --interval=30 CMD true\nUSER 1000\n";
const MENDED: &str = "FROM debian:12\nHEALTHCHECK --interval=30s CMD true\nUSER 1000\n";
const FIX: [&str; 4] = ["lint", "--select", "invalid-duration", "--fix"];

#[test]
fn fix_writes_and_shows_what_is_left() {
    let project = Project::new(&[("Dockerfile", BROKEN)]);
    let run = project.run(&["lint", "--select", "invalid-duration,untagged-base-image,missing-user", "--fix"]);
    assert_eq!(project.read("Dockerfile"), MENDED);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.stderr.contains("Applied 1 fix in 1 file."), "{run:?}");
    assert!(!run.stdout.contains("invalid-duration"), "{run:?}");
    let again = project.run(&FIX);
    assert!(!again.stderr.contains("Applied"), "{again:?}");
}

#[test]
fn unsafe_fixes_wait_to_be_asked_for() {
    let text = "FROM python:slim-buster\nUSER 1000\n";
    let project = Project::new(&[("Dockerfile", text)]);
    project.run(&["lint", "--select", "eol-base-image", "--fix"]);
    assert_eq!(project.read("Dockerfile"), text);
    project.run(&["lint", "--select", "eol-base-image", "--unsafe-fixes"]);
    assert_eq!(project.read("Dockerfile"), text.replace("buster", "bookworm"));
}

/// One more stage would move the numbers of those behind it.
#[test]
fn stages_that_go_by_number_stay_where_they_are() {
    let text = "ARG TOOLS=alpine:3.22\nFROM debian:12.11\nFROM debian:12.11\nCOPY --from=$TOOLS /a /b\n\
                FROM debian:12.11\nCOPY --from=1 /c /d\n";
    let project = Project::new(&[("Dockerfile", text)]);
    project.run(&["lint", "--select", "variable-in-copy-from", "--unsafe-fixes"]);
    assert_eq!(project.read("Dockerfile"), text);
}

/// hadolint's preset has one finding of a rule for a RUN, so that its commands are mended one after the other.
#[test]
fn many_commands_of_one_run_are_mended_at_once() {
    let commands: Vec<String> = (0..30).map(|number| format!("pip install tool{number}==1.{number}")).collect();
    let text = format!("FROM python:3.13.1\nRUN {}\n", commands.join(" && "));
    let project = Project::new(&[("Dockerfile", text.as_str())]);
    let run = project.run(&["lint", "--preset", "hadolint", "--select", "DL3042", "--fix"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.stderr.contains("Applied 30 fixes in 1 file."), "{run:?}");
    assert_eq!(project.read("Dockerfile").matches("--no-cache-dir").count(), 30);
}

#[test]
fn diff_shows_and_writes_nothing() {
    let project = Project::new(&[("a/Dockerfile", BROKEN), ("b/Dockerfile", MENDED)]);
    let run = project.run(&["lint", "--select", "invalid-duration", "--diff"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert_eq!(project.read("a/Dockerfile"), BROKEN);
    for line in ["-HEALTHCHECK --interval=30 CMD true\n", "+HEALTHCHECK --interval=30s CMD true\n", "a/Dockerfile"] {
        assert!(run.stdout.contains(line), "{line}: {run:?}");
    }
    assert!(!run.stdout.contains("b/Dockerfile") && !run.stdout.contains('\u{1b}'), "{run:?}");
    let colored = project.run(&["lint", "--select", "invalid-duration", "--diff", "--color", "always"]);
    assert!(colored.stdout.contains('\u{1b}'), "{colored:?}");
    let clean = project.run(&["lint", "--select", "invalid-duration", "--diff", "b"]);
    assert_eq!((clean.code, clean.stdout.as_str()), (0, ""));
}

#[test]
fn the_diff_is_one_that_patch_takes() {
    let project = Project::new(&[("a/Dockerfile", BROKEN)]);
    let run = project.run(&["lint", "--select", "invalid-duration", "--diff"]);
    let mut apply = std::process::Command::new("git");
    apply.args(["apply", "--unsafe-paths", "-"]).current_dir(project.path(""));
    // An empty `.git` is no repository; git then takes the paths as they are.
    std::fs::remove_dir(project.path(".git")).expect("the folder is empty");
    let applied = cli_support::finish(&mut apply, &run.stdout);
    assert_eq!(applied.code, 0, "{applied:?}");
    assert_eq!(project.read("a/Dockerfile"), MENDED);
}

#[test]
fn line_ends_byte_order_mark_and_missing_last_line_end_stay() {
    let text = format!("\u{feff}{}", BROKEN.trim_end().replace('\n', "\r\n"));
    let project = Project::new(&[("Dockerfile", &text)]);
    project.run(&FIX);
    assert_eq!(project.read("Dockerfile"), format!("\u{feff}{}", MENDED.trim_end().replace('\n', "\r\n")));
}

#[cfg(unix)]
#[test]
fn permissions_stay_and_links_stay_links() {
    use std::os::unix::fs::PermissionsExt;
    let project = Project::new(&[("real/x", BROKEN)]);
    let real = project.path("real/x");
    std::fs::set_permissions(&real, std::fs::Permissions::from_mode(0o751)).expect("permissions");
    std::os::unix::fs::symlink("real/x", project.path("Dockerfile")).expect("a link");
    project.run(&[&FIX[..], &["Dockerfile"]].concat());
    assert_eq!(project.read("real/x"), MENDED);
    assert!(std::fs::symlink_metadata(project.path("Dockerfile")).expect("the link").is_symlink());
    assert_eq!(std::fs::metadata(&real).expect("the file").permissions().mode() & 0o777, 0o751);
    let left: Vec<_> = std::fs::read_dir(project.path("real")).expect("the folder").flatten().collect();
    assert_eq!(left.len(), 1, "no temporary file stays");
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_written_is_an_error_and_keeps_its_text() {
    use std::os::unix::fs::PermissionsExt;
    let project = Project::new(&[("a/Dockerfile", BROKEN), ("b/Dockerfile", BROKEN)]);
    std::fs::set_permissions(project.path("a/Dockerfile"), std::fs::Permissions::from_mode(0o444))
        .expect("permissions");
    let run = project.run(&FIX);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.stderr.contains("error: a/Dockerfile: could not be written: is read-only"), "{run:?}");
    assert_eq!((project.read("a/Dockerfile"), project.read("b/Dockerfile")), (BROKEN.into(), MENDED.into()));
    assert!(run.stdout.contains("a/Dockerfile:2:"), "its findings are still there: {run:?}");
}

#[test]
fn stdin_comes_back_fixed_and_findings_go_to_stderr() {
    let project = Project::new(&[]);
    let arguments = ["lint", "-", "--fix", "--select", "invalid-duration,latest-tag"];
    let run = project.pipe(&arguments, &BROKEN.replace("debian:12", "debian:latest"));
    assert_eq!(run.stdout, MENDED.replace("debian:12", "debian:latest"));
    assert!(run.stderr.contains("latest-tag"), "{run:?}");
    assert_eq!(project.pipe(&arguments, MENDED).stdout, MENDED, "a text without findings comes back, too");
}

#[test]
fn task_definitions_keep_their_formatting() {
    let text = "{\n\t\"family\": \"x\",\n\t\"cpu\": null,\n\t\"containerDefinitions\": []\n}\n";
    let project = Project::new(&[("task.json", text)]);
    project.run(&["lint", "--select", "null-value", "--fix"]);
    assert_eq!(project.read("task.json"), text.replace("\t\"cpu\": null,\n", ""));
}
