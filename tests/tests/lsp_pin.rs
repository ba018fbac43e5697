//! Pinning from an editor, through a real registry.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests start processes")]

mod cli_support;
mod lsp_support;
#[path = "../registry_support/mod.rs"]
mod registry_support;

use cli_support::{Project, list, text};
use lsp_support::{Client, capabilities, edited, edits_for, encoded, position, uri};
use registry_support::image::Image;
use registry_support::registry::Registry;
use registry_support::server::{Reply, Server};
use serde_json::{Value, json};

/// A server whose cache and credentials are the project's own.
fn client(project: &Project) -> Client {
    let mut command = project.command();
    command.arg("lsp").env("XDG_CACHE_HOME", project.path(".cache")).env("DOCKER_CONFIG", project.path(".docker"));
    for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"] {
        command.env_remove(name).env_remove(name.to_lowercase());
    }
    let mut client = Client::start(&mut command);
    client.introduce(json!({
        "rootUri": uri(&project.path("")),
        "workspaceFolders": [lsp_support::folder(&project.path(""))],
        "capabilities": encoded(capabilities(), "utf-16"),
    }));
    client
}

fn actions(client: &mut Client, uri: &str, text: &str, needle: &str) -> Vec<Value> {
    let at = position(text, text.find(needle).expect("the needle"), "utf-16");
    let context = json!({ "diagnostics": [], "triggerKind": 1 });
    let range = json!({ "start": at, "end": at });
    let params = json!({ "textDocument": { "uri": uri }, "range": range, "context": context });
    client.request("textDocument/codeAction", params).as_array().expect("actions").clone()
}

fn titled(actions: &[Value], title: &str) -> Value {
    let found = actions.iter().find(|it| text(it, "title").starts_with(title));
    found.unwrap_or_else(|| panic!("{title} in {actions:#?}")).clone()
}

/// Sends the command of an action and waits for the edit that the server wants.
fn execute(client: &mut Client, action: &Value) -> Value {
    let command = &action["command"];
    client.request(
        "workspace/executeCommand",
        json!({ "command": command["command"], "arguments": command["arguments"] }),
    );
    let request = client.wait_for("the edit", |message| message["method"] == "workspace/applyEdit");
    request["params"]["edit"].clone()
}

#[test]
fn one_image_and_all_of_them() {
    let registry = Registry::open();
    let host = registry.host();
    let (base, tool) = (Image::oci("base"), Image::oci("tool"));
    base.push(&host, "base", "1");
    tool.push(&host, "tool", "2");
    let text = format!("# größe 💙\nARG BASE={host}/base:1\nFROM ${{BASE}}\nCOPY --from={host}/tool:2 /a /b\n");
    let project = Project::new(&[("Dockerfile", &text)]);
    let mut client = client(&project);
    let uri = uri(&project.path("Dockerfile"));
    client.open(&uri, "dockerfile", &text);
    client.diagnostics(&uri, 1);
    let found = actions(&mut client, &uri, &text, "/base:1");
    let one = titled(&found, &format!("Pin `{host}/base:1` to its digest"));
    let edit = execute(&mut client, &one);
    let (edits, version) = edits_for(&edit, &uri);
    assert_eq!(version, json!(1));
    let pinned = text.replace("/base:1", &format!("/base:1@{}", base.digest()));
    assert_eq!(edited(&text, &edits, "utf-16"), pinned);
    let all = titled(&found, "Pin all 2 images of this file");
    // What was typed in between counts.
    let typed = format!("# a line more\n{text}");
    client.change(&uri, 2, json!([{ "text": typed }]));
    client.diagnostics(&uri, 2);
    let edit = execute(&mut client, &all);
    let (edits, version) = edits_for(&edit, &uri);
    assert_eq!(version, json!(2));
    let expected = format!("# a line more\n{pinned}").replace("/tool:2", &format!("/tool:2@{}", tool.digest()));
    assert_eq!(edited(&typed, &edits, "utf-16"), expected);
    assert_eq!(client.end(), 0);
}

#[test]
fn the_image_of_a_task_definition() {
    let registry = Registry::open();
    let host = registry.host();
    let image = Image::oci("a");
    image.push(&host, "app", "1");
    let text = format!(
        "{{\"family\": \"é\", \"containerDefinitions\": [{{\"name\": \"a\", \"image\": \"{host}/app:1\"}}]}}\n"
    );
    let project = Project::new(&[("task-definition.json", &text)]);
    let mut client = client(&project);
    let uri = uri(&project.path("task-definition.json"));
    client.open(&uri, "json", &text);
    client.diagnostics(&uri, 1);
    let found = actions(&mut client, &uri, &text, "/app:1");
    let edit = execute(&mut client, &titled(&found, "Pin `"));
    let (edits, _) = edits_for(&edit, &uri);
    assert_eq!(edited(&text, &edits, "utf-16"), text.replace("/app:1", &format!("/app:1@{}", image.digest())));
}

#[test]
fn nothing_is_asked_before_the_user_does_and_failures_are_told() {
    let server = Server::start(|_| Reply::new(404, &[], ""));
    let text = format!("FROM {}/gone:1\n", server.host());
    let project = Project::new(&[("Dockerfile", &text)]);
    let mut client = client(&project);
    let uri = uri(&project.path("Dockerfile"));
    client.open(&uri, "dockerfile", &text);
    client.diagnostics(&uri, 1);
    let found = actions(&mut client, &uri, &text, "/gone:1");
    assert_eq!(server.lines(), Vec::<String>::new());
    let command = titled(&found, "Pin `")["command"].clone();
    client.request(
        "workspace/executeCommand",
        json!({ "command": command["command"], "arguments": command["arguments"] }),
    );
    let told = client.wait_for("the failure", |message| message["method"] == "window/showMessage");
    assert!(told["params"]["message"].as_str().unwrap().contains("gone:1"), "{told}");
    assert!(!server.lines().is_empty());
    // A wrong argument is an error, and the server lives on.
    let wrong = client.try_request("workspace/executeCommand", json!({ "command": "plimsoll.pin", "arguments": [7] }));
    assert!(wrong.is_err(), "{wrong:?}");
    let list_of = client.request("textDocument/documentSymbol", json!({ "textDocument": { "uri": uri } }));
    assert!(!list(&json!({ "symbols": list_of }), "symbols").is_empty());
    assert_eq!(client.end(), 0);
}
