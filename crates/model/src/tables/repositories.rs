//! Images that bring no package repository besides those of their distribution.
//!
//! Invariant: an image that is not listed is not known; it may bring any.

use super::image_name::ImageName;
use super::reader::rows;

pub(super) const TEXT: &str = include_str!("../../data/own-repositories.tsv");
pub(super) const RPM: &str = include_str!("../../data/rpm-images.tsv");

/// Where the RPM packages of an image come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RpmRelease {
    /// The repositories of the release that the tag names.
    OfTag,
    /// A state of the repositories that the tag names, or their newest.
    Locked,
    /// The repositories of this release, whatever the tag.
    Named(&'static str),
}

/// Whether `image` is known to take packages from the repositories of its distribution alone. `false` says nothing.
#[must_use]
pub fn has_own_alone(image: &ImageName<'_>) -> bool {
    rows(TEXT).any(|[listed]| is(image, listed))
}

/// The distribution whose repositories alone `image` takes RPM packages from, and of which release. `None` says nothing.
#[must_use]
pub fn rpm_release(image: &ImageName<'_>) -> Option<(&'static str, RpmRelease)> {
    let [_, distribution, release] = rows(RPM).find(|[listed, _, _]| is(image, listed))?;
    let release = match release {
        "tag" => RpmRelease::OfTag,
        "locked" => RpmRelease::Locked,
        release => RpmRelease::Named(release),
    };
    Some((distribution, release))
}

fn is(image: &ImageName<'_>, listed: &str) -> bool {
    let listed = ImageName::parse(listed);
    (listed.registry, listed.path, listed.library) == (image.registry, image.path, image.library)
}

#[cfg(test)]
mod tests {
    use super::super::image_name::ImageName;
    use super::{RpmRelease, has_own_alone, rpm_release};

    #[test]
    fn only_listed_images_are_known() {
        for (image, expected) in [
            ("debian", true),
            ("docker.io/library/python", true),
            ("mcr.microsoft.com/dotnet/sdk", true),
            ("postgres", false),
            ("acme/debian", false),
            ("ghcr.io/acme/debian", false),
        ] {
            assert_eq!(has_own_alone(&ImageName::parse(image)), expected, "{image}");
        }
    }

    #[test]
    fn rpm_images() {
        for (image, expected) in [
            ("fedora", Some(("fedora", RpmRelease::OfTag))),
            ("quay.io/centos/centos", Some(("centos", RpmRelease::OfTag))),
            ("public.ecr.aws/amazonlinux/amazonlinux", Some(("amazonlinux", RpmRelease::Locked))),
            ("registry.access.redhat.com/ubi9/ubi-minimal", Some(("ubi", RpmRelease::Named("9")))),
            ("registry.access.redhat.com/ubi9/nodejs-22", None),
            ("acme/fedora", None),
            ("debian", None),
        ] {
            assert_eq!(rpm_release(&ImageName::parse(image)), expected, "{image}");
        }
    }
}
