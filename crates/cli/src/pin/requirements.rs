//! The Python requirements of the files: what lock files and indexes know, and what to do with it.
//!
//! Invariant: a lock file beside the requirements is believed before an index; each project is asked for once per index.

use super::{Found, Outcome};
use crate::arguments::Pin;
use crate::progress::Progress;
use plimsoll_analysis::{FileKind, Settings};
use plimsoll_files::{Collected, read};
use plimsoll_pin::requirements::{
    Candidate, DecideOptions, Decisions, IndexHints, Lock, Plan, PlanOptions, Python, Skip, Source, State, decide,
    metadata_questions, plans,
};
use plimsoll_pin::requirements::{Outcome as Decision, Place};
use plimsoll_registry::packages::{Index, IndexOptions, PipConfiguration};
use plimsoll_registry::{CacheMode, packages};
use plimsoll_report::{PinKind, PinRow, PinStatus};
use plimsoll_text::{Encoding, LineIndex};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// Threads that ask; an index gets fewer requests at the same time.
const THREADS: usize = 8;

/// What is to be done with every requirement of the targets, in their order.
///
/// # Errors
/// `--python` or an address of an index cannot be used; the message is for the user.
pub(super) fn outcomes(pin: &Pin, collected: &Collected) -> Result<Found, String> {
    let python = match &pin.python {
        Some(text) => Some(Python::parse(text).ok_or_else(|| format!("--python {text}: expected a version as 3.12"))?),
        None => None,
    };
    let workspace = collected.workspace();
    let named = named(pin, collected);
    let settings = |path: &str| {
        let target = collected.targets.iter().find(|target| target.path == path);
        target.map_or_else(Settings::default, |target| (*target.config.settings_for(&target.absolute)).clone())
    };
    let plans = plans(&workspace, PlanOptions { python, files: &named, settings: &settings });
    let locks: Vec<Vec<Lock>> = plans.iter().map(|plan| locks(plan, collected)).collect();
    let mut indexes = Indexes { pin, pip: None, made: BTreeMap::new() };
    let of_plans = plans.iter().map(|plan| indexes.of(&plan.index)).collect::<Result<Vec<String>, String>>()?;
    ask_ahead(pin, &plans, &locks, &of_plans, &indexes);
    let mut found = Found::default();
    for ((plan, locks), key) in plans.iter().zip(&locks).zip(&of_plans) {
        let Some(index) = indexes.made.get(key) else { continue };
        let decisions = decide(plan, locks, &Answers { index }, DecideOptions { hashes: pin.hashes });
        add(pin, collected, plan, &decisions, &mut found);
    }
    Ok(found)
}

/// Requirements files that the user named, which count whether a Dockerfile installs them or not.
fn named(pin: &Pin, collected: &Collected) -> Vec<String> {
    let named: BTreeSet<_> =
        pin.files.paths.iter().filter_map(|path| plimsoll_files::paths::absolute(path).ok()).collect();
    let requirements = collected.targets.iter().filter(|target| target.kind == FileKind::Requirements);
    requirements
        .filter(|target| target.is_stdin || named.contains(&target.absolute))
        .map(|it| it.path.clone())
        .collect()
}

/// The lock files beside the requirements of a plan. One that cannot be read is as if it were not there; one that is
/// not understood says so where it matters.
fn locks(plan: &Plan, collected: &Collected) -> Vec<Lock> {
    let Some(root) = collected.root() else { return Vec::new() };
    let texts = plan.lock_paths().into_iter().filter_map(|path| Some((read::text(&root.join(&path)).ok()?, path)));
    texts.filter_map(|(text, path)| Lock::read(&path, &text)).collect()
}

/// The indexes that plans ask, by a key that tells them apart.
struct Indexes<'a> {
    pin: &'a Pin,
    pip: Option<PipConfiguration>,
    made: BTreeMap<String, Index>,
}

