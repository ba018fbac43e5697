//! Certificates, proxies, and what is never sent in the clear.

use super::support::certificates::Certificates;
use super::support::image::{Image, OCI_INDEX, digest};
use super::support::proxy::Proxy;
use super::support::registry::{Access, Registry};
use super::support::server::{Reply, Server};
use super::{client, options, problem, resolve, terminator};
use plimsoll_registry::{Client, Options, Proxies};
use std::path::Path;
use std::process::Command;

fn registry(certificates: &Certificates) -> (Registry, Image) {
    let open = Registry::open();
    let image = Image::oci("a");
    image.push(&open.host(), "app", "1");
    (open.same_images(&Access::Tls(certificates)), image)
}

fn trusting(certificates: &Certificates, folder: &Path, host: &str, proxies: Proxies) -> Options {
    certificates.trusted_by(folder, host);
    Options { certificates: Some(folder.to_owned()), proxies, ..options() }
}

#[test]
fn certificates_are_checked() {
    let (certificates, dir) = (Certificates::make(), tempfile::tempdir().unwrap());
    let (registry, image) = registry(&certificates);
    let host = registry.host();
    let name = format!("{host}/app:1");
    assert_eq!(
        problem(&client(), &name),
        format!(
            "no secure connection to `{host}`: its certificate is signed by an unknown authority; put the certificate of its \
             authority into `/etc/docker/certs.d/{host}/ca.crt`, or allow the host as an insecure registry"
        )
    );
    let trusts = trusting(&certificates, dir.path(), &host, Proxies::default());
    assert_eq!(resolve(&Client::new(trusts.clone()).unwrap(), &name).digest, image.digest());
    // The folder is of that host alone.
    let other = format!("localhost:{}/app:1", registry.port());
    assert!(problem(&Client::new(trusts).unwrap(), &other).contains("signed by an unknown authority"));
    let insecure = Options { insecure: vec!["127.0.0.1".into()], ..options() };
    assert_eq!(resolve(&Client::new(insecure).unwrap(), &name).digest, image.digest());
}

#[test]
fn certificates_of_the_environment() {
    if let Ok(name) = std::env::var("PLIMSOLL_TEST_IMAGE") {
        resolve(&client(), &name);
        return;
    }
    let certificates = Certificates::make();
    let (registry, _) = registry(&certificates);
    let mut again = Command::new(std::env::current_exe().unwrap());
    again.args(["encrypted::certificates_of_the_environment", "--exact", "--nocapture"]);
    again.env("PLIMSOLL_TEST_IMAGE", format!("{}/app:1", registry.host()));
    again.env("SSL_CERT_FILE", certificates.authority());
    super::support::run(&mut again);
}

#[test]
fn through_a_proxy() {
    let (certificates, dir) = (Certificates::make(), tempfile::tempdir().unwrap());
    let (registry, image) = registry(&certificates);
    let proxy = Proxy::to(registry.port());
    let with = |except: &str| {
        let proxies = Proxies::read(|name| match name {
            "HTTPS_PROXY" => Some(proxy.url()),
            "no_proxy" => Some(except.to_owned()),
            _ => None,
        });
        Client::new(Options { retries: 0, ..trusting(&certificates, dir.path(), "registry.test", proxies) }).unwrap()
    };
    assert_eq!(resolve(&with(""), "registry.test/app:1").digest, image.digest());
    assert_eq!(proxy.seen(), ["registry.test:443"]);
    // Without the proxy nobody knows the name.
    assert!(problem(&with(".other, .test"), "registry.test/app:1").starts_with("cannot connect to `registry.test`"));
    assert_eq!(proxy.seen().len(), 1);
    let socks = Proxies::read(|name| (name == "ALL_PROXY").then(|| "socks5://user:hunter2@127.0.0.1:1".to_owned()));
    let message = problem(&Client::new(Options { proxies: socks, ..options() }).unwrap(), "registry.test/app:1");
    assert_eq!(message, "proxy of the environment: only http and https proxies are supported, not SOCKS");
}

