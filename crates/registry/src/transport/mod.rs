//! Sends requests and brings back answers, with care for whom it talks to.
//!
//! Invariants: an `Authorization` reaches the origin that it was made for and no other; every answer and every wait has a
//! limit; a host that a server names is trusted less than one that the user names.

mod address;
mod agents;
mod failure;
mod gate;
mod message;
mod options;
mod proxy;
mod url;
mod wait;

pub(crate) use address::is_loopback;
pub(crate) use message::{Authorization, Method, Request, Response, Secret, Wanted};
pub(crate) use options::TransportOptions;
pub use proxy::Proxies;
pub(crate) use url::{Url, percent_encoded};

use crate::Error;
use address::Guard;
use agents::Agents;
use failure::Failure;
use gate::Gate;
use sha2::{Digest, Sha256};
use std::io::Read;
use std::time::SystemTime;
use ureq::http::{HeaderMap, Request as HttpRequest};

/// Redirects that are followed. Registries redirect once, to a blob store; two more for a mirror in between are plenty.
const REDIRECTS: usize = 5;

/// How much of the text of a failed answer is read.
const FAILED_BODY: u64 = 64 * 1024;

/// How many times longer than another request a download may take.
const DOWNLOAD_PATIENCE: u32 = 10;

/// Sends requests; shared by threads.
pub(crate) struct Transport {
    agents: Agents,
    gate: Gate,
    options: TransportOptions,
}

/// One answer, or where to go instead.
enum Step {
    Answer(Response),
    Redirect(Url),
}

impl Transport {
    pub(crate) fn new(options: TransportOptions) -> Self {
        Self { agents: Agents::new(&options), gate: Gate::new(options.concurrency), options }
    }

    /// Whether http, and TLS with an unknown certificate, is fine for a host.
    pub(crate) fn is_insecure(&self, url: &Url) -> bool {
        lists(&self.options.insecure, url)
    }

    /// Sends a request, follows redirects, waits and tries again where that may help.
    ///
    /// An answer with a failed status is an answer, except 429, 502, 503 and 504: those are errors once trying again
    /// has not helped.
    pub(crate) fn send(&self, request: &Request) -> Result<Response, Error> {
        let mut url = request.url.clone();
        let mut authorization = request.authorization.clone();
        let mut guard = match &request.named_by {
            Some(origin) => self.foreign(origin, &url),
            None => self.named(&url),
        };
        let mut named_by = request.named_by.clone();
        for _ in 0..=REDIRECTS {
            self.check(&url, guard, named_by.as_ref())?;
            let target = match self.attempts(request, &url, authorization.as_ref(), guard, named_by.as_ref())? {
                Step::Answer(response) => return Ok(response),
                Step::Redirect(target) => target,
            };
            let broken = |problem| Error::Redirect { host: url.authority(), problem };
            if url.is_https() && !target.is_https() {
                return Err(broken("from https to http, which is not followed"));
            }
            if matches!(request.method, Method::Post(_)) {
                return Err(broken("a form with a secret, which is not followed"));
            }
            if !target.same_origin(&url) {
                authorization = None;
                if target.host() != url.host() {
                    guard = self.foreign(&url, &target);
                }
            }
            named_by = Some(std::mem::replace(&mut url, target));
        }
        Err(Error::Redirect { host: request.url.authority(), problem: "without end" })
    }

    /// Refuses before a connection is opened.
    fn check(&self, url: &Url, guard: Guard, named_by: Option<&Url>) -> Result<(), Error> {
        guard.check(url).map_err(|reason| refused(url, named_by, reason))?;
        if url.is_https() || is_loopback(url) || self.is_insecure(url) {
            Ok(())
        } else {
            Err(Error::PlainHttp { host: url.authority() })
        }
    }

