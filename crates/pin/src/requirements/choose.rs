//! Which version pip would install.
//!
//! Invariant: a version is chosen only if every image that may be meant would get the same one.

use super::candidate::Candidate;
use super::environment::Environment;
use super::marker::{Truth, and, or};
use super::options::IndexHints;
use super::python::Python;
use super::skip::Skip;
use pep440_rs::{Version, VersionSpecifiers};
use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

/// The newest version of `candidates` that all of `specifiers` take and the image can have.
pub(super) fn choose(
    name: &str,
    candidates: &[Candidate],
    specifiers: &[VersionSpecifiers],
    environment: &Environment,
    hints: &IndexHints,
) -> Result<Version, Skip> {
    let allowed = hints.pre || specifiers.iter().flat_map(|list| list.iter()).any(|it| it.any_prerelease());
    let mut versions: BTreeMap<Version, Vec<&Candidate>> = BTreeMap::new();
    for candidate in candidates.iter().filter(|it| !it.yanked && hints.takes_format(name, it.is_wheel())) {
        let Ok(version) = Version::from_str(&candidate.version) else { continue };
        if specifiers.iter().all(|list| list.contains(&version)) {
            versions.entry(version).or_default().push(candidate);
        }
    }
    let finals: BTreeMap<_, _> = versions.iter().filter(|(version, _)| allowed || !version.any_prerelease()).collect();
    let mut found: BTreeSet<&Version> = BTreeSet::new();
    let mut unclear = None;
    for environment in concrete(environment) {
        let chosen = match newest_of(&finals, &environment) {
            // Only when nothing else exists.
            Err(None) if !allowed => newest_of(&versions.iter().collect(), &environment),
            chosen => chosen,
        };
        match chosen {
            Ok(version) => drop(found.insert(version)),
            Err(Some(skip)) => unclear = Some(skip),
            // A package that a machine cannot have at all says nothing of the version on the others.
            Err(None) => {}
        }
    }
    match (unclear, found.len()) {
        (Some(skip), _) => Err(skip),
        (None, 1) => Ok(found.pop_first().cloned().unwrap_or_else(|| Version::new([0]))),
        (None, 0) => Err(Skip::NoVersion(nothing(candidates, &versions, environment))),
        (None, _) => Err(Skip::Platform),
    }
}

/// The newest version of `candidates` that runs on `python`, whatever the machine; never a pre-release.
#[must_use]
pub fn newest(name: &str, candidates: &[Candidate], python: Python) -> Option<String> {
    let environment = Environment { python: Some(python), is_cpython: true, ..Environment::default() };
    let chosen = choose(name, candidates, &[], &environment, &IndexHints::default()).ok()?;
    (!chosen.any_prerelease()).then(|| chosen.to_string())
}

/// The environments that may be meant: with each machine and C library where those are not known.
fn concrete(environment: &Environment) -> Vec<Environment> {
    let machines = environment.machine.clone().map_or_else(|| vec!["x86_64".into(), "aarch64".into()], |it| vec![it]);
    let libraries = environment.musl.map_or_else(|| vec![false, true], |musl| vec![musl]);
    let mut all = Vec::new();
    for machine in &machines {
        for musl in &libraries {
            all.push(Environment { machine: Some(machine.clone()), musl: Some(*musl), ..environment.clone() });
        }
    }
    all
}

/// The newest version that fits; `Err(None)` when none does.
fn newest_of<'v>(
    versions: &BTreeMap<&'v Version, &Vec<&Candidate>>,
    environment: &Environment,
) -> Result<&'v Version, Option<Skip>> {
    let requirements: BTreeSet<Option<&str>> =
        versions.values().flat_map(|files| files.iter()).map(|it| it.requires_python.as_deref()).collect();
    // Where all versions ask the same of Python, the newest is taken if any is.
    let is_uniform = requirements.len() == 1;
    for (version, files) in versions.iter().rev() {
        let of_python = |file: &Candidate| match (&file.requires_python, environment.python) {
            (None, _) => Some(true),
            (Some(_), None) if is_uniform => Some(true),
            (Some(requires), python) => python.and_then(|python| python.satisfies(requires)),
        };
        let fits = files.iter().map(|file| and(of_python(file), file.fits(environment))).fold(Some(false), or);
        match fits {
            Some(true) => return Ok(version),
            Some(false) => {}
            None => return Err(Some(unclear(files, environment, &of_python))),
        }
    }
    Err(None)
}

