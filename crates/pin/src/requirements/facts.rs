//! What lock files and the index say of versions, each question asked once.
//!
//! Invariant: a lock file answers before an index is asked.

use super::dependency::{Dependency, specifiers};
use super::lock::{Lock, Locked, folder};
use super::marker::holds;
use super::skip::Skip;
use super::{Candidate, Place, Plan, Source};
use pep440_rs::Version;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::str::FromStr;

/// What was asked and answered.
pub(super) struct Facts<'a> {
    pub(super) plan: &'a Plan,
    pub(super) locks: &'a [Lock],
    source: &'a dyn Source,
    files: RefCell<BTreeMap<String, Answer<Vec<Candidate>>>>,
    needs: RefCell<BTreeMap<(String, Version), Needs>>,
}

type Answer<T> = Result<Rc<T>, String>;

/// `None` is not known.
type Needs = Option<Rc<Vec<Dependency>>>;

impl<'a> Facts<'a> {
    pub(super) fn new(plan: &'a Plan, locks: &'a [Lock], source: &'a dyn Source) -> Self {
        Self { plan, locks, source, files: RefCell::default(), needs: RefCell::default() }
    }

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
    pub(super) fn needs(&self, name: &str, version: &Version) -> Needs {
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

    /// The files whose metadata may say what a version needs, the best first.
    pub(super) fn telling(&self, name: &str, version: &Version) -> Vec<String> {
        let Ok(files) = self.files(name) else { return Vec::new() };
        let of_version = files.iter().filter(|file| Version::from_str(&file.version).ok().as_ref() == Some(version));
        let mut of_version: Vec<&Candidate> = of_version.collect();
        // A wheel for every platform first: one that says it for all.
        of_version.sort_by_key(|file| (!file.filename.ends_with("-any.whl"), !file.is_wheel()));
        of_version.into_iter().map(|file| file.filename.clone()).collect()
    }

    fn needs_on_index(&self, name: &str, version: &Version) -> Option<Vec<Dependency>> {
        let telling = self.telling(name, version);
        let mut answers = telling.iter().take(3).filter_map(|file| self.source.requires(name, file).ok().flatten());
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
