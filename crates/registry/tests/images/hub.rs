//! Docker Hub by its own names, as a user has it: short references, a token server on another host, a login under the name
//! that Docker gives it. A proxy leads the names to this machine.

use super::support::certificates::Certificates;
use super::support::image::Image;
use super::support::proxy::Proxy;
use super::support::registry::{Access, Registry};
use super::support::token::{PASSWORD, USER, token_server};
use super::{options, problem, reference, resolve, terminator};
use base64::Engine as _;
use plimsoll_registry::{Client, Options, Proxies};

#[test]
fn short_names_with_and_without_a_login() {
    let (certificates, dir) = (Certificates::make(), tempfile::tempdir().unwrap());
    let open = Registry::open();
    let (public, private) = (Image::oci("public"), Image::docker("private"));
    public.push(&open.host(), "library/alpine", "3.20");
    private.push(&open.host(), "team/app", "latest");
    let hub = open.same_images(&Access::TlsToken(&certificates, "https://auth.docker.io/token"));
    let tokens = token_server(&certificates);
    let (registry_port, token_port) = (hub.port(), terminator::start(&certificates, tokens.port()));
    let proxy = Proxy::by_host(move |host| match host {
        "registry-1.docker.io:443" => registry_port,
        "auth.docker.io:443" => token_port,
        other => panic!("{other} was asked for"),
    });
    let certs = dir.path().join("certs.d");
    certificates.trusted_by(&certs, "registry-1.docker.io");
    certificates.trusted_by(&certs, "auth.docker.io");
    let url = proxy.url();
    let proxies = Proxies::read(|name| (name == "https_proxy").then(|| url.clone()));
    let with = |config: String| {
        std::fs::write(dir.path().join("config.json"), config).unwrap();
        Client::new(Options {
            docker_config: Some(dir.path().to_owned()),
            certificates: Some(certs.clone()),
            proxies: proxies.clone(),
            ..options()
        })
        .unwrap()
    };
    let login = |password: &str| {
        let auth = base64::engine::general_purpose::STANDARD.encode(format!("{USER}:{password}"));
        with(format!(r#"{{"auths":{{"https://index.docker.io/v1/":{{"auth":"{auth}"}}}}}}"#))
    };

    let anybody = with("{}".to_owned());
    for name in ["alpine:3.20", "docker.io/library/alpine:3.20", "index.docker.io/library/alpine:3.20"] {
        let resolved = resolve(&anybody, name);
        assert_eq!((resolved.digest, resolved.is_index), (public.digest(), true));
    }
    assert_eq!(tokens.lines(), ["GET /token?service=test&scope=repository%3Alibrary%2Falpine%3Apull"]);
    assert_eq!(
        problem(&anybody, "team/app"),
        "`registry-1.docker.io` does not show `team/app` without signing in, or there is no such image; run `docker login`"
    );
    let alice = login(PASSWORD);
    assert_eq!(resolve(&alice, "team/app").digest, private.digest());
    let bare = reference(&format!("team/app@{}", private.digest()));
    assert_eq!(alice.tag_of(&bare).unwrap().as_deref(), Some("latest"));
    let file = dir.path().join("config.json").display().to_string();
    assert_eq!(
        problem(&login("hunter2"), "team/app"),
        format!("`registry-1.docker.io` refuses the credentials from `{file}`; run `docker login`")
    );
    // Only these two hosts were asked for; the proxy has no way to any other.
    assert!(proxy.seen().iter().all(|host| host.ends_with(".docker.io:443")));
}
