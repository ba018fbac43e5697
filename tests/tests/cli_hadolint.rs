//! `plimsoll hadolint` beside the real hadolint that `cargo xtask test` installs: the same command line, the same form
//! of what is written, the same exit status.
//!
//! Invariant: messages are never compared, they are each tool's own; nor is what stands for them.

mod cli_support;

use cli_support::hadolint::{BROKEN, CLEAN, EVERY_SEVERITY, both, heads, project, sorted};
use cli_support::{Project, Run, finish};
use serde_json::Value;
use std::process::Command;

/// The text with everything taken out that is a message: what `starts` begins and `end` ends.
fn without(text: &str, start: &str, end: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(start) {
        let (before, after) = rest.split_at(at + start.len());
        kept.push_str(before);
        let until = after.find(end).unwrap_or(after.len());
        rest = &after[until..];
    }
    kept + rest
}

/// Keys and values with every message and fingerprint replaced, columns left out, in the order of line and code.
fn shape(value: &Value) -> Value {
    const MESSAGES: [&str; 6] =
        ["message", "description", "fingerprint", "fullName", "shortDescription", "downloadUri"];
    const COLUMNS: [&str; 3] = ["column", "startColumn", "endColumn"];
    match value {
        Value::Object(map) => {
            let entries = map.iter().map(|(key, value)| {
                let value = match key.as_str() {
                    known if MESSAGES.contains(&known) => Value::from("…"),
                    known if COLUMNS.contains(&known) => Value::from(value.is_u64()),
                    _ => shape(value),
                };
                (key.clone(), value)
            });
            Value::Object(entries.collect())
        }
        Value::Array(list) => {
            let mut list: Vec<Value> = list.iter().map(shape).collect();
            list.sort_by_key(Value::to_string);
            Value::Array(list)
        }
        other => other.clone(),
    }
}

/// The keys of all objects in the order in which they are written.
fn key_order(text: &str) -> Vec<String> {
    let mut keys = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('"') {
        let after = &rest[at + 1..];
        let mut end = 0;
        while !after[end..].starts_with('"') {
            end +=
                if after[end..].starts_with('\\') { 2 } else { after[end..].chars().next().map_or(1, char::len_utf8) };
        }
        rest = &after[end + 1..];
        if rest.starts_with(':') {
            keys.push(after[..end].to_owned());
        }
    }
    keys
}

#[test]
fn lines_for_people_and_compilers() {
    let project = project();
    for arguments in [&["--no-color"][..], &["-f", "gnu"], &["--format=gnu", "-t", "error"]] {
        let (ours, theirs) = both(&project, &[arguments, &["Dockerfile", "Clean"]].concat(), &[], "");
        assert_eq!(ours.code, theirs.code, "{arguments:?}");
        assert_eq!(ours.stderr, "");
        assert_eq!(heads(&ours), heads(&theirs), "{arguments:?}");
        assert!(ours.stdout.lines().count() >= 8, "{}", ours.stdout);
        let severities = ["error", "warning", "info", "style"];
        assert!(severities.iter().all(|severity| ours.stdout.contains(&format!(" {severity}: "))), "{}", ours.stdout);
    }
}

#[test]
fn colours_are_there_unless_they_are_not_wanted() {
    let project = project();
    let paint =
        |run: &Run| sorted(run.stdout.lines().map(|line| line.split_inclusive("\u{1b}[0m").next().unwrap().to_owned()));
    let (ours, theirs) = both(&project, &["Dockerfile"], &[], "");
    assert_eq!(paint(&ours), paint(&theirs));
    for (arguments, environment) in [(&["--no-color"][..], &[][..]), (&[], &[("NO_COLOR", "1")])] {
        let (ours, theirs) = both(&project, &[arguments, &["Dockerfile"]].concat(), environment, "");
        assert!(!ours.stdout.contains('\u{1b}') && !theirs.stdout.contains('\u{1b}'), "{arguments:?}");
    }
}

