//! `lint --shellcheck PATH` with the real ShellCheck that `cargo xtask test` installs, and with programs that are none.

mod cli_support;

use cli_support::{Project, root};
use std::path::PathBuf;

const DOCKERFILE: &str =
    "FROM debian:12.11\nARG NAME\nRUN echo \"é\" && \\\n    cd $HOME/x && rm -rf $other/*\nUSER 1000\n";

fn real() -> PathBuf {
    let program = root().join("target/tools/venv/bin/shellcheck");
    assert!(program.exists(), "{} is missing: `cargo xtask test` installs it", program.display());
    program
}

fn shellcheck(project: &Project, program: &str, arguments: &[&str]) -> cli_support::Run {
    project.run(&[&["lint", "--select", "shellcheck", "--format", "json", "--shellcheck", program], arguments].concat())
}

/// Code, line and column of each finding.
fn places(output: &str) -> Vec<(String, u64, u64)> {
    let json: serde_json::Value = serde_json::from_str(output).expect("JSON");
    let place = |it: &serde_json::Value| {
        let start = &it["range"]["start"];
        let number = |key: &str| start[key].as_u64().expect("a number");
        (it["rule"].as_str().expect("a rule").to_owned(), number("line"), number("column"))
    };
    cli_support::list(&json, "diagnostics").iter().map(place).collect()
}

#[test]
fn findings_of_the_real_program_stand_where_they_are() {
    let project = Project::new(&[("Dockerfile", DOCKERFILE), ("b/Dockerfile", DOCKERFILE)]);
    let run = shellcheck(&project, &real().to_string_lossy(), &[]);
    assert_eq!(run.stderr, "", "{run:?}");
    let found = places(&run.stdout);
    assert!(found.contains(&("SC2115".to_owned(), 4, 26)), "{found:?}");
    assert_eq!(found.iter().filter(|(code, ..)| code == "SC2115").count(), 2, "both files: {found:?}");
}

#[test]
fn a_code_that_is_off_stays_off() {
    let project = Project::new(&[("Dockerfile", DOCKERFILE)]);
    let run = shellcheck(&project, &real().to_string_lossy(), &["--ignore", "SC2086"]);
    assert!(places(&run.stdout).iter().all(|(code, ..)| code != "SC2086"), "{run:?}");
}

#[test]
fn a_program_that_is_none_is_named_and_the_run_fails() {
    let project = Project::new(&[("Dockerfile", DOCKERFILE)]);
    for (program, said) in
        [("no-such-program", "could not be started"), ("true", "is no ShellCheck"), ("false", "is no ShellCheck")]
    {
        let run = shellcheck(&project, program, &[]);
        assert_eq!(run.code, 2, "{program}: {run:?}");
        assert!(
            run.stderr.contains(&format!("--shellcheck {program}: ")) && run.stderr.contains(said),
            "{program}: {run:?}"
        );
    }
}
