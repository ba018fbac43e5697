//! Settings as the command finds and merges them.

mod cli_support;

use cli_support::{Project, root};

const LATEST: &str = "FROM debian:latest\nUSER 1000\n";

fn fires(project: &Project, arguments: &[&str]) -> Vec<String> {
    let mut found = project.found(arguments);
    found.retain(|it| it.ends_with(" latest-tag"));
    found
}

#[test]
fn the_nearest_file_governs() {
    let files = ["Dockerfile", "a/Dockerfile", "a/b/Dockerfile"];
    let project = Project::new(&files.map(|path| (path, LATEST)));
    project.write("a/plimsoll.toml", "ignore = [\"latest-tag\"]\n");
    project.write("a/b/plimsoll.toml", "");
    let expected = ["Dockerfile latest-tag", "a/b/Dockerfile latest-tag"];
    assert_eq!(fires(&project, &[]), expected);
    assert_eq!(fires(&project, &["a/Dockerfile"]).len(), 0);
    assert_eq!(fires(&project, &["--no-config"]).len(), 3);
    assert_eq!(fires(&project, &["--config", "a/plimsoll.toml"]).len(), 0);
    assert_eq!(fires(&project, &["--select", "latest-tag"]).len(), 3, "the command line wins");
}

#[test]
fn overrides_and_listed_files() {
    let project = Project::new(&[
        (
            "plimsoll.toml",
            "[files]\ndockerfile = [\"*.image\"]\nexclude = [\"old/\"]\n\
             [[overrides]]\npaths = [\"test/**\"]\nrules = { latest-tag = \"off\" }\n",
        ),
        ("test/Dockerfile", LATEST),
        ("old/Dockerfile", LATEST),
        ("x.image", LATEST),
    ]);
    assert_eq!(fires(&project, &[]), ["x.image latest-tag"]);
    assert_eq!(fires(&project, &["old/Dockerfile"]), ["old/Dockerfile latest-tag"], "named files are linted");
    assert!(fires(&project, &["old/Dockerfile", "--force-exclude"]).is_empty());
}

#[test]
fn value_paths_keep_a_rule_quiet() {
    let task = r#"{"family": "x", "containerDefinitions": [
        {"name": "a", "image": "i:1", "privileged": true}, {"name": "b", "image": "i:1", "privileged": true}]}"#;
    let project = Project::new(&[("task.json", task)]);
    let count = || {
        let json = project.json(&["--select", "privileged-container"]);
        cli_support::list(&json, "diagnostics").len()
    };
    assert_eq!(count(), 2);
    project.write(
        "plimsoll.toml",
        "[[ignore-at]]\nrule = \"privileged-container\"\nfiles = [\"task.json\"]\npath = \"containerDefinitions[a]\"\n",
    );
    assert_eq!(count(), 1);
}

#[test]
fn fail_on_and_inline_ignores() {
    let ignored = "# plimsoll: ignore[latest-tag] moving on purpose\nFROM debian:latest\nUSER 1000\n";
    let project = Project::new(&[("Dockerfile", ignored), ("plimsoll.toml", "fail-on = \"warning\"\n")]);
    assert_eq!(project.run(&["lint"]).code, 0);
    project.write("plimsoll.toml", "fail-on = \"warning\"\nallow-inline-ignores = false\n");
    assert_eq!(project.run(&["lint"]).code, 1);
    let relaxed = ["lint", "--fail-on", "error", "--ignore", "inline-ignore"];
    assert_eq!(project.run(&relaxed).code, 0, "the command line wins");
}

#[test]
fn a_broken_configuration_is_an_error_once_and_everything_is_linted() {
    let project = Project::new(&[
        ("plimsoll.toml", "ignroe = [\"latest-tag\"]\n[rules]\nroot-userr = \"off\"\nmissing-user = \"off\"\n"),
        ("Dockerfile", LATEST),
        ("a/Dockerfile", "FROM debian:12\nRUN true\n"),
    ]);
    let run = project.run(&["lint"]);
    assert_eq!(run.code, 2, "{run:?}");
    let errors = [
        "error: plimsoll.toml:1:1: unknown key `ignroe`; did you mean `ignore`?",
        "error: plimsoll.toml:3:1: unknown rule `root-userr`; did you mean `root-user`?",
    ];
    for error in errors {
        assert_eq!(run.stderr.matches(error).count(), 1, "{run:?}");
    }
    assert!(run.stdout.contains("latest-tag"), "{run:?}");
    assert!(!run.stdout.contains("missing-user"), "what is right counts: {run:?}");
    let run = project.run(&["lint", "--config", "nowhere.toml"]);
    assert!(run.code == 2 && run.stderr.contains("nowhere.toml: no such file"), "{run:?}");
}

#[test]
fn hadolints_configuration_is_understood() {
    let project = Project::new(&[
        (".hadolint.yaml", "failure-threshold: warning\nignored: [DL3007, SC2046, DL3059]\n"),
        ("Dockerfile", LATEST),
        ("a/Dockerfile", "FROM debian\nUSER 1000\n"),
    ]);
    let run = project.run(&["lint", "--ignore", "unpinned-base-digest"]);
    assert_eq!((run.code, run.stderr.as_str()), (1, ""), "{run:?}");
    assert!(fires(&project, &[]).is_empty());
    project.write("plimsoll.toml", "");
    assert_eq!(fires(&project, &[]).len(), 1, "our own file stands before it");
}

/// The examples of docs/configuration.md are read without an error, as the files that they show.
#[test]
fn the_documented_configurations_are_right() {
    let page = std::fs::read_to_string(root().join("docs/configuration.md")).expect("the page");
    let mut seen = 0;
    for (language, file) in [("```toml\n", "plimsoll.toml"), ("```yaml\n", ".hadolint.yaml")] {
        for example in page.split(language).skip(1) {
            let example = example.split("```").next().expect("the example ends");
            let baseline = ("plimsoll-baseline.json", "{\"version\": 1, \"files\": {}}");
            let project = Project::new(&[(file, example), ("Dockerfile", "FROM scratch\nUSER 1000\n"), baseline]);
            let run = project.run(&["lint", "--fail-on", "never"]);
            assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{example}");
            seen += 1;
        }
    }
    assert!(seen >= 6, "only {seen} examples were found");
}
