//! Addresses: their checksum, where they lead, whether they are there by https.

use super::cli_support::Project;
use super::{Network, sha256};
use std::process::Command;

const FILES: &[(&str, &str)] = &[
    ("/app.tgz", "an archive"),
    ("/moved.tgz", "->https://downloads.example.com/app.tgz"),
    ("/acme/app/releases/latest/download/app.tgz", "->https://github.com/acme/app/releases/download/v1.2/app.tgz"),
    ("/acme/app/releases/download/v1.2/app.tgz", "->https://downloads.example.com/signed?token=secret"),
    ("/signed?token=secret", "an archive"),
    ("/tool/latest/tool", "->https://elsewhere.example.org/tool/1.0/tool"),
    ("/tool/current-latest.tgz", "the tool"),
];

#[test]
fn an_add_gets_the_checksum_of_what_the_address_gives() {
    let network = Network::with(FILES);
    let text = "FROM scratch\nADD --chown=1 https://downloads.example.com/app.tgz https://downloads.example.com/moved.tgz /\n\
                ADD https://downloads.example.com/moved.tgz /\n";
    let project = Project::new(&[("Dockerfile", text)]);
    let fixed = network.run(&project, &["lint", "--online", "--fix", "--select", "remote-add-without-checksum"]);
    assert!(fixed.stderr.contains("Applied 1 fix in 1 file."), "{fixed:?}");
    let sum = sha256("an archive");
    let (rest, last) = text.split_at(text.rfind("ADD").unwrap());
    let flag = format!("ADD --checksum=sha256:{sum} ");
    assert_eq!(
        project.read("Dockerfile"),
        format!("{rest}{}", last.replace("ADD ", &flag)),
        "two sources have no one sum"
    );
}

#[test]
fn what_was_downloaded_is_compared_and_the_comparison_works() {
    let network = Network::with(FILES);
    let text =
        "FROM debian:12\nRUN curl -fsSLo app.tgz https://downloads.example.com/app.tgz \\\n    && tar -xf app.tgz\n";
    let project = Project::new(&[("Dockerfile", text)]);
    let fixed = network.run(&project, &["lint", "--online", "--fix", "--select", "unverified-download"]);
    assert_eq!((fixed.code, fixed.stdout.contains("warning")), (0, false), "{fixed:?}");
    let line = format!("echo \"{}  app.tgz\" | sha256sum -c -", sha256("an archive"));
    let expected = text.replace("app.tgz \\\n    && tar", &format!("app.tgz \\\n    && {line} \\\n    && tar"));
    assert_eq!(project.read("Dockerfile"), expected);
    for (content, holds) in [("an archive", true), ("another one", false)] {
        project.write("app.tgz", content);
        let status = Command::new("sh").args(["-c", &line]).current_dir(project.path(".")).output().unwrap().status;
        assert_eq!(status.success(), holds, "{content}");
    }
}

#[test]
fn a_latest_address_becomes_the_one_that_it_leads_to() {
    let network = Network::with(FILES);
    let text = "FROM debian:12\n\
                RUN curl -fsSLO https://github.com/acme/app/releases/latest/download/app.tgz\n\
                RUN curl -fsSLo t https://downloads.example.com/tool/latest/tool\n\
                RUN curl -fsSLo t https://downloads.example.com/tool/current-latest.tgz\n";
    let project = Project::new(&[("Dockerfile", text)]);
    let fixed = network.fix(&project, "latest-download-url");
    assert!(fixed.stderr.contains("Applied 1 fix in 1 file."), "{fixed:?}");
    assert_eq!(project.read("Dockerfile"), text.replace("latest/download", "download/v1.2"), "{fixed:?}");
    assert_eq!(fixed.code, 0, "what leads elsewhere or nowhere is an answer: {fixed:?}");
    assert!(!network.server.lines().iter().any(|line| line.contains("/tool/1.0")), "{:?}", network.server.lines());
}

#[test]
fn https_is_written_where_the_server_gives_the_same_path_by_it() {
    let network = Network::with(FILES);
    let text =
        "FROM scratch\nADD http://downloads.example.com/app.tgz /\nADD http://downloads.example.com/gone.tgz /\n";
    let project = Project::new(&[("Dockerfile", text)]);
    let fixed = network.fix(&project, "cleartext-download");
    assert_eq!(
        project.read("Dockerfile"),
        text.replace("http://downloads.example.com/app", "https://downloads.example.com/app")
    );
    assert!(fixed.stdout.contains("gone.tgz") && !fixed.stderr.contains("error"), "{fixed:?}");
}

#[test]
fn nobody_is_asked_without_online_and_for_what_is_ignored_or_off() {
    let network = Network::with(FILES);
    let text = "FROM scratch\n# plimsoll: ignore[remote-add-without-checksum] ours\nADD https://downloads.example.com/app.tgz /\n";
    let project = Project::new(&[("Dockerfile", text)]);
    let select = ["--select", "remote-add-without-checksum"];
    network.run(&project, &[&["lint", "--online", "--fix"], &select[..]].concat());
    project.write("Dockerfile", "FROM scratch\nADD https://downloads.example.com/app.tgz /\n");
    network.run(&project, &[&["lint", "--fix"], &select[..]].concat());
    network.run(&project, &["lint", "--online", "--fix", "--select", "maintainer-instruction"]);
    assert_eq!((network.proxy.seen(), network.server.lines()), (Vec::new(), Vec::new()));
}

#[test]
fn the_cache_answers_without_a_connection() {
    let network = Network::with(FILES);
    let text = "FROM scratch\nADD https://downloads.example.com/app.tgz /\n";
    let project = Project::new(&[("Dockerfile", text)]);
    let select = ["--select", "remote-add-without-checksum"];
    let nothing = network.run(&project, &[&["lint", "--online", "--offline"], &select[..]].concat());
    assert!(nothing.code == 2 && nothing.stderr.contains("run once without `--offline`"), "{nothing:?}");
    network.run(&project, &[&["lint", "--online"], &select[..]].concat());
    let asked = network.server.lines();
    let fixed = network.run(&project, &[&["lint", "--online", "--offline", "--fix"], &select[..]].concat());
    assert_eq!((fixed.code, network.server.lines()), (0, asked), "{fixed:?}");
    assert!(project.read("Dockerfile").contains(&sha256("an archive")));
}
