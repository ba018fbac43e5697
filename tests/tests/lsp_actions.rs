//! Code actions and commands of the server: what an edit makes of the text is looked at, not its form.

mod cli_support;
mod lsp_support;

use cli_support::{Project, list, text};
use lsp_support::{Client, capabilities, codes, edited, edits_for, encoded, position, uri};
use serde_json::{Value, json};

const TEXT: &str =
    "FROM debian:12.11 AS größe\nCOPY --from=debian:latest 💙é x\nMAINTAINER é\nFROM alpine:latest\nCOPY a b\n";

/// The actions at `needle` of the text, of the kinds `only`.
fn actions(client: &mut Client, uri: &str, text: &str, needle: &str, only: Option<&str>) -> Vec<Value> {
    let at = position(text, text.find(needle).unwrap_or_else(|| panic!("no {needle}")), "utf-16");
    let mut context = json!({ "diagnostics": [], "triggerKind": 1 });
    if let Some(only) = only {
        context["only"] = json!([only]);
    }
    let range = json!({ "start": at, "end": at });
    let found = client.request(
        "textDocument/codeAction",
        json!({ "textDocument": { "uri": uri }, "range": range, "context": context }),
    );
    found.as_array().expect("actions").clone()
}

fn titled<'a>(actions: &'a [Value], title: &str) -> &'a Value {
    let titles: Vec<&str> = actions.iter().map(|it| text(it, "title")).collect();
    actions.iter().find(|it| text(it, "title").starts_with(title)).unwrap_or_else(|| panic!("{title} in {titles:#?}"))
}

/// The text after an action, resolved first where it has no edit.
fn applied(client: &mut Client, uri: &str, text: &str, action: &Value) -> String {
    let action = match action.get("edit") {
        Some(_) => action.clone(),
        None => client.request("codeAction/resolve", action.clone()),
    };
    let (edits, version) = edits_for(&action["edit"], uri);
    assert_eq!(version, json!(1), "{action}");
    edited(text, &edits, "utf-16")
}

fn opened(project: &Project, path: &str, language: &str, text: &str) -> (Client, String) {
    let mut client = Client::new(project, encoded(capabilities(), "utf-16"));
    let uri = uri(&project.path(path));
    client.open(&uri, language, text);
    client.diagnostics(&uri, 1);
    (client, uri)
}

/// The rules that are left after the document has this text.
fn left(client: &mut Client, uri: &str, version: i64, text: &str) -> Vec<String> {
    client.change(uri, version, json!([{ "text": text }]));
    codes(&client.diagnostics(uri, version)).into_iter().map(str::to_owned).collect()
}

#[test]
fn a_safe_fix_is_preferred_and_mends_what_it_says() {
    let project = Project::new(&[]);
    let source = "FROM debian:12.11\nLABEL é=\"💙\" b c=d\nUSER a\n# plimsoll: ignore[latest-tag]\nRUN true\n";
    let (mut client, uri) = opened(&project, "Dockerfile", "dockerfile", source);
    let found = actions(&mut client, &uri, source, "latest-tag", Some("quickfix"));
    let fix = found.iter().find(|it| it["isPreferred"] == true).expect("a preferred fix");
    assert_eq!(fix["diagnostics"][0]["code"], "unused-ignore");
    let after = applied(&mut client, &uri, source, fix);
    assert!(!after.contains("ignore"), "{after}");
    assert!(!left(&mut client, &uri, 2, &after).contains(&"unused-ignore".to_owned()));
    assert_eq!(client.end(), 0);
}

#[test]
fn fix_all_is_what_the_command_line_does() {
    let source = "# check=skip=x\n# check=skip=x\nFROM debian:12.11\n# plimsoll: ignore[latest-tag]\nRUN echo 💙é\n# plimsoll: ignore[latest-tag]\nUSER app\n";
    let project = Project::new(&[("Dockerfile", source)]);
    let (mut client, uri) = opened(&project, "Dockerfile", "dockerfile", source);
    let found = actions(&mut client, &uri, source, "FROM", Some("source.fixAll"));
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0]["kind"], "source.fixAll.plimsoll");
    let after = applied(&mut client, &uri, source, &found[0]);
    project.run(&["lint", "--fix", "--quiet"]);
    assert_eq!(after, project.read("Dockerfile"));
    assert_ne!(after, source);
    // The edit leaves alone what stays: one edit at most for each part that changes.
    let resolved = client.request("codeAction/resolve", found[0].clone());
    let (edits, _) = edits_for(&resolved["edit"], &uri);
    assert!(!edits.to_string().contains("RUN echo"), "{edits}");
    assert_eq!(client.end(), 0);
}