impl Indexes<'_> {
    /// The key of the index that `hints` ask for, else the command line, else pip's configuration.
    fn of(&mut self, hints: &IndexHints) -> Result<String, String> {
        let url = hints.url.clone().or_else(|| self.pin.index_url.clone());
        let key = format!("{url:?} {:?} {:?}", hints.extra_urls, hints.trusted_hosts);
        if !self.made.contains_key(&key) {
            let index = self.make(url.as_deref(), hints).map_err(|error| error.to_string())?;
            self.made.insert(key.clone(), index);
        }
        Ok(key)
    }

    fn make(&mut self, url: Option<&str>, hints: &IndexHints) -> Result<Index, packages::Error> {
        let pip = match &self.pip {
            Some(pip) => pip.clone(),
            None => self.pip.insert(PipConfiguration::of_user()?).clone(),
        };
        // An index that is named here counts although pip's configuration wants none.
        let pip = PipConfiguration { no_index: pip.no_index && url.is_none(), ..pip };
        let mut options = IndexOptions::new(&pip)?.named(url, &hints.extra_urls, &hints.trusted_hosts)?;
        options.insecure.extend(self.pin.registry.insecure_registry.iter().cloned());
        if let Some(seconds) = self.pin.registry.timeout {
            options.timeout = Duration::from_secs(seconds);
        }
        options.cache.mode = match (self.pin.registry.offline, self.pin.registry.refresh) {
            (true, _) => CacheMode::Offline,
            (_, true) => CacheMode::Refresh,
            _ => CacheMode::Use,
        };
        Ok(Index::new(options))
    }
}

/// Asks for all projects at the same time, and then for what their files need, so that deciding finds the answers there.
/// Whoever decides gets the same answer, or the same error.
fn ask_ahead(pin: &Pin, plans: &[Plan], locks: &[Vec<Lock>], keys: &[String], indexes: &Indexes<'_>) {
    let all = || {
        let plans = plans.iter().zip(locks).zip(keys);
        plans.filter_map(|((plan, locks), key)| Some((plan, locks, key.as_str(), indexes.made.get(key)?)))
    };
    let mut names: BTreeSet<(&str, String)> = BTreeSet::new();
    for (plan, locks, key, _) in all() {
        names.extend(plan.questions(locks, pin.hashes).into_iter().map(|name| (key, name)));
    }
    let names: Vec<(&str, String)> = names.into_iter().collect();
    let progress = Progress::new(names.len(), "packages", pin.quiet);
    at_the_same_time(&names, |(key, name)| {
        if let Some(index) = indexes.made.get(*key) {
            let _ = index.project(name);
        }
        progress.step();
    });
    progress.finish();
    let mut files: BTreeSet<(&str, String, String)> = BTreeSet::new();
    for (plan, locks, key, index) in all() {
        let questions = metadata_questions(plan, locks, &Answers { index }, pin.hashes);
        files.extend(questions.into_iter().map(|(name, file)| (key, name, file)));
    }
    let files: Vec<(&str, String, String)> = files.into_iter().collect();
    at_the_same_time(&files, |(key, name, file)| {
        if let Some(index) = indexes.made.get(*key) {
            let _ = Answers { index }.requires(name, file);
        }
    });
}

/// Does `work` for each item, in several threads.
fn at_the_same_time<T: Sync>(items: &[T], work: impl Fn(&T) + Sync) {
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..THREADS.min(items.len()) {
            scope.spawn(|| {
                while let Some(item) = items.get(next.fetch_add(1, Ordering::Relaxed)) {
                    work(item);
                }
            });
        }
    });
}

/// An index as deciding wants it.
struct Answers<'a> {
    index: &'a Index,
}

