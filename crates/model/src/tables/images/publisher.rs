//! Who answers for an image.
//!
//! Invariant: [`Publisher::Unknown`] is said only of places where anybody can publish and nobody on the list does.
//! A name that nobody but Docker can push to, a private registry, or a host that may be a company's own is each a
//! value of its own, and the rule decides.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::super::image_name::ImageName;
use super::super::reader::rows;
use super::{PUBLISHERS, is_official};
use crate::wildcard;

/// Who answers for an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Publisher {
    /// Docker's official images.
    Official,
    /// A one-word name that is no official image, or no valid name at all: built on the spot, misspelled, or a
    /// placeholder. Nobody else can push to it.
    Local,
    /// A Docker Verified Publisher.
    Verified,
    /// An open source project with a namespace of its own.
    SponsoredOpenSource,
    /// A vendor or project whose documentation names this place.
    Vendor,
    /// A registry that only its owner fills: ECR, ACR, Artifact Registry, `localhost`, a host with a port or
    /// without a dot.
    Private,
    /// An account on a host that everybody shares (GHCR, Quay, GitLab, ECR Public): fine if it is the
    /// repository's own.
    Hosted,
    /// A host that is not on the list; it may be a company's own.
    OtherHost,
    /// An account on Docker Hub that is not on the list.
    Unknown,
}

impl Publisher {
    /// Whether somebody known answers for the image. [`Publisher::Hosted`] and [`Publisher::OtherHost`] are not
    /// vouched for by this table; the repository's owner and the settings may.
    #[must_use]
    pub fn is_vouched(self) -> bool {
        !matches!(self, Self::Hosted | Self::OtherHost | Self::Unknown)
    }
}

/// Who answers for `image`.
#[must_use]
pub fn publisher(image: &ImageName<'_>) -> Publisher {
    if let Some(name) = image.official() {
        return if is_official(name) { Publisher::Official } else { Publisher::Local };
    }
    if let Some((kind, _)) = listed(image) {
        return kind;
    }
    if !is_name(image.path) {
        return Publisher::Local;
    }
    if image.on_docker_hub() {
        return Publisher::Unknown;
    }
    let registry = image.registry;
    if is_private(registry) {
        Publisher::Private
    } else if HOSTS.iter().any(|host| wildcard::matches(host, registry)) {
        Publisher::Hosted
    } else {
        Publisher::OtherHost
    }
}

/// The listed publisher of `image`, for messages: `"Red Hat"`.
#[must_use]
pub fn publisher_name(image: &ImageName<'_>) -> Option<&'static str> {
    if image.official().is_some_and(is_official) {
        return Some("Docker Official Images");
    }
    listed(image).map(|(_, name)| name)
}

/// Hosts on which everybody may have an account.
const HOSTS: [&str; 14] = [
    "ghcr.io",
    "quay.io",
    "public.ecr.aws",
    "registry.gitlab.com",
    "docker.pkg.github.com",
    "codeberg.org",
    "*.aliyuncs.com",
    "*.tencentyun.com",
    "*.myhuaweicloud.com",
    "daocloud.io",
    "docker.m.daocloud.io",
    "container.registry.dev",
    "registry.hub.docker.io",
    "ttl.sh",
];

/// Registry and namespace to kind and name.
type Table = HashMap<(&'static str, &'static str), (Publisher, &'static str)>;

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    rows(PUBLISHERS)
        .map(|[registry, namespace, kind, name]| {
            let kind = match kind {
                "verified" => Publisher::Verified,
                "sponsored" => Publisher::SponsoredOpenSource,
                _ => Publisher::Vendor,
            };
            ((registry, namespace), (kind, name))
        })
        .collect()
});

fn listed(image: &ImageName<'_>) -> Option<(Publisher, &'static str)> {
    TABLE.get(&(image.registry, image.namespace())).or_else(|| TABLE.get(&(image.registry, "*"))).copied()
}

/// Whether a repository can be called so. Templates put `__NAME__`, `%s` or `<name>` in its place.
fn is_name(path: &str) -> bool {
    let part = |part: &str| {
        let ends = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
        ends(part.bytes().next())
            && ends(part.bytes().last())
            && part.bytes().all(|byte| ends(Some(byte)) || matches!(byte, b'.' | b'_' | b'-'))
    };
    path.split('/').all(part)
}

