//! Answers from the cache, and none without a connection.

use super::support::image::Image;
use super::support::registry::Registry;
use super::{options, problem, reference, resolve};
use plimsoll_registry::{Cache, CacheMode, Client, Options};
use std::path::Path;
use std::time::Duration;

fn with(dir: &Path, mode: CacheMode, ttl: u64) -> Client {
    let cache = Cache { dir: Some(dir.to_owned()), ttl: Duration::from_secs(ttl), mode };
    Client::new(Options { cache, retries: 0, ..options() }).unwrap()
}

#[test]
fn an_answer_is_kept_for_a_while() {
    let (registry, dir) = (Registry::open(), tempfile::tempdir().unwrap());
    let (old, new) = (Image::oci("old"), Image::oci("new"));
    let image = format!("{}/app:1", registry.host());
    old.push(&registry.host(), "app", "1");
    assert!(!resolve(&with(dir.path(), CacheMode::Use, 60), &image).from_cache());
    new.push(&registry.host(), "app", "1");
    let before = registry.requests().len();
    let kept = resolve(&with(dir.path(), CacheMode::Use, 60), &image);
    assert_eq!((kept.digest.as_str(), kept.from_cache(), kept.is_index), (old.digest().as_str(), true, true));
    assert_eq!(registry.requests().len(), before);
    assert_eq!(resolve(&with(dir.path(), CacheMode::Use, 0), &image).digest, new.digest());
    old.push(&registry.host(), "app", "1");
    assert_eq!(resolve(&with(dir.path(), CacheMode::Refresh, 60), &image).digest, old.digest());
    assert_eq!(resolve(&with(dir.path(), CacheMode::Use, 60), &image).digest, old.digest());
}

#[test]
fn without_a_connection_the_cache_is_all_there_is() {
    let (registry, dir) = (Registry::open(), tempfile::tempdir().unwrap());
    let image = Image::oci("a");
    image.push(&registry.host(), "app", "1");
    let name = format!("{}/app:1", registry.host());
    resolve(&with(dir.path(), CacheMode::Use, 60), &name);
    let host = registry.host();
    drop(registry);
    let offline = with(dir.path(), CacheMode::Offline, 0);
    let kept = resolve(&offline, &name);
    assert_eq!(kept.digest, image.digest());
    assert!(kept.age.is_some_and(|age| age < Duration::from_secs(60)));
    let expected = |subject: &str| {
        format!("nothing is known about `{subject}` without a connection; run once without `--offline`")
    };
    assert_eq!(problem(&offline, &format!("{host}/app")), expected(&format!("{host}/app:latest")));
    let digest = reference(&format!("{host}/app@{}", image.digest()));
    assert!(offline.tag_of(&digest).unwrap_err().to_string().starts_with("nothing is known about `the tags of"));
    assert!(offline.created(&digest, &image.digest()).is_err());
    // The registry is gone: nothing could have been asked.
    assert!(problem(&with(dir.path(), CacheMode::Use, 0), &name).starts_with("cannot connect to"));
}

#[test]
fn damaged_files_are_asked_for_again() {
    let (registry, dir) = (Registry::open(), tempfile::tempdir().unwrap());
    let image = Image::oci("a");
    image.push(&registry.host(), "app", "1");
    let name = format!("{}/app:1", registry.host());
    resolve(&with(dir.path(), CacheMode::Use, 60), &name);
    let file = std::fs::read_dir(dir.path()).unwrap().next().unwrap().unwrap().path();
    let whole = std::fs::read_to_string(&file).unwrap();
    for damage in [whole[..20].to_owned(), whole.replace("sha256:", "sha256:x")] {
        std::fs::write(&file, damage).unwrap();
        let resolved = resolve(&with(dir.path(), CacheMode::Use, 60), &name);
        assert_eq!((resolved.digest.as_str(), resolved.from_cache()), (image.digest().as_str(), false));
    }
}
