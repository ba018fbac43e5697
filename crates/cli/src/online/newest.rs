//! The newest version of a package, by its index.
//!
//! Invariant: a pre-release is never the answer.

use super::Ask;
use plimsoll_analysis::PackageIndex;
use plimsoll_pin::requirements::{Candidate, Python, newest};
use plimsoll_registry::packages::PackageIndex as Asked;
use plimsoll_registry::packages::{Error, Index, IndexOptions, Newest, NewestOptions, PipConfiguration, Sources};

/// What the index says; `None` when it has no version that fits.
///
/// # Errors
/// It could not be asked, or does not know the package; the message is for the user.
pub(super) fn version(ask: &Ask, index: &PackageIndex, name: &str) -> Result<Option<String>, String> {
    match index {
        PackageIndex::Pypi { python } => of_pypi(ask, python, name),
        PackageIndex::Npm => of_index(ask, &Asked::Npm, name),
        PackageIndex::RubyGems => of_index(ask, &Asked::RubyGems, name),
        PackageIndex::GoProxy => of_index(ask, &Asked::Go, name),
        PackageIndex::CratesIo => of_index(ask, &Asked::CratesIo, name),
        PackageIndex::NuGet => of_index(ask, &Asked::NuGet, name),
        PackageIndex::Conda { channel } => of_index(ask, &Asked::Conda { channel: channel.clone() }, name),
        PackageIndex::Apt { distribution, release } => {
            let codename = release.clone();
            match distribution.as_str() {
                "debian" => of_index(ask, &Asked::Debian { codename }, name),
                "ubuntu" => of_index(ask, &Asked::Ubuntu { codename }, name),
                _ => Ok(None),
            }
        }
        PackageIndex::Apk { branch } => of_index(ask, &Asked::Alpine { branch: format!("v{branch}") }, name),
        PackageIndex::Rpm { distribution, release } => {
            of_index(ask, &Asked::Rpm { distribution: distribution.clone(), release: release.clone() }, name)
        }
    }
}

/// The newest version that runs on a Python, from the index that pip is configured for.
fn of_pypi(ask: &Ask, python: &str, name: &str) -> Result<Option<String>, String> {
    let Some(python) = Python::parse(python) else { return Ok(None) };
    let index = ask.pypi.get_or_init(|| pypi(ask)).as_ref().map_err(Clone::clone)?;
    let project = index.project(name).map_err(|error| error.to_string())?;
    let candidates: Vec<Candidate> = project
        .files
        .iter()
        .map(|file| Candidate {
            filename: file.filename.clone(),
            version: file.version.clone(),
            sha256: None,
            requires_python: file.requires_python.clone(),
            yanked: file.yanked.is_some(),
        })
        .collect();
    Ok(newest(name, &candidates, python))
}

/// The newest release, from the index that the user's own tools and settings name.
fn of_index(ask: &Ask, index: &Asked, name: &str) -> Result<Option<String>, String> {
    let client = ask.newest.get_or_init(|| newest_of(ask)).as_ref().map_err(Clone::clone)?;
    match client.version(index, name) {
        Err(Error::Unsure { .. }) => Ok(None),
        answer => answer.map(Some).map_err(|error| error.to_string()),
    }
}

fn newest_of(ask: &Ask) -> Result<Newest, String> {
    let sources = Sources::of_user(ask.options.mirrors.clone()).map_err(|error| error.to_string())?;
    Ok(Newest::new(NewestOptions {
        insecure: ask.options.insecure.clone(),
        allowed_hosts: ask.options.allowed_hosts.clone(),
        timeout: ask.options.timeout,
        cache: ask.options.cache.clone(),
        ..NewestOptions::new(sources)
    }))
}

fn pypi(ask: &Ask) -> Result<Index, String> {
    let pip = PipConfiguration::of_user().map_err(|error| error.to_string())?;
    let mut options = IndexOptions::new(&pip).map_err(|error| error.to_string())?;
    options.insecure.extend(ask.options.insecure.iter().cloned());
    options.timeout = ask.options.timeout;
    options.cache = ask.options.cache.clone();
    Ok(Index::new(options))
}
