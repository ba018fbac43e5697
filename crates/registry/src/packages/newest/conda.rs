//! A channel of conda, by the API of anaconda.org.
//!
//! Invariant: the version has files for 64-bit Linux or for every platform, under the label `main`.
//! Source: the API's own description at api.anaconda.org/docs, 2026-11.

use super::{Error, Found, Newest, is_plain};
use crate::json::{list, text};
use serde_json::Value;
use std::collections::BTreeSet;

pub(super) fn newest(client: &Newest, channel: &str, name: &str) -> Result<Found, Error> {
    let base = &client.options.sources.anaconda;
    // Some names start with a low line: `_libgcc_mutex`.
    if !is_plain(channel) || !is_plain(name.trim_start_matches('_')) {
        return Ok(Found::nothing(base));
    }
    let document = client.json(base, &format!("package/{channel}/{}", name.to_ascii_lowercase()), None)?;
    Ok(document.map_or_else(|| Found::nothing(base), |document| Found::released(released(&document))))
}

fn released(document: &Value) -> Option<&str> {
    let fits = |file: &&Value| {
        let platform = file.pointer("/attrs/subdir").and_then(Value::as_str);
        let on_main = list(file, "labels").iter().any(|label| label.as_str() == Some("main"));
        matches!(platform, Some("linux-64" | "noarch")) && on_main
    };
    let offered: BTreeSet<&str> =
        list(document, "files").iter().filter(fits).filter_map(|file| text(file, "version")).collect();
    let is_good = |version: &&str| offered.contains(version) && !is_pre_release(version);
    let latest = text(document, "latest_version").filter(is_good);
    // The list is in the order of conda, the newest last.
    latest.or_else(|| list(document, "versions").iter().rev().filter_map(Value::as_str).find(is_good))
}

/// `2.0.0rc1`, `1.0a3`, `1.0.dev0`; `2025b` and `1.1.1w` are releases.
fn is_pre_release(version: &str) -> bool {
    let end = version.trim_end_matches(|character: char| character.is_ascii_digit());
    let number = version.len() > end.len();
    let word = end.trim_end_matches(|character: char| character.is_ascii_alphabetic());
    let word = end[word.len()..].to_ascii_lowercase();
    let always = ["rc", "dev", "alpha", "beta", "pre", "preview"].contains(&word.as_str());
    always || (number && matches!(word.as_str(), "a" | "b" | "c"))
}

#[cfg(test)]
mod tests {
    use super::{is_pre_release, released};
    use serde_json::json;

    #[test]
    fn files_for_linux() {
        let file = |version: &str, subdir: &str, label: &str| json!({"version": version, "labels": [label], "attrs": {"subdir": subdir}});
        let document = |latest: &str| {
            json!({"latest_version": latest, "versions": ["1.0", "1.1", "1.2", "1.3", "2.0rc1"], "files": [
                file("1.0", "noarch", "main"), file("1.1", "linux-64", "main"), file("1.2", "win-64", "main"),
                file("1.3", "linux-64", "broken"), file("2.0rc1", "linux-64", "main"),
            ]})
        };
        assert_eq!(released(&document("1.0")), Some("1.0"));
        assert_eq!(released(&document("2.0rc1")), Some("1.1"));
        assert_eq!(released(&json!({"versions": ["1.0"], "files": []})), None);
    }

    #[test]
    fn pre_releases() {
        for (version, expected) in [
            ("2.0.0rc1", true),
            ("1.0a3", true),
            ("1.0.dev0", true),
            ("1.0beta", true),
            ("2025b", false),
            ("1.1.1w", false),
            ("1.2.3", false),
            ("9e", false),
        ] {
            assert_eq!(is_pre_release(version), expected, "{version}");
        }
    }
}
