//! One requirement of a package: what a `Requires-Dist` says.
//!
//! Invariant: a text that is no plain requirement is none.

use pep440_rs::{Version, VersionSpecifiers};
use plimsoll_model::requirements::{LineKind, Requirement, normalized, read};
use std::str::FromStr;

/// `urllib3[socks] <3,>=1.21.1 ; extra == 'x'` in its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Dependency {
    /// In its normal form.
    pub(super) name: String,
    pub(super) extras: Vec<String>,
    pub(super) specifier: String,
    pub(super) marker: Option<String>,
}

impl Dependency {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let lines = read(text);
        let [line] = &lines[..] else { return None };
        let LineKind::Requirement(Requirement { name, extras, specifier, marker, url, .. }) = &line.kind else {
            return None;
        };
        // A requirement by URL bounds no version.
        let specifier = if url.is_some() { "" } else { plain(specifier) };
        Some(Self {
            name: normalized(name),
            extras: split_extras(extras),
            specifier: specifier.to_owned(),
            marker: marker.map(str::to_owned),
        })
    }

    /// Whether it takes a version; one that cannot be read takes all.
    pub(super) fn takes(&self, version: &Version) -> bool {
        specifiers(&self.specifier).is_none_or(|specifiers| specifiers.contains(version))
    }
}

/// The names between the brackets.
pub(super) fn split_extras(extras: &str) -> Vec<String> {
    extras.split(',').map(str::trim).filter(|extra| !extra.is_empty()).map(str::to_owned).collect()
}

/// A specifier without the parentheses of older metadata.
pub(super) fn plain(specifier: &str) -> &str {
    let trimmed = specifier.trim();
    trimmed.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')).unwrap_or(trimmed).trim()
}

/// `None` when it cannot be read; an empty one takes everything.
pub(super) fn specifiers(text: &str) -> Option<VersionSpecifiers> {
    VersionSpecifiers::from_str(plain(text).trim_end_matches(',')).ok()
}

pub(super) fn same_name(left: &str, right: &str) -> bool {
    normalized(left) == normalized(right)
}

#[cfg(test)]
mod tests {
    use super::Dependency;
    use pep440_rs::Version;
    use std::str::FromStr;

    #[test]
    fn parts() {
        let found = Dependency::parse("Foo.Bar[a, b] (<3,>=1) ; extra == 'x'").unwrap();
        assert_eq!((found.name.as_str(), found.specifier.as_str()), ("foo-bar", "<3,>=1"));
        assert_eq!((found.extras.join("+"), found.marker.as_deref()), ("a+b".to_owned(), Some("extra == 'x'")));
        let takes = |version: &str| found.takes(&Version::from_str(version).unwrap());
        assert!(takes("2.9") && !takes("3.0"));
        assert_eq!(Dependency::parse("-e ."), None);
        assert_eq!(Dependency::parse("x @ https://e.org/x.whl").map(|it| it.specifier), Some(String::new()));
    }
}