#[test]
fn json_formats_have_the_same_keys_in_the_same_order() {
    let project = project();
    for format in ["json", "gitlab_codeclimate", "sonarqube", "sarif"] {
        for files in [&["Dockerfile", "Clean"][..], &["Clean"], &["Broken"]] {
            let (ours, theirs) = both(&project, &[&["-f", format], files].concat(), &[], "");
            assert_eq!(ours.code, theirs.code, "{format} {files:?}");
            let json = |run: &Run| -> Value {
                serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{format}: {error}: {run:?}"))
            };
            assert_eq!(shape(&json(&ours)), shape(&json(&theirs)), "{format} {files:?}");
            assert_eq!(key_order(&ours.stdout), key_order(&theirs.stdout), "{format} {files:?}");
            assert_eq!(ours.stdout.ends_with('\n'), theirs.stdout.ends_with('\n'), "{format}");
        }
    }
}

#[test]
fn streams_of_objects_are_parted_in_the_same_way_and_never_fail() {
    let project = project();
    for (format, separator) in [("codeclimate", "\0"), ("codacy", "")] {
        for files in [&["Dockerfile", "Clean"][..], &["Clean"], &["Broken"]] {
            let (ours, theirs) = both(&project, &[&["-f", format], files].concat(), &[], "");
            assert_eq!((ours.code, theirs.code), (0, 0), "{format}");
            let objects = |run: &Run| -> Vec<Value> {
                let stream = match separator {
                    "" => run.stdout.clone(),
                    _ => run.stdout.replace(separator, "\n"),
                };
                let objects = serde_json::Deserializer::from_str(&stream).into_iter::<Value>();
                let mut objects: Vec<Value> = objects.map(|it| shape(&it.expect("an object"))).collect();
                objects.sort_by_key(Value::to_string);
                objects
            };
            assert_eq!(objects(&ours), objects(&theirs), "{format} {files:?}");
            assert_eq!(ours.stdout.matches('\0').count(), theirs.stdout.matches('\0').count());
            assert_eq!(ours.stdout.chars().last(), theirs.stdout.chars().last());
        }
    }
}

#[test]
fn xml_formats_have_the_same_elements() {
    let project = project();
    let known = |format: &str, text: &str| {
        let text = without(text, "message=\"", "\"");
        let text = without(&text, "column=\"", "\"");
        let text = match format {
            "junit" => {
                let text = without(&text, "<testsuites id=\"", "<testsuite ");
                let text = ["error: ", "warning: ", "info: ", "style: ", "Parse Error: "]
                    .iter()
                    .fold(text, |text, start| without(&text, &format!("\n{start}"), "</failure>"));
                without(&text, "time=\"", "\"")
            }
            _ => text,
        };
        let (start, _) = text.split_at(text.find("><").unwrap_or_default());
        let parts = if format == "junit" { "<testcase" } else { "<error" };
        let mut elements: Vec<String> = text[start.len()..].split(parts).map(str::to_owned).collect();
        // The last one has the end of the file behind it.
        let end = elements.last_mut().and_then(|last| {
            let at = last.find(if format == "junit" { "</testcase>" } else { "/>" })?;
            Some(last.split_off(at))
        });
        elements.iter_mut().for_each(|it| *it = it.trim_end_matches("</testcase>").trim_end_matches("/>").to_owned());
        elements.sort();
        (start.to_owned(), elements, end)
    };
    for format in ["checkstyle", "junit"] {
        for file in ["Dockerfile", "Clean", "Broken"] {
            let (ours, theirs) = both(&project, &["-f", format, file], &[], "");
            assert_eq!(ours.code, theirs.code, "{format} {file}");
            assert_eq!(known(format, &ours.stdout), known(format, &theirs.stdout), "{format} {file}\n{}", ours.stdout);
        }
    }
}

