//! Image references: which registry, which repository, which tag or digest.
//!
//! Invariant: a `Reference` is complete and valid; texts that mean the same to Docker give equal references.
//! The grammar is that of <https://pkg.go.dev/github.com/distribution/reference>, 2026-11-25.

use crate::digest::is_digest;
use crate::{Error, transport::Url};
use std::fmt;
use std::str::FromStr;

/// `[host[:port]/]path[:tag][@digest]`, with what Docker adds to it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reference {
    host: String,
    path: String,
    tag: Option<String>,
    digest: Option<String>,
}

/// The host of references without one.
const HUB: &str = "docker.io";

impl Reference {
    /// The registry as users call it: `docker.io`, `localhost:5000`.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The repository in the registry: `library/python`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The tag, if one is written.
    pub fn tag(&self) -> Option<&str> {
        self.tag.as_deref()
    }

    /// The digest, if one is written.
    pub fn digest(&self) -> Option<&str> {
        self.digest.as_deref()
    }

    /// The same image by another tag, without digest.
    pub(crate) fn with_tag(&self, tag: &str) -> Self {
        Self { tag: Some(tag.to_owned()), digest: None, ..self.clone() }
    }

    /// The same image by a digest, without tag.
    pub(crate) fn with_digest(&self, digest: &str) -> Self {
        Self { tag: None, digest: Some(digest.to_owned()), ..self.clone() }
    }

    /// What [`Reference::asked`] names, as a user writes it.
    pub(crate) fn with_tag_or_digest(&self) -> String {
        match &self.tag {
            Some(tag) => self.with_tag(tag).to_string(),
            None if self.digest.is_some() => self.to_string(),
            None => self.with_tag("latest").to_string(),
        }
    }

    /// What a registry is asked for: the tag, else the digest, else what Docker takes for no tag.
    pub(crate) fn asked(&self) -> &str {
        self.tag.as_deref().or(self.digest.as_deref()).unwrap_or("latest")
    }

    /// The complete text of what [`Reference::asked`] names; a key that is the same for all spellings.
    pub(crate) fn key(&self) -> String {
        let separator = if self.tag.is_none() && self.digest.is_some() { '@' } else { ':' };
        format!("{}/{}{separator}{}", self.host, self.path, self.asked())
    }

    /// The host that answers for the registry.
    pub(crate) fn api_host(&self) -> &str {
        // docker.io serves a web site; https://distribution.github.io/distribution/, 2026-11-25.
        if self.host == HUB { "registry-1.docker.io" } else { &self.host }
    }

    fn parse(text: &str) -> Result<Self, &'static str> {
        if text.is_empty() {
            return Err("it is empty");
        }
        if text.contains('$') {
            return Err("it has a variable");
        }
        let (rest, digest) = match text.split_once('@') {
            Some((rest, digest)) if is_digest(digest) => (rest, Some(digest.to_owned())),
            Some(_) => return Err("after `@` a digest is expected, `sha256:` and 64 hexadecimal digits"),
            None => (text, None),
        };
        let last = rest.rfind('/').map_or(0, |at| at + 1);
        let (name, tag) = match rest[last..].find(':') {
            Some(colon) => (&rest[..last + colon], Some(&rest[last + colon + 1..])),
            None => (rest, None),
        };
        if tag.is_some_and(|tag| !is_tag(tag)) {
            return Err("after `:` a tag is expected, at most 128 letters, digits, `_`, `.` and `-`");
        }
        let (host, path) = split_host(name);
        if !is_host(host) {
            return Err("the part before the first `/` is no host");
        }
        let host = match host.to_ascii_lowercase() {
            lower if matches!(lower.as_str(), "index.docker.io" | "registry-1.docker.io") => HUB.to_owned(),
            lower if is_certainly_host(&lower) => lower,
            // Its capitals alone tell it from a path, so they stay.
            _ => host.to_owned(),
        };
        check_path(path)?;
        let path = if host == HUB && !path.contains('/') { format!("library/{path}") } else { path.to_owned() };
        if host.len() + path.len() >= 255 {
            return Err("it is longer than 255 characters");
        }
        Ok(Self { host, path, tag: tag.map(str::to_owned), digest })
    }
}

impl FromStr for Reference {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::parse(text).map_err(|problem| Error::Reference { text: text.to_owned(), problem })
    }
}

/// The short form: without `docker.io/library/`.
impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (host, path) = (self.host.as_str(), self.path.as_str());
        if host == HUB {
            f.write_str(path.strip_prefix("library/").filter(|short| !short.contains('/')).unwrap_or(path))?;
        } else {
            write!(f, "{host}/{path}")?;
        }
        self.tag.as_ref().map_or(Ok(()), |tag| write!(f, ":{tag}"))?;
        self.digest.as_ref().map_or(Ok(()), |digest| write!(f, "@{digest}"))
    }
}

/// The first part is a host if it cannot be the first part of a path.
fn split_host(name: &str) -> (&str, &str) {
    match name.split_once('/') {
        Some((host, path)) if is_certainly_host(host) || host.contains(|c: char| c.is_ascii_uppercase()) => {
            (host, path)
        }
        _ => (HUB, name),
    }
}

/// Whether a first part is a host in whatever case it is written.
fn is_certainly_host(part: &str) -> bool {
    part.contains(['.', ':']) || part == "localhost"
}

