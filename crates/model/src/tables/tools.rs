//! Programs that images lack.
//!
//! Invariant: only what is certainly missing is listed; no answer says nothing.

use std::sync::LazyLock;

use super::image_name::ImageName;
use super::pattern::{Patterns, Subject};
use super::reader::words;

pub(super) const TEXT: &str = include_str!("../../data/missing-tools.tsv");

/// Whether `image` certainly lacks `program`. No tag means `latest`.
#[must_use]
pub fn lacks(image: &ImageName<'_>, tag: Option<&str>, program: &str) -> bool {
    TABLE.first(&Subject::new(image, tag)).is_some_and(|[programs, ..]| words(programs).any(|it| it == program))
}

static TABLE: LazyLock<Patterns> = LazyLock::new(|| Patterns::read(TEXT));

#[cfg(test)]
mod tests {
    use super::lacks;
    use crate::tables::image_name::ImageName;

    #[test]
    fn what_is_missing_is_listed() {
        let lacks = |name: &str, tag: &str, program: &str| lacks(&ImageName::parse(name), Some(tag), program);
        assert!(lacks("node", "20-alpine", "curl") && !lacks("node", "20-alpine", "wget"));
        assert!(lacks("python", "3.12-slim", "wget") && !lacks("python", "3.12", "curl"));
        assert!(lacks("gcr.io/distroless/static-debian12", "nonroot", "sh"));
        assert!(!lacks("gcr.io/distroless/base", "debug", "sh") && !lacks("nginx", "alpine", "curl"));
        assert!(lacks("mcr.microsoft.com/dotnet/aspnet", "8.0", "curl"));
    }
}
