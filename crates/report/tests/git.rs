//! Diffs, applied by the real git.

#![allow(clippy::disallowed_types, clippy::disallowed_methods, reason = "git is a process and reads files")]

use plimsoll_report::diff;
use std::io::Write;
use std::process::{Command, Stdio};

/// What `git apply` makes of `old` at `path` with the diff to `new`.
fn applied(path: &str, old: &str, new: &str) -> String {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let target = folder.path().join(path);
    std::fs::create_dir_all(target.parent().expect("it is in the folder")).expect("the folder is ours");
    std::fs::write(&target, old).expect("the folder is ours");
    let mut git = Command::new("git")
        .args(["-c", "core.autocrlf=false", "apply", "-"])
        .current_dir(folder.path())
        .env("GIT_CEILING_DIRECTORIES", folder.path())
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("git is installed");
    let text = diff(path, old, new, false);
    git.stdin.take().expect("it is piped").write_all(text.as_bytes()).expect("git reads");
    let output = git.wait_with_output().expect("git ends");
    assert!(output.status.success(), "{}\n{text:?}", String::from_utf8_lossy(&output.stderr));
    std::fs::read_to_string(&target).expect("git wrote it")
}

#[test]
fn git_makes_the_new_text_of_the_old_one() {
    let long: String = (0..60).map(|line| format!("RUN step {line}\n")).collect();
    let changed = long.replace("step 3\n", "step three\n").replace("step 50\n", "");
    let cases = [
        ("Dockerfile", "FROM a\nRUN b\n", "FROM a:1\nRUN b\nUSER c\n"),
        ("Dockerfile", "FROM a\r\nRUN b\r\n", "FROM a:1\r\nRUN b\r\n"),
        ("Dockerfile", "FROM a\r\nRUN b", "FROM a:1\r\nRUN c"),
        ("Dockerfile", "FROM a", "FROM a\n"),
        ("Dockerfile", "FROM a\nRUN b\n", "FROM a\nRUN b"),
        ("Dockerfile", "\u{feff}FROM a\rRUN b\n", "\u{feff}FROM a\rRUN c\n"),
        ("deep/er/Dockerfile", "FROM é\n", "FROM 日\n"),
        ("with blank/my file", "a\n", "b\n"),
        ("odd/\"quoted\"\\back\u{1}", "a\n", "b\n"),
        ("bücher/Dockerfile", "a\n", "b\n"),
        ("Dockerfile", &long, &changed),
    ];
    for (path, old, new) in cases {
        assert_eq!(applied(path, old, new), new, "{path}: {old:?}");
    }
}
