//! Folders, configurations, watched files and settings: what holds for which file, and when it changes.

mod cli_support;
mod lsp_support;

use cli_support::{Project, list, text};
use lsp_support::{Client, capabilities, codes, folder, pulling, uri};
use serde_json::{Value, json};
use std::time::Duration;

const LATEST: &str = "FROM debian:latest\nUSER app\n";

fn open(client: &mut Client, project: &Project, path: &str, text: &str) -> String {
    let uri = uri(&project.path(path));
    client.open(&uri, if path.ends_with(".json") { "json" } else { "dockerfile" }, text);
    uri
}

fn has(diagnostics: &[Value], code: &str) -> bool {
    codes(diagnostics).contains(&code)
}

fn changed(client: &mut Client, project: &Project, path: &str, kind: u8) {
    let changes = json!([{ "uri": uri(&project.path(path)), "type": kind }]);
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
}

/// Waits until what is said of a document has, or has not, a code.
fn until(client: &mut Client, uri: &str, code: &str, wanted: bool) {
    client.wait_for(&format!("{code}: {wanted}"), |it| {
        it["method"] == "textDocument/publishDiagnostics"
            && it["params"]["uri"] == uri
            && it["params"]["diagnostics"].as_array().is_some_and(|all| has(all, code) == wanted)
    });
}

#[test]
fn each_folder_has_the_nearest_configuration() {
    let project = Project::new(&[
        ("a/plimsoll.toml", "ignore = [\"latest-tag\"]\n"),
        ("b/.hadolint.yaml", "ignored: [DL3007]\n"),
        ("c/inner/Dockerfile", LATEST),
    ]);
    let folders: Vec<Value> = ["a", "b", "c"].iter().map(|name| folder(&project.path(name))).collect();
    let mut client = Client::with(&project, json!({ "capabilities": capabilities(), "workspaceFolders": folders }));
    for (path, expected) in [("a/Dockerfile", false), ("b/x/Dockerfile", false), ("c/inner/Dockerfile", true)] {
        let uri = open(&mut client, &project, path, LATEST);
        assert_eq!(has(&client.diagnostics(&uri, 1), "latest-tag"), expected, "{path}");
    }
    // A file of no folder of the workspace is governed by what lies around it.
    project.write("d/plimsoll.toml", "ignore = [\"latest-tag\"]\n");
    let uri = open(&mut client, &project, "d/Dockerfile", LATEST);
    assert!(!has(&client.diagnostics(&uri, 1), "latest-tag"));
    assert_eq!(client.end(), 0);
}

#[test]
fn folders_come_and_go() {
    let project = Project::new(&[("a/plimsoll.toml", "ignore = [\"latest-tag\"]\n")]);
    let mut client = Client::with(&project, json!({ "capabilities": pulling(), "workspaceFolders": [] }));
    let report = client.request("workspace/diagnostic", json!({ "previousResultIds": [] }));
    assert_eq!(list(&report, "items").len(), 0);
    project.write("b/Dockerfile", LATEST);
    let event = json!({ "added": [folder(&project.path("b"))], "removed": [] });
    client.notify("workspace/didChangeWorkspaceFolders", json!({ "event": event }));
    client.wait_for("a refresh", |it| it["method"] == "workspace/diagnostic/refresh");
    let report = client.request("workspace/diagnostic", json!({ "previousResultIds": [] }));
    assert_eq!(list(&report, "items").len(), 1);
    let known = json!([{ "uri": report["items"][0]["uri"], "value": report["items"][0]["resultId"] }]);
    let event = json!({ "added": [], "removed": [folder(&project.path("b"))] });
    client.notify("workspace/didChangeWorkspaceFolders", json!({ "event": event }));
    let report = client.request("workspace/diagnostic", json!({ "previousResultIds": known }));
    assert_eq!(report["items"][0]["items"], json!([]), "what was said of it is taken back");
    assert_eq!(client.end(), 0);
}

