//! How registries are asked.
//!
//! Invariant: the defaults ask over https alone, give up within minutes, and read what Docker reads.

use crate::cache::Cache;
use crate::transport::{Proxies, TransportOptions};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

/// How registries are asked.
#[derive(Clone, Debug)]
pub struct Options {
    /// Hosts, with or without port, that may be asked over http or with a certificate that nobody signed.
    pub insecure: Vec<String>,
    /// For each registry the mirrors that are asked before it. The path of a mirror's URL stands before the repository:
    /// with `https://harbor.example/hub` for `docker.io`, `alpine` is `harbor.example/hub/library/alpine`.
    pub mirrors: BTreeMap<String, Vec<String>>,
    /// For one request with its answer, and for a credential helper.
    pub timeout: Duration,
    /// How often a request is sent again when the host is busy or the connection breaks.
    pub retries: u32,
    /// The longest wait that a host may ask for; if it asks for more, that is an error.
    pub longest_wait: Duration,
    /// Requests at the same time for one host.
    pub concurrency: usize,
    /// Where answers are kept.
    pub cache: Cache,
    /// Hosts that may be asked although they are link-local, of this machine, or of a metadata service.
    pub allowed_hosts: Vec<String>,
    /// The folder of Docker's `config.json`, instead of `$DOCKER_CONFIG`, `~/.docker` and Podman's.
    pub docker_config: Option<PathBuf>,
    /// The folder of certificates by host, instead of `/etc/docker/certs.d`.
    pub certificates: Option<PathBuf>,
    /// The proxies that requests go through.
    pub proxies: Proxies,
}

impl Default for Options {
    fn default() -> Self {
        let transport = TransportOptions::default();
        Self {
            insecure: transport.insecure,
            mirrors: BTreeMap::new(),
            timeout: transport.timeout,
            retries: transport.retries,
            longest_wait: transport.longest_wait,
            concurrency: transport.concurrency,
            cache: Cache::default(),
            allowed_hosts: transport.allowed,
            docker_config: None,
            certificates: transport.certificates,
            proxies: transport.proxies,
        }
    }
}

impl Options {
    pub(crate) fn transport(&self) -> TransportOptions {
        TransportOptions {
            insecure: self.insecure.clone(),
            allowed: self.allowed_hosts.clone(),
            timeout: self.timeout,
            retries: self.retries,
            longest_wait: self.longest_wait,
            concurrency: self.concurrency,
            certificates: self.certificates.clone(),
            proxies: self.proxies.clone(),
        }
    }
}