impl Source for Answers<'_> {
    fn files(&self, name: &str) -> Result<Vec<Candidate>, String> {
        let project = self.index.project(name).map_err(|error| error.to_string())?;
        let candidates = project.files.iter().map(|file| Candidate {
            filename: file.filename.clone(),
            version: file.version.clone(),
            sha256: file.hashes.get("sha256").cloned(),
            requires_python: file.requires_python.clone(),
            yanked: file.yanked.is_some(),
        });
        Ok(candidates.collect())
    }

    fn requires(&self, name: &str, filename: &str) -> Result<Option<Vec<String>>, String> {
        let project = self.index.project(name).map_err(|error| error.to_string())?;
        let Some(file) = project.files.iter().find(|file| file.filename == filename) else { return Ok(None) };
        let metadata = self.index.metadata(file).map_err(|error| error.to_string())?;
        // What differs from build to build is not known before the build.
        Ok(metadata.filter(|metadata| !metadata.dynamic_requires).map(|metadata| metadata.requires_dist.clone()))
    }
}

/// Adds the rows and edits of a plan.
fn add(pin: &Pin, collected: &Collected, plan: &Plan, decisions: &Decisions, found: &mut Found) {
    let hashes = decisions.hashes.as_ref().and_then(|hashes| hashes.as_ref().err());
    let mut is_told = hashes.is_none();
    for (number, (place, decision)) in plan.places.iter().zip(&decisions.outcomes).enumerate() {
        let Some(at) = collected.targets.iter().position(|target| target.path == place.path) else { continue };
        let mut outcome = Outcome { row: row(collected, at, place), wanting: place.state == State::Open };
        fill(pin, decision, &mut outcome);
        if outcome.row.status == PinStatus::Current && decisions.changes(number) {
            outcome.row.status = if pin.check { PinStatus::Unpinned } else { PinStatus::Pinned };
            outcome.row.new.clone_from(&outcome.row.old);
            outcome.row.message = Some("gets the hashes of its files".to_owned());
            outcome.wanting = true;
        }
        if let (false, Some(reasons), false) = (is_told, hashes, place.is_word()) {
            let said = outcome.row.message.take().map_or(String::new(), |message| format!("{message}; "));
            outcome.row.message = Some(format!("{said}no hashes for this file: {}", reasons.join("; ")));
            is_told = true;
        }
        found.outcomes.push(outcome);
    }
    for path in plan.paths() {
        let at = collected.targets.iter().position(|target| target.path == path);
        let edits = decisions.edits(plan, path);
        found.edits.extend(at.into_iter().flat_map(|at| edits.iter().cloned().map(move |edit| (at, edit))));
    }
}

fn row(collected: &Collected, at: usize, place: &Place) -> PinRow {
    let target = &collected.targets[at];
    let position = LineIndex::new(&target.text).position(&target.text, place.range.start(), Encoding::Utf32);
    PinRow {
        path: target.shown.clone(),
        line: position.line + 1,
        column: position.column + 1,
        kind: PinKind::Requirement,
        name: place.name.clone(),
        old: Some(place.specifier.clone()).filter(|specifier| !specifier.is_empty()),
        new: None,
        date: None,
        status: PinStatus::Current,
        message: None,
    }
}

fn fill(pin: &Pin, decision: &Decision, outcome: &mut Outcome) {
    let row = &mut outcome.row;
    match decision {
        Decision::Current(_) => {}
        Decision::Pin { version, lock } => {
            row.new = Some(format!("=={version}"));
            row.status = if pin.check { PinStatus::Unpinned } else { PinStatus::Pinned };
            row.message = lock.as_ref().map(|lock| format!("the version of `{lock}`"));
        }
        Decision::Skipped(skip @ Skip::Failed(_)) => {
            row.status = PinStatus::Failed;
            row.message = Some(skip.to_string());
        }
        Decision::Skipped(skip) => {
            row.status = PinStatus::Skipped;
            row.message = (!skip.is_expected()).then(|| skip.to_string());
            outcome.wanting = skip.is_unpinned();
        }
    }
}
