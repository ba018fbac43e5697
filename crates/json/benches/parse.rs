//! How long it takes to parse a task definition of about 5 KB.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;

const PLAIN: &str = include_str!("../../../fixtures/parser/json/plain.json");

fn parse(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("json");
    group.throughput(Throughput::Bytes(PLAIN.len() as u64));
    group.bench_function("plimsoll", |bencher| bencher.iter(|| plimsoll_json::parse(black_box(PLAIN)).errors().len()));
    group.bench_function("serde_json", |bencher| {
        bencher.iter(|| serde_json::from_str::<serde_json::Value>(black_box(PLAIN)).is_ok());
    });
    group.finish();
}

criterion_group!(benches, parse);
criterion_main!(benches);
