//! crates.io: the sparse index that cargo reads.
//!
//! Invariant: a crate's newest version is one that is neither yanked nor a pre-release.
//! Source: The Cargo Book, "Registry index" and "Source replacement", 2026-11.

use super::releases;
use super::{Error, Found, Newest, is_plain};
use crate::json::text;
use crate::packages::IndexUrl;
use serde_json::Value;
use std::path::PathBuf;

pub(super) fn newest(client: &Newest, name: &str) -> Result<Found, Error> {
    let base = client.options.sources.crates_io.clone()?;
    if !is_plain(name) {
        return Ok(Found::nothing(&base));
    }
    let Some(lines) = client.text(&base, &path(name))? else { return Ok(Found::nothing(&base)) };
    let entries: Vec<Value> = lines.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    if entries.is_empty() {
        return Err(Error::Answer { host: base.host(), problem: "it lists no versions of a crate".to_owned() });
    }
    let kept = entries.iter().filter(|entry| entry.get("yanked") != Some(&Value::Bool(true)));
    Ok(Found::released(releases::newest(kept.filter_map(|entry| text(entry, "vers")))))
}

/// `ri/pg/ripgrep`
fn path(name: &str) -> String {
    let name = name.to_ascii_lowercase();
    match name.len() {
        1 => format!("1/{name}"),
        2 => format!("2/{name}"),
        3 => format!("3/{}/{name}", &name[..1]),
        _ => format!("{}/{}/{name}", &name[..2], &name[2..4]),
    }
}

/// What takes the place of crates.io in cargo's own configuration.
pub(super) fn replacement(
    variable: &dyn Fn(&str) -> Option<String>,
    file: &dyn Fn(&PathBuf) -> Option<String>,
) -> Result<Option<IndexUrl>, Error> {
    let home = || variable("HOME").or_else(|| variable("USERPROFILE")).map(|home| PathBuf::from(home).join(".cargo"));
    let Some(folder) = variable("CARGO_HOME").map(PathBuf::from).or_else(home) else { return Ok(None) };
    let text = ["config", "config.toml"].into_iter().find_map(|name| file(&folder.join(name)));
    let Some(config) = text.and_then(|text| text.parse::<toml::Table>().ok()) else { return Ok(None) };
    let field =
        |table: &str, name: &str, key: &str| config.get(table)?.get(name)?.get(key)?.as_str().map(str::to_owned);
    let mut name = "crates-io".to_owned();
    // A chain of replacements has an end; one that has none is cargo's to refuse.
    for _ in 0..8 {
        match field("source", &name, "replace-with") {
            Some(next) => name = next,
            None => break,
        }
    }
    if name == "crates-io" {
        return Ok(None);
    }
    let registry = field("source", &name, "registry").or_else(|| field("registries", &name, "index"));
    match registry.as_deref().and_then(|registry| registry.strip_prefix("sparse+")) {
        Some(url) => IndexUrl::parse(url).map(Some),
        None => Err(Error::Address {
            shown: name,
            problem: "that takes the place of crates.io in cargo's configuration is no sparse index",
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::{path, replacement};

    #[test]
    fn paths() {
        assert_eq!(["a", "fd", "Bat", "ripgrep"].map(path), ["1/a", "2/fd", "3/b/bat", "ri/pg/ripgrep"]);
    }

    #[test]
    fn replacements() {
        let of = |config: &str| {
            let variable = |name: &str| (name == "CARGO_HOME").then(|| "/c".to_owned());
            let file = |path: &std::path::PathBuf| (path.to_str() == Some("/c/config.toml")).then(|| config.to_owned());
            replacement(&variable, &file).map(|url| url.map(|url| url.to_string()))
        };
        let chain = "[source.crates-io]\nreplace-with = 'a'\n[source.a]\nreplace-with = 'b'\n[registries.b]\nindex = 'sparse+https://crates.acme.example/index/'\n";
        assert_eq!(of(chain).unwrap().as_deref(), Some("https://crates.acme.example/index"));
        assert_eq!(of("[net]\nretry = 1\n").unwrap(), None);
        let vendored = "[source.crates-io]\nreplace-with = 'v'\n[source.v]\ndirectory = 'vendor'\n";
        assert!(of(vendored).unwrap_err().to_string().contains("no sparse index"));
    }
}
