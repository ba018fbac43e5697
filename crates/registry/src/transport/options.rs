//! How the transport behaves.
//!
//! Invariant: with the defaults every question has an answer or an error within minutes.

use super::Proxies;
use std::path::PathBuf;
use std::time::Duration;

/// How the transport behaves.
#[derive(Clone, Debug)]
pub(crate) struct TransportOptions {
    /// Hosts, with or without port, that may be asked over http or with a certificate that nobody signed.
    pub(crate) insecure: Vec<String>,
    /// Hosts that may be asked although they are link-local or of this machine.
    pub(crate) allowed: Vec<String>,
    /// For one request with its answer, redirects not counted.
    pub(crate) timeout: Duration,
    /// How often a request is sent again.
    pub(crate) retries: u32,
    /// The longest wait that a host may ask for.
    pub(crate) longest_wait: Duration,
    /// Requests at the same time for one host.
    pub(crate) concurrency: usize,
    /// Instead of `/etc/docker/certs.d`.
    pub(crate) certificates: Option<PathBuf>,
    pub(crate) proxies: Proxies,
}

impl Default for TransportOptions {
    fn default() -> Self {
        Self {
            insecure: Vec::new(),
            allowed: Vec::new(),
            timeout: Duration::from_secs(30),
            retries: 2,
            longest_wait: Duration::from_secs(20),
            concurrency: 4,
            certificates: None,
            proxies: Proxies::from_environment(),
        }
    }
}
