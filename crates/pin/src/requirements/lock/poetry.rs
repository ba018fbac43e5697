//! `poetry.lock`: an array of packages; older files list their hashes in a table of their own.
//!
//! Source: lock files of Poetry 1.1 to 2.2 (lock-version 1.1 to 2.1), 2026-11.

use super::{Locked, both, digest};
use crate::requirements::dependency::Dependency;
use plimsoll_model::requirements::normalized;
use std::collections::BTreeMap;
use toml::{Table, Value};

pub(super) fn read(text: &str) -> Result<BTreeMap<String, Vec<Locked>>, String> {
    let lock: Table = text.parse().map_err(|_| "is no TOML".to_owned())?;
    let metadata = lock.get("metadata");
    let format = metadata.and_then(|metadata| metadata.get("lock-version")).and_then(Value::as_str).unwrap_or_default();
    if !matches!(format.split('.').next(), Some("1" | "2")) {
        return Err("has a format that is not known".to_owned());
    }
    let older = metadata.and_then(|metadata| metadata.get("files"));
    let mut found: BTreeMap<String, Vec<Locked>> = BTreeMap::new();
    for package in lock.get("package").and_then(Value::as_array).into_iter().flatten() {
        let Some(name) = package.get("name").and_then(Value::as_str) else { continue };
        let source = package.get("source").and_then(|source| source.get("type")).and_then(Value::as_str);
        let from_index = source.is_none_or(|source| source == "legacy");
        let version = package.get("version").and_then(Value::as_str).filter(|_| from_index);
        let files = package.get("files").or_else(|| older?.get(name)).and_then(Value::as_array).into_iter().flatten();
        let mut hashes: Vec<String> = files.filter_map(|file| digest(file.get("hash")?.as_str()?)).collect();
        hashes.sort();
        let locked = Locked { version: version.map(str::to_owned), hashes, requires: Some(requires(package)) };
        found.entry(normalized(name)).or_default().push(locked);
    }
    Ok(found)
}

fn requires(package: &Value) -> Vec<Dependency> {
    let mut found = Vec::new();
    for (name, value) in package.get("dependencies").and_then(Value::as_table).into_iter().flatten() {
        // A list holds what applies under different markers.
        match value.as_array() {
            Some(list) => found.extend(list.iter().map(|value| dependency(name, value))),
            None => found.push(dependency(name, value)),
        }
    }
    found
}

fn dependency(name: &str, value: &Value) -> Dependency {
    let text = |key: &str| value.get(key).and_then(Value::as_str);
    let extras = value.get("extras").and_then(Value::as_array).into_iter().flatten();
    let marker = text("markers");
    // Older files do not say which extra an optional requirement belongs to: such a marker is not known.
    let is_open = value.get("optional").and_then(Value::as_bool) == Some(true)
        && !marker.is_some_and(|marker| marker.contains("extra"));
    let specifier = value.as_str().or_else(|| text("version")).unwrap_or_default();
    Dependency {
        name: normalized(name),
        extras: extras.filter_map(Value::as_str).map(str::to_owned).collect(),
        specifier: if specifier == "*" { String::new() } else { specifier.to_owned() },
        marker: if is_open { Some(both(marker, "optional == ''")) } else { marker.map(str::to_owned) },
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Lock, tests::shown};

    #[test]
    fn packages_of_both_formats() {
        let digest = "a".repeat(64);
        let text = format!(
            "[[package]]\nname = \"requests\"\nversion = \"2.32.5\"\nfiles = [\n    {{file = \"x.whl\", hash = \"sha256:{digest}\"}},\n]\n\n\
             [package.dependencies]\nurllib3 = \">=1.21.1,<3\"\nPySocks = {{version = \">=1.5.6\", optional = true, markers = \"extra == \\\"socks\\\"\"}}\nold = {{version = \"*\", optional = true}}\n\n\
             [[package]]\nname = \"own\"\nversion = \"1\"\n\n[package.source]\ntype = \"git\"\nurl = \"https://e\"\n\n\
             [[package]]\nname = \"older\"\nversion = \"3\"\n\n[metadata]\nlock-version = \"2.1\"\n\n[metadata.files]\nolder = [\n    {{file = \"o.whl\", hash = \"sha256:{digest}\"}},\n]\n"
        );
        let lock = Lock::read("poetry.lock", &text).unwrap();
        assert_eq!(
            shown(&lock, "requests"),
            ["2.32.5 1 pysocks>=1.5.6; extra == \"socks\", old; optional == '', urllib3>=1.21.1,<3"]
        );
        assert_eq!(shown(&lock, "own"), ["? 0 "]);
        assert_eq!(shown(&lock, "older"), ["3 1 "]);
        assert!(Lock::read("poetry.lock", "[metadata]\nlock-version = \"3.0\"\n").unwrap().packages.is_err());
    }
}