#[test]
fn another_path_is_written_where_hadolint_writes_it() {
    let project = project();
    for format in [
        "tty",
        "json",
        "checkstyle",
        "codeclimate",
        "gitlab_codeclimate",
        "gnu",
        "codacy",
        "sonarqube",
        "sarif",
        "junit",
    ] {
        let arguments = ["-f", format, "--file-path-in-report", "made/up", "Dockerfile"];
        let (ours, theirs) = both(&project, &arguments, &[], "");
        assert_eq!(ours.stdout.contains("made/up"), theirs.stdout.contains("made/up"), "{format}");
        assert_eq!(
            ours.stdout.contains("Dockerfile:") || ours.stdout.contains("\"Dockerfile\""),
            theirs.stdout.contains("Dockerfile:") || theirs.stdout.contains("\"Dockerfile\""),
            "{format}"
        );
    }
}

#[test]
fn stdin_and_files_that_are_not_there() {
    let project = project();
    let (ours, theirs) = both(&project, &["-f", "gnu", "Clean", "-"], &[], EVERY_SEVERITY);
    assert_eq!(heads(&ours), heads(&theirs));
    assert!(ours.stdout.starts_with("hadolint:-:1: "), "{ours:?}");
    for arguments in [
        &["Missing"][..],
        &[],
        &["--bogus", "Clean"],
        &["-f", "bogus", "Clean"],
        &["-t", "bogus", "Clean"],
        &["--require-label", "a:bogus", "Clean"],
        &["-c", "missing.yaml", "Clean"],
        &["-t", "error", "-t", "info", "Clean"],
        &["--no-fail", "Missing"],
    ] {
        let (ours, theirs) = both(&project, arguments, &[], "");
        assert_eq!((ours.code, theirs.code), (1, 1), "{arguments:?}");
        assert!(ours.stdout.is_empty() && !ours.stderr.is_empty(), "{ours:?}");
    }
    // Ours goes on with the others.
    let run = project.run(&["hadolint", "--no-color", "Missing", "Dockerfile"]);
    assert!(run.code == 1 && run.stdout.contains("Dockerfile:1 DL3007") && run.stderr.contains("Missing: "), "{run:?}");
    for arguments in [&["--version"][..], &["-v", "Dockerfile"], &["--help"]] {
        let (ours, theirs) = both(&project, arguments, &[], "");
        assert_eq!((ours.code, theirs.code), (0, 0), "{arguments:?}");
    }
    assert!(project.run(&["hadolint", "-v"]).stdout.starts_with("hadolint 2."));
}

#[test]
fn the_exit_status_follows_threshold_and_no_fail() {
    let project = Project::new(&[
        ("error", "FROM debian:12.11\nMAINTAINER x\n"),
        ("warning", "FROM debian:latest\n"),
        ("info", "FROM debian:12.11\nRUN make\nRUN make install\n"),
        ("style", "FROM debian:12.11\nLABEL org.opencontainers..x=1\n"),
        ("clean", CLEAN),
        ("broken", BROKEN),
    ]);
    for file in ["error", "warning", "info", "style", "clean", "broken"] {
        for threshold in ["error", "warning", "info", "style", "ignore", "none", ""] {
            let option: &[&str] = if threshold.is_empty() { &[] } else { &["--failure-threshold", threshold] };
            let (ours, theirs) = both(&project, &[option, &[file]].concat(), &[], "");
            assert_eq!(ours.code, theirs.code, "{file} {threshold}");
        }
        let (ours, theirs) = both(&project, &["--no-fail", file], &[], "");
        assert_eq!((ours.code, theirs.code), (0, 0), "{file}");
    }
}

#[test]
fn a_finding_below_the_first_line_says_where_it_is() {
    let project = Project::new(&[(
        "Dockerfile",
        "FROM debian:12.11\nRUN make && \\\n    cd /srv && make\nRUN [\"make\"]\nCOPY --from=debian:latest a /b\n",
    )]);
    let run = project.run(&["hadolint", "-f", "json", "Dockerfile"]);
    let json: Value = serde_json::from_str(&run.stdout).expect("JSON");
    let found = json.as_array().expect("a list").iter().find(|it| it["code"] == "DL3003").expect("it is found");
    assert_eq!((found["line"].as_u64(), found["column"].as_u64()), (Some(2), Some(1)));
    assert!(cli_support::text(found, "message").ends_with(" (line 3, column 5)"), "{found}");
}

