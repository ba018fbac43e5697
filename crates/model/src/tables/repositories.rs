//! Images that bring no package repository besides those of their distribution.

use super::image_name::ImageName;
use super::reader::rows;

pub(super) const TEXT: &str = include_str!("../../data/own-repositories.tsv");

/// Whether `image` is known to take packages from the repositories of its distribution alone. `false` says nothing.
#[must_use]
pub fn has_own_alone(image: &ImageName<'_>) -> bool {
    rows(TEXT).any(|[listed]| {
        let listed = ImageName::parse(listed);
        (listed.registry, listed.path, listed.library) == (image.registry, image.path, image.library)
    })
}

#[cfg(test)]
mod tests {
    use super::super::image_name::ImageName;
    use super::has_own_alone;

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
}
