//! Images that are known to start in `/`.

use std::sync::LazyLock;

use super::image_name::ImageName;
use super::reader::rows;

pub(super) const TEXT: &str = include_str!("../../data/root-workdirs.tsv");

/// Whether `image` is known to name no working directory. `false` says nothing.
#[must_use]
pub fn starts_in_root(image: &ImageName<'_>) -> bool {
    image.library && TABLE.contains(&image.path)
}

static TABLE: LazyLock<Vec<&str>> = LazyLock::new(|| rows(TEXT).map(|[image]| image).collect());

#[cfg(test)]
mod tests {
    use super::super::image_name::ImageName;
    use super::starts_in_root;

    #[test]
    fn only_listed_images_are_known() {
        assert!(starts_in_root(&ImageName::parse("debian")));
        assert!(!starts_in_root(&ImageName::parse("golang")));
        assert!(!starts_in_root(&ImageName::parse("acme/debian")));
    }
}