#[test]
fn a_mistake_in_a_configuration_stands_in_it() {
    let project = Project::new(&[("plimsoll.toml", "# é💙\nignroe = [\"latest-tag\"]\n")]);
    let mut client = Client::new(&project, lsp_support::encoded(capabilities(), "utf-16"));
    let configuration = uri(&project.path("plimsoll.toml"));
    let is_it = |it: &Value| it["method"] == "textDocument/publishDiagnostics" && it["params"]["uri"] == configuration;
    let found = client.wait_for("a mistake", is_it);
    let mistake = &found["params"]["diagnostics"][0];
    assert!(text(mistake, "message").contains("did you mean `ignore`?"), "{mistake}");
    assert_eq!((&mistake["severity"], &mistake["range"]["start"]), (&json!(1), &json!({ "line": 1, "character": 0 })));
    let document = open(&mut client, &project, "Dockerfile", LATEST);
    assert!(has(&client.diagnostics(&document, 1), "latest-tag"));
    // Mended on disk: the mistake goes, and the rule with it.
    project.write("plimsoll.toml", "ignore = [\"latest-tag\"]\n");
    changed(&mut client, &project, "plimsoll.toml", 2);
    until(&mut client, &document, "latest-tag", false);
    let cleared = client.wait_for("no mistake", is_it);
    assert_eq!(cleared["params"]["diagnostics"], json!([]));
    // Gone: the rule is back.
    std::fs::remove_file(project.path("plimsoll.toml")).expect("it is there");
    changed(&mut client, &project, "plimsoll.toml", 3);
    until(&mut client, &document, "latest-tag", true);
    assert_eq!(client.end(), 0);
}

/// A client that watches no files still says that it saved the configuration.
#[test]
fn a_saved_configuration_counts() {
    let project = Project::new(&[("plimsoll.toml", "")]);
    let mut client = Client::new(&project, json!({}));
    let document = open(&mut client, &project, "Dockerfile", LATEST);
    assert!(has(&client.diagnostics(&document, 1), "latest-tag"));
    project.write("plimsoll.toml", "ignore = [\"latest-tag\"]\n");
    let saved = json!({ "textDocument": { "uri": uri(&project.path("plimsoll.toml")) } });
    client.notify("textDocument/didSave", saved);
    until(&mut client, &document, "latest-tag", false);
    assert_eq!(client.end(), 0);
}

/// What a finding depends on: the Dockerfile that installs a requirements file, in the editor and on disk.
#[test]
fn the_other_half_of_a_finding() {
    let installs = "FROM python:3.13\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nUSER app\n";
    let project = Project::new(&[("requirements.txt", "flask\n"), ("Dockerfile", installs)]);
    let mut client = Client::new(&project, capabilities());
    let requirements = uri(&project.path("requirements.txt"));
    client.open(&requirements, "pip-requirements", "flask\n");
    assert!(has(&client.diagnostics(&requirements, 1), "unpinned-requirement"));
    // Typed in the editor.
    let dockerfile = open(&mut client, &project, "Dockerfile", "FROM python:3.13\nUSER app\n");
    until(&mut client, &requirements, "unpinned-requirement", false);
    // Closed without saving: the file counts again.
    client.close(&dockerfile);
    until(&mut client, &requirements, "unpinned-requirement", true);
    // Written by somebody else.
    project.write("Dockerfile", "FROM python:3.13\nUSER app\n");
    changed(&mut client, &project, "Dockerfile", 2);
    until(&mut client, &requirements, "unpinned-requirement", false);
    assert_eq!(client.end(), 0);
}