/// Registries that belong to one account: nobody else can put an image there.
fn is_private(registry: &str) -> bool {
    if !registry.contains('.') || registry.contains(':') {
        return true;
    }
    let last = registry.rsplit('.').next().unwrap_or("");
    // Names for the inside of a network, and addresses.
    if matches!(last, "local" | "internal" | "lan" | "corp" | "intranet" | "localdomain" | "test" | "home")
        || last.bytes().all(|byte| byte.is_ascii_digit())
    {
        return true;
    }
    let private =
        ["*.dkr.ecr*", "*.dkr-ecr*", "*.azurecr.*", "*.pkg.dev", "*.jfrog.io", "*.ocir.io", "*.icr.io", "*.scw.cloud"];
    private.iter().any(|host| wildcard::matches(host, registry))
        || registry == "gcr.io"
        || registry.ends_with(".gcr.io")
        || matches!(registry, "registry.digitalocean.com" | "registry.heroku.com" | "registry.fly.io" | "cr.yandex")
}

#[cfg(test)]
mod tests {
    use super::{Publisher, publisher, publisher_name};
    use crate::tables::image_name::ImageName;

    #[track_caller]
    fn check(expected: Publisher, names: &[&str]) {
        for name in names {
            assert_eq!(publisher(&ImageName::parse(name)), expected, "{name}");
        }
    }

    #[test]
    fn somebody_answers_for_listed_images() {
        check(
            Publisher::Official,
            &["python", "docker.io/library/node", "arm64v8/alpine", "public.ecr.aws/docker/library/golang", "centos"],
        );
        check(
            Publisher::Verified,
            &["bitnami/redis", "docker.io/grafana/grafana", "nvidia/cuda", "hashicorp/terraform"],
        );
        check(
            Publisher::SponsoredOpenSource,
            &["apache/airflow", "prom/prometheus", "jupyter/base-notebook", "mambaorg/micromamba", "rocker/r-ver"],
        );
        check(
            Publisher::Vendor,
            &[
                "mcr.microsoft.com/dotnet/sdk",
                "registry.access.redhat.com/ubi9/ubi",
                "gcr.io/distroless/static",
                "quay.io/keycloak/keycloak",
                "ghcr.io/astral-sh/uv",
                "pytorch/pytorch",
                "public.ecr.aws/lambda/python",
                "nvcr.io/nvidia/pytorch",
            ],
        );
        assert_eq!(publisher_name(&ImageName::parse("quay.io/keycloak/keycloak")), Some("Keycloak (CNCF)"));
        assert_eq!(publisher_name(&ImageName::parse("acme/app")), None);
    }

    #[test]
    fn private_registries_are_their_owners_business() {
        check(
            Publisher::Private,
            &[
                "123456789012.dkr.ecr.eu-west-1.amazonaws.com/app",
                "acme.azurecr.io/app",
                "europe-docker.pkg.dev/acme/images/app",
                "gcr.io/acme-prod/app",
                "eu.gcr.io/acme/app",
                "localhost/app",
                "localhost:5000/app",
                "registry:5000/app",
                "harbor.acme.com:8443/base/app",
                "registry.acme.local/app",
                "10.0.0.5/app",
                "acme.jfrog.io/docker/app",
            ],
        );
        check(Publisher::Local, &["my-base", "app", "__REGISTRY__/app", "%s/app", "acme/<name>", "ACME/app", ""]);
    }

    #[test]
    fn accounts_that_anybody_can_have_are_not_vouched_for() {
        check(
            Publisher::Unknown,
            &["acme/app", "docker.io/johndoe/python", "mirror.gcr.io/johndoe/python", "alpine/git"],
        );
        check(Publisher::Hosted, &["ghcr.io/acme/app", "quay.io/acme/app", "registry.gitlab.com/acme/app/base"]);
        check(Publisher::OtherHost, &["harbor.acme.com/base/app", "docker.acme.org/app"]);
        for kind in [Publisher::Unknown, Publisher::Hosted, Publisher::OtherHost] {
            assert!(!kind.is_vouched());
        }
    }
}
