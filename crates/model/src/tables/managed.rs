//! Systems whose own Python is not for pip (PEP 668).
//!
//! Invariant: an unknown release is not known to refuse.

use super::eol::is_newer;
use super::reader::{rows, words};

pub(super) const TEXT: &str = include_str!("../../data/managed-pythons.tsv");

/// Whether the Python of `system` (`"debian"`) in `release` refuses pip outside of a virtual environment.
#[must_use]
pub fn refuses_pip(system: &str, release: &str) -> bool {
    rows(TEXT).any(|[name, first, _]| name == system && (first == release || is_newer(release, first) == Some(true)))
}

/// Whether the package `name` brings the Python or the pip of `system`.
#[must_use]
pub fn brings_python(system: &str, name: &str) -> bool {
    rows(TEXT).any(|[own, _, packages]| own == system && words(packages).any(|package| package == name))
}

#[cfg(test)]
mod tests {
    use super::{brings_python, refuses_pip};

    #[test]
    fn the_release_decides() {
        assert!(refuses_pip("debian", "12") && refuses_pip("debian", "13") && !refuses_pip("debian", "11"));
        assert!(refuses_pip("ubuntu", "24.04") && !refuses_pip("ubuntu", "22.04"));
        assert!(refuses_pip("alpine", "3.22") && !refuses_pip("alpine", "3.18"));
        assert!(!refuses_pip("fedora", "43"));
        assert!(brings_python("alpine", "py3-pip") && !brings_python("alpine", "curl"));
    }
}
