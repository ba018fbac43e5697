//! Speed of the parser alone, on the project's own fixtures.
//!
//! Invariant: only [`parse`] is timed; the text is read before.

#![allow(clippy::disallowed_methods, missing_docs)]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use plimsoll_dockerfile::parse;
use std::hint::black_box;

fn bench(criterion: &mut Criterion) {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/parser/dockerfile");
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .expect("the fixtures are part of the repository")
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "Dockerfile"))
        .collect();
    paths.sort();
    let fixtures: String = paths.iter().filter_map(|path| std::fs::read_to_string(path).ok()).collect();
    let long_run =
        format!("FROM debian:12\nRUN {}true\n", "apt-get install -y curl ca-certificates && \\\n    ".repeat(20_000));
    let mut group = criterion.benchmark_group("parse");
    for (name, text) in [("fixtures", &fixtures), ("long-run", &long_run)] {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(name, |bencher| bencher.iter(|| parse(black_box(text))));
    }
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
