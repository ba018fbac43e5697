//! A client of the real server over stdin and stdout.
//!
//! Invariant: every wait ends. What does not come in time fails the test with the conversation so far.

#![allow(dead_code, reason = "each test binary uses its part")]
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "tests start the program and look at the clock"
)]

use crate::cli_support::{Project, binary};
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// How long anything may take, on a machine that does other things as well.
pub(crate) const PATIENCE: Duration = Duration::from_secs(120);

/// A client of one server.
pub(crate) struct Client {
    child: Child,
    stdin: Option<ChildStdin>,
    messages: Receiver<Value>,
    /// Notifications and requests of the server that nobody has looked at yet.
    pub(crate) waiting: VecDeque<Value>,
    next: u64,
    /// Answers requests of the server; `None` refuses.
    pub(crate) answer: Answer,
    /// What the server said of itself.
    pub(crate) introduction: Value,
}

/// The answer to a request of the server, by its method and parameters.
type Answer = Box<dyn FnMut(&str, &Value) -> Option<Value>>;

/// All that the tests look at, as a modern client claims it; without pulling.
pub(crate) fn capabilities() -> Value {
    json!({
        "general": { "positionEncodings": ["utf-8", "utf-16"] },
        "workspace": {
            "applyEdit": true, "configuration": false, "workspaceFolders": true,
            "workspaceEdit": { "documentChanges": true, "resourceOperations": ["create", "rename", "delete"] },
            "didChangeWatchedFiles": { "dynamicRegistration": true },
            "didChangeConfiguration": { "dynamicRegistration": true },
        },
        "window": { "workDoneProgress": true, "showDocument": { "support": true } },
        "textDocument": {
            "publishDiagnostics": {
                "relatedInformation": true, "tagSupport": { "valueSet": [1, 2] }, "versionSupport": true,
                "codeDescriptionSupport": true, "dataSupport": true,
            },
            "codeAction": {
                "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["quickfix", "source", "source.fixAll"] } },
                "isPreferredSupport": true, "dataSupport": true, "resolveSupport": { "properties": ["edit"] },
            },
            "completion": { "completionItem": { "snippetSupport": true, "documentationFormat": ["markdown", "plaintext"] } },
            "hover": { "contentFormat": ["markdown", "plaintext"] },
            "definition": { "linkSupport": true },
            "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
            "documentLink": { "tooltipSupport": true },
            "rename": { "prepareSupport": true },
            "signatureHelp": { "signatureInformation": { "parameterInformation": { "labelOffsetSupport": true } } },
        },
    })
}

/// The capabilities of a client that pulls.
pub(crate) fn pulling() -> Value {
    let mut pulling = capabilities();
    pulling["textDocument"]["diagnostic"] = json!({ "relatedInformation": true });
    pulling["workspace"]["diagnostics"] = json!({ "refreshSupport": true });
    pulling
}

/// The same capabilities with another encoding.
pub(crate) fn encoded(mut capabilities: Value, encoding: &str) -> Value {
    capabilities["general"]["positionEncodings"] = json!([encoding]);
    capabilities
}

impl Client {
    /// Starts the server and introduces a client with these capabilities, in the project.
    pub(crate) fn new(project: &Project, capabilities: Value) -> Self {
        Self::with(project, json!({ "capabilities": capabilities, "workspaceFolders": [folder(&project.path(""))] }))
    }

    /// Starts the server and introduces a client with these parameters.
    pub(crate) fn with(project: &Project, parameters: Value) -> Self {
        let mut client = Self::start(project.command().arg("lsp"));
        client.introduce(parameters);
        client
    }