#[test]
fn unsafe_fixes_are_apart() {
    let source = "{\"family\": \"é\", \"containerDefinitions\": [{\"name\": \"a\", \"image\": \"b:1\", \"essential\": true, \"privileged\": true}], \"requiresCompatibilities\": [\"FARGATE\"], \"cpu\": \"256\", \"memory\": \"512\"}\n";
    let project = Project::new(&[("task-definition.json", source)]);
    let (mut client, uri) = opened(&project, "task-definition.json", "json", source);
    let safe = actions(&mut client, &uri, source, "family", Some("source.fixAll"));
    let all = actions(&mut client, &uri, source, "family", Some("source.fixAllUnsafe.plimsoll"));
    project.run(&["lint", "--unsafe-fixes", "--quiet"]);
    let expected = project.read("task-definition.json");
    assert_ne!(expected, source, "the example needs an unsafe fix");
    assert_eq!(applied(&mut client, &uri, source, &all[0]), expected);
    assert!(safe.iter().all(|it| it["kind"] != "source.fixAllUnsafe.plimsoll"));
    assert_eq!(client.end(), 0);
}

#[test]
fn all_findings_of_one_rule() {
    let source =
        "FROM debian:12.11\n# plimsoll: ignore[latest-tag]\nRUN echo 💙é\n# plimsoll: ignore[latest-tag]\nUSER app\n";
    let project = Project::new(&[]);
    let (mut client, uri) = opened(&project, "Dockerfile", "dockerfile", source);
    let found = actions(&mut client, &uri, source, "latest-tag", None);
    let all = titled(&found, "Fix all `unused-ignore` in this file").clone();
    assert_eq!(applied(&mut client, &uri, source, &all), "FROM debian:12.11\nRUN echo 💙é\nUSER app\n");
    assert_eq!(client.end(), 0);
}

#[test]
fn keep_quiet_for_the_instruction_the_stage_and_the_file() {
    for scope in ["for this instruction", "for this stage", "in this file"] {
        let project = Project::new(&[]);
        let (mut client, uri) = opened(&project, "Dockerfile", "dockerfile", TEXT);
        let found = actions(&mut client, &uri, TEXT, "latest 💙", None);
        let action = titled(&found, &format!("Ignore `latest-tag` {scope}")).clone();
        let after = applied(&mut client, &uri, TEXT, &action);
        let rules = left(&mut client, &uri, 2, &after);
        let count = rules.iter().filter(|rule| *rule == "latest-tag").count();
        assert_eq!(count, usize::from(scope != "in this file"), "{after}");
        assert!(!rules.contains(&"unused-ignore".to_owned()), "{after}");
        assert_eq!(client.end(), 0);
    }
}

#[test]
fn keep_quiet_in_the_configuration() {
    let source = "{\n  \"family\": \"é\",\n  \"containerDefinitions\": [{\"name\": \"wéb💙\", \"image\": \"b:latest\", \"essential\": true}]\n}\n";
    for existing in [None, Some("# é\nignore = [\"root-user\"]"), Some("preset = \"recommended\"\n")] {
        let project = Project::new(&[("deploy/task-definition.json", source)]);
        if let Some(text) = existing {
            project.write("plimsoll.toml", text);
        }
        let (mut client, uri) = opened(&project, "deploy/task-definition.json", "json", source);
        let found = actions(&mut client, &uri, source, "latest", None);
        for title in ["Ignore `latest-container-image` at `", "Ignore `latest-container-image` for this file"] {
            let edit = &titled(&found, title)["edit"];
            let configuration = lsp_support::uri(&project.path("plimsoll.toml"));
            let made = edit["documentChanges"][0]["kind"] == "create";
            assert_eq!(made, existing.is_none(), "{edit}");
            let (edits, _) = edits_for(edit, &configuration);
            let after = edited(existing.unwrap_or_default(), &edits, "utf-16");
            project.write("plimsoll.toml", &after);
            let json = project.json(&["deploy"]);
            assert!(!project.found(&["deploy"]).iter().any(|it| it.contains("latest-container-image")), "{after}");
            assert!(project.run(&["lint", "deploy"]).stderr.is_empty(), "{after}: {json}");
            if let Some(text) = existing {
                assert!(after.starts_with(text));
                project.write("plimsoll.toml", text);
            } else {
                std::fs::remove_file(project.path("plimsoll.toml")).expect("it is there");
            }
        }
        assert_eq!(client.end(), 0);
    }
}

