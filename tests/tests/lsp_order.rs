//! Changes count in the order in which they were sent, whatever else goes on; and a file that is half typed keeps
//! what is found in the rest of it.

mod cli_support;
mod lsp_support;

use cli_support::Project;
use lsp_support::{Client, capabilities, codes, encoded, position, uri};
use serde_json::{Value, json};

/// A thousand changes, each at a place that only the ones before made, with questions in between that take longer
/// than a change.
#[test]
fn a_thousand_changes() {
    let project = Project::new(&[]);
    let mut client = Client::new(&project, capabilities());
    let uri = uri(&project.path("Dockerfile"));
    client.open(&uri, "dockerfile", "FROM debian:12.11\n");
    let mut questions = Vec::new();
    for at in 1..=1000_i64 {
        let end = json!({ "line": at, "character": 0 });
        let text = format!("ENV É{at}=💙{at}\n");
        client.change(&uri, at + 1, json!([{ "range": { "start": end, "end": end }, "text": text }]));
        if at % 10 == 0 {
            let document = json!({ "textDocument": { "uri": uri } });
            questions.push((at, client.ask("textDocument/documentSymbol", document)));
        }
    }
    for (at, question) in questions {
        let symbols = client.answer_to(question).expect("symbols").to_string();
        assert!(symbols.contains(&format!("É{at}\"")) || symbols.contains(&format!("É{at}=")), "{at}: {symbols}");
        assert!(!symbols.contains(&format!("É{}", at + 1)), "an answer about a later text");
    }
    let symbols = client.request("textDocument/documentSymbol", json!({ "textDocument": { "uri": uri } })).to_string();
    let places: Vec<usize> = (1..=1000).map(|at| symbols.find(&format!("É{at}")).expect("each is there")).collect();
    assert!(places.is_sorted(), "out of order");
    // What is published last is about the last version.
    client.diagnostics(&uri, 1001);
    assert_eq!(client.end(), 0);
}

/// Each instruction is typed letter by letter; what is found in the others stays.
#[test]
fn a_half_typed_file_keeps_the_findings_of_its_other_instructions() {
    let lines = [
        "FROM debian:latest AS größe",
        "MAINTAINER é💙",
        "ENV PASSWORD=hunter2hunter2 b",
        "COPY --from=alpine:latest /a /b /c",
        "RUN --mount=type=cach,target=/x echo \"ü\"",
        "HEALTHCHECK --interval=5 CMD true",
        "EXPOSE 80/tcpp",
        "LABEL a b=c",
        "COPY one",
        "CMD [\"sh\", \"-c\", \"é\"]",
    ];
    let project = Project::new(&[]);
    let mut client = Client::new(&project, encoded(capabilities(), "utf-16"));
    let uri = uri(&project.path("Dockerfile"));
    let whole = lines.join("\n") + "\n";
    client.open(&uri, "dockerfile", &whole);
    let by_line = |found: &[Value], line: usize| -> Vec<String> {
        let own = found.iter().filter(|it| it["range"]["start"]["line"] == json!(line));
        let own: Vec<Value> = own.cloned().collect();
        codes(&own).into_iter().map(str::to_owned).collect()
    };
    let all = client.diagnostics(&uri, 1);
    let expected: Vec<Vec<String>> = (0..lines.len()).map(|line| by_line(&all, line)).collect();
    assert!(expected.iter().filter(|codes| !codes.is_empty()).count() >= 6, "{expected:?}");
    let mut version = 1;
    // What is said of FROM and of the stage as a whole depends on all of it, so that the FROM is typed elsewhere.
    for typed in 1..lines.len() {
        let line = lines[typed];
        for (end, _) in line.char_indices() {
            version += 1;
            let mut now: Vec<&str> = lines.to_vec();
            now[typed] = &line[..end];
            let text = now.join("\n") + "\n";
            client.change(&uri, version, json!([{ "text": text }]));
            let found = client.diagnostics(&uri, version);
            for other in (1..lines.len()).filter(|other| *other != typed) {
                let (now, before) = (by_line(&found, other), &expected[other]);
                assert!(before.iter().all(|code| now.contains(code)), "{other}: {before:?}, now {now:?} in\n{text}");
            }
        }
    }
    // And letter by letter as an editor sends it, to the same end.
    let last = lines[lines.len() - 1];
    let start = whole.len() - last.len() - 1;
    version += 1;
    client.change(&uri, version, json!([{ "text": &whole[..start] }]));
    for (at, letter) in whole[start..].char_indices() {
        version += 1;
        let place = position(&whole, start + at, "utf-16");
        client.change(
            &uri,
            version,
            json!([{ "range": { "start": place, "end": place }, "text": letter.to_string() }]),
        );
    }
    assert_eq!(codes(&client.diagnostics(&uri, version)), codes(&all));
    assert_eq!(client.end(), 0);
}
