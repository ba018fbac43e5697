//! The thread that analyses what was typed and sends what it found.
//!
//! Invariant: all diagnostics leave through this one thread, in the order of its jobs, so that the last thing that a
//! client hears of a document is about its newest version, or that it was closed.

use crate::contained::contained;
use crate::core::Core;
use crate::diagnostics;
use crate::outbox::Outgoing;
use crate::protocol::{Diagnostic, Uri};
use crate::queue::Job;
use crate::state::{ProjectId, Text};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::PathBuf;

/// Works until it is told to stop.
pub(crate) fn run(core: &Core) {
    let mut worker = Worker { core, sent: HashMap::new(), configurations: BTreeMap::new() };
    loop {
        match core.queue.take() {
            Job::Document(uri) => worker.document(uri),
            Job::Clear(uri) => worker.clear(uri),
            Job::Configurations(project) => worker.configurations(project),
            Job::Neighbours(project) => {
                for uri in core.with(|state| state.documents_of(project)) {
                    core.queue.push(Job::Document(uri));
                }
            }
            Job::Stop => return,
        }
    }
}

struct Worker<'a> {
    core: &'a Core,
    /// What was sent last for each document: the same thing is not sent twice.
    sent: HashMap<Uri, (Option<i32>, Vec<Diagnostic>)>,
    /// The configurations that something was sent about.
    configurations: BTreeMap<ProjectId, BTreeSet<PathBuf>>,
}

impl Worker<'_> {
    fn document(&mut self, uri: Uri) {
        let (is_ready, version, snapshot) =
            self.core.with(|state| (state.is_ready(&uri), state.version(&uri), state.snapshot(&uri)));
        // A document that was closed is cleared by a job of its own; one whose surroundings are not known yet is
        // looked at when they are.
        let Some(version) = version.filter(|_| is_ready) else { return };
        let diagnostics = match &snapshot {
            Some(snapshot) => contained(|| diagnostics::of(snapshot)).unwrap_or_else(|message| {
                self.core.log(message);
                Vec::new()
            }),
            None => Vec::new(),
        };
        // A newer version waits in the queue already.
        if self.core.with(|state| state.version(&uri)) == Some(version) {
            self.send(uri, Some(version), diagnostics);
        }
    }

    fn clear(&mut self, uri: Uri) {
        if self.core.with(|state| state.is_open(&uri)) {
            return;
        }
        if self.sent.get(&uri).is_some_and(|(_, diagnostics)| !diagnostics.is_empty()) {
            self.send(uri.clone(), None, Vec::new());
        }
        self.sent.remove(&uri);
    }

    fn configurations(&mut self, project: ProjectId) {
        let disk = self.core.with(|state| state.project(project).map(|it| std::sync::Arc::clone(&it.disk)));
        let encoding = self.core.with(|state| state.abilities.encoding);
        let mut now = BTreeSet::new();
        for (path, errors) in disk.iter().flat_map(|disk| &disk.config_errors) {
            let Some(uri) = Uri::from_file_path(path) else { continue };
            let text = plimsoll_files::read::text(path).unwrap_or_default();
            self.send(uri, None, diagnostics::of_configuration(errors, &Text::new(text.into(), encoding)));
            now.insert(path.clone());
        }
        for path in self.configurations.remove(&project).unwrap_or_default().difference(&now) {
            let is_known = self.configurations.values().any(|others| others.contains(path));
            if let Some(uri) = Uri::from_file_path(path).filter(|_| !is_known) {
                self.send(uri.clone(), None, Vec::new());
                self.sent.remove(&uri);
            }
        }
        self.configurations.insert(project, now);
    }

    fn send(&mut self, uri: Uri, version: Option<i32>, diagnostics: Vec<Diagnostic>) {
        let now = (version, diagnostics);
        if self.sent.get(&uri) == Some(&now) {
            return;
        }
        let (version, diagnostics) = now.clone();
        self.sent.insert(uri.clone(), now);
        self.core.outbox.say(Outgoing::Diagnostics { uri, version, diagnostics });
    }
}
