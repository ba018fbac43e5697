//! What an image says of itself: for which platforms there is one, as whom and where it starts, what it sets.
//!
//! Invariant: every document on the way is checked against the digest that named it.

use super::{Client, Reference};
use crate::Error;
use crate::digest::is_digest;
use crate::json::{list, text};
use serde_json::{Value, json};

/// What an image says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Description {
    /// Its platforms, `linux/arm64/v8`; more than one only for an index.
    pub platforms: Vec<String>,
    /// Whether it has a HEALTHCHECK that does something; that of its first platform.
    pub has_healthcheck: bool,
    /// The user that its first platform starts as, as it is written there; empty for root.
    pub user: String,
    /// The working directory of its first platform; empty for `/`.
    pub working_directory: String,
    /// The names of the variables that its first platform sets.
    pub variables: Vec<String>,
    /// Whether its first platform has an ENTRYPOINT.
    pub has_entrypoint: bool,
}

impl Client {
    /// What the thing that `digest` names in the reference's repository says of itself.
    ///
    /// # Errors
    /// When one of its documents cannot be had, or is not what its digest says.
    pub fn described(&self, reference: &Reference, digest: &str) -> Result<Description, Error> {
        // What a digest names does not change, so this answer is the same for all tags and times.
        let key = format!("described-2 {}/{}@{digest}", reference.host(), reference.path());
        if let Some(kept) = self.cache.get(&key) {
            return Ok(of_kept(&kept.value));
        }
        if self.cache.is_offline() {
            return Err(Error::Offline { subject: reference.to_string() });
        }
        let found = self.first(reference, |endpoint| {
            let get = |folder: &str, digest: &str| self.document(endpoint, reference, folder, digest);
            let mut manifest = get("manifests", digest)?;
            let entries = platforms(&manifest);
            if let Some((_, digest)) = entries.first() {
                manifest = get("manifests", digest)?;
            }
            let named = manifest.get("config").and_then(|config| text(config, "digest"));
            let config = match named.filter(|digest| is_digest(digest)) {
                Some(digest) => get("blobs", digest)?,
                None => Value::Null,
            };
            let platforms = match entries.is_empty() {
                true => platform(&config).into_iter().collect(),
                false => entries.into_iter().map(|(platform, _)| platform).collect(),
            };
            Ok(Description { platforms, ..started(&config) })
        })?;
        let kept = json!({
            "platforms": found.platforms,
            "healthcheck": found.has_healthcheck,
            "user": found.user,
            "directory": found.working_directory,
            "variables": found.variables,
            "entrypoint": found.has_entrypoint,
        });
        self.cache.put(&key, kept);
        Ok(found)
    }
}

/// The images of an index with their digests; attestations stand there as images of an unknown platform.
fn platforms(index: &Value) -> Vec<(String, String)> {
    let entries = list(index, "manifests").iter().filter_map(|entry| {
        let digest = text(entry, "digest").filter(|digest| is_digest(digest))?;
        Some((platform(entry.get("platform")?)?, digest.to_owned()))
    });
    entries.collect()
}

/// `os/architecture/variant` of an entry of an index, or of a configuration.
fn platform(value: &Value) -> Option<String> {
    let (os, architecture) = (text(value, "os")?, text(value, "architecture")?);
    let known = |part: &&str| !part.is_empty() && *part != "unknown" && part.bytes().all(is_plain);
    let (os, architecture) = (Some(os).filter(known)?, Some(architecture).filter(known)?);
    Some(match text(value, "variant").filter(known) {
        Some(variant) => format!("{os}/{architecture}/{variant}"),
        None => format!("{os}/{architecture}"),
    })
}

fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"._-".contains(&byte)
}

/// What a configuration says of the container that it starts.
fn started(config: &Value) -> Description {
    let own = config.get("config").unwrap_or(&Value::Null);
    let field = |name: &str| text(own, name).unwrap_or_default().to_owned();
    let names = list(own, "Env").iter().filter_map(|pair| Some(pair.as_str()?.split_once('=')?.0.to_owned()));
    Description {
        platforms: Vec::new(),
        has_healthcheck: checks(config),
        user: field("User"),
        working_directory: field("WorkingDir"),
        variables: names.collect(),
        has_entrypoint: !list(own, "Entrypoint").is_empty(),
    }
}

/// Whether a configuration has a check of health that is not turned off.
/// <https://github.com/moby/docker-image-spec/blob/v1.3.1/spec.md>, 2026-11-25.
fn checks(config: &Value) -> bool {
    let test = config.get("config").and_then(|config| config.get("Healthcheck")).map(|check| list(check, "Test"));
    test.and_then(|test| test.first()).and_then(Value::as_str).is_some_and(|first| !first.is_empty() && first != "NONE")
}

fn of_kept(value: &Value) -> Description {
    let texts = |name: &str| list(value, name).iter().filter_map(|it| it.as_str().map(str::to_owned)).collect();
    let flag = |name: &str| value.get(name).and_then(Value::as_bool) == Some(true);
    Description {
        platforms: texts("platforms"),
        has_healthcheck: flag("healthcheck"),
        user: text(value, "user").unwrap_or_default().to_owned(),
        working_directory: text(value, "directory").unwrap_or_default().to_owned(),
        variables: texts("variables"),
        has_entrypoint: flag("entrypoint"),
    }
}

#[cfg(test)]
mod tests {
    use super::{checks, platform, platforms, started};
    use serde_json::json;

    #[test]
    fn platforms_of_an_index_without_attestations() {
        let digest = |char: &str| format!("sha256:{}", char.repeat(64));
        let index = json!({ "manifests": [
            { "digest": digest("a"), "platform": { "os": "unknown", "architecture": "unknown" } },
            { "digest": digest("b"), "platform": { "os": "linux", "architecture": "arm64", "variant": "v8" } },
            { "digest": digest("c"), "platform": { "os": "windows", "architecture": "amd64" } },
            { "digest": "no digest", "platform": { "os": "linux", "architecture": "s390x" } },
        ]});
        let names: Vec<String> = platforms(&index).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["linux/arm64/v8", "windows/amd64"]);
        assert_eq!(platform(&json!({ "os": "linux\u{1b}", "architecture": "arm" })), None);
    }

    #[test]
    fn what_a_container_starts_with() {
        let config = json!({ "config": {
            "User": "app", "WorkingDir": "/srv", "Env": ["PATH=/bin:/usr/bin", "A=b=c", 1], "Entrypoint": ["/run"],
        }});
        let found = started(&config);
        assert_eq!((found.user.as_str(), found.working_directory.as_str()), ("app", "/srv"));
        assert_eq!((found.variables, found.has_entrypoint), (vec!["PATH".to_owned(), "A".to_owned()], true));
        assert_eq!(started(&json!({ "config": { "Entrypoint": null } })), Default::default());
    }

    #[test]
    fn a_check_that_is_turned_off_is_none() {
        let config = |test: serde_json::Value| json!({ "config": { "Healthcheck": { "Test": test } } });
        assert!(checks(&config(json!(["CMD", "true"]))) && checks(&config(json!(["CMD-SHELL", "true"]))));
        assert!(!checks(&config(json!(["NONE"]))) && !checks(&config(json!([]))) && !checks(&json!({ "config": {} })));
    }
}
