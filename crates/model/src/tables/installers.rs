//! Scripts of the web that install a program, and tools that report their use.
//!
//! Invariant: an image to copy from holds the same program as the script would install.

use super::reader::{rows, words};

pub(super) const INSTALLERS: &str = include_str!("../../data/installers.tsv");

/// An installer that a script of the web brings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Installer {
    /// The program: `"uv"`.
    pub program: &'static str,
    /// The image that has it; `""` where none is known.
    pub image: &'static str,
    /// What to copy from it.
    pub paths: Vec<&'static str>,
}

/// The installer that `url` fetches.
#[must_use]
pub fn installer(url: &str) -> Option<Installer> {
    rows(INSTALLERS).find(|[_, part, _, _]| url.contains(part)).map(|[program, _, image, paths]| Installer {
        program,
        image,
        paths: words(paths).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::installer;

    #[test]
    fn programs_are_known_by_their_address() {
        let uv = installer("https://astral.sh/uv/install.sh").expect("uv");
        assert_eq!((uv.program, uv.image, &uv.paths[..]), ("uv", "ghcr.io/astral-sh/uv", &["/uv", "/uvx"][..]));
        assert_eq!(installer("https://install.python-poetry.org").expect("poetry").image, "");
        assert_eq!(installer("https://example.com/install.sh"), None);
    }
}