/// A server behind TLS that is reached as `registry.test`, which is not this machine as far as a client can tell.
fn remote(server: &Server, folder: &Path) -> (Client, Proxy) {
    let certificates = Certificates::make();
    let proxy = Proxy::to(terminator::start(&certificates, server.port()));
    let url = proxy.url();
    let proxies = Proxies::read(|name| matches!(name, "HTTPS_PROXY" | "HTTP_PROXY").then(|| url.clone()));
    let config = r#"{"auths":{"registry.test":{"auth":"dXNlcjpodW50ZXIy"}}}"#;
    std::fs::write(folder.join("config.json"), config).unwrap();
    let trusts = trusting(&certificates, &folder.join("certs.d"), "registry.test", proxies);
    (Client::new(Options { docker_config: Some(folder.to_owned()), ..trusts }).unwrap(), proxy)
}

#[test]
fn no_way_back_to_plain_text() {
    let dir = tempfile::tempdir().unwrap();
    let server = Server::start(|_| Reply::redirect("http://registry.test/v2/app/manifests/1"));
    let (client, proxy) = remote(&server, dir.path());
    assert_eq!(
        problem(&client, "registry.test/app:1"),
        "`registry.test` redirects from https to http, which is not followed"
    );
    assert_eq!(proxy.seen(), ["registry.test:443"]);
}

#[test]
fn a_remote_registry_does_not_lead_to_this_machine() {
    let inner = Server::start(|_| {
        Reply::new(200, &[("content-type", OCI_INDEX), ("docker-content-digest", &digest(b"x"))], "")
    });
    for host in [format!("127.0.0.1:{}", inner.port()), format!("localhost:{}", inner.port()), "[::1]:1".to_owned()] {
        let dir = tempfile::tempdir().unwrap();
        let location = format!("https://{host}/");
        let target = location.clone();
        let server = Server::start(move |_| Reply::redirect(&target));
        let (client, _proxy) = remote(&server, dir.path());
        let refused = format!(
            "`registry.test` names `{host}` as the next host to ask, which is refused: it is an address of this machine"
        );
        assert_eq!(problem(&client, "registry.test/app:1"), refused);
        let challenge = format!("Bearer realm=\"{location}\"");
        let server = Server::start(move |_| Reply::new(401, &[("www-authenticate", &challenge)], ""));
        let (client, _proxy) = remote(&server, dir.path());
        assert_eq!(problem(&client, "registry.test/app:1"), refused);
    }
    let dir = tempfile::tempdir().unwrap();
    let challenge = format!("Bearer realm=\"{}\"", inner.url());
    let server = Server::start(move |_| Reply::new(401, &[("www-authenticate", &challenge)], ""));
    let (client, _proxy) = remote(&server, dir.path());
    assert!(problem(&client, "registry.test/app:1").ends_with("tokens are only asked for over https"));
    assert_eq!(inner.lines(), [""; 0], "nothing came through");
}

#[test]
fn a_mirror_without_encryption_is_passed_over() {
    let dir = tempfile::tempdir().unwrap();
    let server = Server::start(|_| {
        Reply::new(200, &[("content-type", OCI_INDEX), ("docker-content-digest", &digest(b"x"))], "")
    });
    let certificates = Certificates::make();
    let proxy = Proxy::to(terminator::start(&certificates, server.port()));
    let url = proxy.url();
    let proxies = Proxies::read(|name| matches!(name, "HTTPS_PROXY" | "HTTP_PROXY").then(|| url.clone()));
    let mirrors = [("registry.test".to_owned(), vec!["http://mirror.test".to_owned()])].into();
    let trusts = trusting(&certificates, dir.path(), "registry.test", proxies);
    let client = Client::new(Options { mirrors, ..trusts }).unwrap();
    assert_eq!(resolve(&client, "registry.test/app:1").digest, digest(b"x"));
    assert_eq!(proxy.seen(), ["registry.test:443"]);
}
