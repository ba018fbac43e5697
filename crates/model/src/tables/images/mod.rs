//! What is known about single images: who publishes them, whether they are given up, which users they have.

mod publisher;

use std::collections::HashMap;
use std::sync::LazyLock;

use super::image_name::ImageName;
use super::pattern::{Patterns, Subject};
use super::reader::{rows, words};

pub use publisher::{Publisher, publisher, publisher_name};

pub(super) const DEPRECATED: &str = include_str!("../../../data/deprecated-images.tsv");
pub(super) const NONROOT: &str = include_str!("../../../data/nonroot-images.tsv");
pub(super) const OFFICIAL: &str = include_str!("../../../data/official-images.tsv");
pub(super) const PUBLISHERS: &str = include_str!("../../../data/publishers.tsv");
pub(super) const ROOT: &str = include_str!("../../../data/root-images.tsv");
pub(super) const ROOT_BASES: &str = include_str!("../../../data/root-bases.tsv");
pub(super) const USERS: &str = include_str!("../../../data/image-users.tsv");

/// An image that its publisher has given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deprecated {
    /// The image that took its place, as FROM would name it.
    pub successor: Option<&'static str>,
    /// Which tags the successor has as well: `same` for all, `-` for none, else each one with a blank between.
    tags: &'static str,
    /// What happened, in one sentence without a full stop.
    pub note: &'static str,
}

impl Deprecated {
    /// Whether the successor has the tag, too.
    #[must_use]
    pub fn keeps(&self, tag: &str) -> bool {
        self.tags == "same" || words(self.tags).any(|it| it == tag && it != "-")
    }
}

/// Why an image may start as root.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RootBecause {
    /// Its entrypoint changes to another user.
    ItDrops,
    /// Its process does not work otherwise.
    ItMust,
}

/// A user whom an image brings along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownUser {
    /// Name in `/etc/passwd`: `"node"`.
    pub name: &'static str,
    /// Its number, where it is the same in every tag.
    pub id: Option<u32>,
    /// Whether the image means it to run the service, so that `USER` may propose it.
    pub serves: bool,
}

/// Whether `name` (`"python"`) is one of Docker's official images, retired ones included.
#[must_use]
pub fn is_official(name: &str) -> bool {
    OFFICIAL_TABLE.binary_search(&name).is_ok()
}

/// All official images that are still published, for suggestions.
pub fn official_names() -> impl Iterator<Item = &'static str> {
    rows(OFFICIAL).filter(|[_, state]| *state == "current").map(|[name, _]| name)
}

/// Whether and how `image` has been given up.
#[must_use]
pub fn deprecated(image: &ImageName<'_>) -> Option<Deprecated> {
    let table = &*DEPRECATED_TABLE;
    table.get(&(image.registry, image.path, false)).copied().or_else(|| {
        let (folder, _) = image.path.split_once('/').unwrap_or(("", ""));
        if image.official().is_some() {
            return None;
        }
        let whole = table.get(&(image.registry, "", true));
        table.get(&(image.registry, folder, true)).or(whole).copied()
    })
}

