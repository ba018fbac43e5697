//! Which hosts answer for a registry: its mirrors, then itself, over https or http.
//!
//! Invariant: http is only tried where it is allowed, and after https.

use super::{Options, Reference};
use crate::Error;
use crate::transport::{Request, Transport, Url, is_loopback};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// A place that a repository is asked for at.
#[derive(Clone, Debug)]
pub(crate) struct Endpoint {
    base: Url,
    repository: String,
}

impl Endpoint {
    /// The address of one thing of the repository: `manifests/3.20`.
    pub(crate) fn url(&self, thing: &str) -> Option<Url> {
        self.base.join(&format!("/v2/{}/{thing}", self.repository))
    }

    pub(crate) fn host(&self) -> String {
        self.base.authority()
    }

    /// The repository's path at this host.
    pub(crate) fn repository(&self) -> &str {
        &self.repository
    }
}

/// Finds endpoints; what was found out about a host is kept.
pub(crate) struct Endpoints {
    mirrors: BTreeMap<String, Vec<Url>>,
    plain: Mutex<HashMap<String, Arc<OnceLock<bool>>>>,
}

impl Endpoints {
    pub(crate) fn new(options: &Options) -> Result<Self, Error> {
        let mut mirrors = BTreeMap::<String, Vec<Url>>::new();
        for (host, urls) in &options.mirrors {
            let host = match host.to_ascii_lowercase() {
                hub if matches!(hub.as_str(), "index.docker.io" | "registry-1.docker.io") => "docker.io".to_owned(),
                host => host,
            };
            for url in urls {
                let complete = if url.contains("://") { url.clone() } else { format!("https://{url}") };
                let parsed = Url::parse(&complete).filter(|parsed| !parsed.path().contains('?')).ok_or_else(|| {
                    let problem = "it is no http or https address, or holds a user name".to_owned();
                    Error::Setting { name: format!("mirror of {host}"), problem }
                })?;
                mirrors.entry(host.clone()).or_default().push(parsed);
            }
        }
        Ok(Self { mirrors, plain: Mutex::default() })
    }

    /// How many endpoints a reference has; the last one is the registry itself.
    pub(crate) fn count(&self, reference: &Reference) -> usize {
        self.mirrors.get(reference.host()).map_or(0, Vec::len) + 1
    }

    /// The endpoint at an index below [`Endpoints::count`].
    pub(crate) fn at(&self, index: usize, reference: &Reference, transport: &Transport) -> Result<Endpoint, Error> {
        if let Some(mirror) = self.mirrors.get(reference.host()).and_then(|mirrors| mirrors.get(index)) {
            // Some write the API's own `/v2` as part of a mirror's address.
            let prefix = mirror.path().trim_matches('/');
            let prefix =
                prefix.strip_prefix("v2").filter(|rest| rest.is_empty() || rest.starts_with('/')).unwrap_or(prefix);
            let repository = format!("{prefix}/{}", reference.path()).trim_matches('/').to_owned();
            return Ok(Endpoint { base: mirror.clone(), repository });
        }
        let host = reference.api_host();
        let base = |scheme| {
            let problem = "it is no host that can be asked";
            Url::parse(&format!("{scheme}://{host}/"))
                .ok_or_else(|| Error::Reference { text: reference.to_string(), problem })
        };
        let https = base("https")?;
        let http = base("http")?;
        let allowed = is_loopback(&https) || transport.is_insecure(&https) || transport.is_insecure(&http);
        let base = if allowed && self.is_plain(&https, transport) { http } else { https };
        Ok(Endpoint { base, repository: reference.path().to_owned() })
    }

    /// Whether a host that may be asked over http has no https; Docker tries in the same order.
    fn is_plain(&self, https: &Url, transport: &Transport) -> bool {
        let mut known = self.plain.lock().unwrap_or_else(PoisonError::into_inner);
        let slot = Arc::clone(known.entry(https.authority()).or_default());
        drop(known);
        *slot.get_or_init(|| {
            let probe = https.join("/v2/").map(|url| transport.send(&Request::get(url, 64 * 1024)));
            let refused = matches!(probe, Some(Err(Error::NoTls { .. } | Error::Unreachable { .. })));
            // Without a port, https and http are two ports, and a firewall may be before the first.
            let blocked = matches!(probe, Some(Err(Error::Timeout { .. })));
            refused || (blocked && https.authority() == https.host())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Endpoints;
    use crate::images::{Options, Reference};
    use crate::transport::Transport;

    fn urls(mirror: &str, image: &str) -> Vec<String> {
        let mirrors = [("docker.io".to_owned(), vec![mirror.to_owned()])].into();
        let options = Options { mirrors, ..Options::default() };
        let transport = Transport::new(options.transport());
        let endpoints = Endpoints::new(&options).unwrap();
        let reference: Reference = image.parse().unwrap();
        let one = |index| endpoints.at(index, &reference, &transport).unwrap().url("manifests/1").unwrap().to_string();
        (0..endpoints.count(&reference)).map(one).collect()
    }

    #[test]
    fn mirrors_come_first() {
        let own = "https://registry-1.docker.io/v2/library/alpine/manifests/1";
        for mirror in ["https://m.example/hub", "m.example/hub/", "https://m.example/v2/hub"] {
            assert_eq!(
                urls(mirror, "alpine"),
                ["https://m.example/v2/hub/library/alpine/manifests/1", own],
                "{mirror}"
            );
        }
        assert_eq!(urls("http://m.example:5000", "a/b")[0], "http://m.example:5000/v2/a/b/manifests/1");
        assert_eq!(urls("m.example", "ghcr.io/a/b"), ["https://ghcr.io/v2/a/b/manifests/1"]);
    }

    #[test]
    fn mirrors_that_cannot_be_used() {
        for mirror in ["ftp://a", "https://user:hunter2@a", "https://a/?x=1"] {
            let mirrors = [("docker.io".to_owned(), vec![mirror.to_owned()])].into();
            let error = Endpoints::new(&Options { mirrors, ..Options::default() }).err().unwrap().to_string();
            assert!(error.starts_with("mirror of docker.io: ") && !error.contains("hunter2"), "{error}");
        }
    }
}