fn unclear(files: &[&Candidate], environment: &Environment, of_python: &dyn Fn(&Candidate) -> Truth) -> Skip {
    let open = files.iter().find(|file| of_python(file).is_none());
    let requires = open.and_then(|file| file.requires_python.as_deref());
    match (environment.python, requires) {
        (Some(python), Some(requires)) => {
            Skip::Python { why: format!("Python {python} may or may not be `{requires}`") }
        }
        (Some(_), None) => Skip::Platform,
        (None, _) => Skip::Python { why: environment.unknown_python() },
    }
}

/// Why there is nothing to choose from.
fn nothing(
    candidates: &[Candidate],
    versions: &BTreeMap<Version, Vec<&Candidate>>,
    environment: &Environment,
) -> String {
    if candidates.is_empty() {
        return "the index has no file of it".to_owned();
    }
    if candidates.iter().all(|candidate| candidate.yanked) {
        return "all of its versions were taken back".to_owned();
    }
    match (versions.is_empty(), environment.python) {
        (true, _) => "no version on the index satisfies what is asked for".to_owned(),
        (false, Some(python)) => format!("no version on the index is for Python {python} on Linux"),
        (false, None) => "no version on the index is for Linux".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::choose;
    use crate::requirements::dependency::specifiers;
    use crate::requirements::{Candidate, Environment, IndexHints, Python};

    fn file(filename: &str, requires: &str) -> Candidate {
        let version = filename.split('-').nth(1).unwrap().trim_end_matches(".tar.gz").to_owned();
        let requires_python = Some(requires.to_owned()).filter(|it| !it.is_empty());
        Candidate { filename: filename.to_owned(), version, requires_python, ..Candidate::default() }
    }

    fn chosen(files: &[Candidate], specifier: &str, python: &str) -> String {
        let environment = Environment { python: Python::parse(python), musl: Some(false), ..Environment::default() };
        let specifiers = [specifiers(specifier).unwrap()];
        match choose("x", files, &specifiers, &environment, &IndexHints::default()) {
            Ok(version) => version.to_string(),
            Err(skip) => skip.as_str().to_owned(),
        }
    }

    fn sdists(list: &[(&str, &str)]) -> Vec<Candidate> {
        list.iter().map(|(version, requires)| file(&format!("x-{version}.tar.gz"), requires)).collect()
    }

    #[test]
    fn the_newest_that_is_asked_for() {
        let files = sdists(&[("1.0", ""), ("1.9", ""), ("1.10", ""), ("2.0rc1", ""), ("2.0.dev3", "")]);
        for (specifier, expected) in [
            ("", "1.10"),
            ("<1.10", "1.9"),
            ("~=1.0", "1.10"),
            ("==1.*", "1.10"),
            ("!=1.10", "1.9"),
            (">=2.0.dev0", "2.0rc1"),
            (">=1.11", "2.0rc1"),
            (">=3", "no-version"),
        ] {
            assert_eq!(chosen(&files, specifier, "3.12"), expected, "{specifier}");
        }
    }

    #[test]
    fn what_was_taken_back_is_not_chosen() {
        let mut files = sdists(&[("1.0", ""), ("2.0", "")]);
        files[1].yanked = true;
        assert_eq!(chosen(&files, "", "3.12"), "1.0");
        assert_eq!(chosen(&files, ">1", "3.12"), "no-version");
    }

    #[test]
    fn python_decides_and_is_not_guessed() {
        let files = sdists(&[("1", ">=3.6"), ("2", ">=3.8"), ("3", ">=3.12.4")]);
        assert_eq!(chosen(&files, "", "3.12.4"), "3");
        assert_eq!(chosen(&files, "", "3.12.3"), "2");
        assert_eq!(chosen(&files, "", "3.12"), "unknown-python");
        assert_eq!(chosen(&files, "", "3.6"), "1");
        assert_eq!(chosen(&files, "", ""), "unknown-python");
        assert_eq!(chosen(&files, "<2", ""), "1");
        assert_eq!(chosen(&sdists(&[("1", ">=3.6"), ("2", ">=3.6")]), "", ""), "2");
        assert_eq!(chosen(&sdists(&[("1", ">=3.6"), ("2", "")]), "", ""), "2");
    }

    #[test]
    fn wheels_of_other_places_do_not_count() {
        let both = ["x86_64", "aarch64"].map(|it| file(&format!("x-2-cp312-cp312-manylinux_2_17_{it}.whl"), ""));
        let mut files = sdists(&[("1", "")]);
        files.extend(both.clone());
        assert_eq!(chosen(&files, "", "3.12"), "2");
        assert_eq!(chosen(&files, "", "3.13"), "1");
        files.pop();
        assert_eq!(chosen(&files, "", "3.12"), "unknown-platform");
        assert_eq!(chosen(&both[..1], "", "3.12"), "2");
        assert_eq!(chosen(&[file("x-2-cp312-cp312-win_amd64.whl", "")], "", "3.12"), "no-version");
    }
}
