//! What `plimsoll hadolint` is told, and what of it wins, beside the real hadolint.

mod cli_support;

use cli_support::hadolint::{both, heads, project, real};
use cli_support::{Project, finish};
use std::path::PathBuf;
use std::process::Command;

/// Runs with these arguments, environment and `.hadolint.yaml`; the heads of both have to agree, and the exit status.
fn agree(config: &str, arguments: &[&str], environment: &[(&str, &str)]) {
    let project = project();
    project.write("c.yaml", config);
    let with_config: &[&str] = if config.is_empty() { &[] } else { &["-c", "c.yaml"] };
    let arguments = [with_config, &["--no-color"], arguments, &["Dockerfile", "Clean"]].concat();
    let (ours, theirs) = both(&project, &arguments, environment, "");
    assert_eq!(heads(&ours), heads(&theirs), "{config:?} {arguments:?} {environment:?}");
    assert_eq!(ours.code, theirs.code, "{config:?} {arguments:?} {environment:?}");
}

#[test]
fn settings_win_over_each_other_as_in_hadolint() {
    agree("ignored: [DL3007, SC2086]\noverride:\n  error: [DL3008]\n  style: [DL4000]\n", &[], &[]);
    agree("ignored: [DL3007]\n", &["--ignore", "DL3008", "--info", "DL4000"], &[("HADOLINT_IGNORE", "DL3009,DL3015")]);
    agree(
        "override: {error: [DL3007]}\n",
        &["--info", "DL3007", "--error", "SC2086"],
        &[("HADOLINT_OVERRIDE_STYLE", "DL3007,DL3008")],
    );
    agree("", &["--error", "DL3007", "--ignore", "DL3007"], &[]);
    agree("", &["--error", "DL3007", "--style", "DL3007"], &[]);
    agree("failure-threshold: error\noverride: {style: [DL4000]}\n", &[], &[]);
    agree("failure-threshold: error\noverride: {style: [DL4000]}\n", &["-t", "info"], &[]);
    agree("failure-threshold: error\noverride: {style: [DL4000]}\n", &[], &[("HADOLINT_FAILURE_THRESHOLD", "info")]);
    agree("", &["-t", "error", "--style", "DL4000"], &[("HADOLINT_FAILURE_THRESHOLD", "info")]);
    agree("no-fail: false\n", &[], &[("HADOLINT_NOFAIL", "1")]);
    agree("no-fail: false\n", &["--no-fail"], &[]);
    for value in ["1", "yes", "TRUE", "on", "y", "0", "no", "perhaps"] {
        agree("", &[], &[("HADOLINT_NOFAIL", value)]);
    }
    // Each of the formats is written.
    agree("format: gnu\n", &["-f", "tty"], &[]);
    agree("format: gnu\n", &[], &[("HADOLINT_FORMAT", "tty")]);
    agree("", &["-f", "tty"], &[("HADOLINT_FORMAT", "gnu")]);
    agree("", &["--info", "DL3057"], &[]);
    agree("", &["-Vt", "none"], &[]);
}

#[test]
fn registries_and_labels() {
    const REGISTRIES: &str =
        "FROM debian:12.11\nFROM ghcr.io/a/b:1\nFROM eu.gcr.io/a/b:1\nCOPY --from=quay.io/c:1 /d /d\n";
    const LABELS: &str = "FROM debian:12.11\nLABEL url=\"x\" sha=\"1234567\" version=\"1.2.3\" empty=\"\" odd=\"x\"\n";
    let project = Project::new(&[("registries", REGISTRIES), ("labels", LABELS)]);
    let agree = |config: &str, arguments: &[&str], environment: &[(&str, &str)]| {
        project.write(".hadolint.yaml", config);
        let arguments = [&["--no-color", "registries", "labels"], arguments].concat();
        let (ours, theirs) = both(&project, &arguments, environment, "");
        let (mut ours_once, mut theirs_once) = (heads(&ours), heads(&theirs));
        // hadolint has one finding for all labels that are too many.
        ours_once.dedup();
        theirs_once.dedup();
        assert_eq!(ours_once, theirs_once, "{config:?} {arguments:?} {environment:?}");
        assert_eq!(ours.code, theirs.code, "{config:?} {arguments:?}");
    };
    agree("trustedRegistries: [ghcr.io]\n", &[], &[]);
    agree("trustedRegistries: [ghcr.io]\n", &["--trusted-registry", "*.gcr.io"], &[]);
    agree(
        "trustedRegistries: [ghcr.io]\noverride: {info: [DL3026]}\n",
        &[],
        &[("HADOLINT_TRUSTED_REGISTRIES", "docker.io")],
    );
    agree("{}\n", &["--trusted-registry", "hub.docker.com"], &[]);
    // To hadolint every stage lacks a label, to us the one that is shipped; so files of one stage.
    project.write("registries", "FROM scratch\nLABEL url=x sha=x version=x empty=x absent=x\n");
    agree(
        "label-schema: {url: url, sha: hash, version: semver, empty: text, absent: text}\n",
        &["--ignore", "DL3055"],
        &[],
    );
    agree("label-schema: {url: text}\nstrict-labels: true\n", &[], &[]);
    agree("label-schema: {url: text}\n", &["--require-label", "url:url", "--require-label", "sha:spdx"], &[]);
    agree(
        "label-schema: {url: text}\nstrict-labels: false\n",
        &[],
        &[("HADOLINT_STRICT_LABELS", "1"), ("HADOLINT_REQUIRE_LABELS", "url:email")],
    );
    agree("{}\n", &["--strict-labels"], &[]);
}

