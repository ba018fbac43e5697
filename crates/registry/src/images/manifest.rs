//! What a registry answers for a tag or a digest.
//!
//! Invariant: a digest comes from a header that a whole answer backs, or from bytes that were hashed; where there are both,
//! they agree.

use crate::Error;
use crate::digest::{digest_of, is_digest};
use crate::json::{list, object, text};
use crate::time::{http_date, rfc3339};
use crate::transport::Response;
use serde_json::Value;

/// The types of manifests, those for several platforms first.
///
/// All four are asked for: a registry that is asked for a single platform's type alone answers with one platform's digest,
/// and a pin to that would lose the others.
const INDEXES: [&str; 2] =
    ["application/vnd.oci.image.index.v1+json", "application/vnd.docker.distribution.manifest.list.v2+json"];
const SINGLE: [&str; 2] =
    ["application/vnd.oci.image.manifest.v1+json", "application/vnd.docker.distribution.manifest.v2+json"];

/// The limit that registries have for manifests: <https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md>,
/// 2026-11-25.
pub(crate) const MANIFEST: u64 = 4 * 1024 * 1024;

/// The value of `Accept`.
pub(crate) fn accepted() -> String {
    [INDEXES, SINGLE].concat().join(", ")
}

/// What a tag names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) digest: String,
    pub(crate) media_type: String,
    pub(crate) pushed: Option<String>,
}

impl Named {
    /// From headers alone; `None` if they do not say everything.
    pub(crate) fn of_headers(response: &Response) -> Option<Self> {
        let digest = response.header("docker-content-digest").filter(|digest| is_digest(digest))?;
        let media_type = media_type(response).filter(|found| is_known(found))?;
        Some(Self { digest: digest.to_owned(), media_type, pushed: pushed(response) })
    }

    /// From a whole answer; `named` is the digest that was asked for, if it was one.
    pub(crate) fn of_answer(response: &Response, image: &str, named: Option<&str>) -> Result<Self, Error> {
        let (manifest, media_type) = manifest(response)?;
        let header = response.header("docker-content-digest").filter(|digest| is_digest(digest));
        for expected in header.into_iter().chain(named) {
            let found = digest_of(&response.body, Some(expected));
            if found != expected {
                return Err(Error::DigestMismatch { image: image.to_owned(), expected: expected.to_owned(), found });
            }
        }
        // The body may name the type that the header has lost on the way.
        let media_type = text(&manifest, "mediaType").filter(|found| is_known(found)).map_or(media_type, str::to_owned);
        let digest = header.or(named).map_or_else(|| digest_of(&response.body, None), str::to_owned);
        Ok(Self { digest, media_type, pushed: pushed(response) })
    }

    pub(crate) fn is_index(&self) -> bool {
        is_index(&self.media_type)
    }
}

/// Whether a type stands for several platforms.
pub(crate) fn is_index(media_type: &str) -> bool {
    INDEXES.contains(&media_type)
}

/// The parsed manifest of an answer, and its type.
pub(crate) fn manifest(response: &Response) -> Result<(Value, String), Error> {
    let wrong = |problem: &str| Error::Answer { host: response.url.authority(), problem: problem.into() };
    let manifest = object(&response.body).ok_or_else(|| wrong("it is no manifest of an image"))?;
    if manifest.get("schemaVersion").and_then(Value::as_u64) != Some(2) {
        // Signatures inside of schema 1 make its digest one of something else than its bytes.
        return Err(wrong("it is no manifest of version 2"));
    }
    let written = media_type(response).filter(|found| is_known(found));
    let media_type =
        match written.or_else(|| text(&manifest, "mediaType").filter(|found| is_known(found)).map(str::to_owned)) {
            Some(found) => found,
            None if manifest.get("manifests").is_some() => INDEXES[0].to_owned(),
            None if manifest.get("config").is_some() => SINGLE[0].to_owned(),
            None => return Err(wrong("it is no manifest of an image")),
        };
    Ok((manifest, media_type))
}

