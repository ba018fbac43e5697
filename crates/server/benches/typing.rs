//! From a keystroke to the published diagnostics, over a real connection, as an editor sees it.
//!
//! `cargo bench -p plimsoll-server` prints the median, the 99th percentile and the longest of 2,000 edits, and what
//! 100,000 edits do to the memory of the process.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a bench looks at the clock, opens a connection and prints"
)]
#![allow(missing_docs, reason = "criterion makes functions without docs")]

use criterion::{Criterion, criterion_group, criterion_main};
use plimsoll_server::{Transport, serve};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

const EDITS: usize = 2_000;
const MANY_EDITS: usize = 100_000;

/// A Dockerfile of 1,000 lines: stages with what stages have.
fn dockerfile() -> String {
    let mut text = String::from("# syntax=docker/dockerfile:1\nARG VERSION=3.13\n");
    let mut lines = 2;
    for stage in 0.. {
        let part = format!(
            "\n# Größe {stage} 💙\nFROM python:${{VERSION}}-slim AS stage{stage}\nWORKDIR /srv/app{stage}\n\
             ENV PYTHONUNBUFFERED=1 \\\n    APP_MODE=production{stage}\nRUN apt-get update \\\n    && apt-get install -y --no-install-recommends \\\n        curl \\\n        git=1:2.* \\\n    && rm -rf /var/lib/apt/lists/*\n\
             COPY --chown=app:app requirements{stage}.txt ./\nRUN --mount=type=cache,target=/root/.cache pip install -r requirements{stage}.txt\n\
             COPY . .\nRUN useradd -m app && chown -R app /srv && if [ -f x ]; then make \"$APP_MODE\"; fi\nUSER app\nEXPOSE 8080/tcp\nHEALTHCHECK --interval=30s CMD curl -f http://localhost:8080/ || exit 1\nCMD [\"python\", \"-m\", \"app{stage}\"]\n"
        );
        let count = part.lines().count();
        if lines + count > 1000 {
            break;
        }
        text.push_str(&part);
        lines += count;
    }
    while text.lines().count() < 1000 {
        text.push_str("LABEL a=b\n");
    }
    text
}

/// A task definition of 64 KiB.
fn task_definition() -> String {
    let mut text = String::from(
        "{\n  \"family\": \"größe\",\n  \"networkMode\": \"awsvpc\",\n  \"requiresCompatibilities\": [\"FARGATE\"],\n  \"cpu\": \"4096\",\n  \"memory\": \"8192\",\n  \"containerDefinitions\": [\n",
    );
    for at in 0.. {
        let part = format!(
            "    {{\n      \"name\": \"service-{at}\",\n      \"image\": \"registry.example.com/team/service-{at}:1.{at}\",\n      \"essential\": true,\n      \"memoryReservation\": 128,\n      \"portMappings\": [{{\"containerPort\": {}, \"protocol\": \"tcp\"}}],\n      \"environment\": [{{\"name\": \"MODE\", \"value\": \"größe 💙\"}}, {{\"name\": \"PASSWORD\", \"value\": \"\"}}],\n      \"logConfiguration\": {{\"logDriver\": \"awslogs\", \"options\": {{\"awslogs-group\": \"/ecs/{at}\", \"awslogs-region\": \"eu-central-1\"}}}},\n      \"dependsOn\": []\n    }}",
            8000 + at
        );
        if text.len() + part.len() > (64 << 10) - 8 {
            break;
        }
        text.push_str(if at == 0 { "" } else { ",\n" });
        text.push_str(&part);
    }
    text.push_str("\n  ]\n}\n");
    text
}

/// An editor with one document.
struct Editor {
    stream: TcpStream,
    reader: BufReader<TcpStream>,
    uri: &'static str,
    version: i64,
    lines: usize,
}

