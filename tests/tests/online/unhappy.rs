//! Servers that hang, have nothing, say something else, or send elsewhere: the file stays as it is there, a line says why,
//! and other findings get their fixes.

use super::Network;
use super::cli_support::Project;
use super::support::server::Reply;
use std::time::{Duration, Instant};

const RULES: &str = "remote-add-without-checksum,unpinned-git-clone,latest-download-url,from-as-casing";

/// What is said when the server answers like that; the file is only mended where nobody has to be asked.
fn said(text: &str, answer: impl Fn(&str) -> Reply + Send + Sync + 'static) -> String {
    let network = Network::of(move |request| answer(&request.path));
    let text = format!("FROM debian:12 as a\n{text}\n");
    let project = Project::new(&[("Dockerfile", &text)]);
    let start = Instant::now();
    let arguments = ["lint", "--online", "--fix", "--unsafe-fixes", "--timeout", "1", "--select", RULES];
    let run = network.run(&project, &arguments);
    assert!(start.elapsed() < Duration::from_secs(60), "{run:?}");
    assert_eq!(project.read("Dockerfile"), text.replace(" as ", " AS "), "{run:?}");
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.stdout.contains("note"), "no finding is lost: {run:?}");
    run.stderr
}

const ADD: &str = "ADD https://downloads.example.com/app.tgz?token=hunter2 /";
const CLONE: &str = "RUN git clone https://github.com/acme/app.git";
const LATEST: &str = "ADD https://github.com/acme/app/releases/latest/download/app.tgz /";

#[test]
fn a_server_that_hangs() {
    for text in [ADD, CLONE, LATEST] {
        let said = said(text, |_| Reply::Hang);
        assert!(said.contains("did not answer within 1 second"), "{text}: {said}");
    }
}

#[test]
fn a_server_that_has_nothing() {
    for text in [ADD, CLONE, LATEST] {
        let said = said(text, |_| Reply::new(404, &[], "gone"));
        assert!(said.contains("answers with status 404") && !said.contains("hunter2"), "{text}: {said}");
    }
}

#[test]
fn a_download_that_breaks_off_has_no_checksum() {
    let part = b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\na part".to_vec();
    let said = said(ADD, move |_| Reply::Raw(part.clone()));
    assert!(said.contains("downloads.example.com"), "{said}");
}

#[test]
fn a_download_that_is_packed_for_the_way_has_no_checksum() {
    let said = said(ADD, |_| Reply::new(200, &[("content-encoding", "gzip")], "packed"));
    assert!(said.contains("its checksum depends on who asks"), "{said}");
}

#[test]
fn a_redirect_to_this_machine_or_to_http_is_not_followed() {
    let here = said(ADD, |path| match path {
        "/secret" => Reply::new(200, &[], "a secret"),
        _ => Reply::redirect("https://127.0.0.1:1/secret"),
    });
    assert!(here.contains("an address of this machine"), "{here}");
    let metadata = said(ADD, |_| Reply::redirect("https://169.254.169.254/latest/meta-data/"));
    assert!(metadata.contains("metadata service"), "{metadata}");
    let clear = said(ADD, |_| Reply::redirect("http://downloads.example.com/app.tgz"));
    assert!(clear.contains("from https to http"), "{clear}");
    let endless = said(ADD, |path| Reply::redirect(&format!("{path}x")));
    assert!(endless.contains("without end"), "{endless}");
}

#[test]
fn an_answer_that_is_no_list_of_references() {
    for body in ["<html>sign in</html>", "001e# service=git-receive-pack\n0000", "ffff", "$(id)\trefs/heads/main\n"] {
        let said = said(CLONE, move |_| Reply::new(200, &[], body));
        assert!(said.contains("it is no list of references"), "{body}: {said}");
    }
}

#[test]
fn an_address_that_leads_to_nothing() {
    let said = said(LATEST, |path| match path.contains("/latest/") {
        true => Reply::redirect("/acme/app/releases/download/v1/app.tgz"),
        false => Reply::new(404, &[], "no such file in this release"),
    });
    assert!(said.contains("answers with status 404"), "{said}");
}
