//! The JSON form of an index page (PEP 691).
//!
//! Invariant: an entry that is not understood is left out; a page that is not understood is an error.

use super::project::{CoreMetadata, Raw, hashes, normalized};
use serde_json::Value;

/// The files of a page of the project `name`.
pub(super) fn read(body: &[u8], name: &str) -> Result<Vec<Raw>, String> {
    let page: Value = serde_json::from_slice(body).map_err(|error| format!("no JSON: {error}"))?;
    let version = page.pointer("/meta/api-version").and_then(Value::as_str).unwrap_or("1.0");
    if version.split('.').next() != Some("1") {
        return Err(format!("version {} of the interface is not known", version.escape_debug()));
    }
    if let Some(other) = page.get("name").and_then(Value::as_str).filter(|other| normalized(other) != name) {
        return Err(format!("it is about `{}`", other.escape_debug()));
    }
    let files = page.get("files").and_then(Value::as_array).ok_or("it lists no `files`")?;
    Ok(files.iter().filter_map(file).collect())
}

fn file(value: &Value) -> Option<Raw> {
    let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    // PEP 714 renamed the key.
    let metadata = value.get("core-metadata").or_else(|| value.get("dist-info-metadata"));
    Some(Raw {
        filename: text("filename")?,
        href: text("url")?,
        hashes: hashes(value.get("hashes")),
        requires_python: text("requires-python"),
        yanked: match value.get("yanked") {
            Some(Value::String(reason)) => Some(reason.clone()),
            Some(Value::Bool(true)) => Some(String::new()),
            _ => None,
        },
        core_metadata: match metadata {
            Some(Value::Bool(true)) => CoreMetadata::Offered(Default::default()),
            Some(found @ Value::Object(_)) => CoreMetadata::Offered(hashes(Some(found))),
            _ => CoreMetadata::None,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::packages::CoreMetadata;

    #[test]
    fn a_page() {
        let page = br#"{"meta": {"api-version": "1.1"}, "name": "Foo", "files": [
            {"filename": "foo-1.zip", "url": "foo-1.zip", "hashes": {"sha256": "ab"}, "requires-python": ">=3", "yanked": "bad"},
            {"filename": "foo-2.zip", "url": "foo-2.zip", "hashes": {}, "yanked": false, "core-metadata": {"sha256": "cd"}},
            {"filename": "foo-3.zip", "url": "foo-3.zip", "hashes": {}, "yanked": true, "dist-info-metadata": true},
            {"filename": 7}
        ]}"#;
        let files = read(page, "foo").unwrap();
        let yanked: Vec<_> = files.iter().map(|file| file.yanked.as_deref()).collect();
        assert_eq!(yanked, [Some("bad"), None, Some("")]);
        assert_eq!(files[0].requires_python.as_deref(), Some(">=3"));
        assert_eq!(files[0].core_metadata, CoreMetadata::None);
        assert_eq!(files[1].core_metadata, CoreMetadata::Offered([("sha256".into(), "cd".into())].into()));
        assert_eq!(files[2].core_metadata, CoreMetadata::Offered(Default::default()));
    }

    #[test]
    fn what_is_no_page() {
        for (page, problem) in [
            ("<html>", "no JSON"),
            ("{}", "no `files`"),
            (r#"{"meta": {"api-version": "2.0"}, "files": []}"#, "version 2.0"),
            (r#"{"name": "bar", "files": []}"#, "about `bar`"),
        ] {
            let error = read(page.as_bytes(), "foo").unwrap_err();
            assert!(error.contains(problem), "{error}");
        }
    }
}
