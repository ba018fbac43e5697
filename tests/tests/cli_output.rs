//! What is printed where, in which form, and how it ends.

mod cli_support;

use cli_support::{Project, finish, list, text};
use std::process::Stdio;

const LATEST: &str = "FROM debian:latest\nUSER 1000\n";
const LINT: [&str; 3] = ["lint", "--select", "latest-tag"];

fn project() -> Project {
    Project::new(&[("Dockerfile", LATEST)])
}

#[test]
fn the_exit_status_depends_on_fail_on() {
    let project = project();
    let code = |arguments: &[&str]| project.run(&[&LINT, arguments].concat()).code;
    assert_eq!(code(&[]), 0, "a warning does not fail by default");
    for (level, expected) in [("note", 1), ("warning", 1), ("error", 0), ("never", 0)] {
        assert_eq!(code(&["--fail-on", level]), expected, "{level}");
    }
    assert_eq!(project.run(&["lint", "--fail-on", "warn"]).code, 2);
    project.write("Dockerfile", "FORM debian\n");
    let code = |arguments: &[&str]| project.run(&[&["lint"], arguments].concat()).code;
    assert_eq!((code(&[]), code(&["--fail-on", "never"])), (1, 0));
}

#[test]
fn a_line_for_each_finding() {
    let project = Project::new(&[("Dockerfile", "FROM debian:latest\r\nRUN cd /tmp\r\n"), ("b/Dockerfile", LATEST)]);
    let run = project.run(&["lint", "--select", "latest-tag,lost-cd", "--format", "concise"]);
    let message = "`debian:latest` names another image after each release [latest-tag]";
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert_eq!(lines.len(), 3, "{run:?}");
    assert_eq!(lines[0], format!("Dockerfile:1:13: warning: {message}"));
    assert!(lines[1].starts_with("Dockerfile:2:5: warning: ") && lines[1].ends_with(" [lost-cd]"), "{run:?}");
    assert_eq!(lines[2], format!("b/Dockerfile:1:13: warning: {message}"));
}

#[test]
fn wrong_arguments_end_with_2_and_what_was_meant() {
    let project = project();
    for (arguments, hint) in [
        (&["lint", "--preset", "strikt"][..], "did you mean `strict`?"),
        (&["lint", "--formt", "json"], "--format"),
        (&["lnt"], "lint"),
        (&["lint", "--select", "latst-tag"], "unknown rule `latst-tag`; did you mean `latest-tag`?"),
        (&["lint", "--ignore", "DL9999"], "unknown rule `DL9999`"),
        (&["lint", "--edition", "2999.1"], "unknown edition `2999.1`"),
        (&["lint", "--exclude", "[z-a]"], "--exclude [z-a]"),
        (&["explain", "latst-tag"], "did you mean `latest-tag`?"),
    ] {
        let run = project.run(arguments);
        assert_eq!(run.code, 2, "{arguments:?}: {run:?}");
        assert!(run.stderr.contains(hint), "{hint}: {run:?}");
    }
    let run = project.run(&["lint", "--ignore", "no-such-rule", "--select", "latest-tag"]);
    assert!(run.stdout.contains("Dockerfile:1:13"), "the rest is linted: {run:?}");
}

#[test]
fn select_and_ignore_take_ids_aliases_groups_and_all() {
    let project = project();
    let found = |arguments: &[&str]| project.found(arguments);
    let latest = ["Dockerfile latest-tag"];
    for name in ["latest-tag", "DL3007", "dl3007", "CKV_DOCKER_7", "latest-tag,root-user"] {
        assert_eq!(found(&["--select", name]), latest, "{name}");
    }
    assert!(found(&["--select", "base-image"]).contains(&latest[0].to_owned()));
    assert!(found(&["--select", "all"]).len() > 1);
    assert!(found(&["--select", "base-image", "--ignore", "base-image"]).is_empty());
    assert_eq!(found(&["--select", "root-user", "--select", "latest-tag"]), latest);
    assert!(!found(&["--ignore", "latest-tag,missing-user"]).contains(&latest[0].to_owned()));
}

#[test]
fn presets_differ() {
    let project = project();
    let strict = project.found(&["--preset", "strict"]);
    let hadolint = project.found(&["--preset", "hadolint"]);
    assert!(strict.len() > hadolint.len(), "{strict:?} {hadolint:?}");
    assert!(hadolint.contains(&"Dockerfile latest-tag".to_owned()));
}

#[test]
fn the_json_has_the_promised_form() {
    let project = project();
    let json = project.json(&["--select", "latest-tag"]);
    assert_eq!(json["version"], 1);
    let finding = &list(&json, "diagnostics")[0];
    assert_eq!((text(finding, "rule"), text(finding, "severity")), ("latest-tag", "warning"));
    assert_eq!(finding["range"]["start"], serde_json::json!({"line": 1, "column": 13, "offset": 12}));
    assert_eq!(finding["range"]["end"], serde_json::json!({"line": 1, "column": 19, "offset": 18}));
    assert_eq!(list(&json, "files")[0], serde_json::json!({"path": "Dockerfile", "kind": "dockerfile"}));
    let rules = project.run(&["rules", "--format", "json"]);
    let rules: serde_json::Value = serde_json::from_str(&rules.stdout).expect("JSON");
    assert!(list(&rules, "rules").iter().any(|rule| text(rule, "id") == "latest-tag"));
}

