//! What an index says of one project: its files.
//!
//! Invariant: a file belongs to the project by its name and has a version; others are left out. No address holds
//! credentials.

use crate::transport::Url;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What an index says of one project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    /// The name in its normal form.
    pub name: String,
    /// Wheels and source archives of all versions, in the order of the index.
    pub files: Vec<File>,
    /// Whether it comes from the cache.
    pub from_cache: bool,
}

/// One file of a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// `requests-2.32.5-py3-none-any.whl`
    pub filename: String,
    /// The version as the file name writes it.
    pub version: String,
    /// Where the file is.
    pub url: String,
    /// Digests by algorithm: `sha256` and 64 hexadecimal digits in lower case.
    pub hashes: BTreeMap<String, String>,
    /// `>=3.9`
    pub requires_python: Option<String>,
    /// Why it was taken back (PEP 592); `""` without a reason, `None` when it was not.
    pub yanked: Option<String>,
    /// Whether the index offers the file's metadata on its own (PEP 658).
    pub core_metadata: CoreMetadata,
    /// The page that names it.
    pub(super) page: String,
}

/// Whether an index offers the metadata of a file on its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum CoreMetadata {
    /// It does not.
    #[default]
    None,
    /// It does; the digests by algorithm may be empty.
    Offered(BTreeMap<String, String>),
}

/// What a page says of a file before it is looked at.
#[derive(Debug, Default)]
pub(super) struct Raw {
    pub(super) filename: String,
    pub(super) href: String,
    pub(super) hashes: BTreeMap<String, String>,
    pub(super) requires_python: Option<String>,
    pub(super) yanked: Option<String>,
    pub(super) core_metadata: CoreMetadata,
}

impl File {
    /// `None` for a file of another project, of another kind, or without a usable address.
    pub(super) fn new(raw: Raw, name: &str, page: &Url) -> Option<Self> {
        let version = version_of(&raw.filename, name)?;
        let mut hashes = raw.hashes;
        if let Some((algorithm, digest)) = raw.href.split_once('#').and_then(|(_, it)| it.split_once('=')) {
            let digest = digest.split('&').next().unwrap_or_default();
            hashes.entry(algorithm.to_ascii_lowercase()).or_insert_with(|| digest.to_owned());
        }
        Some(Self {
            version: version.to_owned(),
            url: page.join(&raw.href)?.to_string(),
            hashes: sound(hashes),
            requires_python: raw.requires_python.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()),
            yanked: raw.yanked,
            core_metadata: match raw.core_metadata {
                CoreMetadata::Offered(hashes) => CoreMetadata::Offered(sound(hashes)),
                CoreMetadata::None => CoreMetadata::None,
            },
            page: page.to_string(),
            filename: raw.filename,
        })
    }

    fn to_json(&self) -> Value {
        let metadata = match &self.core_metadata {
            CoreMetadata::None => Value::Null,
            CoreMetadata::Offered(hashes) => json!(hashes),
        };
        json!({
            "filename": self.filename, "url": self.url, "hashes": self.hashes, "requires-python": self.requires_python,
            "yanked": self.yanked, "core-metadata": metadata,
        })
    }
}

impl Project {
    /// For the cache.
    pub(super) fn to_json(&self, page: &Url) -> Value {
        json!({ "page": page.to_string(), "files": self.files.iter().map(File::to_json).collect::<Vec<_>>() })
    }

    /// From the cache; `None` when it is damaged.
    pub(super) fn from_json(name: &str, value: &Value) -> Option<Self> {
        let page = Url::parse(value.get("page")?.as_str()?)?;
        let file = |value: &Value| {
            let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
            let raw = Raw {
                filename: text("filename")?,
                href: text("url")?,
                hashes: hashes(value.get("hashes")),
                requires_python: text("requires-python"),
                yanked: text("yanked"),
                core_metadata: match value.get("core-metadata") {
                    Some(found @ Value::Object(_)) => CoreMetadata::Offered(hashes(Some(found))),
                    _ => CoreMetadata::None,
                },
            };
            File::new(raw, name, &page)
        };
        let files: Option<Vec<File>> = value.get("files")?.as_array()?.iter().map(file).collect();
        Some(Self { name: name.to_owned(), files: files?, from_cache: true })
    }
}

