//! Whether a plan can have hashes, and which.
//!
//! Invariant: either every requirement of the plan has hashes afterwards and everything that they need is among them, or none
//! is added. With one hash pip refuses all that has none: source, pip documentation, "Secure installs", 2026-11.

use super::edits::Hashes;
use super::facts::Facts;
use super::settle::Subject;
use super::skip::Skip;
use super::{Candidate, State};
use pep440_rs::Version;
use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

/// The hashes of each place by its number, sorted; or why there are none, in words.
pub(super) fn hashes(facts: &Facts<'_>, subjects: &BTreeMap<String, Subject>) -> Hashes {
    let mut reasons: BTreeSet<String> = facts.plan.obstacles.iter().cloned().collect();
    let mut found: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    let mut digests: BTreeMap<String, Result<Vec<String>, String>> = BTreeMap::new();
    for (number, place) in facts.plan.places.iter().enumerate() {
        if matches!(place.state, State::Skipped(Skip::NotInstalled)) {
            continue;
        }
        if place.is_word() {
            reasons.insert(format!("`{}` is installed by the command itself, where pip takes no hashes", place.name));
            continue;
        }
        let name = place.normal_name();
        let version = match place.state {
            State::Skipped(_) => None,
            _ => subjects.get(&name).and_then(Subject::version),
        };
        let Some(version) = version else {
            reasons.insert(format!("`{}` gets no version", place.name));
            continue;
        };
        if place.is_hashed {
            continue;
        }
        let digests = digests.entry(name.clone()).or_insert_with(|| of_version(facts, &name, version));
        match digests {
            Ok(list) => drop(found.insert(number, list.clone())),
            Err(reason) => drop(reasons.insert(reason.clone())),
        }
    }
    reasons.extend(missing(facts, subjects));
    if reasons.is_empty() { Ok(found) } else { Err(reasons.into_iter().collect()) }
}

/// The digests of all files of a version.
fn of_version(facts: &Facts<'_>, name: &str, version: &Version) -> Result<Vec<String>, String> {
    if let Some(locked) = facts.locked_version(name, version).filter(|locked| !locked.hashes.is_empty()) {
        let mut hashes = locked.hashes.clone();
        hashes.dedup();
        return Ok(hashes);
    }
    let files = facts.files(name)?;
    let of_version = |file: &&Candidate| Version::from_str(&file.version).ok().as_ref() == Some(version);
    let files: Vec<&Candidate> = files.iter().filter(of_version).collect();
    let digests: Option<BTreeSet<String>> = files.iter().map(|file| file.sha256.clone()).collect();
    match digests {
        Some(digests) if !digests.is_empty() => Ok(digests.into_iter().collect()),
        Some(_) => Err(format!("the index has no file of `{name}` {version}")),
        None => Err(format!("the index names no SHA-256 for a file of `{name}` {version}")),
    }
}

/// What the chosen versions need and the plan does not have.
fn missing(facts: &Facts<'_>, subjects: &BTreeMap<String, Subject>) -> BTreeSet<String> {
    let mut reasons = BTreeSet::new();
    // Names with the extras that somebody asks for.
    let mut waiting: Vec<(String, Vec<String>)> =
        subjects.iter().map(|(name, subject)| (name.clone(), subject.extras.clone())).collect();
    let mut seen: BTreeSet<(String, Vec<String>)> = BTreeSet::new();
    while let Some((name, extras)) = waiting.pop() {
        if !seen.insert((name.clone(), extras.clone())) {
            continue;
        }
        let Some(version) = subjects.get(&name).and_then(Subject::version) else { continue };
        let Some(needs) = facts.needs(&name, version) else {
            reasons.insert(format!("what `{name}` {version} needs is not known without downloading it"));
            continue;
        };
        for (dependency, is_certain) in facts.holding(&needs, &extras) {
            let needed = format!("{}{}", dependency.name, dependency.specifier);
            match subjects.get(&dependency.name) {
                None => {
                    let verb = if is_certain { "needs" } else { "may need" };
                    reasons.insert(format!("`{name}` {version} {verb} `{needed}`, which no file lists"));
                }
                Some(target) if target.version().is_some_and(|version| !dependency.takes(version)) => {
                    reasons.insert(format!("`{name}` {version} needs `{needed}`, and another version is fixed"));
                }
                Some(_) => waiting.push((dependency.name, dependency.extras)),
            }
        }
    }
    reasons
}
