//! Registries that misbehave: a clear message each, the file untouched, the other images pinned.

use super::cli_support::{Project, Run};
use super::support::image::Image;
use super::support::registry::Registry;
use super::support::server::{Reply, Server};
use super::{command, finish};
use std::time::{Duration, Instant};

/// Pins an image of `server` beside one of a sound registry, with credentials for `server` at stake.
fn beside_a_sound_one(server: &Server, arguments: &[&str]) -> (Run, String) {
    let registry = Registry::open();
    let image = Image::oci("sound");
    image.push(&registry.host(), "app", "1");
    let bad = format!("FROM {}/bad:1\n", server.host());
    let project =
        Project::new(&[("a/Dockerfile", &bad), ("b/Dockerfile", &format!("FROM {}/app:1\n", registry.host()))]);
    // alice:stake-secret
    let auths = format!("{{\"auths\": {{\"{}\": {{\"auth\": \"YWxpY2U6c3Rha2Utc2VjcmV0\"}}}}}}", server.host());
    project.write(".docker/config.json", auths);
    let run = finish(&mut command(&project, &[&["pin"], arguments].concat()), "");
    assert_eq!(run.code, 2, "{run:?}");
    assert_eq!(project.read("a/Dockerfile"), bad, "{run:?}");
    assert_eq!(project.read("b/Dockerfile"), format!("FROM {}/app:1@{}\n", registry.host(), image.digest()), "{run:?}");
    for secret in ["stake-secret", "YWxpY2U6c3Rha2Utc2VjcmV0"] {
        assert!(!run.stderr.contains(secret) && !run.stdout.contains(secret), "{run:?}");
    }
    let message = run.stderr.lines().find(|line| line.contains("a/Dockerfile:1:6")).unwrap_or_default().to_owned();
    assert!(message.starts_with("error: "), "{run:?}");
    (run, message)
}

#[test]
fn one_that_hangs() {
    let server = Server::start(|_| Reply::Hang);
    let start = Instant::now();
    let (_, message) = beside_a_sound_one(&server, &["--timeout", "1"]);
    assert!(message.contains("did not answer within 1 second"), "{message}");
    assert!(start.elapsed() < Duration::from_secs(30), "the limit holds");
}

#[test]
fn one_that_has_had_enough() {
    let server = Server::start(|_| Reply::new(429, &[("retry-after", "7200")], "slow down"));
    let (_, message) = beside_a_sound_one(&server, &[]);
    assert!(message.contains("allows no more requests") && message.contains("2 hours"), "{message}");
}

#[test]
fn one_that_fails_and_one_that_talks_nonsense() {
    let server = Server::start(|_| Reply::new(500, &[], "oops"));
    let (_, message) = beside_a_sound_one(&server, &[]);
    assert!(message.contains("status 500"), "{message}");
    let server = Server::start(|_| Reply::Raw(b"this is not http at all\r\n\r\n".to_vec()));
    let (_, message) = beside_a_sound_one(&server, &[]);
    assert!(message.contains(&server.host()), "{message}");
    let server = Server::start(|_| Reply::new(200, &[("docker-content-digest", "sha256:short")], "{}"));
    let (_, message) = beside_a_sound_one(&server, &[]);
    assert!(message.contains("not understood") || message.contains("digest"), "{message}");
}

#[test]
fn one_whose_answer_does_not_end() {
    let server = Server::start(|request| match request.method.as_str() {
        "HEAD" => Reply::new(405, &[], ""),
        _ => Reply::Endless,
    });
    let (_, message) = beside_a_sound_one(&server, &[]);
    assert!(message.contains("longer than"), "{message}");
}

#[test]
fn one_that_sends_elsewhere_gets_no_credentials_there() {
    let elsewhere = Server::start(|_| Reply::new(404, &[], ""));
    let target = format!("{}/v2/bad/manifests/1", elsewhere.url());
    let server = Server::start(move |request| match request.header("authorization") {
        None => Reply::new(401, &[("www-authenticate", "Basic realm=\"test\"")], ""),
        Some(_) => Reply::redirect(&target),
    });
    let _ = beside_a_sound_one(&server, &[]);
    assert!(server.seen().iter().any(|request| request.header("authorization").is_some()), "the stake was played");
    assert!(elsewhere.seen().iter().all(|request| request.header("authorization").is_none()), "{:?}", elsewhere.seen());
}

#[test]
fn one_that_points_at_a_metadata_service() {
    let server = Server::start(|_| Reply::redirect("http://169.254.169.254/latest/meta-data/"));
    let (_, message) = beside_a_sound_one(&server, &[]);
    assert!(message.contains("169.254.169.254") && message.contains("refused"), "{message}");
    let realm = "Bearer realm=\"https://169.254.169.254/token\",service=\"x\"";
    let server = Server::start(move |_| Reply::new(401, &[("www-authenticate", realm)], ""));
    let (_, message) = beside_a_sound_one(&server, &[]);
    assert!(message.contains("169.254.169.254"), "{message}");
}

#[test]
fn one_whose_realm_is_not_encrypted() {
    let realm = "Bearer realm=\"http://tokens.example.com/token\",service=\"x\"";
    let server = Server::start(move |_| Reply::new(401, &[("www-authenticate", realm)], ""));
    let (_, message) = beside_a_sound_one(&server, &[]);
    assert!(message.contains("tokens.example.com"), "{message}");
}

#[test]
fn one_that_is_not_there() {
    let port = super::support::free_port();
    let project = Project::new(&[("Dockerfile", &format!("FROM 127.0.0.1:{port}/app:1\n"))]);
    let run = super::run(&project, &["pin"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.stderr.contains("cannot connect to"), "{run:?}");
}
