//! What requirements files and commands say of indexes and of kinds of files.
//!
//! Invariant: addresses may hold credentials, so `Debug` shows none. What two places say differently is an obstacle.

use plimsoll_model::requirements::normalized;
use std::collections::BTreeSet;
use std::fmt;

/// What requirements files and commands say of indexes. Where they say nothing, pip's configuration counts.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct IndexHints {
    /// `--index-url`; may hold credentials.
    pub url: Option<String>,
    /// `--extra-index-url`; may hold credentials.
    pub extra_urls: Vec<String>,
    /// `--trusted-host`
    pub trusted_hosts: Vec<String>,
    /// `--pre`: versions before a release count, too.
    pub pre: bool,
    /// Why it is not clear which index is asked, or that none is.
    pub(super) obstacle: Option<String>,
    no_wheels: Names,
    only_wheels: Names,
}

/// The value of `--no-binary` or `--only-binary`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Names {
    all: bool,
    names: BTreeSet<String>,
}

impl IndexHints {
    /// Takes in one option by its name; `None` for a value that cannot be known. Others than those of indexes are left.
    pub(super) fn option(&mut self, name: &str, value: Option<&str>) {
        match (name, value) {
            ("--index-url" | "-i" | "--pypi-url" | "--default-index", Some(value)) => self.set_url(value),
            ("--extra-index-url" | "--index", Some(value)) => {
                // uv takes `name=address`, too.
                let address = value.split_once('=').filter(|(name, _)| !name.contains("://")).map_or(value, |it| it.1);
                self.extra_urls.extend(address.split_whitespace().map(|it| unquoted(it).to_owned()));
            }
            ("--trusted-host", Some(value)) => self.trusted_hosts.push(value.to_owned()),
            ("--pre", _) => self.pre = true,
            ("--prerelease", Some(value)) => self.pre |= value == "allow",
            ("--no-binary", Some(value)) => self.no_wheels.add(value),
            ("--only-binary", Some(value)) => self.only_wheels.add(value),
            ("--no-build", _) => self.only_wheels.add(":all:"),
            ("--no-index", _) => self.block("`--no-index` says that no index is asked"),
            ("--find-links" | "-f", _) => {
                self.block("`--find-links` gives files besides those of the index, which are not looked at");
            }
            (
                "--index-url" | "-i" | "--pypi-url" | "--default-index" | "--extra-index-url" | "--index"
                | "--no-binary" | "--only-binary" | "--prerelease" | "--trusted-host",
                None,
            ) => self.block("an option of the index depends on a variable"),
            _ => {}
        }
    }

    /// Takes in what another file or command of the same plan says.
    pub(super) fn merge(&mut self, other: &Self) {
        if let Some(url) = &other.url {
            self.set_url(url);
        }
        for url in &other.extra_urls {
            if !self.extra_urls.contains(url) {
                self.extra_urls.push(url.clone());
            }
        }
        self.trusted_hosts.extend(other.trusted_hosts.iter().cloned());
        self.pre |= other.pre;
        self.obstacle = self.obstacle.take().or_else(|| other.obstacle.clone());
        self.no_wheels.merge(&other.no_wheels);
        self.only_wheels.merge(&other.only_wheels);
    }

    pub(super) fn block(&mut self, why: &str) {
        self.obstacle.get_or_insert_with(|| why.to_owned());
    }

    /// Whether a wheel, or a source archive, of `name` (in its normal form) is wanted.
    pub(super) fn takes_format(&self, name: &str, is_wheel: bool) -> bool {
        if is_wheel { !self.no_wheels.holds(name) } else { !self.only_wheels.holds(name) }
    }

    fn set_url(&mut self, url: &str) {
        let url = unquoted(url);
        match &self.url {
            Some(own) if own.trim_end_matches('/') != url.trim_end_matches('/') => {
                self.block("it is installed from more than one index");
            }
            _ => self.url = Some(url.to_owned()),
        }
    }
}

impl Names {
    fn add(&mut self, value: &str) {
        for name in value.split(',').map(str::trim) {
            match name {
                ":all:" => self.all = true,
                ":none:" => *self = Self::default(),
                name => drop(self.names.insert(normalized(name))),
            }
        }
    }

    fn merge(&mut self, other: &Self) {
        self.all |= other.all;
        self.names.extend(other.names.iter().cloned());
    }

    fn holds(&self, name: &str) -> bool {
        self.all || self.names.contains(name)
    }
}

impl fmt::Debug for IndexHints {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IndexHints")
            .field("url", &self.url.as_deref().map(without_credentials))
            .field("extra_urls", &self.extra_urls.iter().map(|url| without_credentials(url)).collect::<Vec<_>>())
            .field("pre", &self.pre)
            .field("obstacle", &self.obstacle)
            .finish_non_exhaustive()
    }
}

/// An address, or a line with one, without what stands between `://` and `@`.
pub(super) fn without_credentials(text: &str) -> String {
    let mut shown = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("://") {
        let end = behind.find(['/', '?', '#', ' ']).unwrap_or(behind.len());
        shown.push_str(before);
        shown.push_str("://");
        rest = match behind[..end].rfind('@') {
            Some(at) => &behind[at + 1..],
            None => behind,
        };
    }
    shown.push_str(rest);
    shown
}

fn unquoted(text: &str) -> &str {
    let text = text.trim();
    let inner = |quote| text.strip_prefix(quote).and_then(|rest: &str| rest.strip_suffix(quote));
    inner('"').or_else(|| inner('\'')).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::{IndexHints, without_credentials};

    #[test]
    fn options() {
        let mut hints = IndexHints::default();
        hints.option("--index-url", Some("https://u:secret@a/simple"));
        hints.option("--index-url", Some("\"https://u:secret@a/simple/\""));
        hints.option("--index", Some("own=https://b/simple"));
        hints.option("--only-binary", Some("Foo_Bar,baz"));
        assert_eq!(hints.extra_urls, ["https://b/simple"]);
        assert!(hints.obstacle.is_none() && !format!("{hints:?}").contains("secret"));
        assert!(hints.takes_format("foo-bar", true) && !hints.takes_format("foo-bar", false));
        assert!(hints.takes_format("other", false));
        let mut other = IndexHints::default();
        other.option("--index-url", Some("https://c/"));
        other.merge(&hints);
        assert!(other.obstacle.is_some());
    }

    #[test]
    fn what_is_unclear_is_an_obstacle() {
        for (name, value) in [("--no-index", None), ("-f", Some("./x")), ("--index-url", None)] {
            let mut hints = IndexHints::default();
            hints.option(name, value);
            assert!(hints.obstacle.is_some(), "{name}");
        }
    }

    #[test]
    fn credentials_are_taken_out() {
        assert_eq!(without_credentials("-e git+https://t:s@h/x@v1 # y"), "-e git+https://h/x@v1 # y");
        assert_eq!(without_credentials("a://b@c d://e@f/g"), "a://c d://f/g");
        assert_eq!(without_credentials("./x"), "./x");
    }
}