#[test]
fn other_formats() {
    let project = project();
    let run = |format: &str| project.run(&[&LINT[..], &["--format", format]].concat()).stdout;
    assert!(run("github").starts_with("::warning "), "{}", run("github"));
    let sarif: serde_json::Value = serde_json::from_str(&run("sarif")).expect("JSON");
    assert_eq!(text(&sarif, "version"), "2.1.0");
    assert_eq!(sarif["runs"][0]["results"][0]["ruleId"], "latest-tag");
    assert!(run("terminal").contains("Dockerfile:1:13"));
}

#[test]
fn the_output_goes_to_a_file_when_asked() {
    let project = project();
    let run = project.run(&[&LINT[..], &["--format", "json", "--output-file", "out.json"]].concat());
    assert_eq!((run.code, run.stdout.as_str()), (0, ""));
    assert!(serde_json::from_str::<serde_json::Value>(&project.read("out.json")).is_ok());
    let run = project.run(&[&LINT[..], &["--output-file", "no/such/folder/out"]].concat());
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("could not be written: no such file"), "{run:?}");
}

#[test]
fn colors_are_for_terminals_and_for_those_who_insist() {
    let project = project();
    let has_colors = |arguments: &[&str], environment: &[(&str, &str)]| {
        let mut command = project.command();
        let run = finish(command.args(LINT).args(arguments).envs(environment.iter().copied()), "");
        assert!(run.stdout.contains("latest-tag"), "{run:?}");
        run.stdout.contains('\u{1b}')
    };
    assert!(!has_colors(&[], &[]), "a pipe is no terminal");
    assert!(has_colors(&[], &[("CLICOLOR_FORCE", "1")]));
    assert!(!has_colors(&[], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    assert!(has_colors(&["--color", "always"], &[("NO_COLOR", "1")]));
    assert!(!has_colors(&["--color", "never"], &[("CLICOLOR_FORCE", "1")]));
}

#[test]
fn quiet_and_statistics() {
    let project = project();
    let run = project.run(&LINT);
    assert!(run.stdout.ends_with("Found 1 warning in 1 file.\n"), "{run:?}");
    let quiet = project.run(&[&LINT[..], &["--quiet"]].concat());
    assert!(quiet.stdout.contains("latest-tag") && !quiet.stdout.contains("Found"), "{quiet:?}");
    let statistics = project.run(&[&LINT[..], &["--statistics"]].concat());
    assert!(statistics.stdout.contains("latest-tag") && !statistics.stdout.contains("Dockerfile:1"), "{statistics:?}");
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_no_error() {
    let project = project();
    for at in 0..400 {
        project.write(&format!("{at}/Dockerfile"), LATEST);
    }
    let mut command = project.command();
    command.args(LINT).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("it starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn help_teaches_with_examples() {
    let project = project();
    for arguments in [&["--help"][..], &["lint", "--help"]] {
        let run = project.run(arguments);
        assert_eq!(run.code, 0);
        for part in ["Examples:", "Exit status: 0 clean", "plimsoll lint"] {
            assert!(run.stdout.contains(part), "{part}: {run:?}");
        }
    }
    assert!(project.run(&["--version"]).stdout.starts_with("plimsoll "));
}

/// Wherever the password of a command line stands, in the source shown, in messages and in fixes.
#[test]
fn passwords_of_commands_are_shown_nowhere() {
    let password = "hunter2Secret99";
    for (line, rules) in [
        (format!("RUN docker login -u ada --password={password} registry.acme.io"), "registry-password-argument"),
        (format!("RUN docker login -u ada -p{password} registry.acme.io"), "registry-password-argument"),
        (format!("RUN docker login -u ada -p {password} registry.acme.io"), "registry-password-argument"),
        (format!("RUN git clone https://abcdefgh01234567890123:{password}@git.acme.io/x"), "credentials-in-url"),
        (format!("RUN git clone https://ada:{password}@git.acme.io/x"), "forbidden-value,credentials-in-url"),
    ] {
        let text = format!("FROM debian:12.11\n{line}\n");
        let settings = "[rules.forbidden-value]\ndeny = [\"RUN *clone*\"]\n";
        let project = Project::new(&[("Dockerfile", text.as_str()), ("plimsoll.toml", settings)]);
        for format in ["terminal", "json", "sarif", "github", "gitlab", "junit", "checkstyle", "concise"] {
            let run = project.run(&["lint", "--select", rules, "--format", format]);
            let said = format!("{}{}", run.stdout, run.stderr);
            assert!(!said.contains(password), "{format}: {line}\n{said}");
            let rule = rules.rsplit(',').next().unwrap_or_default();
            assert!(said.contains(rule), "{format}: {line}\n{said}");
        }
    }
}

#[test]
fn an_error_of_aws_leads_to_its_rules() {
    let project = Project::new(&[]);
    let run = project.run(&["explain", "ClientException: No Fargate configuration exists for given values."]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.stdout.contains("  invalid-fargate-size  "), "{run:?}");
    let unknown = project.run(&["explain", "nobody ever met this"]);
    assert_eq!((unknown.code, unknown.stdout.as_str()), (2, ""), "{unknown:?}");
}

#[test]
fn rules_are_explained_by_any_of_their_names() {
    let project = project();
    let by_id = project.run(&["explain", "latest-tag"]);
    assert_eq!(by_id.code, 0);
    assert!(by_id.stdout.contains("FROM debian:latest"), "{by_id:?}");
    assert!(project.run(&["explain", "DL3007"]).stdout.contains(&by_id.stdout));
    let rules = project.run(&["rules"]);
    assert!(rules.stdout.contains("latest-tag"), "{rules:?}");
}

#[test]
fn completions_for_shells() {
    let project = project();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = project.run(&["completions", shell]);
        assert!(run.code == 0 && run.stdout.contains("unsafe-fixes"), "{shell}: {run:?}");
    }
}
