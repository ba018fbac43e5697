//! Chooses versions that go together.
//!
//! Invariants: a lock file answers before an index is asked; a chosen version satisfies what is asked for in all places of
//! the plan and, as far as that can be known, what the other versions of the plan need.

use super::choose::choose;
use super::closure;
use super::dependency::{Dependency, specifiers};
use super::edits::Decisions;
use super::facts::{Facts, locked};
use super::lock::Lock;
use super::skip::Skip;
use super::{Outcome, Place, Plan, Source, State};
use pep440_rs::{Version, VersionSpecifier, VersionSpecifiers};
use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

/// What is wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DecideOptions {
    /// Whether hashes are added, too.
    pub hashes: bool,
}

/// Chooses a version for every open place of `plan`.
#[must_use]
pub fn decide(plan: &Plan, locks: &[Lock], source: &dyn Source, options: DecideOptions) -> Decisions {
    let facts = Facts::new(plan, locks, source);
    let mut subjects = subjects(&facts);
    settle(&facts, &mut subjects);
    let outcomes = plan.places.iter().map(|place| outcome(place, &subjects)).collect();
    // pip takes no hashes on a command line.
    let has_lines = plan.places.iter().any(|place| !place.is_word());
    let hashes = (options.hashes && has_lines).then(|| closure::hashes(&facts, &subjects));
    Decisions { outcomes, hashes }
}

/// The files whose metadata [`decide`] will most likely ask for, as name and file name, for a caller that asks ahead. It asks
/// `source` for the files of the projects that [`Plan::questions`] names.
#[must_use]
pub fn metadata_questions(plan: &Plan, locks: &[Lock], source: &dyn Source, hashes: bool) -> Vec<(String, String)> {
    let facts = Facts::new(plan, locks, source);
    let subjects = subjects(&facts);
    if !hashes && !subjects.values().any(Subject::is_free) {
        return Vec::new();
    }
    let first = |(name, subject): (&String, &Subject)| {
        let version = subject.version()?;
        let is_known = facts.locked_version(name, version).is_some_and(|locked| locked.requires.is_some());
        let file = if is_known { None } else { facts.telling(name, version).into_iter().next() };
        Some((name.clone(), file?))
    };
    subjects.iter().filter_map(first).collect()
}

/// A name with what is chosen for it.
pub(super) struct Subject {
    pub(super) extras: Vec<String>,
    pub(super) choice: Choice,
    wanted: Vec<VersionSpecifiers>,
    /// How many versions were given up because of what they need.
    older_ones: usize,
}

/// How many versions of a package are given up in search of one that needs nothing else than what is there. Each costs a
/// question.
const OLDER_ONES: usize = 12;

/// What is chosen for a name.
pub(super) enum Choice {
    /// It was fixed before.
    Fixed(Version),
    Lock {
        version: Version,
        path: String,
    },
    Index(Version),
    Skip(Skip),
    /// Fixed in a way that says no version, or several.
    Unclear,
}

impl Subject {
    pub(super) fn version(&self) -> Option<&Version> {
        match &self.choice {
            Choice::Fixed(version) | Choice::Lock { version, .. } | Choice::Index(version) => Some(version),
            Choice::Skip(_) | Choice::Unclear => None,
        }
    }

    /// Whether its version may still be another one.
    fn is_free(&self) -> bool {
        matches!(self.choice, Choice::Index(_))
    }

    /// Takes a version that satisfies `narrower`, too; whether there is one.
    fn narrow(&mut self, facts: &Facts<'_>, name: &str, narrower: Option<VersionSpecifiers>) -> bool {
        let (true, Some(narrower)) = (self.is_free(), narrower) else { return false };
        self.wanted.push(narrower);
        match from_index(facts, name, &self.wanted) {
            Ok(version) => {
                self.choice = Choice::Index(version);
                true
            }
            Err(_) => {
                self.wanted.pop();
                false
            }
        }
    }
}

fn subjects(facts: &Facts<'_>) -> BTreeMap<String, Subject> {
    let mut places: BTreeMap<String, Vec<&Place>> = BTreeMap::new();
    for place in &facts.plan.places {
        if !matches!(place.state, State::Skipped(_)) {
            places.entry(place.normal_name()).or_default().push(place);
        }
    }
    let subject = |(name, places): (String, Vec<&Place>)| {
        let texts = places.iter().flat_map(|place| std::iter::once(&place.specifier).chain(&place.constraints));
        let wanted: Vec<VersionSpecifiers> = texts.filter_map(|text| specifiers(text)).collect();
        let extras = places.iter().flat_map(|place| place.extras.clone()).collect();
        let choice = first_choice(facts, &name, &places, &wanted);
        (name, Subject { extras, choice, wanted, older_ones: 0 })
    };
    places.into_iter().map(subject).collect()
}