impl Editor {
    fn open(uri: &'static str, language: &str, text: &str) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).unwrap().port();
        std::thread::spawn(move || serve(Transport::Socket(port)));
        let stream = loop {
            match TcpStream::connect(("127.0.0.1", port)) {
                Ok(stream) => break stream,
                Err(_) => std::thread::sleep(Duration::from_millis(5)),
            }
        };
        stream.set_nodelay(true).unwrap();
        let reader = BufReader::new(stream.try_clone().unwrap());
        let mut editor = Self { stream, reader, uri, version: 1, lines: text.lines().count() };
        let capabilities = json!({ "textDocument": { "publishDiagnostics": { "relatedInformation": true } } });
        let parameters = json!({ "processId": null, "capabilities": capabilities });
        editor.send(&json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": parameters }));
        while editor.receive()["id"] != 1 {}
        editor.send(&json!({ "jsonrpc": "2.0", "method": "initialized", "params": {} }));
        let document = json!({ "uri": uri, "languageId": language, "version": 1, "text": text });
        let parameters = json!({ "textDocument": document });
        editor.send(&json!({ "jsonrpc": "2.0", "method": "textDocument/didOpen", "params": parameters }));
        editor.published();
        editor
    }

    /// Types a letter at the end of a line, or takes it away, and waits for what is said of it.
    fn edit(&mut self, at: usize) -> Duration {
        let (line, letter) = (json!((at / 2 * 37) % self.lines), at.is_multiple_of(2));
        self.version += 1;
        let start = json!({ "line": line, "character": 0 });
        let end = json!({ "line": line, "character": u32::from(!letter) });
        let change = json!({ "range": { "start": start, "end": end }, "text": if letter { " " } else { "" } });
        let document = json!({ "uri": self.uri, "version": self.version });
        let parameters = json!({ "textDocument": document, "contentChanges": [change] });
        let message = json!({ "jsonrpc": "2.0", "method": "textDocument/didChange", "params": parameters });
        let start = Instant::now();
        self.send(&message);
        self.published();
        start.elapsed()
    }

    fn published(&mut self) {
        loop {
            let message = self.receive();
            if message["method"] == "textDocument/publishDiagnostics" && message["params"]["version"] == self.version {
                return;
            }
        }
    }

    fn send(&mut self, message: &Value) {
        let body = message.to_string();
        self.stream.write_all(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes()).unwrap();
    }

    fn receive(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            self.reader.read_line(&mut line).unwrap();
            match line.trim_end().strip_prefix("Content-Length: ") {
                Some(value) => length = value.parse().unwrap(),
                None if line.trim_end().is_empty() => break,
                None => {}
            }
        }
        let mut body = vec![0; length];
        self.reader.read_exact(&mut body).unwrap();
        serde_json::from_slice(&body).unwrap()
    }
}

/// Memory of the process in KiB, where the system tells.
fn memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?.split_whitespace().next()?.parse().ok()
}

fn typing(criterion: &mut Criterion) {
    let documents = [
        ("untitled:Dockerfile", "dockerfile", dockerfile()),
        ("untitled:task-definition.json", "json", task_definition()),
    ];
    for (uri, language, text) in &documents {
        let mut editor = Editor::open(uri, language, text);
        let mut times: Vec<Duration> = (0..EDITS).map(|at| editor.edit(at)).collect();
        times.sort();
        let mut line = format!("{uri}: {} lines, {} KiB; {EDITS} edits:", editor.lines, text.len() >> 10);
        for (name, at) in [("median", EDITS / 2), ("p99", EDITS * 99 / 100), ("longest", EDITS - 1)] {
            let _ = write!(line, " {name} {:.2} ms", times[at].as_secs_f64() * 1000.0);
        }
        println!("{line}");
        let mut at = 0;
        criterion.bench_function(uri, |bencher| {
            bencher.iter(|| {
                at += 1;
                editor.edit(at - 1)
            });
        });
    }
    let mut editor =
        Editor::open("untitled:Dockerfile", "dockerfile", "FROM debian:latest\nRUN echo größe\nUSER app\n");
    (0..MANY_EDITS / 10).for_each(|at| _ = editor.edit(at));
    let before = memory();
    (MANY_EDITS / 10..MANY_EDITS).for_each(|at| _ = editor.edit(at));
    println!("memory after {} edits: {before:?} KiB, after {MANY_EDITS}: {:?} KiB", MANY_EDITS / 10, memory());
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20).measurement_time(Duration::from_secs(3));
    targets = typing
}
criterion_main!(benches);
