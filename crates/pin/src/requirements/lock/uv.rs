//! `uv.lock`: an array of packages, each with its files and what it needs.
//!
//! Source: uv documentation, "Locking and syncing", and lock files of versions 1.0 to 1.3, 2026-11.

use super::{Locked, both, digest};
use crate::requirements::dependency::Dependency;
use plimsoll_model::requirements::normalized;
use std::collections::BTreeMap;
use toml::{Table, Value};

pub(super) fn read(text: &str) -> Result<BTreeMap<String, Vec<Locked>>, String> {
    let lock: Table = text.parse().map_err(|_| "is no TOML".to_owned())?;
    if lock.get("version").and_then(Value::as_integer) != Some(1) {
        return Err("has a format that is not known".to_owned());
    }
    let mut found: BTreeMap<String, Vec<Locked>> = BTreeMap::new();
    for package in lock.get("package").and_then(Value::as_array).into_iter().flatten() {
        let Some(name) = package.get("name").and_then(Value::as_str) else { continue };
        let from_index = package.get("source").is_some_and(|source| source.get("registry").is_some());
        let version = package.get("version").and_then(Value::as_str).filter(|_| from_index);
        let wheels = package.get("wheels").and_then(Value::as_array).into_iter().flatten();
        let files = wheels.chain(package.get("sdist"));
        let mut hashes: Vec<String> = files.filter_map(|file| digest(file.get("hash")?.as_str()?)).collect();
        hashes.sort();
        let locked = Locked { version: version.map(str::to_owned), hashes, requires: Some(requires(package)) };
        found.entry(normalized(name)).or_default().push(locked);
    }
    Ok(found)
}

fn requires(package: &Value) -> Vec<Dependency> {
    let plain = package.get("dependencies").and_then(Value::as_array).into_iter().flatten();
    let mut found: Vec<Dependency> = plain.filter_map(|value| dependency(value, None)).collect();
    for (extra, list) in package.get("optional-dependencies").and_then(Value::as_table).into_iter().flatten() {
        let list = list.as_array().into_iter().flatten();
        found.extend(list.filter_map(|value| dependency(value, Some(extra))));
    }
    found
}

fn dependency(value: &Value, extra: Option<&str>) -> Option<Dependency> {
    let text = |key: &str| value.get(key).and_then(Value::as_str);
    let extras = value.get("extra").and_then(Value::as_array).into_iter().flatten();
    let marker = text("marker");
    Some(Dependency {
        name: normalized(text("name")?),
        extras: extras.filter_map(Value::as_str).map(str::to_owned).collect(),
        specifier: text("version").map(|version| format!("=={version}")).unwrap_or_default(),
        marker: match extra {
            Some(extra) => Some(both(marker, &format!("extra == '{extra}'"))),
            None => marker.map(str::to_owned),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Lock, tests::shown};

    #[test]
    fn packages() {
        let digest = "a".repeat(64);
        let text = format!(
            "version = 1\nrequires-python = \">=3.9\"\n\n[[package]]\nname = \"app\"\nversion = \"0.1\"\nsource = {{ virtual = \".\" }}\n\n\
             [[package]]\nname = \"Requests\"\nversion = \"2.32.5\"\nsource = {{ registry = \"https://pypi.org/simple\" }}\n\
             dependencies = [\n    {{ name = \"urllib3\", marker = \"python_full_version >= '3.9'\" }},\n    {{ name = \"idna\", version = \"3\" }},\n]\n\
             sdist = {{ url = \"https://e/x.tar.gz\", hash = \"sha256:{digest}\", size = 1 }}\nwheels = [\n    {{ url = \"https://e/x.whl\", hash = \"sha256:{digest}\" }},\n    {{ url = \"https://e/y.whl\", hash = \"md5:1\" }},\n]\n\n\
             [package.optional-dependencies]\nsocks = [\n    {{ name = \"pysocks\" }},\n]\n"
        );
        let lock = Lock::read("uv.lock", &text).unwrap();
        assert_eq!(
            shown(&lock, "requests"),
            ["2.32.5 2 urllib3; python_full_version >= '3.9', idna==3, pysocks; extra == 'socks'"]
        );
        assert_eq!(shown(&lock, "app"), ["? 0 "]);
        assert!(Lock::read("uv.lock", "version = 2\n").unwrap().packages.is_err());
    }
}
