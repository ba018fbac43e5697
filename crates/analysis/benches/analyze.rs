//! `cargo bench -p plimsoll-analysis`: analysis of whole files with the recommended rules.
//!
//! For figures that hold on a busy machine count instructions: `valgrind --tool=callgrind` on the binary that
//! `cargo bench --no-run` names, with the arguments `--bench NAME --profile-time 1`.

#![allow(missing_docs, clippy::disallowed_methods, reason = "a benchmark reads its input")]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use plimsoll_analysis::{FileKind, Settings, SourceFile, Workspace, analyze};
use plimsoll_model::ecs::TaskDefinition;
use std::hint::black_box;

fn fixture(path: &str, kind: FileKind) -> SourceFile {
    let full = format!("{}/../../fixtures/{path}", env!("CARGO_MANIFEST_DIR"));
    SourceFile::new(path, std::fs::read_to_string(full).expect("a fixture"), kind)
}

/// A Dockerfile of about a thousand lines, as generators write them.
fn long_dockerfile() -> SourceFile {
    let mut text = String::from("FROM debian:12.11 AS build\n");
    for number in 0..125 {
        text.push_str(&format!(
            "ENV A{number}=value PATH=/opt/{number}/bin:$PATH\nRUN apt-get update \\\n  && apt-get install -y --no-install-recommends \\\n    # a comment\n    package{number} \\\n  && pip install tool{number}==1.{number} \\\n  && rm -rf /var/lib/apt/lists/*\nCOPY --chown=app:app src{number} /app/src{number}\n"
        ));
    }
    text.push_str("USER app\nCMD [\"/app/run\"]\n");
    SourceFile::new("Dockerfile", text, FileKind::Dockerfile)
}

/// A task definition near the limit of 64 KiB.
fn large_task_definition() -> SourceFile {
    let variables: Vec<String> = (0..124)
        .map(|number| format!("{{ \"name\": \"SETTING_{number}\", \"value\": \"value of {number}\" }}"))
        .collect();
    let containers: Vec<String> = (0..10)
        .map(|number| {
            format!(
                "{{ \"name\": \"c{number}\", \"image\": \"registry.example.com/c{number}:1.4\", \"memory\": 128, \"user\": \"1000\", \"environment\": [\n{}\n], \"logConfiguration\": {{ \"logDriver\": \"awslogs\", \"options\": {{ \"awslogs-group\": \"g\", \"awslogs-region\": \"eu-west-1\", \"awslogs-stream-prefix\": \"p\" }} }} }}",
                variables.join(",\n")
            )
        })
        .collect();
    let text = format!("{{ \"family\": \"large\", \"containerDefinitions\": [{}] }}", containers.join(",\n"));
    SourceFile::new("task-definition.json", text, FileKind::TaskDefinition)
}

fn benches(criterion: &mut Criterion) {
    let settings = Settings::default();
    let files = [
        ("walkthrough/Dockerfile", fixture("walkthrough/Dockerfile", FileKind::Dockerfile)),
        ("walkthrough/task-definition", fixture("walkthrough/task-definition.json", FileKind::TaskDefinition)),
        ("dockerfile/1000-lines", long_dockerfile()),
        ("task-definition/64-KiB", large_task_definition()),
    ];
    let mut group = criterion.benchmark_group("analyze");
    for (name, file) in &files {
        group.throughput(Throughput::Bytes(file.text.len() as u64));
        group.bench_function(*name, |bencher| {
            bencher.iter(|| analyze(black_box(file), &settings, &Workspace::default()));
        });
    }
    group.finish();
    task_definition_parts(criterion, &files[3].1);
}

/// Where the time for a task definition goes: reading the JSON, holding it against the schema, and the rules.
fn task_definition_parts(criterion: &mut Criterion, file: &SourceFile) {
    assert!((60 << 10..64 << 10).contains(&file.text.len()), "{} bytes", file.text.len());
    let mut group = criterion.benchmark_group("task-definition/64-KiB");
    group.throughput(Throughput::Bytes(file.text.len() as u64));
    group.bench_function("parse", |bencher| bencher.iter(|| plimsoll_json::parse(black_box(&file.text))));
    let document = plimsoll_json::parse(&file.text);
    group.bench_function("model", |bencher| {
        bencher.iter(|| {
            let task = TaskDefinition::read_file(black_box(&document), &file.path);
            let variables: usize = task.containers.iter().map(|container| container.variables().len()).sum();
            task.survey().missing.len() + variables
        });
    });
    group.finish();
}

criterion_group!(all, benches);
criterion_main!(all);
