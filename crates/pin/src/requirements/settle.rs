//! Chooses versions that go together.
//!
//! Invariants: a lock file answers before an index is asked; a chosen version satisfies what is asked for in all places of
//! the plan and, as far as that can be known, what the other versions of the plan need.

use super::choose::choose;
use super::closure;
use super::dependency::{Dependency, specifiers};
use super::edits::Decisions;
use super::lock::{Lock, Locked, folder};
use super::marker::holds;
use super::skip::Skip;
use super::{Candidate, Outcome, Place, Plan, Source, State};
use pep440_rs::{Version, VersionSpecifiers};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
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
    let facts = Facts { plan, locks, source, files: RefCell::default(), needs: RefCell::default() };
    let mut subjects = subjects(&facts);
    settle(&facts, &mut subjects);
    let outcomes = plan.places.iter().map(|place| outcome(place, &subjects)).collect();
    let hashes = options.hashes.then(|| closure::hashes(&facts, &subjects));
    Decisions { outcomes, hashes }
}

/// A name with what is chosen for it.
pub(super) struct Subject {
    pub(super) extras: Vec<String>,
    pub(super) choice: Choice,
    wanted: Vec<VersionSpecifiers>,
}

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
}

/// What was asked and answered.
pub(super) struct Facts<'a> {
    pub(super) plan: &'a Plan,
    pub(super) locks: &'a [Lock],
    source: &'a dyn Source,
    files: RefCell<BTreeMap<String, Answer<Vec<Candidate>>>>,
    needs: RefCell<BTreeMap<(String, Version), Option<Rc<Vec<Dependency>>>>>,
}

type Answer<T> = Result<Rc<T>, String>;

impl Facts<'_> {
    /// The files of a project on the index.
    pub(super) fn files(&self, name: &str) -> Answer<Vec<Candidate>> {
        if let Some(known) = self.files.borrow().get(name) {
            return known.clone();
        }
        let answer = self.source.files(name).map(Rc::new);
        self.files.borrow_mut().insert(name.to_owned(), answer.clone());
        answer
    }

    /// What a version needs: by a lock file, else by the metadata on the index; `None` when neither says.
    pub(super) fn needs(&self, name: &str, version: &Version) -> Option<Rc<Vec<Dependency>>> {
        let key = (name.to_owned(), version.clone());
        if let Some(known) = self.needs.borrow().get(&key) {
            return known.clone();
        }
        let locked = self.locked_version(name, version).and_then(|locked| locked.requires.clone());
        let needs = locked.or_else(|| self.needs_on_index(name, version)).map(Rc::new);
        self.needs.borrow_mut().insert(key, needs.clone());
        needs
    }

    /// What a lock file beside one of the plan's files says of a version.
    pub(super) fn locked_version(&self, name: &str, version: &Version) -> Option<&Locked> {
        let lines = self.plan.places.iter().filter(|place| !place.is_word());
        let folders: BTreeSet<&str> = lines.map(|place| folder(&place.path)).collect();
        let locks = self.locks.iter().filter(|lock| folders.contains(folder(&lock.path)));
        let mut all = locks.filter_map(|lock| lock.packages.as_ref().ok()?.get(name)).flatten();
        all.find(|locked| locked.version.as_deref().and_then(|it| Version::from_str(it).ok()).as_ref() == Some(version))
    }

    fn needs_on_index(&self, name: &str, version: &Version) -> Option<Vec<Dependency>> {
        let files = self.files(name).ok()?;
        let of_version = files.iter().filter(|file| Version::from_str(&file.version).ok().as_ref() == Some(version));
        let mut of_version: Vec<&Candidate> = of_version.collect();
        // A wheel for every platform first: one that says it for all.
        of_version.sort_by_key(|file| (!file.filename.ends_with("-any.whl"), !file.is_wheel()));
        let mut answers =
            of_version.iter().take(3).filter_map(|file| self.source.requires(name, &file.filename).ok().flatten());
        // One line that is not understood makes the list incomplete.
        answers.next()?.iter().map(|text| Dependency::parse(text)).collect()
    }

    /// The requirements of a version that hold, or may hold, in the image; and whether that is certain.
    pub(super) fn holding(&self, needs: &[Dependency], extras: &[String]) -> Vec<(Dependency, bool)> {
        let answer = |dependency: &Dependency| {
            let marker = dependency.marker.as_deref();
            marker.map_or(Some(true), |marker| holds(marker, &self.plan.environment, Some(extras)))
        };
        let all = needs.iter().map(|dependency| (dependency.clone(), answer(dependency)));
        all.filter(|(_, answer)| *answer != Some(false)).map(|(it, answer)| (it, answer.is_some())).collect()
    }
}

