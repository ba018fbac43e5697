//! Registries that ask who is there: every way in, with the credentials of `docker login`.

use super::cli_support::Project;
use super::support::certificates::Certificates;
use super::support::image::Image;
use super::support::registry::{Access, Registry};
use super::support::token::token_server;
use super::{command, finish};
use base64::Engine as _;
use std::path::Path;

/// `config.json` as `docker login` writes it.
fn login(project: &Project, host: &str, user: &str, password: &str) {
    let auth = base64::engine::general_purpose::STANDARD.encode(format!("{user}:{password}"));
    project.write(".docker/config.json", format!("{{\"auths\": {{\"{host}\": {{\"auth\": \"{auth}\"}}}}}}"));
}

fn pin(project: &Project, authority: &Path) -> super::Run {
    finish(command(project, &["pin"]).env("SSL_CERT_FILE", authority), "")
}

#[test]
fn a_password_over_tls() {
    let certificates = Certificates::make();
    let open = Registry::open();
    let image = Image::oci("a");
    image.push(&open.host(), "private/app", "1");
    let registry = open.same_images(&Access::Password(&certificates, "alice", "correct-horse"));
    let host = registry.host();
    let text = format!("FROM {host}/private/app:1\n");
    let project = Project::new(&[("Dockerfile", &text)]);
    let anonymous = pin(&project, &certificates.authority());
    assert_eq!(anonymous.code, 2, "{anonymous:?}");
    assert!(anonymous.stderr.contains(&format!("docker login {host}")), "{anonymous:?}");
    login(&project, &host, "alice", "wrong-staple");
    let wrong = pin(&project, &certificates.authority());
    assert_eq!(wrong.code, 2, "{wrong:?}");
    assert!(wrong.stderr.contains("refuses the credentials from"), "{wrong:?}");
    assert!(!wrong.stderr.contains("wrong-staple") && !wrong.stdout.contains("wrong-staple"), "{wrong:?}");
    assert_eq!(project.read("Dockerfile"), text);
    login(&project, &host, "alice", "correct-horse");
    let right = pin(&project, &certificates.authority());
    assert_eq!(right.code, 0, "{right:?}");
    assert_eq!(project.read("Dockerfile"), format!("FROM {host}/private/app:1@{}\n", image.digest()));
}

#[test]
fn a_certificate_that_nobody_signed_is_refused() {
    let certificates = Certificates::make();
    let registry = Registry::with(&Access::Tls(&certificates));
    let text = format!("FROM {}/app:1\n", registry.host());
    let project = Project::new(&[("Dockerfile", &text)]);
    let run = super::run(&project, &["pin"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.stderr.contains("no secure connection"), "{run:?}");
    assert_eq!(project.read("Dockerfile"), text);
}

#[test]
fn a_token() {
    let certificates = Certificates::make();
    let open = Registry::open();
    let (public, private) = (Image::oci("public"), Image::oci("private"));
    public.push(&open.host(), "library/app", "1");
    private.push(&open.host(), "private/app", "1");
    let tokens = token_server(&certificates);
    let registry = open.same_images(&Access::Token(&certificates, &format!("{}/token", tokens.url())));
    let host = registry.host();
    let (a, b) = (format!("FROM {host}/library/app:1\n"), format!("FROM {host}/private/app:1\n"));
    let project = Project::new(&[("a/Dockerfile", &a), ("b/Dockerfile", &b)]);
    let anonymous = super::run(&project, &["pin"]);
    assert_eq!(anonymous.code, 2, "{anonymous:?}");
    assert_eq!(project.read("a/Dockerfile"), format!("FROM {host}/library/app:1@{}\n", public.digest()));
    assert_eq!(project.read("b/Dockerfile"), b);
    login(&project, &host, super::support::token::USER, super::support::token::PASSWORD);
    let known = super::run(&project, &["pin"]);
    assert_eq!(known.code, 0, "{known:?}");
    assert_eq!(project.read("b/Dockerfile"), format!("FROM {host}/private/app:1@{}\n", private.digest()));
}

#[cfg(unix)]
#[test]
fn a_credential_helper() {
    use std::os::unix::fs::PermissionsExt;
    let certificates = Certificates::make();
    let open = Registry::open();
    let image = Image::oci("a");
    image.push(&open.host(), "private/app", "1");
    let registry = open.same_images(&Access::Password(&certificates, "alice", "correct-horse"));
    let host = registry.host();
    let project = Project::new(&[("Dockerfile", &format!("FROM {host}/private/app:1\n"))]);
    project.write(".docker/config.json", format!("{{\"credHelpers\": {{\"{host}\": \"test\"}}}}"));
    let script = "#!/bin/sh\nread host\nprintf '{\"ServerURL\":\"%s\",\"Username\":\"alice\",\"Secret\":\"correct-horse\"}' \"$host\"\n";
    project.write("bin/docker-credential-test", script);
    std::fs::set_permissions(project.path("bin/docker-credential-test"), std::fs::Permissions::from_mode(0o755))
        .unwrap();
    let path = std::env::var("PATH").unwrap_or_default();
    let path = format!("{}:{path}", project.path("bin").display());
    let mut command = command(&project, &["pin"]);
    let run = finish(command.env("PATH", path).env("SSL_CERT_FILE", certificates.authority()), "");
    assert_eq!(run.code, 0, "{run:?}");
    assert!(project.read("Dockerfile").contains(&image.digest()));
}

#[test]
fn a_mirror_of_the_configuration() {
    let registry = Registry::open();
    let image = Image::oci("a");
    image.push(&registry.host(), "library/python", "3.12");
    let project = Project::new(&[("Dockerfile", "FROM python:3.12\n")]);
    project.write("plimsoll.toml", format!("[registry.mirrors]\n\"docker.io\" = [\"http://{}\"]\n", registry.host()));
    let run = super::run(&project, &["pin"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(project.read("Dockerfile"), format!("FROM python:3.12@{}\n", image.digest()));
}
