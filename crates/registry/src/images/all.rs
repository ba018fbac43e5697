//! Many images at once.
//!
//! Invariants: each distinct reference is asked for once; the order of the answers is that of the questions; each host has
//! threads of its own, so that one that is slow holds up nobody else.

use super::{Client, Reference, Resolved};
use crate::Error;
use std::collections::BTreeMap;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What became of one reference.
pub type Outcome = Result<Resolved, Error>;

impl Client {
    /// [`Client::resolve`] for each reference. `on_done` is called as soon as one is known, with its index, from any thread.
    pub fn resolve_all(&self, references: &[Reference], on_done: &(dyn Fn(usize, &Outcome) + Sync)) -> Vec<Outcome> {
        // Which references have the same answer, by host.
        let mut hosts: BTreeMap<&str, BTreeMap<String, Vec<usize>>> = BTreeMap::new();
        for (index, reference) in references.iter().enumerate() {
            hosts.entry(reference.host()).or_default().entry(reference.key()).or_default().push(index);
        }
        let queues: Vec<Vec<Vec<usize>>> = hosts.into_values().map(|keys| keys.into_values().collect()).collect();
        let outcomes: Vec<OnceLock<Outcome>> = references.iter().map(|_| OnceLock::new()).collect();
        let work = |queue: &[Vec<usize>], next: &AtomicUsize| {
            while let Some(same) = queue.get(next.fetch_add(1, Ordering::Relaxed)) {
                let outcome = self.resolve(&references[same[0]]);
                for index in same {
                    on_done(*index, outcomes[*index].get_or_init(|| outcome.clone()));
                }
            }
        };
        let counters: Vec<AtomicUsize> = queues.iter().map(|_| AtomicUsize::new(0)).collect();
        std::thread::scope(|scope| {
            let work = &work;
            for (queue, next) in queues.iter().zip(&counters) {
                for _ in 0..queue.len().min(self.concurrency) {
                    scope.spawn(move || work(queue, next));
                }
            }
        });
        // Each queue is worked off before the scope ends, so no outcome is missing.
        outcomes.into_iter().filter_map(OnceLock::into_inner).collect()
    }
}