/// What the lock files beside a line say of it; `None` when they do not know it, or the place is a word.
pub(super) fn locked(place: &Place, locks: &[Lock]) -> Option<Result<(Version, String), Skip>> {
    if place.is_word() {
        return None;
    }
    let name = place.normal_name();
    let mut found: Option<(Version, String)> = None;
    for lock in locks.iter().filter(|lock| folder(&lock.path) == folder(&place.path)) {
        let problem = |problem: String| Some(Err(Skip::Lock { path: lock.path.clone(), problem }));
        let packages = match &lock.packages {
            Ok(packages) => packages,
            Err(why) => return problem(why.clone()),
        };
        for locked in packages.get(&name).into_iter().flatten() {
            let Some(version) = locked.version.as_deref().and_then(|it| Version::from_str(it).ok()) else {
                return problem(format!("takes `{}` from elsewhere than an index", place.name));
            };
            match &found {
                Some((other, path)) if *other != version => {
                    let where_else = if *path == lock.path { String::new() } else { format!(", `{path}` another one") };
                    return problem(format!("has several versions of `{}`{where_else}", place.name));
                }
                Some(_) => {}
                None => found = Some((version, lock.path.clone())),
            }
        }
    }
    let (version, path) = found?;
    let wanted = [place.specifier.as_str()].into_iter().chain(place.constraints.iter().map(String::as_str));
    if wanted.into_iter().any(|it| specifiers(it).is_none_or(|it| !it.contains(&version))) {
        let problem = format!("has {version}, which is not what the file asks for");
        return Some(Err(Skip::Lock { path, problem }));
    }
    Some(Ok((version, path)))
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
        (name, Subject { extras, choice, wanted })
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

/// Narrows choices until they go together; what cannot be brought together is skipped.
fn settle(facts: &Facts<'_>, subjects: &mut BTreeMap<String, Subject>) {
    if !subjects.values().any(|subject| matches!(subject.choice, Choice::Index(_))) {
        return;
    }
    // Each round takes versions away from one name; this many are never needed in earnest.
    for round in 0..200 {
        let Some((name, target, dependency)) = clash(facts, subjects) else { return };
        let other = match subjects.get(&name).and_then(Subject::version) {
            Some(version) => format!("{name} {version}"),
            None => name.clone(),
        };
        let needs = format!("{}{}", dependency.name, dependency.specifier);
        let is_free = |name: &str| matches!(subjects.get(name).map(|it| &it.choice), Some(Choice::Index(_)));
        let (loser, is_narrowed) = if is_free(&target) { (target, round < 150) } else { (name, false) };
        let Some(subject) = subjects.get_mut(&loser) else { return };
        let conflict = Skip::Conflict { other, needs };
        subject.choice = match specifiers(&dependency.specifier).filter(|_| is_narrowed) {
            Some(narrower) => {
                subject.wanted.push(narrower);
                match from_index(facts, &loser, &subject.wanted) {
                    Ok(version) => Choice::Index(version),
                    Err(Skip::NoVersion(_)) => Choice::Skip(conflict),
                    Err(skip) => Choice::Skip(skip),
                }
            }
            None => Choice::Skip(conflict),
        };
    }
}

/// A version that needs something else than what is chosen, where one of the two was chosen from the index.
fn clash(facts: &Facts<'_>, subjects: &BTreeMap<String, Subject>) -> Option<(String, String, Dependency)> {
    for (name, subject) in subjects {
        let Some(version) = subject.version() else { continue };
        let Some(needs) = facts.needs(name, version) else { continue };
        for (dependency, _) in facts.holding(&needs, &subject.extras) {
            let Some(target) = subjects.get(&dependency.name) else { continue };
            let is_free = |subject: &Subject| matches!(subject.choice, Choice::Index(_));
            if target.version().is_some_and(|version| !dependency.takes(version))
                && (is_free(subject) || is_free(target))
            {
                return Some((name.clone(), dependency.name.clone(), dependency));
            }
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