fn first_choice(facts: &Facts<'_>, name: &str, places: &[&Place], wanted: &[VersionSpecifiers]) -> Choice {
    let is_open = places.iter().any(|place| place.state == State::Open);
    let mut fixed: BTreeSet<Option<Version>> = BTreeSet::new();
    for place in places {
        if let State::Pinned(version) = &place.state {
            fixed.insert(version.as_deref().and_then(|version| Version::from_str(version).ok()));
        }
    }
    match (fixed.len(), fixed.pop_first().flatten()) {
        (0, _) => {}
        (1, Some(version)) if !is_open || wanted.iter().all(|it| it.contains(&version)) => {
            return Choice::Fixed(version);
        }
        _ if is_open => {
            return Choice::Skip(Skip::NoVersion(
                "another requirement of the same name says something else".to_owned(),
            ));
        }
        _ => return Choice::Unclear,
    }
    let mut chosen: Option<(Version, String)> = None;
    for place in places {
        match locked(place, facts.locks) {
            None => {}
            Some(Err(skip)) => return Choice::Skip(skip),
            Some(Ok((version, path))) => match &chosen {
                Some((other, _)) if *other != version => {
                    let problem = format!("has {version}, another lock file {other}");
                    return Choice::Skip(Skip::Lock { path, problem });
                }
                _ => chosen = Some((version, path)),
            },
        }
    }
    match chosen {
        Some((version, path)) if wanted.iter().all(|it| it.contains(&version)) => Choice::Lock { version, path },
        Some((version, path)) => {
            Choice::Skip(Skip::Lock { path, problem: format!("has {version}, which is not asked for everywhere") })
        }
        None => from_index(facts, name, wanted).map_or_else(Choice::Skip, Choice::Index),
    }
}

fn from_index(facts: &Facts<'_>, name: &str, wanted: &[VersionSpecifiers]) -> Result<Version, Skip> {
    if let Some(obstacle) = &facts.plan.index.obstacle {
        return Err(Skip::Index(obstacle.clone()));
    }
    let files = facts.files(name).map_err(Skip::Failed)?;
    choose(name, &files, wanted, &facts.plan.environment, &facts.plan.index)
}

/// Narrows choices until they go together, as pip's resolver would; what cannot be brought together is skipped.
fn settle(facts: &Facts<'_>, subjects: &mut BTreeMap<String, Subject>) {
    if !subjects.values().any(Subject::is_free) {
        return;
    }
    // Each round takes versions away from one name, so it ends; this many are never needed in earnest.
    for _ in 0..500 {
        let Some((name, dependency)) = clash(facts, subjects) else { return };
        let target = dependency.name.clone();
        let version = subjects.get(&name).and_then(Subject::version).cloned();
        let Some(version) = version else { return };
        let conflict = Skip::Conflict {
            other: format!("{name} {version}"),
            needs: format!("{}{}", dependency.name, dependency.specifier),
        };
        let narrower = specifiers(&dependency.specifier);
        if subjects.get_mut(&target).is_some_and(|it| it.narrow(facts, &target, narrower)) {
            continue;
        }
        let Some(needing) = subjects.get_mut(&name) else { return };
        if !needing.is_free() {
            // What needs it was fixed before.
            if let Some(subject) = subjects.get_mut(&target) {
                subject.choice = Choice::Skip(conflict);
            }
            continue;
        }
        needing.older_ones += 1;
        let other = VersionSpecifiers::from(VersionSpecifier::not_equals_version(version));
        if needing.older_ones > OLDER_ONES || !needing.narrow(facts, &name, Some(other)) {
            needing.choice = Choice::Skip(conflict);
        }
    }
}

/// A version that needs something else than what is chosen, or than what others need, where something can still change.
fn clash(facts: &Facts<'_>, subjects: &BTreeMap<String, Subject>) -> Option<(String, Dependency)> {
    // What the plan does not list, with those that need it.
    let mut unlisted: BTreeMap<String, Vec<(&String, Dependency)>> = BTreeMap::new();
    for (name, subject) in subjects {
        let Some(version) = subject.version() else { continue };
        let Some(needs) = facts.needs(name, version) else { continue };
        for (dependency, is_certain) in facts.holding(&needs, &subject.extras) {
            let Some(target) = subjects.get(&dependency.name) else {
                if is_certain && !dependency.specifier.is_empty() {
                    unlisted.entry(dependency.name.clone()).or_default().push((name, dependency));
                }
                continue;
            };
            let refuses = target.version().is_some_and(|version| !dependency.takes(version));
            if refuses && (subject.is_free() || target.is_free()) {
                return Some((name.clone(), dependency));
            }
        }
    }
    for (name, needing) in &unlisted {
        let free = needing.iter().rev().find(|(name, _)| subjects.get(*name).is_some_and(Subject::is_free));
        let Some((needing_name, dependency)) = free else { continue };
        let wanted: BTreeSet<&str> = needing.iter().map(|(_, dependency)| dependency.specifier.as_str()).collect();
        let wanted: Vec<VersionSpecifiers> = wanted.into_iter().filter_map(specifiers).collect();
        // One need alone is met by any index that has the package at all.
        if wanted.len() > 1 && matches!(from_index(facts, name, &wanted), Err(Skip::NoVersion(_))) {
            return Some(((*needing_name).clone(), dependency.clone()));
        }
    }
    None
}

fn outcome(place: &Place, subjects: &BTreeMap<String, Subject>) -> Outcome {
    match &place.state {
        State::Pinned(version) => Outcome::Current(version.clone()),
        State::Skipped(skip) => Outcome::Skipped(skip.clone()),
        State::Open => match subjects.get(&place.normal_name()).map(|subject| &subject.choice) {
            Some(Choice::Fixed(version) | Choice::Index(version)) => {
                Outcome::Pin { version: version.to_string(), lock: None }
            }
            Some(Choice::Lock { version, path }) => {
                Outcome::Pin { version: version.to_string(), lock: Some(path.clone()) }
            }
            Some(Choice::Skip(skip)) => Outcome::Skipped(skip.clone()),
            Some(Choice::Unclear) | None => Outcome::Skipped(Skip::Unknown),
        },
    }
}
