//! What is to be analysed.
//!
//! Invariant: a document waits once, however often it was changed meanwhile; whoever takes it finds its newest text.

use crate::protocol::Uri;
use crate::state::ProjectId;
use std::collections::{BTreeSet, VecDeque};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Something for the analysing thread to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Job {
    /// Analyse the document and send what was found.
    Document(Uri),
    /// Say that there is nothing in it any more.
    Clear(Uri),
    /// Send what is wrong with the configurations of the project.
    Configurations(ProjectId),
    /// Another document of the project changed: what is said of the others may be old.
    Neighbours(ProjectId),
    /// End.
    Stop,
}

/// Jobs in the order in which they came in.
#[derive(Debug, Default)]
pub(crate) struct Queue {
    inner: Mutex<Inner>,
    wake: Condvar,
}

#[derive(Debug, Default)]
struct Inner {
    jobs: VecDeque<Job>,
    /// The projects whose other documents are looked at again once nobody types.
    neighbours: BTreeSet<ProjectId>,
    due: Option<Instant>,
}

/// How long nobody must type before documents are analysed again because of another one.
const QUIET: Duration = Duration::from_millis(150);

impl Queue {
    pub(crate) fn push(&self, job: Job) {
        let mut inner = self.lock();
        if !inner.jobs.contains(&job) {
            inner.jobs.push_back(job);
            self.wake.notify_one();
        }
    }

    /// Once nobody has typed for a while, looks at the other documents of the project again.
    pub(crate) fn push_neighbours(&self, project: ProjectId) {
        let mut inner = self.lock();
        inner.neighbours.insert(project);
        inner.due = Some(Instant::now() + QUIET);
        self.wake.notify_one();
    }

    /// The next job, as soon as there is one.
    pub(crate) fn take(&self) -> Job {
        let mut inner = self.lock();
        loop {
            if let Some(job) = inner.jobs.pop_front() {
                return job;
            }
            inner = match inner.due {
                None => self.wake.wait(inner).unwrap_or_else(PoisonError::into_inner),
                Some(due) => {
                    let left = due.saturating_duration_since(Instant::now());
                    if left.is_zero() {
                        match inner.neighbours.pop_first() {
                            Some(project) => return Job::Neighbours(project),
                            None => inner.due = None,
                        }
                        inner
                    } else {
                        self.wake.wait_timeout(inner, left).unwrap_or_else(PoisonError::into_inner).0
                    }
                }
            };
        }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::{Job, Queue};
    use crate::state::ProjectId;

    #[test]
    fn a_document_waits_once_and_neighbours_wait_for_silence() {
        let queue = Queue::default();
        let job = || Job::Document("file:///Dockerfile".parse().expect("a URI"));
        queue.push_neighbours(ProjectId(3));
        queue.push(job());
        queue.push(job());
        queue.push_neighbours(ProjectId(3));
        queue.push(Job::Stop);
        assert_eq!([queue.take(), queue.take()], [job(), Job::Stop]);
        assert_eq!(queue.take(), Job::Neighbours(ProjectId(3)));
    }
}