#[test]
fn every_type_of_label_takes_what_hadolint_takes() {
    let values = [
        ("url", &["https://a.b/c?x=1", "urn:x:y", "a.b/c", "foo", "http://a b"][..]),
        (
            "rfc3339",
            &[
                "2020-01-01T00:00:00Z",
                "2020-01-01T00:00:00.5+01:00",
                "2020-01-01 00:00:00Z",
                "2020-01-01",
                "2020-02-30T00:00:00Z",
            ],
        ),
        ("semver", &["1.2.3", "1.2.3-rc.1+b", "v1.2.3", "1.2", "1.2.3.4"]),
        ("hash", &["1234567", "1234567890123456789012345678901234567890", "abc", "ghijklm"]),
        ("spdx", &["MIT", "GPL-3.0-or-later", "Proprietary", "mit license"]),
        ("email", &["a@b.c", "a.b+c@d.example", "foo"]),
        ("text", &["x", "anything at all"]),
    ];
    let project = Project::new(&[]);
    for (kind, values) in values {
        for value in values {
            project.write("Dockerfile", format!("FROM debian:12.11\nLABEL k=\"{value}\"\n"));
            let (ours, theirs) =
                both(&project, &["--no-color", "--require-label", &format!("k:{kind}"), "Dockerfile"], &[], "");
            assert_eq!(ours.stdout.is_empty(), theirs.stdout.is_empty(), "{kind} {value}: {ours:?} {theirs:?}");
        }
    }
}

#[test]
fn the_file_is_looked_for_where_hadolint_looks() {
    let project =
        Project::new(&[("work/Dockerfile", "FROM debian:latest\n"), ("work/sub/Dockerfile", "FROM debian:latest\n")]);
    let outcome = |place: &str| {
        project.write(place, "ignored: [DL3007]\n");
        let run = |program: PathBuf, arguments: &[&str]| {
            let mut command = Command::new(program);
            command
                .current_dir(project.path("work"))
                .env("HOME", project.path("home"))
                .env("XDG_CONFIG_HOME", project.path("xdg"));
            finish(command.args(arguments), "").stdout.is_empty()
        };
        let found =
            (run(cli_support::binary().to_owned(), &["hadolint", "sub/Dockerfile"]), run(real(), &["sub/Dockerfile"]));
        std::fs::remove_file(project.path(place)).expect("it is there");
        found
    };
    for place in [
        "work/.hadolint.yaml",
        "work/.hadolint.yml",
        "xdg/hadolint.yaml",
        "xdg/hadolint.yml",
        "home/.hadolint/hadolint.yaml",
        "home/.hadolint/config.yml",
        "home/.hadolint.yaml",
        "home/.hadolint.yml",
    ] {
        assert_eq!(outcome(place), (true, true), "{place}");
    }
    for place in [
        "work/sub/.hadolint.yaml",
        ".hadolint.yaml",
        "work/hadolint.yaml",
        "home/.config/hadolint.yaml",
        "home/hadolint.yaml",
    ] {
        assert_eq!(outcome(place), (false, false), "{place}");
    }
}

#[test]
fn a_doubtful_file_is_warned_of_and_the_run_goes_on() {
    let project = project();
    project.write(".hadolint.yaml", "ignorde: [DL3007]\nignored: [DL3008]\nno-fail: perhaps\n");
    let run = project.run(&["hadolint", "--no-color", "Clean"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""));
    assert_eq!(
        run.stderr,
        "warning: .hadolint.yaml:1:1: unknown key `ignorde`; did you mean `ignored`?\n\
         warning: .hadolint.yaml:3:10: expected `true` or `false`\n"
            .replace("warning: .hadolint.yaml", &format!("warning: {}", project.path(".hadolint.yaml").display()))
    );
}

#[test]
fn ignore_comments_and_the_ban_on_them() {
    let project = Project::new(&[(
        "Dockerfile",
        "# hadolint global ignore=DL3006\n# hadolint ignore=DL3007\nFROM debian:latest\n# hadolint ignore=DL3003 # on purpose\nRUN cd /srv && make\n\
         # hadolint stage ignore=DL3002\nFROM debian\nUSER root\n",
    )]);
    for arguments in
        [&[][..], &["--disable-ignore-pragma"], &["--error", "DL1001"], &["--info", "DL1001", "--ignore", "DL3003"]]
    {
        let (ours, theirs) = both(&project, &[&["--no-color", "Dockerfile"], arguments].concat(), &[], "");
        assert_eq!(heads(&ours), heads(&theirs), "{arguments:?}");
        assert_eq!(ours.code, theirs.code, "{arguments:?}");
    }
}
