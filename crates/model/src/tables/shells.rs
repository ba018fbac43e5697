//! Which shells images bring.
//!
//! Invariant: only images whose shells are known have an answer.

use std::sync::LazyLock;

use super::image_name::ImageName;
use super::pattern::{Patterns, Subject};

pub(super) const TEXT: &str = include_str!("../../data/image-shells.tsv");

/// The shells of an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KnownShell {
    /// `/bin/bash`, and a `/bin/sh` that knows no `pipefail` (dash).
    BashAndDash,
    /// `/bin/bash`, which is also `/bin/sh`.
    Bash,
    /// The shell of BusyBox as `/bin/ash` and `/bin/sh`; it knows `pipefail`.
    Ash,
}

/// The shells of `image`; no tag means `latest`.
#[must_use]
pub fn shells(image: &ImageName<'_>, tag: Option<&str>) -> Option<KnownShell> {
    match TABLE.first(&Subject::new(image, tag))?[0] {
        "dash" => Some(KnownShell::BashAndDash),
        "bash" => Some(KnownShell::Bash),
        "ash" => Some(KnownShell::Ash),
        _ => None,
    }
}

static TABLE: LazyLock<Patterns> = LazyLock::new(|| Patterns::read(TEXT));

#[cfg(test)]
mod tests {
    use super::{KnownShell, shells};
    use crate::tables::image_name::ImageName;

    #[test]
    fn images_and_their_shells() {
        let of = |name: &str, tag: &str| shells(&ImageName::parse(name), Some(tag));
        assert_eq!(of("debian", "12"), Some(KnownShell::BashAndDash));
        assert_eq!(of("node", "22-alpine"), Some(KnownShell::Ash));
        assert_eq!(of("fedora", "43"), Some(KnownShell::Bash));
        assert_eq!(of("gcr.io/distroless/base", "latest"), None);
        assert_eq!(of("acme/app", "1"), None);
    }
}
