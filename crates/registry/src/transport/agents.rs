//! The HTTP clients behind the transport: TLS, proxies, and resolvers that refuse addresses.
//!
//! Invariant: no agent follows redirects or keeps cookies; a certificate from `certs.d/HOST` is trusted for that host alone.

use super::TransportOptions;
use super::address::{Guard, GuardedResolver};
use super::url::Url;
use crate::Error;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;
use ureq::Agent;
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, TlsProvider, parse_pem};
use ureq::unversioned::resolver::DefaultResolver;
use ureq::unversioned::transport::DefaultConnector;

/// Agents, made when they are first needed and kept for their open connections.
pub(crate) struct Agents {
    timeout: Duration,
    certificates: PathBuf,
    roots: OnceLock<Vec<Certificate<'static>>>,
    made: Mutex<HashMap<Key, Agent>>,
}

#[derive(Clone, PartialEq, Eq, Hash)]
struct Key {
    guard: Guard,
    trust: Trust,
    proxy: Option<String>,
}

#[derive(Clone, PartialEq, Eq, Hash)]
enum Trust {
    System,
    /// The system's certificates and those of a folder.
    Folder(PathBuf),
    Anything,
}

impl Agents {
    pub(crate) fn new(options: &TransportOptions) -> Self {
        Self {
            timeout: options.timeout,
            certificates: options.certificates.clone().unwrap_or_else(|| PathBuf::from("/etc/docker/certs.d")),
            roots: OnceLock::new(),
            made: Mutex::default(),
        }
    }

    /// The agent for an address; `verify` is off for hosts that the user calls insecure.
    pub(crate) fn of(&self, url: &Url, guard: Guard, verify: bool, proxy: Option<&str>) -> Result<Agent, Error> {
        let folder = self.certificates.join(url.authority());
        let trust = match (verify, folder.is_dir()) {
            (false, _) => Trust::Anything,
            (true, true) => Trust::Folder(folder),
            (true, false) => Trust::System,
        };
        let key = Key { guard, trust, proxy: proxy.map(str::to_owned) };
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(agent) = made.get(&key) {
            return Ok(agent.clone());
        }
        let agent = self.make(&key)?;
        made.insert(key, agent.clone());
        Ok(agent)
    }

    fn make(&self, key: &Key) -> Result<Agent, Error> {
        let proxy = key.proxy.as_deref().map(proxy).transpose()?;
        let mut roots = self.roots.get_or_init(system_roots).clone();
        if let Trust::Folder(folder) = &key.trust {
            roots.extend(folder_roots(folder)?);
        }
        let tls = TlsConfig::builder()
            .provider(TlsProvider::Rustls)
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .root_certs(RootCerts::new_with_certs(&roots))
            .disable_verification(key.trust == Trust::Anything)
            .build();
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .max_response_header_size(64 * 1024)
            .user_agent(concat!("plimsoll/", env!("CARGO_PKG_VERSION")))
            .timeout_global(Some(self.timeout))
            .timeout_connect(Some(self.timeout.min(Duration::from_secs(10))))
            .proxy(proxy)
            .tls_config(tls)
            .build();
        // Behind a proxy only the proxy's own name is resolved here, and the user named that one.
        let guard = if key.proxy.is_some() { Guard::Configured } else { key.guard };
        let resolver = GuardedResolver { guard, inner: DefaultResolver::default() };
        Ok(Agent::with_parts(config, DefaultConnector::default(), resolver))
    }
}

/// A proxy that can be used. `ureq` without its SOCKS feature would go past a SOCKS proxy, which the user did not ask for.
fn proxy(text: &str) -> Result<ureq::Proxy, Error> {
    let unusable = |problem: &str| Error::Setting { name: "proxy of the environment".into(), problem: problem.into() };
    let proxy = ureq::Proxy::new(text).map_err(|_| unusable("its address is not understood"))?;
    match proxy.protocol() {
        ureq::ProxyProtocol::Http | ureq::ProxyProtocol::Https => Ok(proxy),
        _ => Err(unusable("only http and https proxies are supported, not SOCKS")),
    }
}

/// The system's certificates, or those that `SSL_CERT_FILE` and `SSL_CERT_DIR` name.
fn system_roots() -> Vec<Certificate<'static>> {
    // Single files that cannot be read do not matter as long as the one that is needed is there; else TLS says so.
    let found = rustls_native_certs::load_native_certs();
    found.certs.iter().map(|certificate| Certificate::from_der(certificate).to_owned()).collect()
}

/// Docker reads the `*.crt` files of the folder; https://docs.docker.com/engine/security/certificates/, 2026-11-25.
fn folder_roots(folder: &Path) -> Result<Vec<Certificate<'static>>, Error> {
    let unreadable = |path: &Path, problem: String| Error::Setting { name: format!("`{}`", path.display()), problem };
    let mut found = Vec::new();
    let entries = std::fs::read_dir(folder).map_err(|error| unreadable(folder, error.to_string()))?;
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.extension().is_none_or(|extension| extension != "crt") {
            continue;
        }
        let text = std::fs::read(&path).map_err(|error| unreadable(&path, error.to_string()))?;
        for item in parse_pem(&text) {
            match item {
                Ok(PemItem::Certificate(certificate)) => found.push(certificate),
                Ok(_) => {}
                Err(error) => return Err(unreadable(&path, format!("no certificates in PEM form: {error}"))),
            }
        }
    }
    Ok(found)
}
