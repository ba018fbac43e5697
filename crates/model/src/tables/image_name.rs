//! The name of an image without tag and digest, resolved to where it comes from.
//!
//! Invariant: two spellings of one image resolve alike. `python`, `docker.io/library/python`,
//! `public.ecr.aws/docker/library/python` and `arm64v8/python` are all the official image `python`.

/// An image name in its parts. Borrows the text; never fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImageName<'a> {
    /// Host and port as written, or `docker.io` for every name of Docker Hub.
    pub registry: &'a str,
    /// The path without the registry and without `library/`: `python`, `bitnami/redis`, `dotnet/sdk`.
    pub path: &'a str,
    /// Whether the path stands in the namespace of Docker's official images, under any of its names.
    pub library: bool,
}

impl<'a> ImageName<'a> {
    /// Reads `registry/path` as a Dockerfile writes it, without tag and digest.
    #[must_use]
    pub fn parse(name: &'a str) -> Self {
        let (registry, path) = match name.split_once('/') {
            Some((first, rest)) if is_registry(first) => (first, rest),
            _ => (DOCKER_HUB, name),
        };
        Self::new(registry, path)
    }

    /// From parts that were already split; `registry` is `None` for Docker Hub.
    #[must_use]
    pub fn from_parts(registry: Option<&'a str>, path: &'a str) -> Self {
        Self::new(registry.unwrap_or(DOCKER_HUB), path)
    }

    /// The official image's name: `python`. `None` for everything else; whether an official image of that name
    /// exists is for [`super::images::is_official`] to say.
    #[must_use]
    pub fn official(&self) -> Option<&'a str> {
        self.library.then_some(self.path)
    }

    /// The path before its first `/`: `bitnami` in `bitnami/redis`, `python` in `python`.
    #[must_use]
    pub fn namespace(&self) -> &'a str {
        self.path.split_once('/').map_or(self.path, |(first, _)| first)
    }

    /// The last part of the path: `redis` in `bitnami/redis`.
    #[must_use]
    pub fn basename(&self) -> &'a str {
        self.path.rsplit_once('/').map_or(self.path, |(_, last)| last)
    }

    /// Whether the image comes from Docker Hub, directly or through a mirror of it.
    #[must_use]
    pub fn on_docker_hub(&self) -> bool {
        self.registry == DOCKER_HUB
    }

    fn new(registry: &'a str, path: &'a str) -> Self {
        let hub = |path| Self::hub(path).unwrap_or(Self { registry: DOCKER_HUB, path, library: false });
        match registry {
            "docker.io" | "index.docker.io" | "registry-1.docker.io" | "registry.hub.docker.com" | "mirror.gcr.io" => {
                hub(path)
            }
            "public.ecr.aws" => path.strip_prefix("docker/").map_or(Self { registry, path, library: false }, hub),
            "quay.io" => match path.strip_prefix("lib/") {
                Some(path) => Self { registry: DOCKER_HUB, path, library: true },
                None => Self { registry, path, library: false },
            },
            _ => Self { registry, path, library: false },
        }
    }

    /// A path of Docker Hub that names an official image.
    fn hub(path: &'a str) -> Option<Self> {
        let path = match path.split_once('/') {
            None => path,
            Some((namespace, rest)) if is_library(namespace) && !rest.contains('/') => rest,
            Some(_) => return None,
        };
        Some(Self { registry: DOCKER_HUB, path, library: true })
    }
}

const DOCKER_HUB: &str = "docker.io";

fn is_registry(first: &str) -> bool {
    first == "localhost" || first.contains(['.', ':'])
}

/// Docker builds its official images for each architecture in a namespace of its own; `armhf` and `aarch64` are what
/// two of them were called until 2017.
/// Source: docker-library/official-images README, 2026-08.
fn is_library(namespace: &str) -> bool {
    matches!(
        namespace,
        "library"
            | "aarch64"
            | "amd64"
            | "arm32v5"
            | "arm32v6"
            | "arm32v7"
            | "arm64v8"
            | "armhf"
            | "i386"
            | "mips64le"
            | "ppc64le"
            | "riscv64"
            | "s390x"
            | "windows-amd64"
            | "winamd64"
    )
}

#[cfg(test)]
mod tests {
    use super::ImageName;

    #[test]
    fn spellings_of_an_official_image_resolve_alike() {
        for name in [
            "python",
            "library/python",
            "docker.io/python",
            "docker.io/library/python",
            "index.docker.io/library/python",
            "registry.hub.docker.com/library/python",
            "public.ecr.aws/docker/library/python",
            "mirror.gcr.io/library/python",
            "quay.io/lib/python",
            "arm64v8/python",
            "docker.io/amd64/python",
        ] {
            let image = ImageName::parse(name);
            assert_eq!(image.official(), Some("python"), "{name}");
            assert!(image.on_docker_hub(), "{name}");
        }
    }

    #[test]
    fn other_images_are_not_official() {
        for (name, registry, path) in [
            ("bitnami/redis", "docker.io", "bitnami/redis"),
            ("mirror.gcr.io/bitnami/redis", "docker.io", "bitnami/redis"),
            ("mcr.microsoft.com/dotnet/sdk", "mcr.microsoft.com", "dotnet/sdk"),
            ("public.ecr.aws/lambda/python", "public.ecr.aws", "lambda/python"),
            ("localhost:5000/python", "localhost:5000", "python"),
            ("quay.io/centos/centos", "quay.io", "centos/centos"),
            ("ghcr.io/library/python", "ghcr.io", "library/python"),
        ] {
            let image = ImageName::parse(name);
            assert_eq!((image.registry, image.path, image.official()), (registry, path, None), "{name}");
        }
        assert_eq!(ImageName::parse("a/b/c").namespace(), "a");
        assert_eq!(ImageName::parse("a/b/c").basename(), "c");
        assert_eq!(ImageName::parse("").path, "");
    }
}