#[test]
fn settings_of_the_client() {
    // When it introduces itself, and later in a notification.
    let project = Project::new(&[]);
    let mut client = Client::with(
        &project,
        json!({
            "capabilities": capabilities(), "workspaceFolders": [folder(&project.path(""))],
            "initializationOptions": { "ignore": ["latest-tag"], "ignroe": [] },
        }),
    );
    let told = client.wait_for("a word about the mistake", |it| it["method"] == "window/showMessage");
    assert!(text(&told["params"], "message").contains("did you mean `ignore`?"));
    let document = open(&mut client, &project, "Dockerfile", LATEST);
    assert!(!has(&client.diagnostics(&document, 1), "latest-tag"));
    let settings = json!({ "plimsoll": { "rules": { "latest-tag": "error" } } });
    client.notify("workspace/didChangeConfiguration", json!({ "settings": settings }));
    until(&mut client, &document, "latest-tag", true);
    client.notify("workspace/didChangeConfiguration", json!({ "settings": { "plimsoll": { "enable": false } } }));
    client.wait_for("silence", |it| {
        it["method"] == "textDocument/publishDiagnostics" && it["params"]["diagnostics"] == json!([])
    });
    assert_eq!(client.end(), 0);
}

#[test]
fn settings_that_the_client_keeps_for_each_folder() {
    let project = Project::new(&[("a/x", ""), ("b/x", "")]);
    let mut capabilities = capabilities();
    capabilities["workspace"]["configuration"] = json!(true);
    let mut client = Client::start(project.command().arg("lsp"));
    client.answer = Box::new(|method, parameters| match method {
        "workspace/configuration" => Some(Value::Array(
            list(parameters, "items")
                .iter()
                .map(|item| match item["scopeUri"].as_str() {
                    Some(scope) if scope.ends_with("/a") => json!({ "ignore": ["latest-tag"] }),
                    _ => Value::Null,
                })
                .collect(),
        )),
        _ => Some(Value::Null),
    });
    let folders = json!([folder(&project.path("a")), folder(&project.path("b"))]);
    client.introduce(json!({ "capabilities": capabilities, "workspaceFolders": folders }));
    for (path, expected) in [("a/Dockerfile", false), ("b/Dockerfile", true)] {
        let uri = open(&mut client, &project, path, LATEST);
        assert_eq!(has(&client.diagnostics(&uri, 1), "latest-tag"), expected, "{path}");
    }
    assert_eq!(client.end(), 0);
}

#[test]
fn files_are_registered_for_watching_and_a_refusal_is_survived() {
    for refuses in [false, true] {
        let project = Project::new(&[]);
        let mut client = Client::start(project.command().arg("lsp"));
        if refuses {
            client.answer = Box::new(|_, _| None);
        }
        client.introduce(json!({ "capabilities": capabilities(), "workspaceFolders": [folder(&project.path(""))] }));
        let asked = client.wait_for("a registration", |it| it["method"] == "client/registerCapability");
        let registration = &asked["params"]["registrations"][0];
        assert_eq!(registration["method"], "workspace/didChangeWatchedFiles");
        assert!(registration["registerOptions"]["watchers"].to_string().contains(".dockerignore"));
        let document = open(&mut client, &project, "Dockerfile", LATEST);
        assert!(has(&client.diagnostics(&document, 1), "latest-tag"));
        assert_eq!(client.end(), 0);
    }
}

#[test]
fn the_first_reading_shows_how_far_it_is_and_can_be_called_off() {
    let project = Project::new(&[("Dockerfile", LATEST)]);
    let mut client = Client::new(&project, capabilities());
    let asked = client.wait_for("a token", |it| it["method"] == "window/workDoneProgress/create");
    let token = asked["params"]["token"].clone();
    let mut kinds = Vec::new();
    while kinds.last().is_none_or(|kind| kind != "end") {
        let step = client.wait_for("progress", |it| it["method"] == "$/progress" && it["params"]["token"] == token);
        if kinds.is_empty() {
            client.notify("window/workDoneProgress/cancel", json!({ "token": token }));
        }
        kinds.push(text(&step["params"]["value"], "kind").to_owned());
    }
    assert_eq!(kinds.first().map(String::as_str), Some("begin"));
    // Called off or not, an open document is checked.
    let document = open(&mut client, &project, "Dockerfile", LATEST);
    assert!(has(&client.diagnostics(&document, 1), "latest-tag"));
    assert_eq!(client.end(), 0);
}

