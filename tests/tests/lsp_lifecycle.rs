//! Beginning and end of a conversation, and what a server must survive in between.

mod cli_support;
mod lsp_support;

use cli_support::Project;
use lsp_support::{Client, PATIENCE, capabilities, codes, server, uri};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

fn introduced() -> Client {
    let mut client = Client::start(&mut server());
    client.introduce(json!({ "capabilities": capabilities() }));
    client
}

#[test]
fn shutdown_and_exit() {
    assert_eq!(introduced().end(), 0);
    // `exit` without `shutdown`.
    let mut client = introduced();
    client.send(&json!({ "jsonrpc": "2.0", "method": "exit" }));
    assert_eq!(client.status(), 1);
    // After `shutdown` nothing is answered any more.
    let mut client = introduced();
    client.request("shutdown", Value::Null);
    let hover = json!({ "textDocument": { "uri": "file:///x" }, "position": { "line": 0, "character": 0 } });
    assert_eq!(client.try_request("textDocument/hover", hover).expect_err("an error")["code"], -32600);
    client.send(&json!({ "jsonrpc": "2.0", "method": "exit" }));
    assert_eq!(client.status(), 0);
}

#[test]
fn before_the_introduction_nothing_is_answered() {
    let mut client = Client::start(&mut server());
    let hover = json!({ "textDocument": { "uri": "file:///x" }, "position": { "line": 0, "character": 0 } });
    assert_eq!(client.try_request("textDocument/hover", hover).expect_err("an error")["code"], -32002);
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": "file:///x" } }));
    client.introduce(json!({ "capabilities": {} }));
    // Once is enough.
    assert!(client.try_request("initialize", json!({ "capabilities": {} })).is_err());
    assert_eq!(client.end(), 0);
}

#[test]
fn a_client_that_closes_stdin_ends_the_server() {
    let mut client = introduced();
    client.open("untitled:Dockerfile", "dockerfile", "FROM a\n");
    client.diagnostics("untitled:Dockerfile", 1);
    client.hang_up();
    assert_eq!(client.status(), 1);
}

/// With a question of the server's left open, too.
#[test]
fn a_client_that_answers_nothing_and_closes_stdin_ends_the_server() {
    let mut client = Client::start(&mut server());
    client.ask("initialize", json!({ "processId": null, "capabilities": capabilities() }));
    client.notify("initialized", json!({}));
    client.hang_up();
    assert_eq!(client.status(), 1);
}

#[cfg(unix)]
#[test]
fn a_parent_that_dies_ends_the_server() {
    let mut parent = Command::new("sleep").arg("600").spawn().expect("sleep starts");
    let mut client = Client::start(&mut server());
    client.introduce(json!({ "processId": parent.id(), "capabilities": capabilities() }));
    client.request("workspace/symbol", json!({ "query": "" }));
    parent.kill().expect("it can be ended");
    parent.wait().expect("it ends");
    assert_eq!(client.status(), 1);
}

#[test]
fn unknown_messages_wrong_parameters_and_what_is_no_message() {
    let mut client = introduced();
    assert_eq!(client.try_request("textDocument/unheardOf", json!({})).expect_err("an error")["code"], -32601);
    assert_eq!(client.try_request("textDocument/hover", json!({ "x": 1 })).expect_err("an error")["code"], -32602);
    assert_eq!(client.try_request("textDocument/hover", json!([7])).expect_err("an error")["code"], -32602);
    client.notify("$/unheardOf", json!({}));
    client.notify("textDocument/unheardOf", json!({}));
    client.notify("textDocument/didChange", json!({ "textDocument": 7 }));
    client.notify("textDocument/didOpen", Value::Null);
    client.send_bytes(b"Content-Length: 7\r\n\r\n{\"a\": 1");
    client.send_bytes(b"Content-Length: 2\r\n\r\n[]");
    client.send_bytes(b"Content-Length: 4\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\nnull");
    let uri = "untitled:Dockerfile";
    client.open(uri, "dockerfile", "FROM debian:latest\n");
    assert!(codes(&client.diagnostics(uri, 1)).contains(&"latest-tag"));
    assert_eq!(client.end(), 0);
}

#[test]
fn a_question_that_is_called_off_is_answered_nevertheless() {
    let project = Project::new(&[]);
    for at in 0..40 {
        project.write(&format!("{at}/Dockerfile"), &*"FROM debian:latest AS a\nRUN echo a && echo b\n".repeat(200));
    }
    let mut client = Client::new(&project, lsp_support::pulling());
    let id = client.ask("workspace/diagnostic", json!({ "previousResultIds": [] }));
    client.notify("$/cancelRequest", json!({ "id": id }));
    client.notify("$/cancelRequest", json!({ "id": 4711 }));
    match client.answer_to(id) {
        Err(error) => assert_eq!(error["code"], -32800),
        // It was quicker.
        Ok(report) => assert!(report["items"].is_array()),
    }
    assert_eq!(client.end(), 0);
}

#[test]
fn texts_that_were_never_saved_and_files_that_are_not_there() {
    let project = Project::new(&[]);
    let mut client = Client::new(&project, capabilities());
    for address in [
        "untitled:Untitled-1".to_owned(),
        uri(&project.path("not/there/Dockerfile")),
        "vscode-vfs://github/a/Dockerfile".to_owned(),
    ] {
        client.open(&address, "dockerfile", "FROM debian:latest\n");
        assert!(codes(&client.diagnostics(&address, 1)).contains(&"latest-tag"), "{address}");
        let here = json!({ "textDocument": { "uri": address }, "position": { "line": 0, "character": 1 } });
        assert!(client.request("textDocument/hover", here).is_object());
    }
    assert_eq!(client.end(), 0);
}

#[test]
fn over_a_socket() {
    // A port that nobody has right now.
    let port = std::net::TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).expect("a port").port();
    let mut child = server().args(["--socket", &port.to_string()]).stdout(Stdio::null()).spawn().expect("it starts");
    let until = Instant::now() + PATIENCE;
    let stream = loop {
        match std::net::TcpStream::connect(("127.0.0.1", port)) {
            Ok(stream) => break stream,
            Err(error) => assert!(Instant::now() < until, "{error}"),
        }
        std::thread::sleep(Duration::from_millis(10));
    };
    let body =
        json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": { "capabilities": {} } }).to_string();
    let mut writer = &stream;
    std::io::Write::write_all(&mut writer, format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes())
        .expect("sent");
    let mut line = String::new();
    BufReader::new(&stream).read_line(&mut line).expect("an answer");
    assert!(line.starts_with("Content-Length: "), "{line}");
    stream.shutdown(std::net::Shutdown::Both).expect("closed");
    assert_eq!(child.wait().expect("it ends").code(), Some(1));
}
