//! `plimsoll format`: what is written, shown and left alone.

mod cli_support;

use cli_support::Project;

const ROUGH: &str =
    "# größe\r\nfrom  debian:12 as base\r\nRUN apt-get update   \\\r\n&& true\r\n\r\n\r\n\r\ncopy  a   b\r\n";
const SMOOTH: &str = "FROM debian:12\nCOPY a b\n";

#[test]
fn it_writes_what_changes_and_names_it() {
    let project = Project::new(&[("a/Dockerfile", "from  debian:12\ncopy a  b\n"), ("b/Dockerfile", SMOOTH)]);
    let run = project.run(&["format"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, "a/Dockerfile\n"), "{run:?}");
    assert!(run.stderr.contains("1 file formatted, 1 formatted already."), "{run:?}");
    assert_eq!(project.read("a/Dockerfile"), SMOOTH);
    let again = project.run(&["format"]);
    assert_eq!((again.code, again.stdout.as_str()), (0, ""), "{again:?}");
    assert!(again.stderr.contains("2 files formatted already."), "{again:?}");
}

#[test]
fn a_check_and_a_diff_write_nothing() {
    let rough = "from debian:12\n";
    let project = Project::new(&[("Dockerfile", rough)]);
    let check = project.run(&["format", "--check"]);
    assert_eq!((check.code, check.stdout.as_str()), (1, "Dockerfile\n"), "{check:?}");
    let diff = project.run(&["format", "--diff"]);
    assert_eq!(diff.code, 1, "{diff:?}");
    assert!(diff.stdout.contains("-from debian:12\n+FROM debian:12\n"), "{diff:?}");
    assert_eq!(project.read("Dockerfile"), rough);
    assert_eq!(project.run(&["format", "--check", "--diff"]).code, 2);
}

#[test]
fn stdin_and_line_ends() {
    let project = Project::new(&[]);
    let run = project.pipe(&["format", "-", "--indent", "2"], ROUGH);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(
        run.stdout,
        "# größe\r\nFROM debian:12 AS base\r\nRUN apt-get update \\\r\n  && true\r\n\r\nCOPY a b\r\n"
    );
    // Already formatted text comes out as it went in.
    assert_eq!(project.pipe(&["format", "-"], SMOOTH).stdout, SMOOTH);
}

#[test]
fn other_files_and_broken_instructions_stay() {
    let broken = "FORM  debian:12\nrun  echo  hi\n";
    let task = "{ \"family\":  \"a\", \"containerDefinitions\": [{\"name\": \"a\",   \"image\": \"b:1\"}] }\n";
    let project = Project::new(&[("Dockerfile", broken), ("task-definition.json", task)]);
    let run = project.run(&["format"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(project.read("Dockerfile"), "FORM  debian:12\nRUN echo  hi\n");
    assert_eq!(project.read("task-definition.json"), task);
}

#[test]
fn what_cannot_be_read_is_said() {
    let project = Project::new(&[("Dockerfile", SMOOTH)]);
    let run = project.run(&["format", "nowhere", "Dockerfile"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.stderr.contains("nowhere"), "{run:?}");
    assert_eq!(project.run(&["format", "--indent", "99"]).code, 2);
}
