//! Servers that fail, lie, redirect and never end: each gives a clear message, and no secret goes astray.

use super::server::{Reply, Server};
use super::{index, options};
use plimsoll_registry::packages::{Error, Index, IndexOptions, IndexUrl};
use std::time::{Duration, Instant};

fn error(reply: impl Fn() -> Reply + Send + Sync + 'static) -> (Error, usize) {
    let server = Server::start(move |_| reply());
    let error = index(&server.index()).project("x").unwrap_err();
    (error, server.asked().len())
}

#[test]
fn answers_that_are_none() {
    for (reply, message, requests) in [
        ((|| Reply::status(404)) as fn() -> Reply, "has no package `x`", 1),
        (|| Reply::status(410), "has no package `x`", 1),
        (|| Reply::status(500), "status 500", 1),
        (|| Reply::status(503), "status 503", 2),
        (|| Reply::html("it works"), "neither HTML nor JSON", 1),
        (|| Reply::json("{\"files\": 7}"), "it lists no `files`", 1),
        (|| Reply::json("<html>"), "no JSON", 1),
    ] {
        let (error, asked) = error(reply);
        assert!(error.to_string().contains(message), "{error}");
        assert_eq!(asked, requests, "{message}");
    }
}

#[test]
fn what_is_no_http() {
    let (error, _) = error(|| Reply::Bytes(b"hello\r\n\r\n"));
    assert!(matches!(error, Error::Request(_)), "{error:?}");
}

#[test]
fn an_endless_page_is_cut_off() {
    let (error, asked) = error(|| Reply::Endless);
    assert!(error.to_string().contains("longer than 67108864 bytes"), "{error}");
    assert_eq!(asked, 1);
}

#[test]
fn a_server_that_says_nothing_costs_its_time_once() {
    let server = Server::start(|_| Reply::Silence);
    let index = Index::new(IndexOptions { timeout: Duration::from_millis(300), ..options(&server.index()) });
    let start = Instant::now();
    for name in ["x", "y", "z"] {
        let error = index.project(name).unwrap_err().to_string();
        assert!(error.contains("did not answer within"), "{error}");
    }
    assert!(start.elapsed() < Duration::from_secs(3), "{:?}", start.elapsed());
}

#[test]
fn redirects_on_the_same_host_keep_credentials_and_others_lose_them() {
    let page = "<html><a href='x-1.tar.gz'>x-1.tar.gz</a></html>";
    let other = Server::start(move |_| Reply::html(page));
    let elsewhere = format!("http://127.0.0.1:{}/stolen/", other.port);
    let server = Server::start(move |asked| match asked.path.as_str() {
        "/simple/here/" => Reply::redirect("/moved/here/".to_owned()),
        "/moved/here/" => Reply::html(page.replace("x-1", "here-1")),
        _ => Reply::redirect(elsewhere.clone()),
    });
    let index = index(&format!("http://me:hunter2@127.0.0.1:{}/simple", server.port));
    let project = index.project("here").unwrap();
    assert_eq!(project.files[0].url, format!("http://127.0.0.1:{}/moved/here/here-1.tar.gz", server.port));
    index.project("x").unwrap();
    assert!(server.asked().iter().all(|it| it.header("authorization") == Some("Basic bWU6aHVudGVyMg==")));
    assert_eq!(other.asked().len(), 1);
    assert_eq!(other.asked()[0].header("authorization"), None);
}

#[test]
fn redirects_to_addresses_that_are_refused() {
    let (error, _) = error(|| Reply::redirect("http://169.254.169.254/latest/meta-data/".to_owned()));
    assert!(error.to_string().contains("`169.254.169.254`"), "{error}");
    let (error, asked) = self::error(|| Reply::redirect("/simple/x/".to_owned()));
    assert!(error.to_string().contains("redirects without end"), "{error}");
    assert_eq!(asked, 6);
}

#[test]
fn refused_credentials_are_not_shown() {
    let server = Server::start(|_| Reply::status(401));
    let with = |user: &str| {
        let url = format!("http://{user}127.0.0.1:{}/simple", server.port);
        let index = index(&url);
        let error = index.project("x").unwrap_err();
        let shown = format!("{error} {error:?} {index:?}");
        assert!(!shown.contains("hunter2") && !shown.contains("aHVudGVy"), "{shown}");
        error.to_string()
    };
    assert!(with("me:hunter2@").contains("refuses the credentials from the index URL"));
    assert!(with("").contains("asks who wants to know"));
}

#[test]
fn plain_http_to_others_is_refused_before_anything_is_sent() {
    let error = index("http://index.example/simple").project("x").unwrap_err();
    assert!(error.to_string().contains("`index.example` would be asked over http"), "{error}");
}

#[test]
fn netrc_is_for_its_host() {
    let dir = tempfile::tempdir().unwrap();
    let netrc = dir.path().join("netrc");
    std::fs::write(&netrc, "machine 127.0.0.1 login me password hunter2\ndefault login any password all\n").unwrap();
    let server = Server::start(|_| Reply::html("<html></html>"));
    let with = |url: String| Index::new(IndexOptions { netrc: Some(netrc.clone()), ..options(&url) });
    with(server.index()).project("x").unwrap();
    with(format!("http://localhost:{}/simple", server.port)).project("x").unwrap();
    let asked = server.asked();
    assert_eq!(asked[0].header("authorization"), Some("Basic bWU6aHVudGVyMg=="));
    assert_eq!(asked[1].header("authorization"), None);
}

#[test]
fn several_indexes_must_agree() {
    let page =
        |version: &'static str| move |_: &_| Reply::html(format!("<a href='x-{version}.zip'>x-{version}.zip</a>"));
    let (one, same, other) = (Server::start(page("1")), Server::start(page("1")), Server::start(page("2")));
    let none = Server::start(|_| Reply::status(404));
    let with = |extra: &[&Server]| {
        let extra_urls = extra.iter().map(|server| IndexUrl::parse(&server.index()).unwrap()).collect();
        Index::new(IndexOptions { extra_urls, ..options(&one.index()) }).project("x")
    };
    assert_eq!(with(&[&same, &none, &one]).unwrap().files.len(), 1);
    let error = with(&[&other]).unwrap_err();
    assert!(error.to_string().contains("have different files of `x`"), "{error}");
    let broken = Server::start(|_| Reply::status(500));
    assert!(with(&[&broken]).is_err(), "what an index has that cannot be asked is not known");
}
