//! When an image was built, as it says itself.
//!
//! Invariant: every document on the way from the digest to the date is checked against the digest that named it.

use super::client::failed;
use super::endpoint::Endpoint;
use super::manifest::{self, MANIFEST};
use super::{Client, Reference};
use crate::Error;
use crate::digest::{digest_of, is_digest};
use crate::json::{list, object, text};
use crate::transport::Request;
use serde_json::{Value, json};

impl Client {
    /// The build date of what `digest` names in the reference's repository, in RFC 3339: from the index, from the manifest
    /// of its first platform, or from that platform's configuration. `None` where none of them has one.
    ///
    /// # Errors
    /// When one of them cannot be had, or is not what its digest says.
    pub fn created(&self, reference: &Reference, digest: &str) -> Result<Option<String>, Error> {
        // What a digest names does not change, so this answer is the same for all tags and times.
        let key = format!("created {}/{}@{digest}", reference.host(), reference.path());
        if let Some(kept) = self.cache.get(&key) {
            return Ok(text(&kept.value, "created").map(str::to_owned));
        }
        if self.cache.is_offline() {
            return Err(Error::Offline { subject: reference.to_string() });
        }
        let created = self.first(reference, |endpoint| self.created_at(endpoint, reference, digest))?;
        self.cache.put(&key, json!({ "created": created }));
        Ok(created)
    }

    fn created_at(&self, endpoint: &Endpoint, reference: &Reference, digest: &str) -> Result<Option<String>, Error> {
        let mut document = self.document(endpoint, reference, "manifests", digest)?;
        if let Some(date) = annotated(&document) {
            return Ok(Some(date));
        }
        if let Some(platform) = first_platform(&document) {
            document = self.document(endpoint, reference, "manifests", &platform)?;
            if let Some(date) = annotated(&document) {
                return Ok(Some(date));
            }
        }
        let config =
            document.get("config").and_then(|config| text(config, "digest")).filter(|digest| is_digest(digest));
        let Some(config) = config else { return Ok(None) };
        let config = self.document(endpoint, reference, "blobs", config)?;
        Ok(text(&config, "created").and_then(date))
    }

    /// A JSON document by its digest.
    pub(super) fn document(
        &self,
        endpoint: &Endpoint,
        image: &Reference,
        folder: &str,
        digest: &str,
    ) -> Result<Value, Error> {
        let wrong = |problem: &str| Error::Answer { host: endpoint.host(), problem: problem.into() };
        let url = endpoint.url(&format!("{folder}/{digest}")).ok_or_else(|| wrong("its address cannot be written"))?;
        let mut request = Request::get(url, MANIFEST);
        if folder == "manifests" {
            request = request.accept(manifest::accepted());
        }
        let response = self.ask(endpoint, image, request)?;
        if !response.is_success() {
            return Err(failed(&response, image));
        }
        let found = digest_of(&response.body, Some(digest));
        if found != digest {
            return Err(Error::DigestMismatch { image: image.to_string(), expected: digest.to_owned(), found });
        }
        object(&response.body).ok_or_else(|| wrong("it is no JSON"))
    }
}

/// <https://github.com/opencontainers/image-spec/blob/v1.1.1/annotations.md>, 2026-11-25.
fn annotated(document: &Value) -> Option<String> {
    text(document.get("annotations")?, "org.opencontainers.image.created").and_then(date)
}

/// The first image of an index; attestations stand there as images of an unknown platform.
fn first_platform(index: &Value) -> Option<String> {
    let known = |entry: &&Value| entry.get("platform").and_then(|platform| text(platform, "os")) != Some("unknown");
    let digest = list(index, "manifests").iter().find(known).and_then(|entry| text(entry, "digest"))?;
    is_digest(digest).then(|| digest.to_owned())
}

/// A date that means something: reproducible builds write the beginning of 1970, or the year 1.
fn date(text: &str) -> Option<String> {
    let shape = |(index, byte): (usize, u8)| match index {
        4 | 7 => byte == b'-',
        10 => byte == b'T',
        13 | 16 => byte == b':',
        _ => byte.is_ascii_digit(),
    };
    let text = text.trim();
    let sound = text.len() >= 20 && text.len() < 40 && text.is_ascii() && text.bytes().take(19).enumerate().all(shape);
    let tail = |c: char| c.is_ascii_digit() || matches!(c, '.' | '+' | '-' | ':' | 'Z');
    (sound && text[19..].chars().all(tail) && !text.starts_with("1970-01-01T00:00:00") && !text.starts_with("0001"))
        .then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{date, first_platform};
    use serde_json::json;

    #[test]
    fn dates() {
        for text in ["2025-03-04T05:06:07Z", "2025-03-04T05:06:07.123456789Z", "2025-03-04T05:06:07+01:00"] {
            assert_eq!(date(text).as_deref(), Some(text));
        }
        for text in ["", "yesterday", "0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "2025-03-04T05:06:07\u{1b}[31mZ"]
        {
            assert_eq!(date(text), None, "{text}");
        }
    }

    #[test]
    fn attestations_are_no_platform() {
        let digest = |char: &str| format!("sha256:{}", char.repeat(64));
        let index = json!({ "manifests": [
            { "digest": digest("a"), "platform": { "os": "unknown", "architecture": "unknown" } },
            { "digest": digest("b"), "platform": { "os": "linux" } },
        ]});
        assert_eq!(first_platform(&index), Some(digest("b")));
        assert_eq!(first_platform(&json!({ "config": {} })), None);
    }
}
