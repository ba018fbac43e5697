//! A thousand conversations that nobody would hold: any order, wrong parameters, calls-off, documents closed and
//! opened again. Every question is answered, nothing crashes or hangs, and what was said last of each document is what
//! is true of it.

mod cli_support;
mod lsp_support;

use cli_support::{Project, binary};
use lsp_support::{Client, PATIENCE, capabilities, encoded, offset, uri};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

/// Conversations of each test; four tests make a thousand.
const CONVERSATIONS: u64 = 250;

#[test]
fn first_quarter() {
    conversations(1);
}

#[test]
fn second_quarter() {
    conversations(2);
}

#[test]
fn third_quarter() {
    conversations(3);
}

#[test]
fn last_quarter() {
    conversations(4);
}

fn conversations(part: u64) {
    let _ = binary();
    let project = Project::new(&[
        ("requirements.txt", "flask\n"),
        ("plimsoll.toml", "[rules]\nroot-user = \"error\"\n"),
        ("other/Dockerfile", "FROM debian:latest\n"),
    ]);
    for at in 0..CONVERSATIONS {
        let seed = part * 1_000_003 + at;
        // A failure names its seed: the conversation can be held again.
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| converse(&project, seed)));
        assert!(outcome.is_ok(), "conversation with the seed {seed}");
    }
}

/// A generator of numbers that gives the same ones for the same seed (SplitMix64).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % limit as u64).expect("small")
    }

    fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }
}

struct Document {
    version: i64,
    text: String,
}

const TEXTS: [&str; 5] = [
    "FROM debian:latest AS größe\nRUN apt-get install -y cürl \\\n  && echo 💙\nCOPY --from=größe a b\n",
    "ARG T=1\r\nFROM alpine:$T\r\nENV A=é B\r\nUSER app\r\n",
    "",
    "{\"family\": \"é💙\", \"containerDefinitions\": [{\"name\": \"a\", \"image\": \"b:latest\", \"memory\": \"x\"}]}\n",
    "flask\nrequests==2.0 # é\n",
];

const PIECES: [&str; 14] = [
    "",
    "\n",
    "💙",
    "é",
    "FROM ",
    "debian:latest",
    "RUN ",
    "\"",
    "\\\n",
    "{",
    "}",
    "# plimsoll: ignore[",
    "$",
    "<<E\r\n",
];

const QUESTIONS: [&str; 18] = [
    "textDocument/hover",
    "textDocument/completion",
    "textDocument/signatureHelp",
    "textDocument/definition",
    "textDocument/references",
    "textDocument/documentHighlight",
    "textDocument/prepareRename",
    "textDocument/rename",
    "textDocument/documentSymbol",
    "textDocument/foldingRange",
    "textDocument/selectionRange",
    "textDocument/documentLink",
    "textDocument/semanticTokens/full",
    "textDocument/inlayHint",
    "textDocument/codeLens",
    "textDocument/formatting",
    "textDocument/codeAction",
    "textDocument/diagnostic",
];

fn converse(project: &Project, seed: u64) {
    let random = &mut Random(seed);
    let encoding = random.pick(&["utf-8", "utf-16", "utf-32"]);
    let mut client = Client::new(project, encoded(capabilities(), encoding));
    let names = ["Dockerfile", "a/Dockerfile", "task-definition.json", "requirements.txt", "notes.md"];
    let addresses: Vec<String> = names.iter().map(|name| uri(&project.path(name))).collect();
    let mut open: BTreeMap<String, Document> = BTreeMap::new();
    let mut asked: BTreeSet<u64> = BTreeSet::new();
    for _ in 0..10 + random.below(40) {
        let address = &addresses[random.below(addresses.len())];
        match random.below(12) {
            0..=2 => show(&mut client, random, &mut open, address),
            3..=6 => change(&mut client, random, &mut open, address, encoding),
            7 => {
                client.close(address);
                open.remove(address);
            }
            8..=9 => {
                let parameters = question(random, address);
                let method = QUESTIONS[random.below(QUESTIONS.len())];
                let parameters = if random.below(6) == 0 { json!({ "bad": [null, -1] }) } else { parameters };
                let id = client.ask(method, parameters);
                asked.insert(id);
                if random.below(3) == 0 {
                    client.notify("$/cancelRequest", json!({ "id": id }));
                }
            }
            10 => noise(&mut client, random, address),
            _ => {
                let changes = json!([{ "uri": address, "type": 1 + random.below(3) }]);
                client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
            }
        }
    }
    for id in asked {
        // Either will do; only silence would not.
        let _ = client.answer_to(id);
    }
    // What is said of this document is said after all that waits to be said of the others.
    let last = uri(&project.path("last/Dockerfile"));
    client.open(&last, "dockerfile", "FROM debian:latest\n");
    let is_it = |it: &Value| it["method"] == "textDocument/publishDiagnostics" && it["params"]["uri"] == last;
    client.wait_for("a word about the last document", is_it);
    client.close(&last);
    let mut said = BTreeMap::new();
    for address in &addresses {
        agree(&mut client, &mut said, address, open.get(address));
    }
    // A server that never saw the way there says the same of the texts.
    if seed.is_multiple_of(10) {
        let mut fresh = Client::new(project, encoded(capabilities(), encoding));
        for (address, document) in &open {
            fresh.open(address, language(address), &document.text);
        }
        for address in open.keys() {
            assert_eq!(truth(&mut client, address), truth(&mut fresh, address), "{address}");
        }
        assert_eq!(fresh.end(), 0);
    }
    assert_eq!(client.end(), 0);
}

