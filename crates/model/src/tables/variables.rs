//! Which variables images set.
//!
//! Invariant: a variable that is not in the table may be set all the same.

use std::sync::LazyLock;

use super::image_name::ImageName;
use super::pattern::{Patterns, Subject};

pub(super) const TEXT: &str = include_str!("../../data/image-variables.tsv");

/// Whether it is known that `image` sets the variable `name`; no tag means `latest`.
#[must_use]
pub fn sets_variable(image: &ImageName<'_>, tag: Option<&str>, name: &str) -> bool {
    TABLE.first(&Subject::new(image, tag)).is_some_and(|row| row[0].split_ascii_whitespace().any(|it| it == name))
}

static TABLE: LazyLock<Patterns> = LazyLock::new(|| Patterns::read(TEXT));

#[cfg(test)]
mod tests {
    use super::sets_variable;
    use crate::tables::image_name::ImageName;

    #[test]
    fn images_and_their_variables() {
        let of = |image: &str, name: &str| sets_variable(&ImageName::parse(image), Some("1"), name);
        assert!(of("ros", "ROS_DISTRO") && of("oracle/weblogic", "ORACLE_HOME") && of("golang", "GOPATH"));
        assert!(!of("ros", "GOPATH") && !of("acme/app", "ROS_DISTRO"));
    }
}
