//! Pages of images on the web.
//!
//! Invariant: a page is given only for hosts whose addresses are known, and for whole names.

use plimsoll_model::tables::image_name::ImageName;
use plimsoll_model::tables::images::is_official;

/// Address of the page of an image; `None` for private and unknown registries. `tag` picks the tag's page where the
/// registry has one. Sources: the sites of the registries, 2026-11.
pub(crate) fn page(registry: Option<&str>, repository: &str, tag: Option<&str>) -> Option<String> {
    let is_plain = |ch: char| ch.is_ascii_alphanumeric() || "-_./".contains(ch);
    if repository.is_empty() || !repository.chars().all(is_plain) || repository.ends_with('/') {
        return None;
    }
    let tag = tag.filter(|tag| !tag.is_empty() && tag.chars().all(is_plain));
    match registry {
        None | Some("docker.io" | "index.docker.io" | "registry-1.docker.io" | "registry.hub.docker.com") => {
            let name = ImageName::from_parts(None, repository);
            let path = match name.official() {
                Some(name) if is_official(name) => format!("_/{name}"),
                Some(_) => return None,
                None => format!("r/{repository}"),
            };
            let tags = tag.map(|tag| format!("/tags?name={tag}")).unwrap_or_default();
            Some(format!("https://hub.docker.com/{path}{tags}"))
        }
        // GHCR sends a browser on to the page of the package.
        Some("ghcr.io") if repository.contains('/') => Some(format!("https://ghcr.io/{repository}")),
        Some("quay.io") => {
            let tab = if tag.is_some() { "?tab=tags" } else { "" };
            Some(format!("https://quay.io/repository/{repository}{tab}"))
        }
        Some("public.ecr.aws") => Some(format!("https://gallery.ecr.aws/{repository}")),
        Some("mcr.microsoft.com") => {
            let tags = if tag.is_some() { "tags" } else { "about" };
            Some(format!("https://mcr.microsoft.com/en-us/artifact/mar/{repository}/{tags}"))
        }
        Some(host @ ("gcr.io" | "us.gcr.io" | "eu.gcr.io" | "asia.gcr.io" | "registry.k8s.io")) => {
            Some(format!("https://{host}/{repository}"))
        }
        Some("registry.gitlab.com") => Some(format!("https://gitlab.com/{repository}/container_registry")),
        Some("registry.access.redhat.com" | "registry.redhat.io") => {
            Some(format!("https://catalog.redhat.com/software/containers/{repository}"))
        }
        Some("cgr.dev") => repository
            .strip_prefix("chainguard/")
            .map(|name| format!("https://images.chainguard.dev/directory/image/{name}/overview")),
        Some(_) => None,
    }
}

/// What the page is called.
pub(crate) fn title(registry: Option<&str>) -> &'static str {
    match registry {
        None | Some("docker.io" | "index.docker.io" | "registry-1.docker.io" | "registry.hub.docker.com") => {
            "Docker Hub"
        }
        Some("ghcr.io") => "GitHub Packages",
        Some("quay.io") => "Quay",
        Some("public.ecr.aws") => "Amazon ECR Public Gallery",
        Some("mcr.microsoft.com") => "Microsoft Artifact Registry",
        Some("cgr.dev") => "Chainguard",
        Some("registry.gitlab.com") => "GitLab",
        Some("registry.access.redhat.com" | "registry.redhat.io") => "Red Hat Ecosystem Catalog",
        _ => "Registry",
    }
}

#[cfg(test)]
mod tests {
    use super::page;

    #[test]
    fn addresses() {
        for (registry, repository, tag, address) in [
            (None, "python", Some("3.13"), "https://hub.docker.com/_/python/tags?name=3.13"),
            (None, "library/python", None, "https://hub.docker.com/_/python"),
            (Some("docker.io"), "grafana/grafana", None, "https://hub.docker.com/r/grafana/grafana"),
            (Some("ghcr.io"), "astral-sh/uv", Some("1"), "https://ghcr.io/astral-sh/uv"),
            (Some("quay.io"), "centos/centos", Some("9"), "https://quay.io/repository/centos/centos?tab=tags"),
            (Some("public.ecr.aws"), "nginx/nginx", None, "https://gallery.ecr.aws/nginx/nginx"),
            (
                Some("mcr.microsoft.com"),
                "dotnet/sdk",
                Some("9.0"),
                "https://mcr.microsoft.com/en-us/artifact/mar/dotnet/sdk/tags",
            ),
        ] {
            assert_eq!(page(registry, repository, tag).as_deref(), Some(address));
        }
    }

    #[test]
    fn no_address_for_the_rest() {
        for (registry, repository) in [
            (Some("123456789012.dkr.ecr.eu-central-1.amazonaws.com"), "app"),
            (Some("localhost:5000"), "app"),
            (Some("ghcr.io"), "uv"),
            (None, "${IMAGE}"),
            (None, "no-such-official-image"),
            (None, "größe"),
            (None, ""),
        ] {
            assert_eq!(page(registry, repository, None), None, "{repository}");
        }
    }
}