fn language(address: &str) -> &'static str {
    match address {
        it if it.ends_with("Dockerfile") => "dockerfile",
        it if it.ends_with(".json") => "json",
        _ => "plaintext",
    }
}

/// Opens a document, now and then one that is open already.
fn show(client: &mut Client, random: &mut Random, open: &mut BTreeMap<String, Document>, address: &str) {
    if open.contains_key(address) && random.below(4) > 0 {
        return;
    }
    let text = if address.ends_with(".json") { TEXTS[3] } else { TEXTS[random.below(TEXTS.len())] };
    client.open(address, language(address), text);
    open.insert(address.to_owned(), Document { version: 1, text: text.to_owned() });
}

/// Changes a document, at places that need not be there; now and then one that is not open.
fn change(
    client: &mut Client,
    random: &mut Random,
    open: &mut BTreeMap<String, Document>,
    address: &str,
    encoding: &str,
) {
    let mut nobody = Document { version: 1, text: String::new() };
    let document = open.get_mut(address).unwrap_or(&mut nobody);
    document.version += 1;
    let mut changes = Vec::new();
    for _ in 0..=random.below(3) {
        let text = PIECES[random.below(PIECES.len())];
        if random.below(10) == 0 {
            document.text = text.to_owned();
            changes.push(json!({ "text": text }));
            continue;
        }
        let mut place = || json!({ "line": random.below(7), "character": random.below(30) });
        let range = json!({ "start": place(), "end": place() });
        let (start, end) =
            (offset(&document.text, &range["start"], encoding), offset(&document.text, &range["end"], encoding));
        document.text.replace_range(start.min(end)..start.max(end), text);
        changes.push(json!({ "range": range, "text": text }));
    }
    client.change(address, document.version, Value::Array(changes));
}

/// Parameters that suit every question.
fn question(random: &mut Random, address: &str) -> Value {
    let mut place = || json!({ "line": random.below(9), "character": random.below(60) });
    json!({
        "textDocument": { "uri": address }, "position": place(), "positions": [place(), place()],
        "range": { "start": place(), "end": place() }, "context": { "diagnostics": [], "includeDeclaration": true },
        "newName": "other", "options": { "tabSize": 4, "insertSpaces": true },
    })
}

/// What is no request, or none that makes sense.
fn noise(client: &mut Client, random: &mut Random, address: &str) {
    match random.below(8) {
        0 => client.send_bytes(b"Content-Length: 5\r\n\r\n{\"a\":"),
        1 => client.send_bytes(b"Content-Length: 3\r\n\r\n\xff\xfe\xfd"),
        2 => client.notify("textDocument/didChange", json!({ "textDocument": { "uri": address } })),
        3 => client.notify("$/unheardOf", json!([1])),
        4 => client.notify("workspace/didChangeConfiguration", json!({ "settings": { "plimsoll": { "rules": 7 } } })),
        5 => client.send(&json!({ "jsonrpc": "2.0", "id": "nobody asked", "result": 7 })),
        6 => client.notify("window/workDoneProgress/cancel", json!({ "token": "plimsoll/read/1/1" })),
        _ => client.notify("workspace/didChangeWorkspaceFolders", json!({ "event": { "added": [], "removed": [] } })),
    }
}

/// What is true of a document now.
fn truth(client: &mut Client, address: &str) -> Value {
    let report = client.request("textDocument/diagnostic", json!({ "textDocument": { "uri": address } }));
    report["items"].clone()
}

/// Waits until what was said last of a document is what is true of it; of a closed one, that nothing is.
fn agree(client: &mut Client, said: &mut BTreeMap<String, Value>, address: &str, document: Option<&Document>) {
    let until = Instant::now() + PATIENCE;
    loop {
        let expected = if document.is_some() { truth(client, address) } else { json!([]) };
        for message in client.waiting.drain(..) {
            if message["method"] == "textDocument/publishDiagnostics" {
                let of = message["params"]["uri"].as_str().expect("a URI").to_owned();
                said.insert(of, message["params"].clone());
            }
        }
        let last = said.get(address);
        let is_true = last.map_or(&json!([]), |it| &it["diagnostics"]) == &expected;
        let is_current = match (document, last) {
            (Some(document), Some(last)) => last["version"] == json!(document.version),
            (Some(_), None) => false,
            (None, _) => true,
        };
        if is_true && is_current {
            return;
        }
        assert!(Instant::now() < until, "{address}: said {last:#?}, true is {expected:#?}");
        std::thread::sleep(std::time::Duration::from_millis(3));
        // What comes meanwhile is read with the next answer.
        client.request("textDocument/foldingRange", json!({ "textDocument": { "uri": address } }));
    }
}
