//! Package indexes over real connections: a folder behind Python's own web server, and servers that behave badly.
//!
//! Invariant: nothing but this machine is asked, and nothing of the user's own configuration is read.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::unwrap_used,
    reason = "tests start servers, read files, and end where something is missing"
)]

mod distributions;
mod languages;
mod misbehaviour;
mod rpm;
mod served;
mod server;

use plimsoll_registry::packages::{Index, IndexOptions, IndexUrl, Newest, NewestOptions, PipConfiguration, Sources};
use plimsoll_registry::{Cache, CacheMode, Proxies};
use std::path::Path;
use std::time::Duration;

/// How an index at `url` is asked in these tests.
fn options(url: &str) -> IndexOptions {
    let pip = PipConfiguration { index_url: Some(IndexUrl::parse(url).unwrap()), ..PipConfiguration::default() };
    IndexOptions {
        cache: Cache::none(),
        netrc: Some("/nonexistent/.netrc".into()),
        proxies: Proxies::default(),
        retries: 1,
        timeout: Duration::from_secs(10),
        ..IndexOptions::new(&pip).unwrap()
    }
}

fn index(url: &str) -> Index {
    Index::new(options(url))
}

#[test]
fn what_a_file_says_counts_before_the_configuration() {
    let extra = ["https://extra.example/simple".to_owned()];
    let named =
        options("https://u:hunter2@one.example/simple").named(Some("https://two.example/"), &extra, &[]).unwrap();
    assert_eq!((named.url.host(), named.extra_urls[0].host()), ("two.example".into(), "extra.example".into()));
    let same = options("https://u:hunter2@one.example/simple").named(None, &[], &["h".to_owned()]).unwrap();
    assert_eq!((same.url.to_string(), same.insecure.join("")), ("https://one.example/simple".into(), "h".into()));
    assert!(!format!("{same:?}").contains("hunter2"));
    assert!(same.named(Some("./wheels"), &[], &[]).is_err());
}

fn cache(dir: &Path, mode: CacheMode) -> Cache {
    Cache { dir: Some(dir.to_owned()), ttl: Duration::from_secs(60), mode }
}

/// A client for newest versions with these mirrors and this environment, and nothing else.
fn newest(mirrors: &[(&str, &str)], environment: &[(&str, &str)]) -> Newest {
    Newest::new(newest_options(mirrors, environment))
}

fn newest_options(mirrors: &[(&str, &str)], environment: &[(&str, &str)]) -> NewestOptions {
    let mirrors = mirrors.iter().map(|(host, url)| ((*host).to_owned(), vec![(*url).to_owned()])).collect();
    let variable = |name: &str| environment.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
    let file = |path: &std::path::PathBuf| std::fs::read_to_string(path).ok();
    NewestOptions {
        cache: Cache::none(),
        netrc: Some("/nonexistent/.netrc".into()),
        proxies: Proxies::default(),
        retries: 1,
        timeout: Duration::from_secs(10),
        ..NewestOptions::new(Sources::read(mirrors, &variable, &file).unwrap())
    }
}
