//! What apt installs only because a package recommends it, and that package cannot do without.
//!
//! Invariant: every row is a recommendation of the package, so that whoever installs one with the other gets nothing that a
//! plain install would not bring.

use super::image_name::ImageName;
use super::reader::{rows, words};

pub(super) const TEXT: &str = include_str!("../../data/apt-recommends.tsv");

/// A recommended package that another one needs at its work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recommended {
    /// The package that is recommended.
    pub name: &'static str,
    instead: &'static str,
    images: &'static str,
}

impl Recommended {
    /// Packages with which it is not needed.
    pub fn instead(&self) -> impl Iterator<Item = &'static str> {
        words(self.instead)
    }

    /// Whether `image` is known to have it. No tag means `latest`.
    #[must_use]
    pub fn is_in(&self, image: &ImageName<'_>, tag: Option<&str>) -> bool {
        let is_slim = tag.is_some_and(|tag| tag.split('-').any(|part| part == "slim"));
        let Some(official) = image.official() else { return false };
        words(self.images).any(|it| match it.strip_suffix('+') {
            Some(name) => name == official,
            None => it == official && !is_slim,
        })
    }
}

/// What `package` needs of what it recommends.
pub fn recommended_by(package: &str) -> impl Iterator<Item = Recommended> {
    rows(TEXT).filter(move |row| row[0] == package).map(|[_, name, instead, images]| Recommended {
        name,
        instead,
        images,
    })
}

#[cfg(test)]
mod tests {
    use super::recommended_by;
    use crate::tables::image_name::ImageName;

    #[test]
    fn what_is_needed_is_listed() {
        let names = |package: &str| recommended_by(package).map(|it| it.name).collect::<Vec<_>>();
        assert_eq!(names("curl"), ["ca-certificates"]);
        assert_eq!(names("composer"), ["unzip", "git"]);
        assert!(names("libcurl4").is_empty());
    }

    #[test]
    fn slim_images_lack_more() {
        let is_in = |package: &str, image: &str, tag: &str| {
            recommended_by(package).all(|it| it.is_in(&ImageName::parse(image), Some(tag)))
        };
        assert!(is_in("curl", "python", "3.13-slim") && is_in("gcc", "python", "3.13"));
        assert!(!is_in("gcc", "python", "3.13-slim") && !is_in("curl", "node", "22-bookworm-slim"));
        assert!(!is_in("curl", "debian", "12.11") && !is_in("curl", "example.com/python", "3.13"));
    }
}