fn is_host(host: &str) -> bool {
    let label = |label: &str| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-');
    let Some(url) = Url::parse(&format!("https://{host}/")) else { return false };
    url.authority().eq_ignore_ascii_case(host)
        && (host.starts_with('[') || (!host.contains('_') && url.host().split('.').all(label)))
}

fn is_tag(tag: &str) -> bool {
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    tag.len() <= 128 && tag.starts_with(word) && tag.chars().all(|c| word(c) || matches!(c, '.' | '-'))
}

/// Lower-case words with `.`, `_`, `__` or dashes between them, separated by `/`.
fn check_path(path: &str) -> Result<(), &'static str> {
    if path.contains(|c: char| c.is_ascii_uppercase()) {
        return Err("the name of a repository has no upper-case letters");
    }
    let sound = |part: &str| {
        let mut separators = part.split(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit());
        let between = |s: &str| matches!(s, "" | "." | "_" | "__") || s.bytes().all(|b| b == b'-');
        let ends = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        part.starts_with(ends) && part.ends_with(ends) && separators.all(between)
    };
    if !path.split('/').all(sound) {
        return Err("a repository is named by lower-case letters, digits and single separators between them");
    }
    if path.len() == 64 && path.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Err("64 hexadecimal digits are an image id, not a name");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::Reference;

    fn parts(text: &str) -> (String, String, String, String) {
        let reference: Reference = text.parse().unwrap();
        (reference.host.clone(), reference.path.clone(), reference.asked().to_owned(), reference.to_string())
    }

    fn same(text: &str, host: &str, path: &str, asked: &str, shown: &str) {
        assert_eq!(parts(text), (host.into(), path.into(), asked.into(), shown.into()), "{text}");
    }

    #[test]
    fn as_docker_reads_them() {
        let digest = format!("sha256:{}", "a".repeat(64));
        same("alpine", "docker.io", "library/alpine", "latest", "alpine");
        same("docker.io/alpine:3.20", "docker.io", "library/alpine", "3.20", "alpine:3.20");
        same("index.docker.io/library/alpine", "docker.io", "library/alpine", "latest", "alpine");
        same("registry-1.docker.io/library/alpine", "docker.io", "library/alpine", "latest", "alpine");
        same("bitnami/redis:7", "docker.io", "bitnami/redis", "7", "bitnami/redis:7");
        same("localhost/x", "localhost", "x", "latest", "localhost/x");
        same("localhost:5000/a/b:T_1", "localhost:5000", "a/b", "T_1", "localhost:5000/a/b:T_1");
        same("LOCAL/x", "LOCAL", "x", "latest", "LOCAL/x");
        same("LocalHost/x", "localhost", "x", "latest", "localhost/x");
        same("Ghcr.IO/x", "ghcr.io", "x", "latest", "ghcr.io/x");
        same("ghcr.io/a/b__c-d---e.f", "ghcr.io", "a/b__c-d---e.f", "latest", "ghcr.io/a/b__c-d---e.f");
        same("[::1]:5000/x", "[::1]:5000", "x", "latest", "[::1]:5000/x");
        same(&format!("a.b/x@{digest}"), "a.b", "x", &digest, &format!("a.b/x@{digest}"));
        same(&format!("x:1@{digest}"), "docker.io", "library/x", "1", &format!("x:1@{digest}"));
        assert_eq!("x:1".parse::<Reference>().unwrap().api_host(), "registry-1.docker.io");
    }

    #[test]
    fn keys_tell_tags_from_digests() {
        let digest = format!("sha256:{}", "a".repeat(64));
        let key = |text: &str| text.parse::<Reference>().unwrap().key();
        assert_eq!(key("x"), "docker.io/library/x:latest");
        assert_eq!(key(&format!("x@{digest}")), format!("docker.io/library/x@{digest}"));
        assert_eq!(key(&format!("x:1@{digest}")), "docker.io/library/x:1");
    }

    #[test]
    fn what_is_none() {
        for text in [
            "",
            "$X",
            "a:$TAG",
            "A",
            "a/B",
            "a:",
            "a:-1",
            "a@",
            "a@sha256:abc",
            "a//b",
            "/a",
            "a/",
            "a b",
            "-a",
            "a-",
            "a..b",
            "a___b",
            "-a.b/c",
            "a.b:99999/c",
            "a.b:x/c",
            "user@host/x",
            "https://a.b/c",
            "a_b.c/d",
            "..",
        ] {
            assert!(text.parse::<Reference>().is_err(), "{text}");
        }
        assert!("a".repeat(64).parse::<Reference>().is_err());
        assert!(format!("a:{}", "b".repeat(129)).parse::<Reference>().is_err());
        assert!("a/".repeat(130).parse::<Reference>().is_err());
    }

    proptest::proptest! {
        /// Any text is a reference or none, and what a reference shows is the same reference again.
        #[test]
        fn shown_and_read_again(text in "[a-zA-Z0-9._:/@$\\-\\[\\]]{0,40}|\\PC{0,20}|([a-z]{1,3}[.:/_-]){0,4}[a-z0-9]{1,3}(:[a-z0-9.]{1,5})?") {
            if let Ok(reference) = text.parse::<Reference>() {
                assert_eq!(reference.to_string().parse::<Reference>().unwrap(), reference);
                assert!(!reference.to_string().contains(['$', ' ', '"', '\'']));
            }
        }
    }
}
