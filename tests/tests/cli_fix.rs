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

const DOCKERIGNORE: &str = "missing-dockerignore,unwanted-files-in-context,dockerignored-source";

#[test]
fn a_dockerignore_is_made_and_added_to() {
    let whole = "FROM node:24-slim\nCOPY . /app\n";
    let files = [("a/Dockerfile", whole), ("a/.git/HEAD", "x"), ("a/.env", "A=b"), ("a/plimsoll.toml", "")];
    let project = Project::new(&files);
    project.run(&["lint", "a", "--select", DOCKERIGNORE, "--fix"]);
    assert!(!project.path("a/.dockerignore").exists(), "it is not safe");

    let diff = project.run(&["lint", "a", "--select", DOCKERIGNORE, "--unsafe-fixes", "--diff"]);
    assert_eq!(diff.stdout, "--- /dev/null\n+++ b/a/.dockerignore\n@@ -0,0 +1,2 @@\n+.env\n+.git\n");
    assert!(diff.stderr.contains("1 file would be changed, 1 fix applied."), "{diff:?}");
    assert!(!project.path("a/.dockerignore").exists());

    let run = project.run(&["lint", "a", "--select", DOCKERIGNORE, "--unsafe-fixes"]);
    assert_eq!(project.read("a/.dockerignore"), ".env\n.git\n");
    assert!(run.stderr.contains("Applied 1 fix in 1 file."), "{run:?}");
    assert!(run.stdout.contains("No problems found"), "{run:?}");

    // What came into being since then goes to the end.
    project.write("a/npm.log", "x");
    project.run(&["lint", "a", "--select", DOCKERIGNORE, "--unsafe-fixes"]);
    assert_eq!(project.read("a/.dockerignore"), ".env\n.git\nnpm.log\n");
    assert_eq!(project.read("a/Dockerfile"), whole);
}

/// Two Dockerfiles ask for the same line, and one of them for the opposite: what is copied by name is not held back.
#[test]
fn dockerfiles_of_one_folder_share_their_dockerignore() {
    let project = Project::new(&[
        ("one.Dockerfile", "FROM node:24-slim\nCOPY . /app\n"),
        ("two.Dockerfile", "FROM node:24-slim\nCOPY . /app\n"),
        ("three.Dockerfile", "FROM node:24-slim\nCOPY .env /app/\nCOPY README.md /app/\n"),
        ("README.md", "x"),
        (".env", "A=b"),
        (".git/HEAD", "x"),
        (".dockerignore", "*.md\r\n"),
    ]);
    let run = project.run(&["lint", "--select", DOCKERIGNORE, "--unsafe-fixes"]);
    assert_eq!(project.read(".dockerignore"), "*.md\r\n.git\r\n!README.md\r\n", "{run:?}");
    assert!(run.stderr.contains("Applied 2 fixes in 1 file."), "{run:?}");
}

#[test]
fn a_target_is_mended_where_it_is_asked_for() {
    let compose = "services:\n  web:\n    build:\n      context: .\n      target: 'prodution' # é\n";
    let project =
        Project::new(&[("Dockerfile", "FROM node:24-slim AS production\nUSER node\n"), ("compose.yaml", compose)]);
    let run = project.run(&["lint", "--select", "unknown-target", "--unsafe-fixes"]);
    assert_eq!(project.read("compose.yaml"), compose.replace("prodution", "production"), "{run:?}");
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_made_is_said() {
    use std::os::unix::fs::symlink;
    let project = Project::new(&[("Dockerfile", "FROM node:24-slim\nCOPY . /app\n"), (".git/HEAD", "x")]);
    // A link to nowhere is no file, and must not become one elsewhere.
    symlink("nowhere/there", project.path(".dockerignore")).expect("a link");
    let run = project.run(&["lint", "--select", DOCKERIGNORE, "--unsafe-fixes"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.stderr.contains(".dockerignore: could not be written"), "{run:?}");
    assert!(run.stdout.contains("missing-dockerignore"), "{run:?}");
}
