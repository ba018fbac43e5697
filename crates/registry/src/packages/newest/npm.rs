//! The registry of npm.
//!
//! Invariant: the answer is what `npm install NAME` takes, the tag `latest`, unless that is a pre-release.
//! Source: the registry's documentation, "Package metadata" (abbreviated form), 2026-11.

use super::releases;
use super::{Error, Found, Newest, is_plain};
use crate::json::text;
use serde_json::Value;

const ACCEPT: &str = "application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8";

pub(super) fn newest(client: &Newest, name: &str) -> Result<Found, Error> {
    let base = client.options.sources.npm_registry(name)?;
    let path = match name.strip_prefix('@').and_then(|rest| rest.split_once('/')) {
        Some((scope, name)) if is_plain(scope) && is_plain(name) => format!("@{scope}%2f{name}"),
        None if is_plain(name) => name.to_owned(),
        _ => return Ok(Found::nothing(&base)),
    };
    let document = client.json(&base, &path, Some(ACCEPT))?;
    Ok(document.map_or_else(|| Found::nothing(&base), |document| Found::released(released(&document))))
}

fn released(document: &Value) -> Option<&str> {
    let versions = document.get("versions").and_then(Value::as_object)?;
    let latest = document.pointer("/dist-tags/latest").and_then(Value::as_str);
    if let Some(latest) = latest.filter(|it| releases::numbers(it).is_some() && versions.contains_key(*it)) {
        return Some(latest);
    }
    let good = versions.iter().filter(|(_, version)| text(version, "deprecated").is_none_or(str::is_empty));
    releases::newest(good.map(|(version, _)| version.as_str()))
}

#[cfg(test)]
mod tests {
    use super::released;
    use serde_json::json;

    #[test]
    fn latest_unless_it_is_a_pre_release() {
        let versions = json!({"1.0.0": {}, "1.2.0": {"deprecated": "broken"}, "2.0.0-rc.1": {}, "3.0.0": {}});
        let of = |latest: &str| json!({"dist-tags": {"latest": latest}, "versions": versions});
        assert_eq!(released(&of("1.0.0")), Some("1.0.0"));
        assert_eq!(released(&of("2.0.0-rc.1")), Some("3.0.0"));
        assert_eq!(released(&of("9.9.9")), Some("3.0.0"));
        assert_eq!(released(&json!({"dist-tags": {"latest": "1.0.0-a"}, "versions": {"1.0.0-a": {}}})), None);
    }
}
