//! What registries and indexes said before, one small file for each question.
//!
//! Invariant: a file is whole or absent, and one that cannot be read counts as absent; the cache holds answers, no secrets.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// Where answers are kept and when they are taken from there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cache {
    /// The folder; without one nothing is kept.
    pub dir: Option<PathBuf>,
    /// How long an answer is as good as a new one.
    pub ttl: Duration,
    /// What the cache is for.
    pub mode: CacheMode,
}

/// What the cache is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CacheMode {
    /// Answers that are young enough spare the question.
    #[default]
    Use,
    /// Everything is asked again, and kept.
    Refresh,
    /// Nothing is asked; answers of any age are taken.
    Offline,
}

/// An answer from the cache.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Kept {
    pub(crate) value: Value,
    pub(crate) age: Duration,
}

impl Default for Cache {
    fn default() -> Self {
        // Tags of base images move about once a week; an hour spares repeated runs and hides no more than that.
        Self { dir: default_dir(|name| std::env::var_os(name)), ttl: Duration::from_secs(3600), mode: CacheMode::Use }
    }
}

impl Cache {
    /// A cache that keeps nothing.
    pub fn none() -> Self {
        Self { dir: None, ..Self::default() }
    }

    /// The answer to a question, unless the mode says to ask again or it is too old.
    pub(crate) fn get(&self, key: &str) -> Option<Kept> {
        if self.mode == CacheMode::Refresh {
            return None;
        }
        let text = std::fs::read(file(self.dir.as_ref()?, key)).ok()?;
        let mut entry: Value = serde_json::from_slice(&text).ok()?;
        // The key is looked at again: a hash alone could be a file that somebody copied.
        if entry.get("key")?.as_str()? != key {
            return None;
        }
        let since = SystemTime::UNIX_EPOCH + Duration::from_secs(entry.get("seconds")?.as_u64()?);
        // A clock that was set back must not make an answer immortal.
        let age = SystemTime::now().duration_since(since).ok()?;
        let value = entry.get_mut("value").map(Value::take)?;
        (self.mode == CacheMode::Offline || age < self.ttl).then_some(Kept { value, age })
    }

    /// Keeps an answer. A cache that cannot be written is no reason to fail.
    pub(crate) fn put(&self, key: &str, value: Value) {
        if let (Some(dir), Ok(now)) = (&self.dir, SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)) {
            let entry = json!({ "key": key, "seconds": now.as_secs(), "value": value });
            let _ = write(&file(dir, key), entry.to_string().as_bytes());
        }
    }

    pub(crate) fn is_offline(&self) -> bool {
        self.mode == CacheMode::Offline
    }
}

fn file(dir: &Path, key: &str) -> PathBuf {
    dir.join(format!("{}.json", hex(&Sha256::digest(key.as_bytes()))))
}

/// Bytes as lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn write(path: &Path, text: &[u8]) -> std::io::Result<()> {
    let dir = path.parent().unwrap_or(path);
    std::fs::create_dir_all(dir)?;
    let mut file = tempfile::NamedTempFile::new_in(dir)?;
    file.write_all(text)?;
    file.persist(path)?;
    Ok(())
}

/// The folder that the system gives to caches: <https://specifications.freedesktop.org/basedir-spec/>, `~/Library/Caches`
/// on macOS, `%LOCALAPPDATA%` on Windows.
fn default_dir(variable: impl Fn(&str) -> Option<std::ffi::OsString>) -> Option<PathBuf> {
    let path = |name: &str| variable(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let base = path("XDG_CACHE_HOME").or_else(|| {
        if cfg!(windows) {
            path("LOCALAPPDATA")
        } else if cfg!(target_os = "macos") {
            path("HOME").map(|home| home.join("Library/Caches"))
        } else {
            path("HOME").map(|home| home.join(".cache"))
        }
    });
    base.map(|base| base.join("plimsoll"))
}

#[cfg(test)]
mod tests {
    use super::{Cache, CacheMode, default_dir, file};
    use serde_json::json;
    use std::time::Duration;

    fn cache(dir: &tempfile::TempDir, mode: CacheMode) -> Cache {
        Cache { dir: Some(dir.path().join("deep/er")), ttl: Duration::from_secs(60), mode }
    }

    #[test]
    fn what_was_put_is_there() {
        let dir = tempfile::tempdir().unwrap();
        let used = cache(&dir, CacheMode::Use);
        assert_eq!(used.get("k"), None);
        used.put("k", json!({"a": 1}));
        assert_eq!(used.get("k").unwrap().value, json!({"a": 1}));
        assert_eq!(cache(&dir, CacheMode::Refresh).get("k"), None);
        assert_eq!(Cache { ttl: Duration::ZERO, ..used.clone() }.get("k"), None);
        assert!(Cache { ttl: Duration::ZERO, ..cache(&dir, CacheMode::Offline) }.get("k").is_some());
        let names = std::fs::read_dir(used.dir.unwrap()).unwrap().count();
        assert_eq!(names, 1, "no file is left over from writing");
    }

    #[test]
    fn damage_is_a_miss() {
        let dir = tempfile::tempdir().unwrap();
        let used = cache(&dir, CacheMode::Use);
        used.put("k", json!(1));
        let path = file(used.dir.as_ref().unwrap(), "k");
        let whole = std::fs::read_to_string(&path).unwrap();
        for text in [
            "".to_owned(),
            whole[..whole.len() - 1].to_owned(),
            whole.replace("\"k\"", "\"other\""),
            "[]".to_owned(),
            r#"{"key":"k","seconds":99999999999,"value":1}"#.to_owned(),
        ] {
            std::fs::write(&path, &text).unwrap();
            assert_eq!(used.get("k"), None, "{text}");
        }
    }

    #[test]
    fn a_place_that_cannot_be_written_is_no_failure() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("file");
        std::fs::write(&path, "").unwrap();
        let used = Cache { dir: Some(path), ttl: Duration::from_secs(60), mode: CacheMode::Use };
        used.put("k", json!(1));
        assert_eq!(used.get("k"), None);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn where_it_lies() {
        let of = |set: &'static [(&str, &str)]| {
            let look_up = |name: &str| set.iter().find(|(key, _)| *key == name).map(|(_, value)| value.into());
            default_dir(look_up).map(|path| path.display().to_string())
        };
        assert_eq!(of(&[("HOME", "/h"), ("XDG_CACHE_HOME", "/c")]).as_deref(), Some("/c/plimsoll"));
        assert_eq!(of(&[("HOME", "/h"), ("XDG_CACHE_HOME", "")]).as_deref(), Some("/h/.cache/plimsoll"));
        assert_eq!(of(&[]), None);
    }
}
