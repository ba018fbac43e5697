//! The page that a registry shows about an image.
//!
//! Invariant: a page is given only for registries that have one, and only for names without placeholders.

use super::image_name::ImageName;

/// The address of the page about `image`: `https://hub.docker.com/_/python`.
#[must_use]
pub fn page(image: &ImageName<'_>) -> Option<String> {
    let path = image.path;
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "._-/".contains(c);
    let parts = path.split('/').count();
    if path.split('/').any(str::is_empty) || !path.chars().all(is_plain) {
        return None;
    }
    // Addresses as of 2026-11; ghcr.io and gcr.io lead browsers on to GitHub's and Google's own pages.
    match image.registry {
        "docker.io" if image.library => Some(format!("https://hub.docker.com/_/{path}")),
        "docker.io" if parts == 2 => Some(format!("https://hub.docker.com/r/{path}")),
        "public.ecr.aws" if parts >= 2 => Some(format!("https://gallery.ecr.aws/{path}")),
        "quay.io" if parts >= 2 => Some(format!("https://quay.io/repository/{path}")),
        "ghcr.io" if parts >= 2 => Some(format!("https://ghcr.io/{path}")),
        "gcr.io" if parts >= 2 => Some(format!("https://gcr.io/{path}")),
        "mcr.microsoft.com" => Some(format!("https://mcr.microsoft.com/artifact/mar/{path}")),
        registry => private_ecr(registry, path),
    }
}

/// The page of AWS's console about a private repository, in the usual partition.
fn private_ecr(registry: &str, path: &str) -> Option<String> {
    let (account, rest) = registry.split_once(".dkr.ecr.")?;
    let region = rest.strip_suffix(".amazonaws.com")?;
    let is_account = account.len() == 12 && account.bytes().all(|byte| byte.is_ascii_digit());
    let is_usual = super::ecs::partition(region).is_some_and(|partition| partition.name == "aws");
    (is_account && is_usual).then(|| {
        format!("https://{region}.console.aws.amazon.com/ecr/repositories/private/{account}/{path}?region={region}")
    })
}

#[cfg(test)]
mod tests {
    use super::page;
    use crate::tables::image_name::ImageName;

    #[test]
    fn registries_have_pages() {
        let page = |name| page(&ImageName::parse(name));
        let some = |url: &str| Some(url.to_owned());
        assert_eq!(page("python"), some("https://hub.docker.com/_/python"));
        assert_eq!(page("public.ecr.aws/docker/library/python"), some("https://hub.docker.com/_/python"));
        assert_eq!(page("bitnami/redis"), some("https://hub.docker.com/r/bitnami/redis"));
        assert_eq!(page("public.ecr.aws/nginx/nginx"), some("https://gallery.ecr.aws/nginx/nginx"));
        assert_eq!(page("quay.io/org/app"), some("https://quay.io/repository/org/app"));
        assert_eq!(page("ghcr.io/astral-sh/uv"), some("https://ghcr.io/astral-sh/uv"));
        assert_eq!(page("mcr.microsoft.com/dotnet/sdk"), some("https://mcr.microsoft.com/artifact/mar/dotnet/sdk"));
        assert_eq!(
            page("123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/app"),
            some(
                "https://eu-west-1.console.aws.amazon.com/ecr/repositories/private/123456789012/team/app?region=eu-west-1"
            )
        );
    }

    #[test]
    fn others_have_none() {
        for name in ["localhost:5000/app", "${REPO}", "a//b", "x.io/app", "123.dkr.ecr.nowhere.amazonaws.com/a", ""] {
            assert_eq!(page(&ImageName::parse(name)), None, "{name}");
        }
    }
}