#[test]
fn several_formats_and_files_go_together_by_their_order() {
    let project = project();
    let outcome = |arguments: &[&str], environment: &[(&str, &str)]| {
        for file in ["o1", "o2"] {
            let _ = std::fs::remove_file(project.path(file));
        }
        let kinds = |run: &Run| {
            let kind = |text: &str| match text.chars().next() {
                None => "nothing",
                Some('[') => "json",
                Some('{') => "codacy",
                Some('h') => "gnu",
                Some(_) => "tty",
            };
            let file = |name: &str| std::fs::read_to_string(project.path(name)).unwrap_or_default();
            let line_count = run.stdout.lines().count() / 11;
            let found = (run.code, kind(&run.stdout), line_count, kind(&file("o1")), kind(&file("o2")));
            for file in ["o1", "o2"] {
                let _ = std::fs::remove_file(project.path(file));
            }
            found
        };
        let arguments = [arguments, &["Dockerfile"]].concat();
        let ours = finish(project.command().arg("hadolint").args(&arguments).envs(environment.iter().copied()), "");
        let ours = kinds(&ours);
        let mut theirs = Command::new(cli_support::hadolint::real());
        theirs.current_dir(project.path("")).env("HOME", "/nowhere").env("XDG_CONFIG_HOME", "/nowhere");
        let theirs = kinds(&finish(theirs.args(&arguments).envs(environment.iter().copied()), ""));
        assert_eq!(ours, theirs, "{arguments:?} {environment:?}");
    };
    outcome(&["-f", "json", "-f", "gnu"], &[]);
    outcome(&["-f", "gnu", "-f", "gnu"], &[]);
    outcome(&["-f", "gnu"], &[("HADOLINT_FORMAT", "json")]);
    outcome(&["-f", "json", "-o", "o1", "-f", "gnu"], &[]);
    outcome(&["-f", "json", "-o", "o1", "-f", "gnu", "-o", "o2"], &[]);
    outcome(&["-o", "o1", "-o", "o2"], &[]);
    outcome(&["-f", "gnu", "-o", "o1"], &[("HADOLINT_FORMAT", "codacy")]);
    outcome(&["-f", "codacy", "-f", "gnu"], &[]);
}

#[test]
fn a_file_for_the_output() {
    let project = project();
    let run = project.run(&["hadolint", "-f", "json", "-o", "out.json", "Dockerfile"]);
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (1, "", ""));
    assert!(serde_json::from_str::<Value>(&project.read("out.json")).is_ok());
    assert_eq!(project.run(&["hadolint", "-o", "no/such/folder/out", "Clean"]).code, 1);
}

#[cfg(unix)]
#[test]
fn under_the_name_hadolint_it_is_hadolint() {
    let project = project();
    std::os::unix::fs::symlink(cli_support::binary(), project.path("hadolint")).expect("a link");
    let mut command = Command::new(project.path("hadolint"));
    let run = finish(
        command.args(["--no-color", "-t", "error", "Dockerfile"]).current_dir(project.path("")).env("HOME", "/nowhere"),
        "",
    );
    assert!(run.code == 1 && run.stdout.starts_with("Dockerfile:1 DL3007 warning: "), "{run:?}");
}

#[test]
fn rules_have_their_own_names_too() {
    let project = project();
    let run = project.run(&["hadolint", "--no-color", "--ignore", "latest-tag,packages", "Dockerfile"]);
    assert!(
        !run.stdout.contains("DL3007") && !run.stdout.contains("DL3008") && run.stdout.contains("DL4000"),
        "{run:?}"
    );
}
