//! A registry that hangs, is busy, is broken, or lies.

use super::support::image::{Image, OCI_INDEX, digest};
use super::support::server::{Message, Reply, Server};
use super::{client, options, problem, reference, resolve};
use plimsoll_registry::{Client, Options};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Answers the probe for https and http as a registry does, and the rest as told.
fn server(answer: impl Fn(&Message) -> Reply + Send + Sync + 'static) -> (Server, String) {
    let server = Server::start(answer);
    let image = format!("{}/app:1", server.host());
    (server, image)
}

fn good(body: &str) -> Reply {
    Reply::new(200, &[("content-type", OCI_INDEX), ("docker-content-digest", &digest(body.as_bytes()))], body)
}

#[test]
fn hangs() {
    let (server, image) = server(|_| Reply::Hang);
    let client = Client::new(Options { timeout: Duration::from_secs(1), ..options() }).unwrap();
    let start = Instant::now();
    assert_eq!(problem(&client, &image), format!("`{}` did not answer within 1 second", server.host()));
    assert!(start.elapsed() < Duration::from_secs(3));
}

#[test]
fn is_busy_for_a_moment() {
    let asked = AtomicUsize::new(0);
    let (server, image) = server(move |_| match asked.fetch_add(1, Ordering::SeqCst) {
        0 => Reply::new(429, &[("retry-after", "1")], ""),
        1 => Reply::new(503, &[], ""),
        _ => good("{}"),
    });
    let start = Instant::now();
    assert_eq!(resolve(&client(), &image).digest, digest(b"{}"));
    assert!(start.elapsed() >= Duration::from_secs(1), "the wait that was asked for is kept");
    assert_eq!(server.lines().len(), 3);
}

#[test]
fn is_busy_for_long() {
    let (server, image) = server(|_| Reply::new(429, &[("retry-after", "3600")], ""));
    let start = Instant::now();
    let expected = format!("`{}` allows no more requests for now; it asks to wait 60 minutes", server.host());
    assert_eq!(problem(&client(), &image), expected);
    assert!(start.elapsed() < Duration::from_secs(1));
    assert_eq!(server.lines().len(), 1);
}

#[test]
fn is_busy_without_end() {
    for (status, message) in [(429, "allows no more requests for now"), (502, "answers with status 502")] {
        let (server, image) = server(move |_| Reply::new(status, &[], ""));
        assert_eq!(problem(&client(), &image), format!("`{}` {message}", server.host()));
        assert_eq!(server.lines().len(), 3, "twice again");
    }
}

#[test]
fn fails() {
    let (server, image) = server(|_| Reply::new(500, &[], ""));
    assert_eq!(problem(&client(), &image), format!("`{}` answers with status 500", server.host()));
    assert_eq!(server.lines().len(), 1);
}

#[test]
fn says_what_is_wrong() {
    let body = r#"{"errors":[{"code":"TOOMANY","message":"come\nback later"}]}"#;
    let (server, image) = server(move |_| Reply::new(418, &[], body));
    assert_eq!(problem(&client(), &image), format!("`{}` answers with status 418: come back later", server.host()));
}

#[test]
fn answers_garbage() {
    let no_manifest = "gives an answer that is not understood: it is no manifest of an image";
    for body in ["<html>log in to the hotel</html>", "{}", "[1]", "{\"schemaVersion\":2}", "\u{0}\u{1}"] {
        let (server, image) = server(move |_| Reply::new(200, &[("content-type", "text/html")], body));
        let message = problem(&client(), &image);
        assert!(
            message.starts_with(&format!("`{}` gives an answer that is not understood", server.host())),
            "{message}"
        );
        assert!(message.ends_with("it is no manifest of version 2") || message.contains(no_manifest), "{message}");
    }
    let (server, image) = server(|_| Reply::Raw(b"SSH-2.0-OpenSSH_9.2\r\n\r\n".to_vec()));
    let message = problem(&client(), &image);
    assert_eq!(message, format!("`{}` gives an answer that is not understood: it is no HTTP", server.host()));
}

#[test]
fn answers_without_end() {
    let (server, image) = server(|request| match request.method.as_str() {
        "HEAD" => Reply::new(405, &[], ""),
        _ => Reply::Endless,
    });
    let start = Instant::now();
    let message = problem(&client(), &image);
    assert_eq!(
        message,
        format!("the answer of `{}` is longer than 4194304 bytes, which no answer to this question is", server.host())
    );
    assert!(start.elapsed() < Duration::from_secs(5));
}