    /// Starts the server and says nothing.
    pub(crate) fn start(command: &mut Command) -> Self {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the server starts");
        let (stdin, stdout) = (child.stdin.take(), child.stdout.take().expect("stdout"));
        let (sender, messages) = channel();
        std::thread::spawn(move || {
            let mut reader = BufReader::new(stdout);
            while let Some(message) = read(&mut reader) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        Self {
            child,
            stdin,
            messages,
            waiting: VecDeque::new(),
            next: 0,
            answer: Box::new(|_, _| Some(Value::Null)),
            introduction: Value::Null,
        }
    }

    /// `initialize` and `initialized`.
    pub(crate) fn introduce(&mut self, mut parameters: Value) {
        if parameters.get("processId").is_none() {
            parameters["processId"] = Value::Null;
        }
        self.introduction = self.request("initialize", parameters);
        self.notify("initialized", json!({}));
    }

    /// Asks and waits for the answer.
    pub(crate) fn request(&mut self, method: &str, parameters: Value) -> Value {
        self.try_request(method, parameters).unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    /// Asks and waits for the answer or the error.
    pub(crate) fn try_request(&mut self, method: &str, parameters: Value) -> Result<Value, Value> {
        let id = self.ask(method, parameters);
        self.answer_to(id)
    }

    /// Asks and does not wait.
    pub(crate) fn ask(&mut self, method: &str, parameters: Value) -> u64 {
        self.next += 1;
        let id = self.next;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": parameters }));
        id
    }

    /// The answer to a question.
    pub(crate) fn answer_to(&mut self, id: u64) -> Result<Value, Value> {
        let is_it = |message: &Value| message["id"] == json!(id) && message.get("method").is_none();
        let message = self.wait_for(&format!("the answer to {id}"), is_it);
        match message.get("error") {
            Some(error) => Err(error.clone()),
            None => Ok(message["result"].clone()),
        }
    }

    /// Tells.
    pub(crate) fn notify(&mut self, method: &str, parameters: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": parameters }));
    }

    /// Sends a message as it is.
    pub(crate) fn send(&mut self, message: &Value) {
        let body = message.to_string();
        self.send_bytes(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    }

    /// Sends bytes, whatever they are.
    pub(crate) fn send_bytes(&mut self, bytes: &[u8]) {
        let stdin = self.stdin.as_mut().expect("stdin is open");
        // A server that has ended is noticed by whoever waits for an answer.
        let _ = stdin.write_all(bytes).and_then(|()| stdin.flush());
    }

    /// Closes stdin.
    pub(crate) fn hang_up(&mut self) {
        self.stdin = None;
    }

    /// Opens a document, version 1.
    pub(crate) fn open(&mut self, uri: &str, language: &str, text: &str) {
        let document = json!({ "uri": uri, "languageId": language, "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Changes a document.
    pub(crate) fn change(&mut self, uri: &str, version: i64, changes: Value) {
        let parameters = json!({ "textDocument": { "uri": uri, "version": version }, "contentChanges": changes });
        self.notify("textDocument/didChange", parameters);
    }

    /// Closes a document.
    pub(crate) fn close(&mut self, uri: &str) {
        self.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    }

    /// The diagnostics that the server sends for this version of a document; older ones are passed over.
    pub(crate) fn diagnostics(&mut self, uri: &str, version: i64) -> Vec<Value> {
        let is_it = |message: &Value| {
            message["method"] == "textDocument/publishDiagnostics"
                && message["params"]["uri"] == uri
                && message["params"]["version"] == json!(version)
        };
        let message = self.wait_for(&format!("diagnostics of {uri}, version {version}"), is_it);
        message["params"]["diagnostics"].as_array().expect("diagnostics").clone()
    }

    /// The next notification or request of the server that is it; requests are answered.
    pub(crate) fn wait_for(&mut self, what: &str, is_it: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.waiting.iter().position(&is_it) {
            return self.waiting.remove(at).expect("it is there");
        }
        let until = Instant::now() + PATIENCE;
        loop {
            let message = self.receive(until).unwrap_or_else(|| panic!("waited for {what}: {:#?}", self.waiting));
            if is_it(&message) {
                return message;
            }
            self.keep(message);
        }
    }

    /// What comes in a while.
    pub(crate) fn listen(&mut self, time: Duration) -> Vec<Value> {
        let until = Instant::now() + time;
        while let Some(message) = self.receive(until) {
            self.keep(message);
        }
        self.waiting.drain(..).collect()
    }

    /// `shutdown` and `exit`; the exit status.
    pub(crate) fn end(mut self) -> i32 {
        self.request("shutdown", Value::Null);
        self.send(&json!({ "jsonrpc": "2.0", "method": "exit" }));
        self.status()
    }

    /// The exit status; fails if the server does not end by itself.
    pub(crate) fn status(&mut self) -> i32 {
        let until = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().expect("the server can be asked") {
                return status.code().expect("it ended by itself");
            }
            assert!(Instant::now() < until, "the server does not end");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// The process.
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    fn keep(&mut self, message: Value) {
        // What the server said long ago and nobody asked for.
        if self.waiting.len() > 5000 {
            self.waiting.pop_front();
        }
        self.waiting.push_back(message);
    }

    /// The next message; requests of the server are answered. `None` when the time is over or the server ended.
    fn receive(&mut self, until: Instant) -> Option<Value> {
        let left = until.saturating_duration_since(Instant::now());
        let message = match self.messages.recv_timeout(left) {
            Ok(message) => message,
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return None,
        };
        if let (Some(method), Some(id)) = (message["method"].as_str(), message.get("id")) {
            let answer = match (self.answer)(method, &message["params"]) {
                Some(result) => json!({ "jsonrpc": "2.0", "id": id, "result": result }),
                None => {
                    let error = json!({ "code": -32601, "message": "unknown method" });
                    json!({ "jsonrpc": "2.0", "id": id, "error": error })
                }
            };
            self.send(&answer);
        }
        Some(message)
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        // It has ended already in most tests.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A folder of the workspace.
pub(crate) fn folder(path: &Path) -> Value {
    json!({ "uri": uri(path), "name": "project" })
}

/// The address of a file.
pub(crate) fn uri(path: &Path) -> String {
    let text = path.to_str().expect("UTF-8").trim_end_matches('/');
    let mut uri = "file://".to_owned();
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

/// The server as a command without a project.
pub(crate) fn server() -> Command {
    let mut command = Command::new(binary());
    command.arg("lsp").env("HOME", "/nowhere").env("XDG_CONFIG_HOME", "/nowhere");
    command
}

/// The codes of diagnostics, in order.
pub(crate) fn codes(diagnostics: &[Value]) -> Vec<&str> {
    diagnostics.iter().filter_map(|it| it["code"].as_str()).collect()
}

fn read(reader: &mut impl BufRead) -> Option<Value> {
    let mut length = None;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        if let Some(value) = line.strip_prefix("Content-Length: ") {
            length = value.parse().ok();
        }
    }
    let mut body = vec![0; length?];
    reader.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}

/// The text without its mark `$0`, and the position of the mark.
pub(crate) fn marked(text: &str, encoding: &str) -> (String, Value) {
    let at = text.find("$0").expect("a mark");
    let text = text.replacen("$0", "", 1);
    let position = position(&text, at, encoding);
    (text, position)
}

/// The position of a byte of a text.
pub(crate) fn position(text: &str, offset: usize, encoding: &str) -> Value {
    let before = &text[..offset];
    // A `\r` ends a line unless its `\n` follows.
    let is_end = |at: usize, byte: u8| byte == b'\n' || (byte == b'\r' && text.as_bytes().get(at + 1) != Some(&b'\n'));
    let ends = before.bytes().enumerate().filter(|(at, byte)| is_end(*at, *byte));
    let (line, start) = ends.fold((0, 0), |(line, _), (at, _)| (line + 1, at + 1));
    json!({ "line": line, "character": units(&before[start..], encoding) })
}

/// How many columns a text takes.
pub(crate) fn units(text: &str, encoding: &str) -> usize {
    match encoding {
        "utf-8" => text.len(),
        "utf-16" => text.encode_utf16().count(),
        "utf-32" => text.chars().count(),
        other => panic!("unknown encoding {other}"),
    }
}

/// The byte at a position of a text; a position that is none is moved as the protocol says.
pub(crate) fn offset(text: &str, position: &Value, encoding: &str) -> usize {
    let (line, column) =
        (position["line"].as_u64().expect("a line"), position["character"].as_u64().expect("a column"));
    let mut start = 0;
    for _ in 0..line {
        match text[start..].find(['\n', '\r']) {
            Some(at) => start += at + if text[start + at..].starts_with("\r\n") { 2 } else { 1 },
            None => return text.len(),
        }
    }
    let end = text[start..].find(['\n', '\r']).map_or(text.len(), |at| start + at);
    let mut passed = 0;
    for (at, character) in text[start..end].char_indices() {
        passed += units(character.encode_utf8(&mut [0; 4]), encoding) as u64;
        if passed > column {
            return start + at;
        }
    }
    end
}

/// The text that a range covers.
pub(crate) fn covered<'a>(text: &'a str, range: &Value, encoding: &str) -> &'a str {
    &text[offset(text, &range["start"], encoding)..offset(text, &range["end"], encoding)]
}

/// The text after edits that the server gave.
pub(crate) fn edited(text: &str, edits: &Value, encoding: &str) -> String {
    let edits = edits.as_array().expect("a list of edits");
    let place = |edit: &Value, end: &str| offset(text, &edit["range"][end], encoding);
    let mut sorted: Vec<(usize, usize, &str)> = edits
        .iter()
        .map(|edit| (place(edit, "start"), place(edit, "end"), edit["newText"].as_str().expect("a text")))
        .collect();
    sorted.sort_by_key(|(start, end, _)| (*start, *end));
    let mut result = text.to_owned();
    for (start, end, new) in sorted.into_iter().rev() {
        result.replace_range(start..end, new);
    }
    result
}

/// The edits of a workspace edit for one document, and the version that they name.
pub(crate) fn edits_for(edit: &Value, uri: &str) -> (Value, Value) {
    let changes = edit["documentChanges"].as_array().unwrap_or_else(|| panic!("no documentChanges in {edit}"));
    let own = changes.iter().find(|it| it["textDocument"]["uri"] == uri).unwrap_or_else(|| panic!("{uri} in {edit}"));
    (own["edits"].clone(), own["textDocument"]["version"].clone())
}
