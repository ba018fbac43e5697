//! Registries that want to know who asks.

use super::support::certificates::Certificates;
use super::support::image::Image;
use super::support::registry::{Access, Registry};
use super::support::server::{Reply, Server};
use super::support::token::{PASSWORD, REFRESH, USER, token_server};
use super::{options, problem, reference, resolve};
use base64::Engine as _;
use plimsoll_registry::{Client, Options};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// A client with a `config.json` of this text, that trusts the certificates for the host.
fn client(folder: &Path, config: &str, trust: Option<(&Certificates, &str)>) -> Client {
    std::fs::write(folder.join("config.json"), config).unwrap();
    if let Some((certificates, host)) = trust {
        certificates.trusted_by(&folder.join("certs.d"), host);
    }
    let (docker_config, certificates) = (Some(folder.to_owned()), Some(folder.join("certs.d")));
    Client::new(Options { docker_config, certificates, ..options() }).unwrap()
}

fn entry(host: &str, user: &str, password: &str) -> String {
    let auth = base64::engine::general_purpose::STANDARD.encode(format!("{user}:{password}"));
    format!(r#"{{"auths":{{"{host}":{{"auth":"{auth}"}}}}}}"#)
}

/// A registry with a password and one image, `team/app:1`.
fn with_password(certificates: &Certificates) -> (Registry, Image) {
    let open = Registry::open();
    let image = Image::oci("a");
    image.push(&open.host(), "team/app", "1");
    (open.same_images(&Access::Password(certificates, USER, PASSWORD)), image)
}

#[test]
fn passwords() {
    let (certificates, dir) = (Certificates::make(), tempfile::tempdir().unwrap());
    let (registry, image) = with_password(&certificates);
    let host = registry.host();
    let name = format!("{host}/team/app:1");
    let trust = Some((&certificates, host.as_str()));
    let good = client(dir.path(), &entry(&host, USER, PASSWORD), trust);
    assert_eq!(resolve(&good, &name).digest, image.digest());
    // One refusal tells how the host wants to be asked; the second image needs none.
    assert_eq!(resolve(&good, &name).digest, image.digest());
    let asked = registry.requests();
    assert_eq!(asked.len(), 3, "{asked:?}");

    let wrong = client(dir.path(), &entry(&host, USER, "hunter2"), trust);
    let file = dir.path().join("config.json").display().to_string();
    assert_eq!(
        problem(&wrong, &name),
        format!("`{host}` refuses the credentials from `{file}`; run `docker login {host}`")
    );
    let none = client(dir.path(), &entry("other.example", USER, PASSWORD), trust);
    assert_eq!(
        problem(&none, &name),
        format!(
            "`{host}` does not show `{name}` without signing in, or there is no such image; run `docker login {host}`"
        )
    );
    let broken = client(dir.path(), "{", trust);
    assert_eq!(problem(&broken, &name), format!("no credentials for `{host}`: `{file}` is no JSON: line 1"));
}

#[test]
fn pushed_by_skopeo() {
    let (certificates, dir) = (Certificates::make(), tempfile::tempdir().unwrap());
    let registry = Registry::with(&Access::Password(&certificates, USER, PASSWORD));
    let host = registry.host();
    let image = Image::oci("from a layout");
    let layout = dir.path().join("layout");
    image.write_layout(&layout, "1");
    std::fs::create_dir(dir.path().join("skopeo")).unwrap();
    std::fs::copy(certificates.authority(), dir.path().join("skopeo/ca.crt")).unwrap();
    super::support::run(
        Command::new("skopeo")
            .args([
                "copy",
                "--quiet",
                "--all",
                "--preserve-digests",
                "--insecure-policy",
                "--dest-creds",
                &format!("{USER}:{PASSWORD}"),
            ])
            .arg("--dest-cert-dir")
            .arg(dir.path().join("skopeo"))
            .arg(format!("oci:{}:1", layout.display()))
            .arg(format!("docker://{host}/library/app:1")),
    );
    // What `skopeo login` writes is what Docker writes.
    let mut login = Command::new("skopeo");
    login.args(["login", "--username", USER, "--password", PASSWORD, "--cert-dir"]).arg(dir.path().join("skopeo"));
    login.arg("--authfile").arg(dir.path().join("login.json")).arg(&host);
    super::support::run(&mut login);
    let config = std::fs::read_to_string(dir.path().join("login.json")).unwrap();
    let client = client(dir.path(), &config, Some((&certificates, &host)));
    assert_eq!(resolve(&client, &format!("{host}/library/app:1")).digest, image.digest());
}

#[test]
fn tokens() {
    let (certificates, dir) = (Certificates::make(), tempfile::tempdir().unwrap());
    let realm = token_server(&certificates);
    let open = Registry::open();
    let image = Image::docker("a");
    for (name, tag) in [("library/app", "1"), ("library/app", "2"), ("library/other", "1"), ("team/app", "1")] {
        image.push(&open.host(), name, tag);
    }
    let registry = open.same_images(&Access::Token(&certificates, &format!("{}/token", realm.url())));
    let host = registry.host();

    // Anybody may read some images. Two tags of one repository need one token, and only the first image a refusal.
    let anybody = client(dir.path(), "{}", None);
    for image_name in ["library/app:1", "library/app:2", "library/other:1"] {
        assert_eq!(resolve(&anybody, &format!("{host}/{image_name}")).digest, image.digest());
    }
    assert_eq!(realm.lines().len(), 2);
    assert_eq!(registry.requests().len(), 4);
    let private = format!("{host}/team/app:1");
    assert_eq!(
        problem(&anybody, &private),
        format!(
            "`{host}` does not show `{private}` without signing in, or there is no such image; run `docker login {host}`"
        )
    );

    let alice = client(dir.path(), &entry(&host, USER, PASSWORD), None);
    assert_eq!(resolve(&alice, &private).digest, image.digest());
    let tags = reference(&format!("{host}/team/app@{}", image.digest()));
    assert_eq!(alice.tag_of(&tags).unwrap().as_deref(), Some("1"));

    let token = format!(r#"{{"auths":{{"{host}":{{"identitytoken":"{REFRESH}"}}}}}}"#);
    assert_eq!(resolve(&client(dir.path(), &token, None), &private).digest, image.digest());

    let file = dir.path().join("config.json").display().to_string();
    let refused = format!("`{host}` refuses the credentials from `{file}`; run `docker login {host}`");
    assert_eq!(problem(&client(dir.path(), &entry(&host, USER, "hunter2"), None), &private), refused);
    let old = token.replace(REFRESH, "hunter2");
    assert_eq!(problem(&client(dir.path(), &old, None), &private), refused);
}

#[test]
fn a_token_that_ran_out_is_replaced() {
    let count = std::sync::atomic::AtomicUsize::new(0);
    let realm = Server::start(move |_| {
        let number = count.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        Reply::new(200, &[], format!(r#"{{"token":"t{number}","expires_in":3600}}"#))
    });
    let challenge = format!("Bearer realm=\"{}/token\",service=\"s\"", realm.url());
    let uses = std::sync::atomic::AtomicUsize::new(0);
    // Each token is good for one request.
    let registry = Server::start(move |request| {
        let fresh = format!("Bearer t{}", uses.load(std::sync::atomic::Ordering::SeqCst));
        if request.header("authorization") != Some(&fresh) {
            return Reply::new(401, &[("www-authenticate", &challenge)], "");
        }
        uses.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        let digest = super::support::image::digest(b"x");
        Reply::new(200, &[("content-type", super::support::image::OCI_INDEX), ("docker-content-digest", &digest)], "")
    });
    let client = Client::new(options()).unwrap();
    for tag in ["1", "2", "3"] {
        resolve(&client, &format!("{}/app:{tag}", registry.host()));
    }
    assert_eq!(realm.lines().len(), 3);
    // One refusal without a token, then per tag one with the old token and one with the new.
    assert_eq!(registry.lines().len(), 6);
}

#[test]
fn part_of_a_registry_may_be_open() {
    let digest = super::support::image::digest(b"x");
    let registry = Server::start(move |request| {
        if request.path.starts_with("/v2/private/") {
            return Reply::new(401, &[("www-authenticate", "Basic realm=\"x\"")], "");
        }
        let kind = ("content-type", super::support::image::OCI_INDEX);
        Reply::new(200, &[kind, ("docker-content-digest", &digest)], "")
    });
    let client = Client::new(options()).unwrap();
    let name = |repository: &str| format!("{}/{repository}:1", registry.host());
    for _ in 0..2 {
        assert!(problem(&client, &name("private")).contains("without signing in"));
        resolve(&client, &name("public"));
    }
    assert_eq!(registry.lines().len(), 4);
}

#[test]
fn the_realm_may_differ_by_repository() {
    let realm = Server::start(|request| {
        let token = request.path.split('?').next().unwrap().trim_start_matches('/').to_owned();
        Reply::new(200, &[], format!(r#"{{"token":"{token}"}}"#))
    });
    let url = realm.url();
    let registry = Server::start(move |request| {
        let team = request.path.split('/').nth(2).unwrap();
        if request.header("authorization") != Some(&format!("Bearer {team}")) {
            return Reply::new(401, &[("www-authenticate", &format!("Bearer realm=\"{url}/{team}\""))], "");
        }
        let digest = super::support::image::digest(b"x");
        let kind = ("content-type", super::support::image::OCI_INDEX);
        Reply::new(200, &[kind, ("docker-content-digest", &digest)], "")
    });
    let client = Client::new(options()).unwrap();
    for repository in ["red/app", "blue/app", "red/app"] {
        resolve(&client, &format!("{}/{repository}:1", registry.host()));
    }
}

/// Set in the process that a test starts of itself, to have an environment of its own.
const CHILD: &str = "PLIMSOLL_TEST_REGISTRY";

/// Runs a test of this file again with other variables.
fn in_environment(test: &str, variables: &[(&str, &str)]) {
    let mut again = Command::new(std::env::current_exe().unwrap());
    again.args([&format!("credentials::{test}"), "--exact", "--nocapture"]).envs(variables.iter().copied());
    super::support::run(&mut again);
}

fn helper(folder: &Path, name: &str, script: &str) {
    let path = folder.join(format!("docker-credential-{name}"));
    std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn helpers() {
    if let Ok(host) = std::env::var(CHILD) {
        return helpers_in_child(&host);
    }
    let (certificates, dir) = (Certificates::make(), tempfile::tempdir().unwrap());
    let (registry, _) = with_password(&certificates);
    certificates.trusted_by(&dir.path().join("certs.d"), &registry.host());
    let answer = format!(
        "read server; echo \"$1 $server\" >> {}/asked; echo '{{\"Username\":\"{USER}\",\"Secret\":\"{PASSWORD}\"}}'",
        dir.path().display()
    );
    helper(dir.path(), "good", &answer);
    helper(dir.path(), "wrong", r#"echo '{"Username":"alice","Secret":"hunter2"}'"#);
    helper(dir.path(), "nothing", "echo credentials not found in native keychain; exit 1");
    helper(dir.path(), "fails", "echo no session with the cloud; echo hunter2 >&2; exit 1");
    helper(dir.path(), "garbage", "echo hunter2");
    helper(dir.path(), "hangs", "exec sleep 600");
    let path = format!("{}:{}", dir.path().display(), std::env::var("PATH").unwrap());
    let folder = dir.path().display().to_string();
    in_environment("helpers", &[(CHILD, &registry.host()), ("PATH", &path), ("PLIMSOLL_TEST_FOLDER", &folder)]);
    let asked = std::fs::read_to_string(dir.path().join("asked")).unwrap();
    assert_eq!(asked, format!("get {}\n", registry.host()).repeat(2), "once for each client");
}

fn helpers_in_child(host: &str) {
    let folder = std::path::PathBuf::from(std::env::var("PLIMSOLL_TEST_FOLDER").unwrap());
    let name = format!("{host}/team/app:1");
    let with = |config: &str| {
        std::fs::write(folder.join("config.json"), config).unwrap();
        let (docker_config, certificates) = (Some(folder.clone()), Some(folder.join("certs.d")));
        let timeout = Duration::from_secs(2);
        Client::new(Options { docker_config, certificates, timeout, ..options() }).unwrap()
    };
    let own = |helper: &str| with(&format!(r#"{{"credHelpers":{{"{host}":"{helper}"}}}}"#));
    let one = own("good");
    let both = one.resolve_all(
        &[reference(&name), reference(&format!("{host}/team/app@{}", resolve(&one, &name).digest))],
        &|_, _| {},
    );
    assert!(both.iter().all(Result::is_ok), "{both:?}");
    // The entry without a secret only says that the store has it.
    resolve(&with(&format!(r#"{{"auths":{{"{host}":{{}}}},"credsStore":"good"}}"#)), &name);
    let file = folder.join("config.json").display().to_string();
    let message = |helper: &str| problem(&own(helper), &name);
    assert_eq!(
        message("wrong"),
        format!("`{host}` refuses the credentials from `docker-credential-wrong`; run `docker login {host}`")
    );
    assert!(message("nothing").contains("without signing in"));
    assert_eq!(
        message("fails"),
        format!(
            "no credentials for `{host}`: `docker-credential-fails` failed: no session with the cloud (from `{file}`)"
        )
    );
    assert_eq!(
        message("garbage"),
        format!(
            "no credentials for `{host}`: `docker-credential-garbage` gives an answer without `Username` and `Secret` (from `{file}`)"
        )
    );
    assert!(message("absent").contains("`docker-credential-absent` is configured but not on PATH"));
    let start = Instant::now();
    assert!(message("hangs").contains("`docker-credential-hangs` did not answer within 2 seconds"));
    assert!(start.elapsed() < Duration::from_secs(5));
}

#[test]
fn podman_keeps_them_elsewhere() {
    if let Ok(host) = std::env::var(CHILD) {
        let certificates = Some(std::path::PathBuf::from(std::env::var("PLIMSOLL_TEST_FOLDER").unwrap()));
        let client = Client::new(Options { docker_config: None, certificates, ..options() }).unwrap();
        resolve(&client, &format!("{host}/team/app:1"));
        return;
    }
    let (certificates, dir) = (Certificates::make(), tempfile::tempdir().unwrap());
    let (registry, _) = with_password(&certificates);
    certificates.trusted_by(dir.path(), &registry.host());
    std::fs::create_dir(dir.path().join("containers")).unwrap();
    std::fs::write(dir.path().join("containers/auth.json"), entry(&registry.host(), USER, PASSWORD)).unwrap();
    let folder = dir.path().display().to_string();
    in_environment(
        "podman_keeps_them_elsewhere",
        &[
            (CHILD, &registry.host()),
            ("PLIMSOLL_TEST_FOLDER", &folder),
            ("XDG_RUNTIME_DIR", &folder),
            ("HOME", "/nonexistent"),
            ("DOCKER_CONFIG", ""),
            ("REGISTRY_AUTH_FILE", ""),
        ],
    );
}