#[test]
fn headers_without_end_and_bodies_cut_short() {
    let (server, image) = server(|_| Reply::new(200, &[("x-long", &"x".repeat(200_000))], ""));
    assert_eq!(
        problem(&client(), &image),
        format!("`{}` gives an answer that is not understood: its headers are too long", server.host())
    );
    let (server, image) = self::server(|request| match request.method.as_str() {
        "HEAD" => Reply::new(405, &[], ""),
        _ => Reply::Raw(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"schemaVersion\":2".to_vec()),
    });
    assert_eq!(problem(&client(), &image), format!("cannot connect to `{}`: it closed the connection", server.host()));
}

#[test]
fn closes_the_connection() {
    let (server, image) = server(|_| Reply::Close);
    assert_eq!(problem(&client(), &image), format!("cannot connect to `{}`: it closed the connection", server.host()));
    assert_eq!(server.lines().len(), 3);
}

#[test]
fn refuses_head_or_leaves_the_digest_out() {
    let image = Image::oci("a");
    for status in [400, 404, 405, 501, 200] {
        let bytes = image.bytes().to_vec();
        let (server, name) = server(move |request| match request.method.as_str() {
            "HEAD" => Reply::new(status, &[], ""),
            _ => Reply::new(200, &[("content-type", OCI_INDEX)], bytes.clone()),
        });
        let resolved = resolve(&client(), &name);
        assert_eq!((resolved.digest, resolved.is_index), (image.digest(), true), "{status}");
        assert_eq!(server.lines().len(), 2);
    }
}

#[test]
fn asks_for_all_kinds_of_manifests() {
    let (server, image) = server(|_| good("{}"));
    resolve(&client(), &image);
    let seen = server.seen();
    let accept = seen[0].header("accept").unwrap();
    for kind in ["image.index.v1", "manifest.list.v2", "image.manifest.v1", "distribution.manifest.v2"] {
        assert!(accept.contains(kind), "{accept}");
    }
    assert_eq!(seen[0].header("user-agent"), Some(concat!("plimsoll/", env!("CARGO_PKG_VERSION"))));
}

#[test]
fn lies_about_the_digest() {
    let (claimed, body) = (digest(b"other"), r#"{"schemaVersion":2,"manifests":[]}"#);
    let named = claimed.clone();
    let (_server, image) = server(move |request| match request.method.as_str() {
        "HEAD" => Reply::new(405, &[], ""),
        _ => Reply::new(200, &[("content-type", OCI_INDEX), ("docker-content-digest", &named)], body),
    });
    let found = digest(body.as_bytes());
    assert_eq!(
        problem(&client(), &image),
        format!("the registry names `{claimed}` for `{image}`, but its bytes have the digest `{found}`")
    );
    // A digest that was asked for is held against the bytes too.
    let (server, _) = server(move |_| Reply::new(200, &[("content-type", OCI_INDEX)], body));
    let by_digest = reference(&format!("{}/app@{claimed}", server.host()));
    assert!(client().resolve(&by_digest).unwrap_err().to_string().contains(&found));
}

#[test]
fn names_a_digest_that_is_none() {
    for wrong in ["sha256:abc", "latest", "sha256:$(touch x)", "md5:d41d8cd98f00b204e9800998ecf8427e"] {
        let (_server, image) = server(move |_| {
            Reply::new(
                200,
                &[("content-type", OCI_INDEX), ("docker-content-digest", wrong)],
                r#"{"schemaVersion":2,"manifests":[]}"#,
            )
        });
        // The header is worth nothing, so the bytes are read.
        assert_eq!(resolve(&client(), &image).digest, digest(br#"{"schemaVersion":2,"manifests":[]}"#));
    }
}

#[test]
fn tells_when_it_was_pushed() {
    let (_server, image) = server(|_| {
        let modified = ("last-modified", "Sun, 06 Nov 1994 08:49:37 GMT");
        Reply::new(200, &[("content-type", OCI_INDEX), ("docker-content-digest", &digest(b"x")), modified], "")
    });
    assert_eq!(resolve(&client(), &image).pushed.as_deref(), Some("1994-11-06T08:49:37Z"));
}