/// The edit of a fix is in `.dockerignore`, which is made where it is not there.
#[test]
fn a_fix_changes_the_dockerignore() {
    let source = "FROM node:24-slim\nCOPY . /é\nRUN cd /é && npm ci\n";
    for existing in [None, Some("*.md\r\nlög💙")] {
        let project = Project::new(&[("Dockerfile", source), ("node_modules/a/package.json", "{}")]);
        if let Some(text) = existing {
            project.write(".dockerignore", text);
        }
        let (mut client, uri) = opened(&project, "Dockerfile", "dockerfile", source);
        let found = actions(&mut client, &uri, source, ". /é", Some("quickfix"));
        let start = if existing.is_some() { "Hold back `.git`" } else { "Make a `.dockerignore`" };
        let edit = &titled(&found, start)["edit"];
        assert_eq!(edit["documentChanges"][0]["kind"] == "create", existing.is_none(), "{edit}");
        let (edits, _) = edits_for(edit, &lsp_support::uri(&project.path(".dockerignore")));
        let after = edited(existing.unwrap_or_default(), &edits, "utf-16");
        let expected = match existing {
            None => ".git\nnode_modules\n".to_owned(),
            Some(text) => format!("{text}\r\n.git\r\nnode_modules\r\n"),
        };
        assert_eq!(after, expected);
        assert_eq!(client.end(), 0);
    }
}

#[test]
fn a_configuration_of_hadolint_is_not_put_aside() {
    let source = "{\"containerDefinitions\": [{\"name\": \"a\", \"image\": \"b:latest\"}]}\n";
    let project = Project::new(&[("task-definition.json", source), (".hadolint.yaml", "ignored: [DL3008]\n")]);
    let (mut client, uri) = opened(&project, "task-definition.json", "json", source);
    let found = actions(&mut client, &uri, source, "latest", None);
    assert!(!found.iter().any(|it| text(it, "title").contains("plimsoll.toml")), "{found:#?}");
    assert_eq!(client.end(), 0);
}

#[test]
fn the_page_of_a_rule_is_opened_by_the_client() {
    let project = Project::new(&[]);
    let (mut client, uri) = opened(&project, "Dockerfile", "dockerfile", TEXT);
    let found = actions(&mut client, &uri, TEXT, "latest 💙", Some("quickfix"));
    let command = titled(&found, "Open the page of `latest-tag`")["command"].clone();
    client.request(
        "workspace/executeCommand",
        json!({ "command": command["command"], "arguments": command["arguments"] }),
    );
    let shown = client.wait_for("a page", |it| it["method"] == "window/showDocument");
    assert!(text(&shown["params"], "uri").ends_with("/latest-tag.md") && shown["params"]["external"] == true);
    let error = client.try_request("workspace/executeCommand", json!({ "command": "plimsoll.unknown" }));
    assert!(error.expect_err("an error")["message"].to_string().contains("unknown command"));
    assert_eq!(client.end(), 0);
}

#[test]
fn only_what_is_asked_for() {
    let project = Project::new(&[]);
    let (mut client, uri) = opened(&project, "Dockerfile", "dockerfile", TEXT);
    for only in ["quickfix", "source", "refactor"] {
        let found = actions(&mut client, &uri, TEXT, "latest 💙", Some(only));
        assert!(found.iter().all(|it| text(it, "kind").starts_with(only)), "{only}: {found:#?}");
    }
    // An automatic question, such as for the light bulb, gets no changes of the whole file.
    let at = position(TEXT, TEXT.find("latest").expect("there"), "utf-16");
    let context = json!({ "diagnostics": [], "triggerKind": 2 });
    let asked = json!({ "textDocument": { "uri": uri }, "range": { "start": at, "end": at }, "context": context });
    let found = client.request("textDocument/codeAction", asked);
    assert!(found.as_array().expect("actions").iter().all(|it| it["kind"] == "quickfix"), "{found}");
    assert_eq!(client.end(), 0);
}

#[test]
fn a_client_that_knows_commands_only() {
    let mut capabilities = encoded(capabilities(), "utf-16");
    capabilities["textDocument"]["codeAction"] = json!({});
    capabilities["workspace"]["workspaceEdit"] = json!({});
    let project = Project::new(&[]);
    let mut client = Client::new(&project, capabilities);
    let uri = uri(&project.path("Dockerfile"));
    client.open(&uri, "dockerfile", TEXT);
    client.diagnostics(&uri, 1);
    let found = actions(&mut client, &uri, TEXT, "latest 💙", None);
    let command = titled(&found, "Ignore `latest-tag` in this file").clone();
    client.request(
        "workspace/executeCommand",
        json!({ "command": command["command"], "arguments": command["arguments"] }),
    );
    let applied = client.wait_for("an edit", |it| it["method"] == "workspace/applyEdit");
    let edits = &applied["params"]["edit"]["changes"][&uri];
    assert!(edited(TEXT, edits, "utf-16").starts_with("# plimsoll: ignore-file[latest-tag]\n"));
    assert!(list(&client.introduction["capabilities"]["executeCommandProvider"], "commands").len() >= 2);
    assert_eq!(client.end(), 0);
}
