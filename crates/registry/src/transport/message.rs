//! Requests and responses.
//!
//! Invariant: what an `Authorization` holds is never shown.

use super::url::Url;
use std::fmt;

/// A question to one host.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: Method,
    pub(crate) url: Url,
    /// The value of the `Accept` header.
    pub(crate) accept: Option<String>,
    /// Sent to the origin of `url` and to nobody else.
    pub(crate) authorization: Option<Authorization>,
    /// The answer's greatest length in bytes.
    pub(crate) limit: u64,
    /// The address whose answer named `url`, if no user did: then `url` is trusted less.
    pub(crate) named_by: Option<Url>,
    /// What becomes of the body of a successful answer.
    pub(crate) wanted: Wanted,
    /// Whether a redirect is followed; else it is the answer.
    pub(crate) follow: bool,
}

/// What becomes of the body of a successful answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// It is kept.
    Bytes,
    /// It is read and forgotten; the response has the bytes of its SHA-256 in its place.
    Sha256,
    /// It is not read.
    Nothing,
}

/// What is asked.
#[derive(Clone, Debug)]
pub(crate) enum Method {
    Get,
    Head,
    /// A form, already encoded, that holds secrets.
    Post(Secret),
}

/// The value of an `Authorization` header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Authorization(pub(crate) Secret);

/// Text that is sent and never shown.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Secret(pub(crate) String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

impl Request {
    /// A request of an address that the user or their settings name.
    pub(crate) fn get(url: Url, limit: u64) -> Self {
        let wanted = Wanted::Bytes;
        Self {
            method: Method::Get,
            url,
            accept: None,
            authorization: None,
            limit,
            named_by: None,
            wanted,
            follow: true,
        }
    }

    /// The same for the SHA-256 of the body, however it is asked for.
    pub(crate) fn sum(url: Url, limit: u64) -> Self {
        Self { wanted: Wanted::Sha256, ..Self::get(url, limit) }
    }

    /// The same for status and headers, of servers that may not know HEAD.
    pub(crate) fn peek(url: Url) -> Self {
        Self { wanted: Wanted::Nothing, ..Self::get(url, 0) }
    }

    /// A redirect of it is the answer.
    pub(crate) fn without_redirects(self) -> Self {
        Self { follow: false, ..self }
    }

    /// The same for the headers alone.
    pub(crate) fn head(url: Url) -> Self {
        Self { method: Method::Head, ..Self::get(url, 0) }
    }

    pub(crate) fn accept(mut self, accept: impl Into<String>) -> Self {
        self.accept = Some(accept.into());
        self
    }

    pub(crate) fn authorization(mut self, authorization: Option<Authorization>) -> Self {
        self.authorization = authorization;
        self
    }

    pub(crate) fn named_by(mut self, url: &Url) -> Self {
        self.named_by = Some(url.clone());
        self
    }
}

impl Authorization {
    /// User name and password, RFC 7617.
    pub(crate) fn basic(user: &str, password: &str) -> Self {
        use base64::Engine as _;
        let pair = base64::engine::general_purpose::STANDARD.encode(format!("{user}:{password}"));
        Self(Secret(format!("Basic {pair}")))
    }

    /// A token, RFC 6750.
    pub(crate) fn bearer(token: &str) -> Self {
        Self(Secret(format!("Bearer {token}")))
    }
}

/// An answer of any status but those that stand for "later".
#[derive(Clone, Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    /// Where the answer came from, after redirects.
    pub(crate) url: Url,
}

impl Response {
    pub(crate) fn new(status: u16, headers: Vec<(String, String)>, body: Vec<u8>, url: Url) -> Self {
        Self { status, headers, body, url }
    }

    /// The first header of this name, in lower case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// All headers of this name, in lower case.
    pub(crate) fn headers<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.headers.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

#[cfg(test)]
mod tests {
    use super::{Authorization, Method, Request, Secret};
    use crate::transport::Url;

    #[test]
    fn secrets_are_not_shown() {
        let request = Request::get(Url::parse("https://a/").unwrap(), 1)
            .authorization(Some(Authorization::basic("user", "hunter2")));
        let post = Method::Post(Secret("refresh_token=hunter2".to_owned()));
        assert_eq!(request.authorization, Some(Authorization(Secret("Basic dXNlcjpodW50ZXIy".to_owned()))));
        let shown = format!("{request:?} {post:?}");
        assert!(!shown.contains("hunter2") && !shown.contains("dXNl"), "{shown}");
    }
}
