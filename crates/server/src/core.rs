//! The server without its protocol: the state, and the threads that analyse and read.
//!
//! Invariant: the lock of the state is held for moments, never while a text is analysed, a file read or a message sent.

use crate::outbox::{Outbox, Outgoing};
use crate::pin::Pinnings;
use crate::queue::{Job, Queue};
use crate::scan::Scans;
use crate::state::{ProjectId, State};
use crate::worker;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use tokio::sync::watch;

/// Deep trees are walked by recursion.
pub(crate) const STACK: usize = 16 << 20;

/// What all parts of the server share.
#[derive(Debug)]
pub(crate) struct Core {
    state: Mutex<State>,
    pub(crate) queue: Queue,
    pub(crate) scans: Scans,
    pub(crate) outbox: Outbox,
    pub(crate) pinnings: Pinnings,
    /// Counts readings of files that came to an end.
    pub(crate) readings: watch::Sender<u64>,
}

impl Core {
    pub(crate) fn new(state: State, outbox: Outbox) -> Arc<Self> {
        Arc::new(Self {
            state: Mutex::new(state),
            queue: Queue::default(),
            scans: Scans::default(),
            outbox,
            pinnings: Pinnings::default(),
            readings: watch::Sender::new(0),
        })
    }

    /// Starts the threads. They end after [`Self::stop`].
    pub(crate) fn start(self: &Arc<Self>) -> std::io::Result<Vec<JoinHandle<()>>> {
        let thread = |name: &str, body: fn(&Core)| {
            let core = Arc::clone(self);
            std::thread::Builder::new().name(name.to_owned()).stack_size(STACK).spawn(move || body(&core))
        };
        Ok(vec![thread("analysis", worker::run)?, thread("files", crate::scan::run)?])
    }

    pub(crate) fn stop(&self) {
        self.queue.push(Job::Stop);
        self.scans.stop();
    }

    /// Does something with the state. What `work` does must be quick.
    pub(crate) fn with<T>(&self, work: impl FnOnce(&mut State) -> T) -> T {
        work(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// After the documents, settings or files of a project changed: looks at all of its documents again.
    pub(crate) fn look_again(&self, project: ProjectId) {
        let (documents, pulls) = self.with(|state| (state.documents_of(project), state.abilities.pulls));
        if pulls {
            return;
        }
        for uri in documents {
            self.queue.push(Job::Document(uri));
        }
        self.queue.push(Job::Configurations(project));
    }

    /// Asks for the files of a project to be read; `first`: with progress.
    pub(crate) fn read(&self, project: ProjectId, first: bool) {
        let asked = self.with(|state| {
            let project = state.project_mut(project)?;
            project.asked += 1;
            Some(project.asked)
        });
        if let Some(asked) = asked {
            self.scans.push(project, asked, first);
        }
    }

    /// Puts something into the client's log.
    pub(crate) fn log(&self, message: impl Into<String>) {
        self.outbox.say(Outgoing::Log(message.into()));
    }
}