#[test]
fn reports_that_are_asked_for() {
    let project = Project::new(&[("other/Dockerfile", LATEST), ("plimsoll.toml", "ignroe = []\n")]);
    let mut client = Client::new(&project, pulling());
    let document = open(&mut client, &project, "Dockerfile", LATEST);
    let ask = |client: &mut Client, uri: &str, previous: Value| {
        let parameters = json!({ "textDocument": { "uri": uri }, "previousResultId": previous });
        client.request("textDocument/diagnostic", parameters)
    };
    let first = ask(&mut client, &document, Value::Null);
    assert_eq!(first["kind"], "full");
    assert!(has(list(&first, "items"), "latest-tag"));
    let again = ask(&mut client, &document, first["resultId"].clone());
    assert_eq!((&again["kind"], &again["resultId"]), (&json!("unchanged"), &first["resultId"]));
    client.change(&document, 2, json!([{ "text": "FROM debian:12.11\nUSER app\n" }]));
    let changed = ask(&mut client, &document, first["resultId"].clone());
    assert_eq!(changed["kind"], "full");
    assert!(!has(list(&changed, "items"), "latest-tag"));
    let configuration = ask(&mut client, &uri(&project.path("plimsoll.toml")), Value::Null);
    assert_eq!(codes(list(&configuration, "items")), ["configuration"]);
    // The workspace: the open text, the file beside it, the configuration.
    let report = client.request("workspace/diagnostic", json!({ "previousResultIds": [] }));
    let versions: Vec<(String, Value)> =
        list(&report, "items").iter().map(|it| (text(it, "uri").to_owned(), it["version"].clone())).collect();
    assert_eq!(
        versions,
        [
            (document.clone(), json!(2)),
            (uri(&project.path("other/Dockerfile")), Value::Null),
            (uri(&project.path("plimsoll.toml")), Value::Null),
        ]
    );
    let previous: Vec<Value> =
        list(&report, "items").iter().map(|it| json!({ "uri": it["uri"], "value": it["resultId"] })).collect();
    let report = client.request("workspace/diagnostic", json!({ "previousResultIds": previous }));
    assert!(list(&report, "items").iter().all(|it| it["kind"] == "unchanged"), "{report}");
    // Nothing is pushed to a client that pulls.
    let pushed = client.listen(Duration::from_millis(300));
    assert!(pushed.iter().all(|it| it["method"] != "textDocument/publishDiagnostics"), "{pushed:?}");
    assert_eq!(client.end(), 0);
}

#[test]
fn a_baseline_that_the_configuration_names_keeps_quiet_what_it_knows() {
    let project = Project::new(&[("api/Dockerfile", LATEST), (".git/HEAD", "")]);
    assert_eq!(project.run(&["lint", "--write-baseline", "known.json"]).code, 0);
    project.write("plimsoll.toml", "baseline = \"known.json\"\n");
    let mut client = Client::new(&project, capabilities());
    let uri = open(&mut client, &project, "api/Dockerfile", LATEST);
    assert!(!has(&client.diagnostics(&uri, 1), "latest-tag"));
    // Another image on that line is a new finding, and moved lines are not.
    client.change(&uri, 2, json!([{ "text": "\n\nFROM debian:latest\nUSER app\n" }]));
    assert!(!has(&client.diagnostics(&uri, 2), "latest-tag"));
    client.change(&uri, 3, json!([{ "text": "FROM ubuntu:latest\nUSER app\n" }]));
    assert!(has(&client.diagnostics(&uri, 3), "latest-tag"));
    client.change(&uri, 4, json!([{ "text": LATEST }]));
    assert!(!has(&client.diagnostics(&uri, 4), "latest-tag"));
    // The file is watched like a configuration.
    project.write("known.json", "{\"version\": 1, \"files\": {}}");
    changed(&mut client, &project, "known.json", 2);
    until(&mut client, &uri, "latest-tag", true);
    assert_eq!(client.end(), 0);
}