    /// Sends to one address until there is an answer that is more than "later".
    fn attempts(
        &self,
        request: &Request,
        url: &Url,
        authorization: Option<&Authorization>,
        guard: Guard,
        named_by: Option<&Url>,
    ) -> Result<Step, Error> {
        let host = url.origin();
        let mut attempt = 0;
        loop {
            let pass = self.gate.enter(&host)?;
            let failure = match self.once(request, url, authorization, guard) {
                Ok(step) => return Ok(step),
                Err(failure) => failure,
            };
            drop(pass);
            let wait = match &failure {
                Failure::Later { retry_after, .. } => retry_after.unwrap_or_else(|| wait::back_off(attempt)),
                Failure::Broken { .. } => wait::back_off(attempt),
                _ => return Err(self.give_up(failure, url, named_by)),
            };
            if attempt >= self.options.retries || wait > self.options.longest_wait {
                return Err(self.give_up(failure, url, named_by));
            }
            self.gate.pause(&host, wait);
            attempt += 1;
        }
    }

    /// The error for the user; a host that cannot be reached is remembered.
    fn give_up(&self, failure: Failure, url: &Url, named_by: Option<&Url>) -> Error {
        let silent = failure.is_silence();
        let error = match failure {
            Failure::Refused(reason) => refused(url, named_by, reason),
            other => other.into_error(url.authority(), self.options.timeout),
        };
        if silent {
            self.gate.silence(&url.origin(), &error);
        }
        error
    }

    fn once(
        &self,
        request: &Request,
        url: &Url,
        authorization: Option<&Authorization>,
        guard: Guard,
    ) -> Result<Step, Failure> {
        let proxy = self.options.proxies.of(url);
        let agent = self.agents.of(url, guard, !self.is_insecure(url), proxy).map_err(Failure::Error)?;
        let mut builder = HttpRequest::builder().uri(url.to_string());
        if let Some(accept) = &request.accept {
            builder = builder.header("accept", accept);
        }
        if let Some(Authorization(Secret(value))) = authorization {
            builder = builder.header("authorization", value);
        }
        let unsendable = |error: ureq::http::Error| Failure::from(ureq::Error::from(error));
        let sent = match &request.method {
            Method::Get => {
                let sent = builder.method("GET").body(()).map_err(unsendable)?;
                let patience = match request.wanted {
                    Wanted::Sha256 => self.options.timeout.saturating_mul(DOWNLOAD_PATIENCE),
                    _ => self.options.timeout,
                };
                let configured = agent.configure_request(sent).timeout_global(Some(patience));
                agent.run(configured.timeout_per_read(Some(self.options.timeout)).build())
            }
            Method::Head => agent.run(builder.method("HEAD").body(()).map_err(unsendable)?),
            Method::Post(Secret(form)) => {
                let builder = builder.method("POST").header("content-type", "application/x-www-form-urlencoded");
                agent.run(builder.body(form.as_str()).map_err(unsendable)?)
            }
        };
        let (parts, body) = sent.map_err(Failure::from)?.into_parts();
        let status = parts.status.as_u16();
        let text = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok());
        if matches!(status, 429 | 502 | 503 | 504) {
            let retry_after = text("retry-after").and_then(|value| wait::retry_after(value, SystemTime::now()));
            return Err(Failure::Later { status, retry_after });
        }
        if matches!(status, 301 | 302 | 303 | 307 | 308)
            && request.follow
            && let Some(location) = text("location")
        {
            let target = url.join(location);
            return target.map(Step::Redirect).ok_or_else(|| {
                Failure::Error(Error::Redirect {
                    host: url.authority(),
                    problem: "to something that is no web address",
                })
            });
        }
        let success = (200..300).contains(&status);
        let limit = if success { request.limit } else { FAILED_BODY };
        let mut bytes = Vec::new();
        let mut reader = body.into_reader().take(limit + 1);
        let broken = |error| Failure::from(ureq::Error::Io(error));
        if success && request.wanted == Wanted::Sha256 {
            let sum = sum(&mut reader).map_err(broken)?;
            if reader.limit() == 0 {
                return Err(Failure::Error(Error::TooLarge { host: url.authority(), limit }));
            }
            return Ok(Step::Answer(Response::new(status, readable(&parts.headers), sum, url.clone())));
        }
        if !matches!(request.method, Method::Head) && request.wanted != Wanted::Nothing {
            reader.read_to_end(&mut bytes).map_err(broken)?;
        }
        if bytes.len() as u64 > limit {
            if success {
                return Err(Failure::Error(Error::TooLarge { host: url.authority(), limit }));
            }
            bytes.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        }
        Ok(Step::Answer(Response::new(status, readable(&parts.headers), bytes, url.clone())))
    }

    fn named(&self, url: &Url) -> Guard {
        if self.is_allowed(url) { Guard::Configured } else { Guard::Named }
    }

    /// The guard for an address that `origin` named.
    fn foreign(&self, origin: &Url, url: &Url) -> Guard {
        if self.is_allowed(url) {
            Guard::Configured
        } else if is_loopback(origin) || origin.host() == url.host() {
            Guard::Named
        } else {
            Guard::Foreign
        }
    }

    fn is_allowed(&self, url: &Url) -> bool {
        lists(&self.options.allowed, url) || self.is_insecure(url)
    }
}

