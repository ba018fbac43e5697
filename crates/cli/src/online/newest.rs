//! The newest version of a package, by its index.
//!
//! Invariant: a pre-release is never the answer.

use super::Ask;
use plimsoll_analysis::PackageIndex;
use plimsoll_pin::requirements::{Candidate, Python, newest};
use plimsoll_registry::packages::{Index, IndexOptions, PipConfiguration};

/// What the index says; `None` when it has no version that fits.
///
/// # Errors
/// It could not be asked, or does not know the package; the message is for the user.
pub(super) fn version(ask: &Ask, index: &PackageIndex, name: &str) -> Result<Option<String>, String> {
    match index {
        PackageIndex::Pypi { python } => of_pypi(ask, python, name),
        // No rule asks these.
        PackageIndex::Npm
        | PackageIndex::RubyGems
        | PackageIndex::GoProxy
        | PackageIndex::CratesIo
        | PackageIndex::NuGet
        | PackageIndex::Conda { .. }
        | PackageIndex::Apt { .. }
        | PackageIndex::Apk { .. }
        | PackageIndex::Rpm { .. } => Ok(None),
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

fn pypi(ask: &Ask) -> Result<Index, String> {
    let pip = PipConfiguration::of_user().map_err(|error| error.to_string())?;
    let mut options = IndexOptions::new(&pip).map_err(|error| error.to_string())?;
    options.insecure.extend(ask.options.insecure.iter().cloned());
    options.timeout = ask.options.timeout;
    options.cache = ask.options.cache.clone();
    Ok(Index::new(options))
}
