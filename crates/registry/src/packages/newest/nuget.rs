//! nuget.org: the list of versions, and of the newest whether it is listed.
//!
//! Invariant: a version that its owner has unlisted is no answer.
//! Source: NuGet documentation, "Package Content" and "Package Metadata" of the server API, 2026-11.

use super::releases;
use super::{Error, Found, Newest, is_plain};
use crate::json::list;
use serde_json::Value;

/// How many versions are looked at until one is listed.
const TRIES: usize = 8;

pub(super) fn newest(client: &Newest, name: &str) -> Result<Found, Error> {
    let base = &client.options.sources.nuget;
    // Names and versions are in lower case in addresses.
    let name = name.to_ascii_lowercase();
    if !is_plain(&name) {
        return Ok(Found::nothing(base));
    }
    let Some(document) = client.json(base, &format!("v3-flatcontainer/{name}/index.json"), None)? else {
        return Ok(Found::nothing(base));
    };
    let mut versions: Vec<&str> = list(&document, "versions").iter().filter_map(Value::as_str).collect();
    for _ in 0..TRIES {
        let Some(version) = releases::newest(versions.iter().copied()) else { break };
        // Those with Semantic Versioning 2 are in this list alone.
        let path = format!("v3/registration5-gz-semver2/{name}/{}.json", version.to_ascii_lowercase());
        let leaf = client.json(base, &path, None)?;
        if leaf.is_some_and(|leaf| leaf.get("listed") != Some(&Value::Bool(false))) {
            return Ok(Found::Version(version.to_owned()));
        }
        versions.retain(|other| *other != version);
    }
    Ok(Found::OnlyPreReleases)
}
