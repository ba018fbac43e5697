//! Commands that are gone or given up.
//!
//! Invariant: whether a command is still there is said only for a base whose release is known.

use std::sync::LazyLock;

use super::eol::is_newer;
use super::reader::{rows, words};

pub(super) const TEXT: &str = include_str!("../../data/retired-commands.tsv");

/// A command that is gone or given up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retired {
    /// The program, then what must be among its words.
    pub words: Vec<&'static str>,
    /// Why, in one clause.
    pub why: &'static str,
    /// What does the same.
    pub instead: &'static str,
    last_good: Vec<(&'static str, &'static str)>,
}

impl Retired {
    /// Whether it is gone from release `release` of `product` (a name of the calendar: `"debian"`, `"13"`). `None`
    /// where that is not known.
    #[must_use]
    pub fn is_gone(&self, product: &str, release: &str) -> Option<bool> {
        if self.last_good.is_empty() {
            return Some(true);
        }
        let (_, last) = self.last_good.iter().find(|(name, _)| *name == product)?;
        is_newer(release, last)
    }

    /// Whether it is given up whatever the base image is.
    #[must_use]
    pub fn is_gone_everywhere(&self) -> bool {
        self.last_good.is_empty()
    }
}

/// All of them, in the order of the table.
#[must_use]
pub fn retired() -> &'static [Retired] {
    &TABLE
}

static TABLE: LazyLock<Vec<Retired>> = LazyLock::new(|| {
    rows(TEXT)
        .map(|[all, last_good, why, instead]| Retired {
            words: words(all).collect(),
            why,
            instead,
            last_good: last_good.split(';').filter_map(|pair| pair.trim().split_once(' ')).collect(),
        })
        .collect()
});

#[cfg(test)]
mod tests {
    use super::retired;

    #[test]
    fn the_release_decides() {
        let apt_key = retired().iter().find(|it| it.words == ["apt-key"]).expect("listed");
        assert_eq!(apt_key.is_gone("debian", "13"), Some(true));
        assert_eq!(apt_key.is_gone("debian", "12"), Some(false));
        assert_eq!(apt_key.is_gone("ubuntu", "22.04"), Some(false));
        assert_eq!(apt_key.is_gone("ubuntu", "26.04"), Some(true));
        assert_eq!(apt_key.is_gone("alpine", "3.22"), None);
        let bower = retired().iter().find(|it| it.words[0] == "bower").expect("listed");
        assert_eq!((bower.is_gone("node", "24"), bower.is_gone_everywhere()), (Some(true), true));
    }
}
