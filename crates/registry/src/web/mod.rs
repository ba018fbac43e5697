//! Addresses that files name: what they give, where they lead, which commit a repository has.
//!
//! Invariant: no credentials are sent, and nothing that is downloaded is kept; hosts that a server names are trusted less
//! than those that the file names, as for registries.

mod git;

use crate::Error;
use crate::cache::{Cache, hex};
use crate::images::Options;
use crate::json::text;
use crate::transport::{Request, Response, Transport, Url};
use serde_json::json;

/// The longest download whose checksum is made.
const DOWNLOAD: u64 = 512 * 1024 * 1024;

/// A client of web servers, shared by threads.
pub struct Web {
    transport: Transport,
    cache: Cache,
}

impl Web {
    /// A client; nothing is asked yet. Of the options those of registries alone (mirrors, credentials) do not count.
    #[must_use]
    pub fn new(options: &Options) -> Self {
        Self { transport: Transport::new(options.transport()), cache: options.cache.clone() }
    }

    /// The SHA-256 of what an address gives, in hexadecimal digits.
    ///
    /// # Errors
    /// It gives nothing, too much, or something that clients see differently.
    pub fn sha256(&self, url: &str) -> Result<String, Error> {
        let kept = self.kept("sha256", url, || {
            let response = self.success(&Request::sum(address(url)?, DOWNLOAD))?;
            // Who unpacks on the way gets other bytes than who does not.
            if response.header("content-encoding").is_some_and(|encoding| encoding != "identity") {
                let problem = "its server packs it for the way, so that its checksum depends on who asks";
                return Err(Error::Answer { host: response.url.authority(), problem: problem.into() });
            }
            Ok(Some(hex(&response.body)))
        })?;
        kept.ok_or(Error::Address { problem: "gives nothing" })
    }

    /// Where an address redirects to at first, if that is on the same host and there is something; `None` if it gives what
    /// it gives itself, or leads elsewhere.
    ///
    /// # Errors
    /// There is nothing at the address, or at the one that it leads to.
    pub fn redirect(&self, url: &str) -> Result<Option<String>, Error> {
        self.kept("redirect", url, || {
            let url = address(url)?;
            let response = self.transport.send(&Request::peek(url.clone()).without_redirects())?;
            let target = match response.status {
                301 | 302 | 303 | 307 | 308 => response.header("location").and_then(|location| url.join(location)),
                _ => {
                    checked(response)?;
                    None
                }
            };
            // A query is a signature that ends, or something else that is good for this one time.
            let Some(target) = target.filter(|it| it.same_origin(&url) && !it.path().contains('?')) else {
                return Ok(None);
            };
            self.success(&Request::peek(target.clone()).named_by(&url))?;
            Ok(Some(target.to_string()))
        })
    }

    /// Whether an https address gives something. A server that does not speak TLS, or has a certificate that nobody knows,
    /// has answered.
    ///
    /// # Errors
    /// Nothing may be asked, or this address must not be.
    pub fn speaks_tls(&self, url: &str) -> Result<bool, Error> {
        let kept = self.kept("tls", url, || match self.success(&Request::peek(address(url)?)) {
            Ok(_) => Ok(Some("yes".to_owned())),
            Err(error @ (Error::RefusedAddress { .. } | Error::RateLimited { .. } | Error::Setting { .. })) => {
                Err(error)
            }
            Err(_) => Ok(None),
        })?;
        Ok(kept.is_some())
    }

    /// The commit that a branch or tag of a Git repository names, `HEAD` without one.
    ///
    /// # Errors
    /// There is no such repository or reference, or a branch and a tag of this name differ.
    pub fn commit(&self, repository: &str, reference: Option<&str>) -> Result<String, Error> {
        let key = format!("{repository} {}", reference.unwrap_or("HEAD"));
        let kept = self.kept("commit", &key, || self.ask_commit(&address(repository)?, reference).map(Some))?;
        kept.ok_or(Error::Address { problem: "is no repository" })
    }

    /// The answer to a question that the cache holds, else that of `ask`, which the cache then holds.
    fn kept(
        &self,
        kind: &str,
        about: &str,
        ask: impl FnOnce() -> Result<Option<String>, Error>,
    ) -> Result<Option<String>, Error> {
        let key = format!("{kind} {about}");
        if let Some(kept) = self.cache.get(&key) {
            return Ok(text(&kept.value, "answer").map(str::to_owned));
        }
        if self.cache.is_offline() {
            // The address may hold a secret; whoever asks names it.
            return Err(Error::Offline { subject: "this address".to_owned() });
        }
        let answer = ask()?;
        self.cache.put(&key, json!({ "answer": answer }));
        Ok(answer)
    }

    fn success(&self, request: &Request) -> Result<Response, Error> {
        checked(self.transport.send(request)?)
    }
}

fn checked(response: Response) -> Result<Response, Error> {
    match response.is_success() {
        true => Ok(response),
        false => Err(Error::Status { host: response.url.authority(), status: response.status, detail: None }),
    }
}

fn address(url: &str) -> Result<Url, Error> {
    Url::parse(url).ok_or(Error::Address { problem: "is none that can be asked: http or https, without a user" })
}