/// The user other than root that `image` runs as by its own configuration: a name or a number. `"platform"` where
/// whoever runs the image chooses it, as AWS Lambda does. No tag means `latest`.
#[must_use]
pub fn nonroot_user(image: &ImageName<'_>, tag: Option<&str>) -> Option<&'static str> {
    NONROOT_TABLE.first(&Subject::new(image, tag)).map(|[user, ..]| *user).filter(|user| *user != "root")
}

/// Whether and why `image` may start as root without harm. No tag means `latest`.
#[must_use]
pub fn may_start_as_root(image: &ImageName<'_>, tag: Option<&str>) -> Option<RootBecause> {
    let [why, ..] = ROOT_TABLE.first(&Subject::new(image, tag))?;
    Some(if *why == "drops" { RootBecause::ItDrops } else { RootBecause::ItMust })
}

/// Whether `image` starts as root and changes to another user in its entrypoint.
#[must_use]
pub fn drops_privileges(image: &ImageName<'_>, tag: Option<&str>) -> bool {
    may_start_as_root(image, tag) == Some(RootBecause::ItDrops)
}

/// Whether the process of `image` must be root.
#[must_use]
pub fn must_be_root(image: &ImageName<'_>, tag: Option<&str>) -> bool {
    may_start_as_root(image, tag) == Some(RootBecause::ItMust)
}

/// Whether it is certain that `image` names no user of its own, so that a container runs as root: the official
/// images and those listed, without the ones of which another user is known.
#[must_use]
pub fn runs_as_root(image: &ImageName<'_>, tag: Option<&str>) -> bool {
    let known = image.official().is_some_and(is_official) || ROOT_BASE_TABLE.first(&Subject::new(image, tag)).is_some();
    known && NONROOT_TABLE.first(&Subject::new(image, tag)).is_none_or(|[user, ..]| *user == "root")
}

/// Whether the tables tell as whom `image` starts.
#[must_use]
pub fn is_known(image: &ImageName<'_>, tag: Option<&str>) -> bool {
    let subject = Subject::new(image, tag);
    image.official().is_some_and(is_official)
        || ROOT_BASE_TABLE.first(&subject).is_some()
        || NONROOT_TABLE.first(&subject).is_some()
}

/// A user without root's rights that `image` has. `None` says nothing about other users.
#[must_use]
pub fn known_user(image: &ImageName<'_>, tag: Option<&str>) -> Option<KnownUser> {
    let [name, id, role] = USER_TABLE.first(&Subject::new(image, tag))?;
    Some(KnownUser { name, id: id.parse().ok(), serves: *role == "serve" })
}

static OFFICIAL_TABLE: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let mut names: Vec<_> = rows(OFFICIAL).map(|[name, _]| name).collect();
    names.sort_unstable();
    names
});

/// Registry, path and whether it stands for everything below that path.
type Place = (&'static str, &'static str, bool);

static DEPRECATED_TABLE: LazyLock<HashMap<Place, Deprecated>> = LazyLock::new(|| {
    rows(DEPRECATED)
        .map(|[image, successor, tags, note]| {
            let name = ImageName::parse(image);
            let (path, folder) = match name.path.strip_suffix('*') {
                Some(folder) => (folder.trim_end_matches('/'), true),
                None => (name.path, false),
            };
            let successor = Some(successor).filter(|name| !name.is_empty() && !name.ends_with('*'));
            ((name.registry, path, folder), Deprecated { successor, tags, note })
        })
        .collect()
});

static NONROOT_TABLE: LazyLock<Patterns> = LazyLock::new(|| Patterns::read(NONROOT));
static ROOT_TABLE: LazyLock<Patterns> = LazyLock::new(|| Patterns::read(ROOT));
static ROOT_BASE_TABLE: LazyLock<Patterns> = LazyLock::new(|| Patterns::read(ROOT_BASES));
static USER_TABLE: LazyLock<Patterns> = LazyLock::new(|| Patterns::read(USERS));

#[cfg(test)]
mod tests {
    use super::*;

    fn split(image: &str) -> (ImageName<'_>, Option<&str>) {
        match image.rsplit_once(':') {
            Some((name, tag)) if !tag.contains('/') => (ImageName::parse(name), Some(tag)),
            _ => (ImageName::parse(image), None),
        }
    }

    #[test]
    fn official_images_are_known() {
        for name in ["python", "node", "eclipse-temurin", "rocket.chat", "centos", "openjdk", "java", "zookeeper"] {
            assert!(is_official(name), "{name}");
        }
        for name in ["scratch", "pyhton", "bitnami", "library/python", ""] {
            assert!(!is_official(name), "{name}");
        }
        assert!(official_names().count() > 140);
        assert!(!official_names().any(|name| name == "java"));
    }

