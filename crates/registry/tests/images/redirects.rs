//! Redirects and realms: who gets credentials, and where connections go.

use super::support::image::{OCI_INDEX, digest};
use super::support::server::{Message, Reply, Server};
use super::{options, problem, resolve};
use plimsoll_registry::{Client, Options};
use std::path::Path;

const BASIC: &str = "Basic dXNlcjpodW50ZXIy";

/// A client that knows a password, `user:hunter2`, for a host.
fn with_password(folder: &Path, host: &str) -> Client {
    let config = format!(r#"{{"auths":{{"{host}":{{"auth":"dXNlcjpodW50ZXIy"}}}}}}"#);
    std::fs::write(folder.join("config.json"), config).unwrap();
    Client::new(Options { docker_config: Some(folder.to_owned()), ..options() }).unwrap()
}

fn digest_answer() -> Reply {
    Reply::new(200, &[("content-type", OCI_INDEX), ("docker-content-digest", &digest(b"x"))], "")
}

/// A server that wants a password and then does as told.
fn wants_password(then: impl Fn(&Message) -> Reply + Send + Sync + 'static) -> Server {
    Server::start(move |request| match request.header("authorization") {
        Some(BASIC) => then(request),
        _ => Reply::new(401, &[("www-authenticate", "Basic realm=\"x\"")], ""),
    })
}

#[test]
fn another_host_sees_no_credentials() {
    let other = Server::start(|_| digest_answer());
    // The same address with another port is another host; by another name too.
    for target in [other.url(), format!("http://localhost:{}", other.port())] {
        let location = format!("{target}/v2/app/manifests/1");
        let registry = wants_password(move |_| Reply::redirect(&location));
        let dir = tempfile::tempdir().unwrap();
        let client = with_password(dir.path(), &registry.host());
        assert_eq!(resolve(&client, &format!("{}/app:1", registry.host())).digest, digest(b"x"));
        assert_eq!(registry.seen().last().unwrap().header("authorization"), Some(BASIC), "credentials were at stake");
    }
    assert_eq!(other.seen().len(), 2);
    assert!(other.seen().iter().all(|seen| seen.header("authorization").is_none()));
}

#[test]
fn another_host_that_asks_for_credentials_gets_none() {
    let other = Server::start(|_| Reply::new(401, &[("www-authenticate", "Basic realm=\"x\"")], ""));
    let location = format!("{}/v2/app/manifests/1", other.url());
    let registry = wants_password(move |_| Reply::redirect(&location));
    let dir = tempfile::tempdir().unwrap();
    let message = problem(&with_password(dir.path(), &registry.host()), &format!("{}/app:1", registry.host()));
    assert!(message.contains("status 401") && !message.contains("hunter2"), "{message}");
    assert!(other.seen().iter().all(|seen| seen.header("authorization").is_none()));
}

#[test]
fn the_same_host_keeps_them() {
    let registry = wants_password(|request| match request.path.as_str() {
        "/v2/app/manifests/1" => Reply::redirect("/elsewhere"),
        _ => digest_answer(),
    });
    let dir = tempfile::tempdir().unwrap();
    let client = with_password(dir.path(), &registry.host());
    assert_eq!(resolve(&client, &format!("{}/app:1", registry.host())).digest, digest(b"x"));
}

#[test]
fn metadata_services_are_never_reached() {
    for (target, host) in [
        ("http://169.254.169.254/latest/meta-data/", "169.254.169.254"),
        ("https://169.254.170.2/v2/credentials", "169.254.170.2"),
        ("http://[fe80::1]/", "[fe80::1]"),
        ("https://[fd00:ec2::254]/", "[fd00:ec2::254]"),
        ("https://[::ffff:169.254.169.254]/", "[::ffff:169.254.169.254]"),
        ("http://metadata.google.internal/computeMetadata/v1/", "metadata.google.internal"),
    ] {
        let registry = Server::start(move |_| Reply::redirect(target));
        let client = Client::new(options()).unwrap();
        assert_eq!(
            problem(&client, &format!("{}/app:1", registry.host())),
            format!(
                "`{}` names `{host}` as the next host to ask, which is refused: it is a link-local address or one of a metadata service",
                registry.host()
            )
        );
        let realm = format!("Bearer realm=\"{}\"", target.replace("http://", "https://"));
        let registry = Server::start(move |_| Reply::new(401, &[("www-authenticate", &realm)], ""));
        let message = problem(&client, &format!("{}/app:1", registry.host()));
        assert!(message.contains(&format!("names `{host}` as the next host to ask, which is refused")), "{message}");
    }
    let message = problem(&Client::new(options()).unwrap(), "169.254.169.254/app:1");
    assert!(message.starts_with("`169.254.169.254` is not asked: it is a link-local address"), "{message}");
}

#[test]
fn redirects_have_an_end() {
    let registry = Server::start(|request| Reply::redirect(&request.path));
    let message = problem(&Client::new(options()).unwrap(), &format!("{}/app:1", registry.host()));
    assert_eq!(message, format!("`{}` redirects without end", registry.host()));
    assert_eq!(registry.lines().len(), 6);
    for location in ["ftp://a/", "javascript:alert(1)", "http://user:hunter2@a/"] {
        let registry = Server::start(move |_| Reply::redirect(location));
        let message = problem(&Client::new(options()).unwrap(), &format!("{}/app:1", registry.host()));
        assert_eq!(message, format!("`{}` redirects to something that is no web address", registry.host()));
    }
}

#[test]
fn realms_without_encryption_are_refused() {
    let registry = Server::start(|_| {
        Reply::new(401, &[("www-authenticate", "Bearer realm=\"http://auth.example/token\",service=\"x\"")], "")
    });
    let dir = tempfile::tempdir().unwrap();
    let client = with_password(dir.path(), &registry.host());
    assert_eq!(
        problem(&client, &format!("{}/app:1", registry.host())),
        format!(
            "`{}` names `auth.example` as the next host to ask, which is refused: tokens are only asked for over https",
            registry.host()
        )
    );
}

#[test]
fn tokens_are_not_taken_elsewhere() {
    // The blob store that a registry redirects to must not see the token of the registry.
    let store = Server::start(|_| digest_answer());
    let location = format!("{}/blob", store.url());
    let realm = Server::start(|_| Reply::new(200, &[], r#"{"token":"abc"}"#));
    let challenge = format!("Bearer realm=\"{}/token\",service=\"s\"", realm.url());
    let registry = Server::start(move |request| match request.header("authorization") {
        Some("Bearer abc") => Reply::redirect(&location),
        _ => Reply::new(401, &[("www-authenticate", &challenge)], ""),
    });
    let client = Client::new(options()).unwrap();
    assert_eq!(resolve(&client, &format!("{}/app:1", registry.host())).digest, digest(b"x"));
    assert_eq!(store.seen()[0].header("authorization"), None);
    assert_eq!(realm.lines(), ["GET /token?service=s&scope=repository%3Aapp%3Apull"]);
    assert_eq!(realm.seen()[0].header("authorization"), None);
}

#[test]
fn realms_that_answer_nonsense() {
    for body in ["", "{}", r#"{"token":""}"#, r#"{"token":"a\r\nx: y"}"#, r#"{"token":7}"#] {
        let realm = Server::start(move |_| Reply::new(200, &[], body));
        let challenge = format!("Bearer realm=\"{}/token\"", realm.url());
        let registry = Server::start(move |_| Reply::new(401, &[("www-authenticate", &challenge)], ""));
        let message = problem(&Client::new(options()).unwrap(), &format!("{}/app:1", registry.host()));
        assert_eq!(message, format!("`{}` gives an answer that is not understood: it has no token", realm.host()));
    }
}
