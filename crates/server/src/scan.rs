//! The thread that reads the files of projects.
//!
//! Invariant: only the newest reading that was asked for counts. A reading that the user calls off still reads what
//! lies around the open documents, for without that nothing could be said about them.

use crate::contained::contained;
use crate::core::Core;
use crate::outbox::{Outgoing, Step};
use crate::state::{Disk, Home, ProjectId};
use plimsoll_analysis::WorkspaceFile;
use plimsoll_config::Loader;
use plimsoll_files::{Collected, Selection, collect_while};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Readings that were asked for.
#[derive(Debug, Default)]
pub(crate) struct Scans {
    inner: Mutex<Inner>,
    wake: Condvar,
    is_stopped: AtomicBool,
}

#[derive(Debug, Default)]
struct Inner {
    jobs: VecDeque<Scan>,
    /// The reading that goes on, by the token of its progress.
    current: Option<(String, Arc<AtomicBool>)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Scan {
    project: ProjectId,
    asked: u64,
    first: bool,
}

/// How long a reading waits after files changed: changes come in swarms.
const SWARM: Duration = Duration::from_millis(50);

impl Scans {
    /// Asks for a reading, in the place of those of the project that have not begun. Of two askers the later one may
    /// come here first: what it asked for stays.
    pub(crate) fn push(&self, project: ProjectId, asked: u64, first: bool) {
        let mut inner = self.lock();
        match inner.jobs.iter_mut().find(|job| job.project == project) {
            Some(job) => {
                job.asked = job.asked.max(asked);
                job.first |= first;
            }
            None => inner.jobs.push_back(Scan { project, asked, first }),
        }
        self.wake.notify_one();
    }

    /// Calls off the reading whose progress has this token.
    pub(crate) fn cancel(&self, token: &str) {
        if let Some((current, flag)) = &self.lock().current
            && current == token
        {
            flag.store(true, Ordering::Relaxed);
        }
    }

    pub(crate) fn stop(&self) {
        let _inner = self.lock();
        self.is_stopped.store(true, Ordering::Relaxed);
        self.wake.notify_one();
    }

    fn take(&self) -> Option<Scan> {
        let mut inner = self.lock();
        loop {
            if self.is_stopped.load(Ordering::Relaxed) {
                return None;
            }
            match inner.jobs.front() {
                Some(job) if job.first => return inner.jobs.pop_front(),
                Some(_) => {
                    inner = self.wake.wait_timeout(inner, SWARM).unwrap_or_else(PoisonError::into_inner).0;
                    if let Some(job) = inner.jobs.pop_front() {
                        return Some(job);
                    }
                }
                None => inner = self.wake.wait(inner).unwrap_or_else(PoisonError::into_inner),
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Works until it is told to stop.
pub(crate) fn run(core: &Core) {
    while let Some(scan) = core.scans.take() {
        let disk = contained(|| read(core, &scan)).unwrap_or_else(|message| {
            core.log(message);
            None
        });
        let Some(disk) = disk else { continue };
        if core.with(|state| state.install(scan.project, scan.asked, disk)).is_some() {
            core.readings.send_modify(|count| *count += 1);
            core.look_again(scan.project);
            core.outbox.say(Outgoing::Refresh);
        }
    }
}

/// Reads the files of a project; `None` when there is no such project any more.
fn read(core: &Core, scan: &Scan) -> Option<Disk> {
    let (home, loader, open) = core.with(|state| {
        let project = state.project(scan.project)?;
        Some((project.home.clone(), Arc::clone(&project.loader), state.paths_of(scan.project)))
    })?;
    let (folder, paths) = match home {
        Home::Folder(folder) => (folder.clone(), vec![folder]),
        Home::Loose(folder) => (folder, existing(open.clone())),
        Home::Nowhere => return Some(Disk::default()),
    };
    let token = format!("plimsoll/read/{}/{}", scan.project.0, scan.asked);
    let called_off = Arc::new(AtomicBool::new(false));
    core.scans.lock().current = Some((token.clone(), Arc::clone(&called_off)));
    let seen = AtomicUsize::new(0);
    if scan.first {
        let name = folder.file_name().unwrap_or(folder.as_os_str()).to_string_lossy();
        core.outbox.step(Step::Begin { token: token.clone(), title: format!("plimsoll: reading {name}") });
    }
    let is_wanted = || {
        let count = seen.fetch_add(1, Ordering::Relaxed) + 1;
        if scan.first && count.is_multiple_of(1000) {
            core.outbox.step(Step::Report { token: token.clone(), message: format!("{count} files") });
        }
        !called_off.load(Ordering::Relaxed) && !core.scans.is_stopped.load(Ordering::Relaxed)
    };
    let mut collected = collect_while(&Selection { paths, ..Selection::default() }, &loader, &is_wanted);
    if called_off.load(Ordering::Relaxed) {
        let selection = Selection { paths: existing(open), ..Selection::default() };
        collected = collect_while(&selection, &loader, &|| !core.scans.is_stopped.load(Ordering::Relaxed));
    }
    core.scans.lock().current = None;
    let disk = disk(&collected, &folder, &loader);
    if scan.first {
        let count = disk.targets.len();
        let message = format!("{count} file{} to check", if count == 1 { "" } else { "s" });
        core.outbox.step(Step::End { token, message });
    }
    Some(disk)
}

/// The files that are there: one that was never saved is no mistake.
fn existing(mut paths: Vec<PathBuf>) -> Vec<PathBuf> {
    paths.retain(|path| path.is_file());
    paths.sort();
    paths
}

fn disk(collected: &Collected, folder: &Path, loader: &Loader) -> Disk {
    let targets = collected.targets.iter().map(|target| WorkspaceFile {
        path: target.path.clone(),
        text: Arc::clone(&target.text),
        kind: target.kind.in_workspace(),
    });
    let partners = collected.partners().map(|file| WorkspaceFile {
        path: file.path.clone(),
        text: Arc::clone(&file.text),
        kind: file.kind,
    });
    let mut files: Vec<Arc<WorkspaceFile>> = targets.chain(partners).map(Arc::new).collect();
    files.sort_by(|left, right| left.path.cmp(&right.path));
    files.dedup_by(|right, left| right.path == left.path);
    let root = plimsoll_files::paths::workspace_root([folder]).map(|(root, _)| root);
    let folders: BTreeSet<&Path> = collected.targets.iter().filter_map(|target| target.absolute.parent()).collect();
    let mut config_errors = BTreeMap::new();
    for folder in folders.into_iter().chain([folder]) {
        let errors = loader.for_folder(folder).errors;
        if let Some(first) = errors.first() {
            config_errors.insert(first.path().to_owned(), Arc::clone(&errors));
        }
    }
    Disk {
        root: root.unwrap_or_else(|| folder.to_owned()),
        owner: collected.owner().map(str::to_owned),
        listing: Arc::clone(collected.listing()),
        builds: collected.builds().to_vec(),
        pairs: collected.pairs().to_vec(),
        files,
        targets: collected.targets.iter().map(|target| (target.absolute.clone(), target.kind)).collect(),
        config_errors,
    }
}

#[cfg(test)]
mod tests {
    use super::{Scan, Scans};
    use crate::state::ProjectId;

    #[test]
    fn the_newest_asker_counts_whoever_comes_first() {
        let scans = Scans::default();
        scans.push(ProjectId(1), 2, false);
        scans.push(ProjectId(1), 1, true);
        assert_eq!(scans.take(), Some(Scan { project: ProjectId(1), asked: 2, first: true }));
        scans.stop();
        assert_eq!(scans.take(), None);
    }
}