    #[test]
    fn deprecated_images_have_successors() {
        let successor = |name| deprecated(&ImageName::parse(name)).map(|it| (it.successor, it.keeps("21-jdk")));
        assert_eq!(successor("openjdk"), Some((Some("eclipse-temurin"), true)));
        assert_eq!(successor("docker.io/library/jenkins"), Some((Some("jenkins/jenkins"), false)));
        assert_eq!(successor("microsoft/dotnet"), Some((Some("mcr.microsoft.com/dotnet/sdk"), false)));
        assert_eq!(successor("microsoft/mssql-server-linux"), Some((None, false)));
        assert_eq!(successor("k8s.gcr.io/pause"), Some((None, true)));
        assert_eq!(successor("gcr.io/google-containers/pause"), Some((None, false)));
        for name in ["eclipse-temurin", "jenkins/jenkins", "acme/openjdk", "gcr.io/acme/pause", "quay.io/centos/centos"]
        {
            assert_eq!(successor(name), None, "{name}");
        }
    }

    #[test]
    fn users_other_than_root_are_known() {
        for (image, user) in [
            ("gcr.io/distroless/static:nonroot", "65532"),
            ("gcr.io/distroless/static-debian12:debug-nonroot", "65532"),
            ("cgr.dev/chainguard/python:latest", "65532"),
            ("cgr.dev/acme.com/node:22", "65532"),
            ("dhi.io/python:3.13", "nonroot"),
            ("bitnami/redis:7.2", "1001"),
            ("public.ecr.aws/bitnami/node", "1001"),
            ("nginxinc/nginx-unprivileged:1.27", "101"),
            ("mcr.microsoft.com/dotnet/aspnet:8.0-jammy-chiseled", "1654"),
            ("elasticsearch:8.15.0", "1000"),
            ("haproxy:2.9", "99"),
            ("quay.io/keycloak/keycloak:25.0", "1000"),
            ("apache/airflow:2.9.0", "50000"),
            ("registry.access.redhat.com/ubi9/python-311", "1001"),
            ("public.ecr.aws/lambda/python:3.12", "platform"),
        ] {
            let (name, tag) = split(image);
            assert_eq!(nonroot_user(&name, tag), Some(user), "{image}");
        }
        for image in [
            "gcr.io/distroless/static",
            "cgr.dev/chainguard/wolfi-base",
            "cgr.dev/chainguard/python:latest-dev",
            "dhi.io/python:3.13-dev",
            "bitnami/minideb:bookworm",
            "mcr.microsoft.com/dotnet/aspnet:8.0",
            "haproxy:2.2",
            "registry.access.redhat.com/ubi9/ubi-minimal",
            "python:3.12",
            "nginx",
            "acme/elasticsearch",
        ] {
            let (name, tag) = split(image);
            assert_eq!(nonroot_user(&name, tag), None, "{image}");
        }
    }

    #[test]
    fn images_that_drop_or_need_root_are_known() {
        let check = |image: &str| {
            let (name, tag) = split(image);
            (drops_privileges(&name, tag), must_be_root(&name, tag))
        };
        assert_eq!(check("postgres:16-alpine"), (true, false));
        assert_eq!(check("public.ecr.aws/docker/library/redis:7"), (true, false));
        assert_eq!(check("docker:27-dind"), (false, true));
        assert_eq!(check("docker:27-cli"), (false, false));
        assert_eq!(check("mcr.microsoft.com/devcontainers/python:3.12"), (false, true));
        assert_eq!(check("python:3.12"), (false, false));
        assert_eq!(check("acme/postgres"), (false, false));
    }

    #[test]
    fn users_that_images_bring_along_are_known() {
        let check = |image: &str| {
            let (name, tag) = split(image);
            known_user(&name, tag).map(|user| (user.name, user.id))
        };
        assert_eq!(check("node:22-slim"), Some(("node", Some(1000))));
        assert_eq!(check("php:8.3-fpm-alpine"), Some(("www-data", Some(82))));
        assert_eq!(check("php:8.3-apache"), Some(("www-data", Some(33))));
        assert_eq!(check("mcr.microsoft.com/dotnet/aspnet:8.0"), Some(("app", Some(1654))));
        assert_eq!(check("mcr.microsoft.com/dotnet/aspnet:6.0"), None);
        assert_eq!(check("ubuntu:24.04"), Some(("ubuntu", Some(1000))));
        assert_eq!(check("ubuntu:22.04"), None);
        assert_eq!(check("python:3.12"), None);
    }
}
