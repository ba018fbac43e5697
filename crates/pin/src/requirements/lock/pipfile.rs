//! `Pipfile.lock`: JSON with the packages of an application and those of its development.
//!
//! Source: Pipenv documentation, "Pipfile.lock", pipfile-spec 6, 2026-11.

use super::{Locked, digest};
use plimsoll_model::requirements::normalized;
use serde_json::Value;
use std::collections::BTreeMap;

pub(super) fn read(text: &str) -> Result<BTreeMap<String, Vec<Locked>>, String> {
    let lock: Value = serde_json::from_str(text).map_err(|_| "is no JSON".to_owned())?;
    if lock.pointer("/_meta/pipfile-spec").and_then(Value::as_u64) != Some(6) {
        return Err("has a format that is not known".to_owned());
    }
    let mut found: BTreeMap<String, Vec<Locked>> = BTreeMap::new();
    // What the application itself uses counts before what only its development uses.
    for section in ["default", "develop"] {
        for (name, package) in lock.get(section).and_then(Value::as_object).into_iter().flatten() {
            let version = package.get("version").and_then(Value::as_str).and_then(|it| it.strip_prefix("=="));
            let hashes = package.get("hashes").and_then(Value::as_array).into_iter().flatten();
            let mut hashes: Vec<String> = hashes.filter_map(|hash| digest(hash.as_str()?)).collect();
            hashes.sort();
            let locked = Locked { version: version.map(str::to_owned), hashes, requires: None };
            found.entry(normalized(name)).or_insert_with(|| vec![locked]);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::super::{Lock, tests::shown};

    #[test]
    fn packages() {
        let digest = "b".repeat(64);
        let text = format!(
            r#"{{"_meta": {{"pipfile-spec": 6}},
                "default": {{"Foo_Bar": {{"hashes": ["sha256:{digest}"], "version": "==1.2"}}, "own": {{"git": "https://e", "ref": "x"}}}},
                "develop": {{"foo-bar": {{"version": "==9"}}, "pytest": {{"version": "==8"}}}}}}"#
        );
        let lock = Lock::read("app/Pipfile.lock", &text).unwrap();
        assert_eq!(shown(&lock, "foo-bar"), ["1.2 1 ?"]);
        assert_eq!(shown(&lock, "own"), ["? 0 ?"]);
        assert_eq!(shown(&lock, "pytest"), ["8 0 ?"]);
        assert!(Lock::read("Pipfile.lock", r#"{"_meta": {"pipfile-spec": 7}}"#).unwrap().packages.is_err());
    }
}
