//! Which tag names a digest.
//!
//! Invariant: a tag that is handed out named the digest when it was asked for; the search has an end.

use super::client::failed;
use super::endpoint::Endpoint;
use super::{Client, Reference};
use crate::Error;
use crate::json::{list, object, text};
use crate::transport::Request;
use serde_json::{Value, json};
use std::cmp::Reverse;

/// Tags that are asked for their digest.
const ASKED: usize = 100;

/// Pages of the list of tags that are read.
const PAGES: usize = 50;

/// Longer than a page of a thousand tags of the greatest length.
const PAGE: u64 = 1024 * 1024;

impl Client {
    /// The most specific tag that names the reference's digest: `3.12.4` rather than `3.12`. `None` if there is none.
    ///
    /// # Errors
    /// When the registry does not say, or has more tags than are asked for and the first ones do not fit.
    pub fn tag_of(&self, reference: &Reference) -> Result<Option<String>, Error> {
        let Some(digest) = reference.digest() else {
            return Err(Error::Reference {
                text: reference.to_string(),
                problem: "it has no digest to look a tag up for",
            });
        };
        let key = format!("tag {}/{}@{digest}", reference.host(), reference.path());
        if let Some(kept) = self.cache.get(&key) {
            return Ok(text(&kept.value, "tag").map(str::to_owned));
        }
        if self.cache.is_offline() {
            return Err(Error::Offline { subject: format!("the tags of {reference}") });
        }
        let mut tags = self.first(reference, |endpoint| self.tags(endpoint, reference))?;
        tags.retain(|tag| !is_attachment(tag));
        tags.sort_by_cached_key(|tag| rank(tag));
        if let Some(written) = reference.tag() {
            tags.sort_by_key(|tag| tag != written);
        }
        let found = self.find(reference, digest, &tags)?;
        self.cache.put(&key, json!({ "tag": found }));
        Ok(found)
    }

    /// The most specific version among the tags that name the same as the reference now, whatever its tag is. `None` if
    /// none of them is a version.
    ///
    /// # Errors
    /// When the registry does not say, or has more tags than are asked for and the first ones do not fit.
    pub fn version_tag(&self, reference: &Reference) -> Result<Option<String>, Error> {
        let digest = match reference.digest() {
            Some(digest) => digest.to_owned(),
            None => self.resolve(reference)?.digest,
        };
        let found = self.tag_of(&reference.with_digest(&digest))?;
        Ok(found.filter(|tag| is_version(tag)))
    }

    /// The first tag with the digest; a few are asked for at a time.
    fn find(&self, reference: &Reference, digest: &str, tags: &[String]) -> Result<Option<String>, Error> {
        let candidates = &tags[..tags.len().min(ASKED)];
        for some in candidates.chunks(self.concurrency) {
            let references: Vec<Reference> = some.iter().map(|tag| reference.with_tag(tag)).collect();
            for (tag, outcome) in some.iter().zip(self.resolve_all(&references, &|_, _| {})) {
                match outcome {
                    Ok(resolved) if resolved.digest == digest => return Ok(Some(tag.clone())),
                    // A tag that was taken away meanwhile, or names something old.
                    Ok(_) | Err(Error::NotFound { .. } | Error::Answer { .. }) => {}
                    Err(error) => return Err(error),
                }
            }
        }
        if candidates.len() < tags.len() {
            let image = reference.to_string();
            return Err(Error::TagSearch { image, asked: candidates.len(), tags: tags.len() });
        }
        Ok(None)
    }

    /// All tags of a repository, page by page.
    fn tags(&self, endpoint: &Endpoint, reference: &Reference) -> Result<Vec<String>, Error> {
        let wrong = |problem: &str| Error::Answer { host: endpoint.host(), problem: problem.into() };
        let mut url = endpoint.url("tags/list?n=1000").ok_or_else(|| wrong("its address cannot be written"))?;
        let mut tags = Vec::new();
        for _ in 0..PAGES {
            let response = self.ask(endpoint, reference, Request::get(url.clone(), PAGE))?;
            if !response.is_success() {
                return Err(failed(&response, reference));
            }
            let page = object(&response.body).ok_or_else(|| wrong("it is no list of tags"))?;
            tags.extend(list(&page, "tags").iter().filter_map(Value::as_str).map(str::to_owned));
            let Some(next) = response.headers("link").find_map(next_page) else { break };
            // Only this registry can know more about its tags.
            url = url
                .join(next)
                .filter(|next| next.same_origin(&url))
                .ok_or_else(|| wrong("its next page is elsewhere"))?;
        }
        Ok(tags)
    }
}

/// The target of `<…>; rel="next"`.
fn next_page(link: &str) -> Option<&str> {
    let (target, parameters) = link.trim().strip_prefix('<')?.split_once('>')?;
    let next = |parameter: &str| {
        let parameter = parameter.replace(['"', ' '], "");
        parameter.eq_ignore_ascii_case("rel=next")
    };
    parameters.split(';').any(next).then_some(target)
}

/// Signatures and attestations that cosign keeps as tags: `sha256-….sig`.
fn is_attachment(tag: &str) -> bool {
    tag.strip_prefix("sha256-")
        .is_some_and(|hash| hash.len() >= 64 && hash.bytes().take(64).all(|b| b.is_ascii_hexdigit()))
}

/// Whether a tag names a version and not a kind or a build: `3.12`, `3-slim`, `v1.2`.
fn is_version(tag: &str) -> bool {
    tag.strip_prefix('v').unwrap_or(tag).starts_with(|first: char| first.is_ascii_digit())
}

/// Specific versions first, new ones before old ones, plain ones before variants; names after versions, and last what a
/// machine named.
fn rank(tag: &str) -> impl Ord + use<> {
    let version = tag.strip_prefix('v').unwrap_or(tag);
    let end = version.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(version.len());
    let (numbers, variant) = version.split_at(end);
    let numbers: Vec<u64> = numbers.split('.').map_while(|number| number.parse().ok()).collect();
    let is_version = !numbers.is_empty() && !variant.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
    let by_machine = tag == "latest" || tag.starts_with("sha-") || tag.starts_with("sha256-");
    let class = if is_version { 0 } else { 1 + u8::from(by_machine) };
    let numbers = if is_version { numbers } else { Vec::new() };
    (class, Reverse(numbers.len().min(3)), Reverse(numbers), variant.len(), tag.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{is_attachment, next_page, rank};

    #[test]
    fn specific_and_new_first() {
        let sorted = [
            "3.12.4",
            "3.12.4-slim",
            "v3.9.10",
            "3.9.2",
            "3.12",
            "3.9",
            "20240101",
            "3",
            "3.9rc1",
            "slim",
            "latest",
            "sha-abc",
        ];
        let mut tags = sorted;
        tags.reverse();
        tags.sort_by_cached_key(|tag| rank(tag));
        assert_eq!(tags, sorted);
    }

    #[test]
    fn links() {
        assert_eq!(next_page(r#"</v2/x/tags/list?last=b&n=2>; rel="next""#), Some("/v2/x/tags/list?last=b&n=2"));
        assert_eq!(next_page(r#"</v2/x>; rel=prev"#), None);
        assert_eq!(next_page("garbage"), None);
    }

    #[test]
    fn attachments() {
        assert!(is_attachment(&format!("sha256-{}.sig", "a".repeat(64))));
        assert!(!is_attachment("sha256-beta"));
    }
}