/// The strings of an object.
pub(super) fn hashes(value: Option<&Value>) -> BTreeMap<String, String> {
    let entries = value.and_then(Value::as_object).into_iter().flatten();
    entries.filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned()))).collect()
}

/// The name as indexes compare it.
/// Source: PyPA specification "Names and normalization", 2026-11.
pub(super) fn normalized(name: &str) -> String {
    let mut result = String::with_capacity(name.len());
    for character in name.chars() {
        match character {
            '-' | '_' | '.' if result.ends_with('-') => {}
            '-' | '_' | '.' => result.push('-'),
            other => result.push(other.to_ascii_lowercase()),
        }
    }
    result
}

/// Digests that are hexadecimal, in lower case; one of the wrong length is none.
fn sound(hashes: BTreeMap<String, String>) -> BTreeMap<String, String> {
    let length = |algorithm: &str| match algorithm {
        "md5" => Some(32),
        "sha1" => Some(40),
        "sha224" => Some(56),
        "sha256" => Some(64),
        "sha384" => Some(96),
        "sha512" => Some(128),
        _ => None,
    };
    let lower = hashes.into_iter().map(|(algorithm, digest)| (algorithm, digest.to_ascii_lowercase()));
    lower
        .filter(|(algorithm, digest)| {
            length(algorithm).is_none_or(|length| length == digest.len())
                && digest.bytes().all(|byte| byte.is_ascii_hexdigit())
        })
        .collect()
}

/// The version in a file name. Source: PyPA specifications "Binary distribution format" and "Source distribution
/// format", 2026-11; older source archives have dashes in their names.
fn version_of<'f>(filename: &'f str, name: &str) -> Option<&'f str> {
    const ARCHIVES: [&str; 7] = [".tar.gz", ".zip", ".tgz", ".tar.bz2", ".tbz", ".tar.xz", ".tar"];
    if let Some(stem) = filename.strip_suffix(".whl") {
        let parts: Vec<&str> = stem.split('-').collect();
        return match parts[..] {
            [project, version, _, _, _] | [project, version, _, _, _, _] if normalized(project) == name => {
                Some(version)
            }
            _ => None,
        };
    }
    let stem = ARCHIVES.iter().find_map(|ending| filename.strip_suffix(ending))?;
    let dashes = stem.match_indices('-').map(|(at, _)| at);
    let splits = dashes.map(|at| (&stem[..at], &stem[at + 1..]));
    let mut fitting = splits.filter(|(project, version)| normalized(project) == name && !version.is_empty());
    fitting.next().map(|(_, version)| version)
}

#[cfg(test)]
mod tests {
    use super::{Project, hashes, normalized, sound, version_of};
    use serde_json::json;

    #[test]
    fn versions_in_file_names() {
        for (filename, name, version) in [
            ("requests-2.32.5-py3-none-any.whl", "requests", Some("2.32.5")),
            ("zope.interface-7.0-1-cp312-cp312-manylinux_2_17_x86_64.whl", "zope-interface", Some("7.0")),
            ("typing_extensions-4.15.0.tar.gz", "typing-extensions", Some("4.15.0")),
            ("backports-zoneinfo-0.2.1.zip", "backports-zoneinfo", Some("0.2.1")),
            ("foo-bar-1.0.tar.gz", "foo", Some("bar-1.0")),
            ("foo-1.0.tar.gz", "bar", None),
            ("foo-1.0-py2.7.egg", "foo", None),
            ("foo-1.0.win32.exe", "foo", None),
            ("foo.whl", "foo", None),
        ] {
            assert_eq!(version_of(filename, name), version, "{filename}");
        }
        assert_eq!(normalized("Zope.__Interface"), "zope-interface");
    }

    #[test]
    fn digests_that_are_none_are_left_out() {
        let digest = "A".repeat(64);
        let found = sound(hashes(Some(&json!({"sha256": digest, "md5": "xyz", "sha1": "ab", "blake2b": "ab"}))));
        assert_eq!(
            found,
            [("blake2b", "ab"), ("sha256", &"a".repeat(64)[..])].map(|(a, b)| (a.into(), b.into())).into()
        );
    }

    #[test]
    fn a_damaged_entry_of_the_cache_is_none() {
        assert_eq!(Project::from_json("x", &json!({"page": "https://a/", "files": [{"filename": "x-1.zip"}]})), None);
        assert_eq!(Project::from_json("x", &json!({"files": []})), None);
    }
}
