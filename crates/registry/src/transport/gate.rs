//! How many requests a host gets at once, and whether it gets any.
//!
//! Invariant: a host that did not answer is not asked again for a while, whoever asks; a host that asked for a pause has it.

use crate::Error;
use std::collections::HashMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How long a host that did not answer is left alone. A run is over by then; an editor's next request may succeed.
const SILENCE: Duration = Duration::from_secs(60);

/// The gate before each host.
pub(crate) struct Gate {
    limit: usize,
    hosts: Mutex<HashMap<String, Host>>,
    changed: Condvar,
}

#[derive(Default)]
struct Host {
    active: usize,
    not_before: Option<Instant>,
    silent: Option<(Instant, Error)>,
}

/// The right to send one request; given back when dropped.
pub(crate) struct Pass<'a> {
    gate: &'a Gate,
    host: String,
}

impl Gate {
    pub(crate) fn new(limit: usize) -> Self {
        Self { limit: limit.max(1), hosts: Mutex::default(), changed: Condvar::new() }
    }

    /// Waits for a turn at a host, given as its origin; an error at once if the host was found not to answer.
    pub(crate) fn enter(&self, host: &str) -> Result<Pass<'_>, Error> {
        let mut hosts = self.lock();
        loop {
            let entry = hosts.entry(host.to_owned()).or_default();
            let now = Instant::now();
            if let Some((since, error)) = &entry.silent {
                if now.duration_since(*since) < SILENCE {
                    return Err(error.clone());
                }
                entry.silent = None;
            }
            let pause = entry.not_before.and_then(|until| until.checked_duration_since(now)).unwrap_or_default();
            if entry.active < self.limit && pause.is_zero() {
                entry.active += 1;
                return Ok(Pass { gate: self, host: host.to_owned() });
            }
            hosts = if pause.is_zero() {
                self.changed.wait(hosts).unwrap_or_else(PoisonError::into_inner)
            } else {
                self.changed.wait_timeout(hosts, pause).unwrap_or_else(PoisonError::into_inner).0
            };
        }
    }

    /// Nobody asks the host before the wait is over.
    pub(crate) fn pause(&self, host: &str, wait: Duration) {
        let until = Instant::now() + wait;
        let mut hosts = self.lock();
        let entry = hosts.entry(host.to_owned()).or_default();
        entry.not_before = Some(entry.not_before.map_or(until, |earlier| earlier.max(until)));
    }

    /// The host does not answer: whoever asks next gets this error.
    pub(crate) fn silence(&self, host: &str, error: &Error) {
        self.lock().entry(host.to_owned()).or_default().silent = Some((Instant::now(), error.clone()));
        self.changed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Host>> {
        self.hosts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Pass<'_> {
    fn drop(&mut self) {
        if let Some(host) = self.gate.lock().get_mut(&self.host) {
            host.active -= 1;
        }
        self.gate.changed.notify_all();
    }
}