fn refused(url: &Url, named_by: Option<&Url>, reason: &'static str) -> Error {
    Error::RefusedAddress { target: url.authority(), named_by: named_by.map(Url::authority), reason }
}

/// The SHA-256 of what is left to read, which is not kept.
fn sum(reader: &mut impl Read) -> std::io::Result<Vec<u8>> {
    let mut sum = Sha256::new();
    let mut part = vec![0; 64 * 1024];
    loop {
        match reader.read(&mut part)? {
            0 => return Ok(sum.finalize().to_vec()),
            count => sum.update(part.get(..count).unwrap_or_default()),
        }
    }
}

/// Whether a list of `host` and `host:port` names the address.
fn lists(list: &[String], url: &Url) -> bool {
    list.iter().any(|entry| {
        let entry = entry.to_ascii_lowercase();
        entry == url.authority() || entry == url.host() || entry == format!("{}:{}", url.host(), url.port())
    })
}

/// Headers as text; one that is no text says nothing to us.
fn readable(headers: &HeaderMap) -> Vec<(String, String)> {
    let one = |(name, value): (&ureq::http::HeaderName, &ureq::http::HeaderValue)| {
        Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned()))
    };
    headers.iter().filter_map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::{Request, Transport, TransportOptions, Url};
    use crate::Error;

    /// What becomes of a request that must not leave this machine.
    fn problem(options: TransportOptions, url: &str, named_by: Option<&str>) -> Error {
        let mut request = Request::head(Url::parse(url).unwrap());
        if let Some(origin) = named_by {
            request = request.named_by(&Url::parse(origin).unwrap());
        }
        Transport::new(options).send(&request).unwrap_err()
    }

    #[test]
    fn http_is_for_this_machine_and_insecure_hosts() {
        let options = || TransportOptions { retries: 0, proxies: Default::default(), ..TransportOptions::default() };
        let host = "registry.invalid".to_owned();
        assert_eq!(problem(options(), "http://registry.invalid/", None), Error::PlainHttp { host: host.clone() });
        let insecure = TransportOptions { insecure: vec!["Registry.Invalid:80".into()], ..options() };
        assert!(matches!(problem(insecure, "http://registry.invalid/", None), Error::Unreachable { .. }));
        let other = TransportOptions { insecure: vec!["registry.invalid:81".into()], ..options() };
        assert_eq!(problem(other, "http://registry.invalid/", None), Error::PlainHttp { host });
        assert!(matches!(problem(options(), "http://localhost:1/", None), Error::Unreachable { .. }));
    }

    #[test]
    fn hosts_in_the_settings_may_be_anything() {
        let named_by = Some("https://registry.example/");
        let options = || TransportOptions { retries: 0, proxies: Default::default(), ..TransportOptions::default() };
        let refused = problem(options(), "https://127.0.0.1:1/", named_by);
        assert!(matches!(refused, Error::RefusedAddress { named_by: Some(_), .. }), "{refused}");
        let allowed = TransportOptions { allowed: vec!["127.0.0.1".into()], ..options() };
        let tried = problem(allowed, "https://127.0.0.1:1/", named_by);
        assert!(matches!(tried, Error::Unreachable { .. }), "{tried}");
    }
}
