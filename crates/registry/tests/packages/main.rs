//! Package indexes over real connections: a folder behind Python's own web server, and servers that behave badly.
//!
//! Invariant: nothing but this machine is asked, and nothing of the user's own configuration is read.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::unwrap_used,
    reason = "tests start servers, read files, and end where something is missing"
)]

mod misbehaviour;
mod served;
mod server;

use plimsoll_registry::packages::{Index, IndexOptions, IndexUrl, PipConfiguration};
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

fn cache(dir: &Path, mode: CacheMode) -> Cache {
    Cache { dir: Some(dir.to_owned()), ttl: Duration::from_secs(60), mode }
}
