//! Where the indexes are: the public ones, unless the user's own tools or settings name others.
//!
//! Invariant: nothing of the files that are checked decides which host is asked.

use super::go_environment::GoEnvironment;
use super::npmrc::Npmrc;
use super::{PackageIndex, cargo, rpm};
use crate::packages::{Error, IndexUrl};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// The address of each index.
#[derive(Clone, Debug)]
pub struct Sources {
    pub(super) npmrc: Npmrc,
    pub(super) npm: IndexUrl,
    pub(super) rubygems: IndexUrl,
    pub(super) go: GoEnvironment,
    /// An error when cargo's configuration puts something in its place that cannot be asked.
    pub(super) crates_io: Result<IndexUrl, Error>,
    pub(super) nuget: IndexUrl,
    pub(super) anaconda: IndexUrl,
    pub(super) debian: IndexUrl,
    pub(super) ubuntu: IndexUrl,
    pub(super) launchpad: IndexUrl,
    pub(super) alpine: IndexUrl,
    /// For each host the addresses that are asked in its place; the path that is asked stands behind theirs.
    mirrors: BTreeMap<String, Vec<String>>,
}

impl Sources {
    /// What the environment and the configuration of npm, Go and cargo say, with the mirrors of the settings.
    ///
    /// # Errors
    /// An address cannot be used.
    pub fn of_user(mirrors: BTreeMap<String, Vec<String>>) -> Result<Self, Error> {
        Self::read(mirrors, &|name| std::env::var(name).ok(), &|path| std::fs::read_to_string(path).ok())
    }

    /// The same with the environment and the files given.
    ///
    /// # Errors
    /// An address cannot be used.
    pub fn read(
        mirrors: BTreeMap<String, Vec<String>>,
        variable: &dyn Fn(&str) -> Option<String>,
        file: &dyn Fn(&PathBuf) -> Option<String>,
    ) -> Result<Self, Error> {
        let crates_io = cargo::replacement(variable, file)
            .and_then(|url| url.map_or_else(|| IndexUrl::parse("https://index.crates.io"), Ok));
        Ok(Self {
            npmrc: Npmrc::of_user(variable, file),
            npm: IndexUrl::parse("https://registry.npmjs.org")?,
            rubygems: IndexUrl::parse("https://rubygems.org")?,
            go: GoEnvironment::of_user(variable, file),
            crates_io,
            nuget: IndexUrl::parse("https://api.nuget.org")?,
            anaconda: IndexUrl::parse("https://api.anaconda.org")?,
            debian: IndexUrl::parse("https://deb.debian.org")?,
            ubuntu: IndexUrl::parse("https://archive.ubuntu.com")?,
            launchpad: IndexUrl::parse("https://api.launchpad.net/1.0")?,
            alpine: IndexUrl::parse("https://dl-cdn.alpinelinux.org")?,
            mirrors,
        })
    }

    /// The registry of a package of npm.
    pub(super) fn npm_registry(&self, package: &str) -> Result<IndexUrl, Error> {
        Ok(self.npmrc.registry(package)?.unwrap_or_else(|| self.npm.clone()))
    }

    /// Whether another address is asked in place of a host.
    pub(super) fn has_mirror(&self, base: &IndexUrl) -> bool {
        self.mirrors.get(&base.host()).is_some_and(|mirrors| !mirrors.is_empty())
    }

    /// The addresses to ask for an index, in order.
    pub(super) fn places(&self, base: &IndexUrl) -> Result<Vec<IndexUrl>, Error> {
        let path = base.url.path();
        match self.mirrors.get(&base.host()) {
            Some(mirrors) if !mirrors.is_empty() => mirrors.iter().map(|mirror| at(mirror, path)).collect(),
            _ => Ok(vec![base.clone()]),
        }
    }

    /// What an answer depends on besides the index and the name, for the cache; never with credentials.
    pub(super) fn described(&self, index: &PackageIndex, name: &str) -> Result<String, Error> {
        let base = match index {
            PackageIndex::Npm => self.npm_registry(name)?,
            PackageIndex::RubyGems => self.rubygems.clone(),
            PackageIndex::Go => return Ok(self.go.described()),
            PackageIndex::CratesIo => self.crates_io.clone()?,
            PackageIndex::NuGet => self.nuget.clone(),
            PackageIndex::Conda { .. } => self.anaconda.clone(),
            PackageIndex::Debian { .. } => self.debian.clone(),
            PackageIndex::Ubuntu { .. } => self.ubuntu.clone(),
            PackageIndex::Alpine { .. } => self.alpine.clone(),
            PackageIndex::Rpm { distribution, release } => return self.all(&rpm::addresses(distribution, release)?),
        };
        self.all(&[base])
    }

    /// The addresses that are asked for these, in one line.
    fn all(&self, bases: &[IndexUrl]) -> Result<String, Error> {
        let mut places = Vec::new();
        for base in bases {
            places.extend(self.places(base)?.iter().map(IndexUrl::to_string));
        }
        Ok(places.join(" "))
    }
}

/// `https://mirror/below/path/` of the mirror `mirror/below` and `/path/`.
fn at(mirror: &str, path: &str) -> Result<IndexUrl, Error> {
    let mirror = mirror.trim_end_matches('/');
    let scheme = if mirror.contains("://") { "" } else { "https://" };
    IndexUrl::parse(&format!("{scheme}{mirror}{path}"))
}

#[cfg(test)]
mod tests {
    use super::Sources;
    use crate::packages::PackageIndex;

    fn of(mirrors: &[(&str, &str)]) -> Sources {
        let mirrors = mirrors.iter().map(|(host, url)| ((*host).to_owned(), vec![(*url).to_owned()])).collect();
        Sources::read(mirrors, &|_| None, &|_| None).unwrap()
    }

    #[test]
    fn a_mirror_takes_the_place_of_its_host() {
        let sources = of(&[("api.launchpad.net", "https://m.example/lp/"), ("rubygems.org", "gems.example")]);
        let places = |url| sources.places(url).unwrap().iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(places(&sources.launchpad), ["https://m.example/lp/1.0"]);
        assert_eq!(places(&sources.rubygems), ["https://gems.example"]);
        assert_eq!(places(&sources.npm), ["https://registry.npmjs.org"]);
        assert!(sources.has_mirror(&sources.rubygems) && !sources.has_mirror(&sources.ubuntu));
    }

    #[test]
    fn what_the_cache_knows_holds_no_password() {
        let sources = of(&[("rubygems.org", "https://me:hunter2@gems.example")]);
        assert_eq!(sources.described(&PackageIndex::RubyGems, "x").unwrap(), "https://gems.example");
        assert!(of(&[("rubygems.org", "ftp://gems.example")]).described(&PackageIndex::RubyGems, "x").is_err());
    }
}