/// What a failed answer says: the first message of its list of errors.
pub(crate) fn detail(response: &Response) -> Option<String> {
    let body = object(&response.body)?;
    let first = list(&body, "errors").first()?;
    let message = text(first, "message").or_else(|| text(first, "code"))?;
    Some(message.to_owned())
}

/// Whether a failed answer says that there is no such image, tag or blob.
pub(crate) fn is_unknown(response: &Response) -> bool {
    let code = object(&response.body).and_then(|body| Some(text(list(&body, "errors").first()?, "code")?.to_owned()));
    response.status == 404
        || matches!(code.as_deref(), Some("MANIFEST_UNKNOWN" | "NAME_UNKNOWN" | "NOT_FOUND")) && response.status < 500
}

fn is_known(media_type: &str) -> bool {
    INDEXES.contains(&media_type) || SINGLE.contains(&media_type)
}

fn media_type(response: &Response) -> Option<String> {
    Some(response.header("content-type")?.split(';').next()?.trim().to_ascii_lowercase())
}

fn pushed(response: &Response) -> Option<String> {
    response.header("last-modified").and_then(http_date).filter(|seconds| *seconds > 0).map(rfc3339)
}

#[cfg(test)]
mod tests {
    use super::{Named, accepted};
    use crate::digest::digest_of;
    use crate::transport::{Response, Url};

    const INDEX: &str = r#"{"schemaVersion":2,"manifests":[]}"#;

    fn response(headers: &[(&str, &str)], body: &str) -> Response {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Response::new(200, headers, body.as_bytes().to_vec(), Url::parse("https://a/").unwrap())
    }

    #[test]
    fn headers_say_everything_or_nothing() {
        let digest = digest_of(INDEX.as_bytes(), None);
        let kind = ("content-type", "application/vnd.oci.image.index.v1+json; charset=utf-8");
        let modified = ("last-modified", "Sun, 06 Nov 1994 08:49:37 GMT");
        let named = Named::of_headers(&response(&[("docker-content-digest", &digest), kind, modified], "")).unwrap();
        assert!(named.is_index());
        assert_eq!(named.pushed.as_deref(), Some("1994-11-06T08:49:37Z"));
        assert_eq!(Named::of_headers(&response(&[kind], "")), None);
        assert_eq!(Named::of_headers(&response(&[("docker-content-digest", "sha256:1"), kind], "")), None);
        let other = ("content-type", "application/vnd.docker.distribution.manifest.v1+prettyjws");
        assert_eq!(Named::of_headers(&response(&[("docker-content-digest", &digest), other], "")), None);
    }

    #[test]
    fn bytes_decide() {
        let digest = digest_of(INDEX.as_bytes(), None);
        let named = Named::of_answer(&response(&[], INDEX), "x", None).unwrap();
        assert_eq!((named.digest.as_str(), named.is_index()), (digest.as_str(), true));
        let long = digest_of(INDEX.as_bytes(), Some("sha512:"));
        let header = response(&[("docker-content-digest", &long)], INDEX);
        assert_eq!(Named::of_answer(&header, "x", None).unwrap().digest, long);
        let wrong = format!("sha256:{}", "0".repeat(64));
        let error = Named::of_answer(&response(&[("docker-content-digest", &wrong)], INDEX), "x", None).unwrap_err();
        assert!(error.to_string().contains(&wrong) && error.to_string().contains(&digest), "{error}");
        assert!(Named::of_answer(&response(&[], INDEX), "x", Some(&wrong)).is_err());
        for garbage in ["", "<html>", "[]", "{}", r#"{"schemaVersion":1,"manifests":[]}"#, r#"{"schemaVersion":2}"#] {
            assert!(Named::of_answer(&response(&[], garbage), "x", None).is_err(), "{garbage}");
        }
    }

    #[test]
    fn all_four_types_are_asked_for() {
        assert_eq!(accepted().split(", ").count(), 4);
    }
}
