//! Asks registries what tags name.
//!
//! Invariant: for an image of several platforms the digest is that of the index, never that of one platform.

use super::endpoint::{Endpoint, Endpoints};
use super::manifest::{self, MANIFEST, Named};
use super::{Options, Reference};
use crate::Error;
use crate::auth::{About, Keyring};
use crate::cache::Cache;
use crate::digest::is_digest;
use crate::json::text;
use crate::transport::{Request, Response, Transport};
use serde_json::{Value, json};
use std::time::Duration;

/// A client of registries, shared by threads.
///
/// It keeps what it learned of hosts, credentials and tokens; a new one reads them anew.
pub struct Client {
    pub(super) transport: Transport,
    pub(super) cache: Cache,
    pub(super) concurrency: usize,
    keyring: Keyring,
    endpoints: Endpoints,
}

/// What a reference names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolved {
    /// The digest; of the index, if the image has several platforms.
    pub digest: String,
    /// The type of what it names.
    pub media_type: String,
    /// Whether that is an index: one image for each of several platforms.
    pub is_index: bool,
    /// When it was pushed, in RFC 3339, if the registry says so.
    pub pushed: Option<String>,
    /// How old the answer is, if it comes from the cache.
    pub age: Option<Duration>,
}

impl Resolved {
    /// Whether nobody was asked.
    pub fn from_cache(&self) -> bool {
        self.age.is_some()
    }
}

impl Client {
    /// A client; nothing is asked yet.
    ///
    /// # Errors
    /// When a mirror's address cannot be used.
    pub fn new(options: Options) -> Result<Self, Error> {
        Ok(Self {
            endpoints: Endpoints::new(&options)?,
            keyring: Keyring::new(options.docker_config.as_deref(), options.timeout),
            transport: Transport::new(options.transport()),
            concurrency: options.concurrency.max(1),
            cache: options.cache,
        })
    }

    /// What the reference's tag names; without a tag, whether its digest exists; without either, what `latest` names.
    ///
    /// # Errors
    /// When the registry does not say; the message is for the user.
    pub fn resolve(&self, reference: &Reference) -> Result<Resolved, Error> {
        let key = format!("image {}", reference.key());
        if let Some(kept) = self.cache.get(&key)
            && let Some((digest, media_type, pushed)) = kept_fields(&kept.value)
        {
            let is_index = manifest::is_index(&media_type);
            return Ok(Resolved { digest, media_type, is_index, pushed, age: Some(kept.age) });
        }
        if self.cache.is_offline() {
            return Err(Error::Offline { subject: reference.with_tag_or_digest() });
        }
        let named = self.first(reference, |endpoint| self.named(endpoint, reference))?;
        let value = json!({ "digest": named.digest, "mediaType": named.media_type, "pushed": named.pushed });
        self.cache.put(&key, value);
        let is_index = named.is_index();
        Ok(Resolved { digest: named.digest, media_type: named.media_type, is_index, pushed: named.pushed, age: None })
    }

    /// Asks one endpoint after the other; the error is the last one's, which is the registry itself.
    pub(super) fn first<T>(
        &self,
        reference: &Reference,
        ask: impl Fn(&Endpoint) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let last = self.endpoints.count(reference) - 1;
        for index in 0..last {
            if let Ok(answer) = self.endpoints.at(index, reference, &self.transport).and_then(|endpoint| ask(&endpoint))
            {
                return Ok(answer);
            }
        }
        ask(&self.endpoints.at(last, reference, &self.transport)?)
    }

    /// Sends a request for one thing of a repository.
    pub(super) fn ask(&self, endpoint: &Endpoint, image: &Reference, request: Request) -> Result<Response, Error> {
        let shown = image.to_string();
        let about = About { repository: endpoint.repository(), image: &shown };
        self.keyring.send(&self.transport, request, about)
    }

    /// By HEAD; by GET where that says too little or is refused.
    fn named(&self, endpoint: &Endpoint, reference: &Reference) -> Result<Named, Error> {
        let by_digest = Some(reference.asked()).filter(|asked| is_digest(asked));
        let url = endpoint
            .url(&format!("manifests/{}", reference.asked()))
            .ok_or_else(|| Error::Answer { host: endpoint.host(), problem: "its address cannot be written".into() })?;
        let head = self.ask(endpoint, reference, Request::head(url.clone()).accept(manifest::accepted()))?;
        if head.is_success()
            && let Some(named) = Named::of_headers(&head)
            && by_digest.is_none_or(|digest| digest == named.digest)
        {
            return Ok(named);
        }
        // Some registries refuse HEAD, each in its own way; and its answer has no words that say what is wrong.
        if head.status >= 500 && head.status != 501 {
            return Err(Error::Status { host: head.url.authority(), status: head.status, detail: None });
        }
        let get = self.ask(endpoint, reference, Request::get(url, MANIFEST).accept(manifest::accepted()))?;
        if get.is_success() {
            return Named::of_answer(&get, &reference.to_string(), by_digest);
        }
        Err(failed(&get, reference))
    }
}

/// The error of an answer with a failed status.
pub(super) fn failed(response: &Response, reference: &Reference) -> Error {
    let host = response.url.authority();
    if manifest::is_unknown(response) {
        return Error::NotFound { image: reference.with_tag_or_digest(), host };
    }
    Error::Status { host, status: response.status, detail: manifest::detail(response) }
}

fn kept_fields(value: &Value) -> Option<(String, String, Option<String>)> {
    let digest = text(value, "digest").filter(|digest| is_digest(digest))?;
    Some((digest.to_owned(), text(value, "mediaType")?.to_owned(), text(value, "pushed").map(str::to_owned)))
}
