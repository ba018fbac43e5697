//! Each language feature of the server, in both encodings, in texts that are not ASCII.

mod cli_support;
mod lsp_support;

use cli_support::Project;
use lsp_support::{Client, capabilities, covered, edited, edits_for, encoded, marked, uri};
use serde_json::{Value, json};

const ENCODINGS: [&str; 2] = ["utf-8", "utf-16"];

/// Runs `check` with a client of each encoding and a document that holds `text`, a Dockerfile with a mark.
fn each(text: &str, check: impl Fn(&mut Client, &Asked)) {
    for encoding in ENCODINGS {
        let project = Project::new(&[("src/größe.txt", ""), ("package.json", "{}")]);
        let mut client = Client::new(&project, encoded(capabilities(), encoding));
        let (text, position) = marked(text, encoding);
        let uri = uri(&project.path("Dockerfile"));
        client.open(&uri, "dockerfile", &text);
        client.diagnostics(&uri, 1);
        check(&mut client, &Asked { uri, text, position, encoding });
        assert_eq!(client.end(), 0);
    }
}

struct Asked {
    uri: String,
    text: String,
    position: Value,
    encoding: &'static str,
}

impl Asked {
    fn here(&self) -> Value {
        json!({ "textDocument": { "uri": self.uri }, "position": self.position })
    }

    fn document(&self) -> Value {
        json!({ "textDocument": { "uri": self.uri } })
    }

    fn covered(&self, range: &Value) -> &str {
        covered(&self.text, range, self.encoding)
    }
}

#[test]
fn hover() {
    each("FROM debian:12\nLABEL a=\"💙é\" b=1\nWORK$0DIR /größe\n", |client, asked| {
        let hover = client.request("textDocument/hover", asked.here());
        assert_eq!(asked.covered(&hover["range"]), "WORKDIR");
        assert_eq!(hover["contents"]["kind"], "markdown");
        assert!(hover["contents"]["value"].as_str().expect("a text").len() > 20);
    });
}

#[test]
fn completion_replaces_the_typed_word() {
    each("FROM debian:12 AS build\nFROM debian:12\nCOPY --chown=é💙 --from=bu$0 a b\n", |client, asked| {
        let items = client.request("textDocument/completion", asked.here());
        let items = items.as_array().expect("items");
        let item = items.iter().find(|it| it["label"] == "build").expect("the stage");
        assert_eq!(asked.covered(&item["textEdit"]["range"]), "bu");
        let after = edited(&asked.text, &json!([item["textEdit"]]), asked.encoding);
        assert!(after.contains("COPY --chown=é💙 --from=build a b"), "{after}");
    });
}

#[test]
fn signature_help() {
    each("FROM debian:12\nLABEL a=\"💙é\"\nCOPY $0\n", |client, asked| {
        let help = client.request("textDocument/signatureHelp", asked.here());
        let signature = &help["signatures"][0];
        assert!(signature["label"].as_str().expect("a label").starts_with("COPY"), "{help}");
        assert!(signature["parameters"][0]["label"].is_array(), "{help}");
    });
}

#[test]
fn definition_references_and_highlights() {
    each("FROM debian:12 AS größe\nFROM debian:12\nLABEL é=💙\nCOPY --from=grö$0ße a b\n", |client, asked| {
        let links = client.request("textDocument/definition", asked.here());
        assert_eq!(links[0]["targetUri"], json!(asked.uri));
        assert_eq!(asked.covered(&links[0]["targetSelectionRange"]), "größe");
        assert_eq!(links[0]["targetSelectionRange"]["start"]["line"], 0);
        let mut with_declaration = asked.here();
        with_declaration["context"] = json!({ "includeDeclaration": true });
        let places = client.request("textDocument/references", with_declaration);
        let covered: Vec<&str> =
            places.as_array().expect("places").iter().map(|it| asked.covered(&it["range"])).collect();
        assert_eq!(covered, ["größe", "größe"]);
        let highlights = client.request("textDocument/documentHighlight", asked.here());
        assert_eq!(highlights.as_array().expect("highlights").len(), 2);
    });
}

#[test]
fn rename() {
    each("FROM debian:12 AS base\nFROM debian:12\nCOPY --chown=é💙 --from=ba$0se a b\n", |client, asked| {
        let prepared = client.request("textDocument/prepareRename", asked.here());
        assert_eq!((asked.covered(&prepared["range"]), &prepared["placeholder"]), ("base", &json!("base")));
        let mut named = asked.here();
        named["newName"] = json!("builder");
        let edit = client.request("textDocument/rename", named.clone());
        let (edits, version) = edits_for(&edit, &asked.uri);
        assert_eq!(version, json!(1));
        assert_eq!(edited(&asked.text, &edits, asked.encoding), asked.text.replace("base", "builder"));
        named["newName"] = json!("not a name");
        let error = client.try_request("textDocument/rename", named).expect_err("a refusal");
        assert!(!error["message"].as_str().expect("a reason").is_empty());
    });
}

#[test]
fn symbols_of_the_document_and_the_workspace() {
    each("FROM debian:12 AS größe\nENV É=💙$0\n", |client, asked| {
        let symbols = client.request("textDocument/documentSymbol", asked.document());
        let stage = &symbols[0];
        assert!(stage["name"].as_str().expect("a name").contains("größe"), "{symbols}");
        assert!(asked.covered(&stage["range"]).contains(asked.covered(&stage["selectionRange"])));
        assert!(stage["children"].as_array().is_some_and(|children| !children.is_empty()), "{symbols}");
        let found = client.request("workspace/symbol", json!({ "query": "größe" }));
        assert_eq!(found[0]["location"]["uri"], json!(asked.uri));
    });
}

#[test]
fn folding_and_selection() {
    each("FROM debian:12\nRUN echo 💙é \\\n    && echo grö$0ße\nUSER a\n", |client, asked| {
        let folds = client.request("textDocument/foldingRange", asked.document());
        assert!(
            folds.as_array().expect("folds").iter().any(|it| it["startLine"] == 1 && it["endLine"] == 2),
            "{folds}"
        );
        let mut parameters = asked.document();
        parameters["positions"] = json!([asked.position, { "line": 999, "character": 999 }]);
        let chains = client.request("textDocument/selectionRange", parameters);
        assert_eq!(chains.as_array().expect("chains").len(), 2);
        let (mut covered, mut chain) = (Vec::new(), &chains[0]);
        while chain.is_object() {
            covered.push(asked.covered(&chain["range"]).to_owned());
            chain = &chain["parent"];
        }
        assert!(
            covered.windows(2).all(|pair| pair[1].contains(&pair[0]) && pair[1].len() > pair[0].len()),
            "{covered:?}"
        );
        assert_eq!(covered.last(), Some(&asked.text));
    });
}

#[test]
fn links() {
    each("FROM debian:12\nLABEL é=💙\nCOPY package.json /größe/$0\n", |client, asked| {
        let links = client.request("textDocument/documentLink", asked.document());
        let links = links.as_array().expect("links");
        let page = links.iter().find(|it| it["target"].as_str().is_some_and(|it| it.starts_with("https://")));
        assert!(asked.covered(&page.expect("the image's page")["range"]).contains("debian"));
        let file = links.iter().find(|it| it["target"].as_str().is_some_and(|it| it.ends_with("/package.json")));
        assert_eq!(asked.covered(&file.expect("the file")["range"]), "package.json");
    });
}

#[test]
fn semantic_tokens() {
    each("FROM debian:12 AS größe\n# 💙é\nRUN echo \"ü\" \\\n  $0&& ls\n", |client, asked| {
        let legend = client.introduction["capabilities"]["semanticTokensProvider"]["legend"]["tokenTypes"].clone();
        let mut words = Vec::new();
        let data = client.request("textDocument/semanticTokens/full", asked.document());
        let numbers: Vec<u64> = data["data"].as_array().expect("data").iter().filter_map(Value::as_u64).collect();
        let (mut line, mut column) = (0, 0);
        for token in numbers.chunks(5) {
            column = if token[0] == 0 { column + token[1] } else { token[1] };
            line += token[0];
            let end = json!({ "line": line, "character": column + token[2] });
            let range = json!({ "start": { "line": line, "character": column }, "end": end });
            let kind = legend[usize::try_from(token[3]).expect("small")].as_str().expect("a kind").to_owned();
            words.push((asked.covered(&range).to_owned(), kind));
        }
        for (word, kind) in [("FROM", "keyword"), ("größe", "namespace"), ("# 💙é", "comment"), ("echo", "function")]
        {
            assert!(words.contains(&(word.to_owned(), kind.to_owned())), "{word} in {words:?}");
        }
        let mut part = asked.document();
        part["range"] = json!({ "start": { "line": 1, "character": 0 }, "end": { "line": 1, "character": 1 } });
        let data = client.request("textDocument/semanticTokens/range", part);
        assert_eq!(data["data"].as_array().expect("data").len(), 5);
    });
}

#[test]
fn inlay_hints_and_code_lenses() {
    each("ARG TAG=12\nFROM debian:$TAG AS größe\nLABEL é=💙\nFROM größe$0\n", |client, asked| {
        let mut whole = asked.document();
        whole["range"] = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 99, "character": 0 } });
        let hints = client.request("textDocument/inlayHint", whole);
        let labels: Vec<&str> = hints.as_array().expect("hints").iter().filter_map(|it| it["label"].as_str()).collect();
        assert!(labels.iter().any(|label| label.contains("debian:12") || label.contains("12")), "{labels:?}");
        let lenses = client.request("textDocument/codeLens", asked.document());
        let lenses = lenses.as_array().expect("lenses");
        assert!(!lenses.is_empty());
        // This client named no command of its own, so that nothing can be clicked.
        assert!(lenses.iter().all(|it| it["command"]["command"] == ""), "{lenses:?}");
    });
}

#[test]
fn formatting_keeps_what_is_built() {
    each("from debian:12\nLABEL é=💙   b=c\nrun   echo größe$0   \nuser a\n", |client, asked| {
        let options = json!({ "tabSize": 4, "insertSpaces": true });
        let mut whole = asked.document();
        whole["options"] = options.clone();
        let edits = client.request("textDocument/formatting", whole.clone());
        let after = edited(&asked.text, &edits, asked.encoding);
        assert!(after.starts_with("FROM debian:12\n") && after.contains("RUN echo größe\n"), "{after}");
        whole["range"] = json!({ "start": { "line": 3, "character": 0 }, "end": { "line": 3, "character": 1 } });
        let edits = client.request("textDocument/rangeFormatting", whole);
        let after = edited(&asked.text, &edits, asked.encoding);
        assert!(after.starts_with("from debian:12\n") && after.ends_with("USER a\n"), "{after}");
        let mut typed = asked.here();
        (typed["ch"], typed["options"]) = (json!("\n"), options);
        assert!(client.request("textDocument/onTypeFormatting", typed).is_array());
    });
}

#[test]
fn task_definitions() {
    let text = "{\n  \"family\": \"größe 💙\",\n  \"containerDefinitions\": [\n    {\"name\": \"wéb\", \"image\": \"a:1\"},\n    {\"name\": \"log\", \"image\": \"b:1\", \"essential\": false,\n      \"dependsOn\": [{\"containerName\": \"w$0éb\", \"condition\": \"START\"}]}\n  ]\n}\n";
    for encoding in ENCODINGS {
        let project = Project::new(&[]);
        let mut client = Client::new(&project, encoded(capabilities(), encoding));
        let (text, position) = marked(text, encoding);
        let uri = uri(&project.path("task-definition.json"));
        client.open(&uri, "json", &text);
        client.diagnostics(&uri, 1);
        let asked = Asked { uri, text, position, encoding };
        let links = client.request("textDocument/definition", asked.here());
        assert!(asked.covered(&links[0]["targetSelectionRange"]).contains("wéb"), "{links}");
        let hover = client.request("textDocument/hover", asked.here());
        assert!(hover["contents"]["value"].is_string(), "{hover}");
        let symbols = client.request("textDocument/documentSymbol", asked.document());
        assert!(symbols.to_string().contains("wéb"), "{symbols}");
        let mut named = asked.here();
        named["newName"] = json!("front");
        let edit = client.request("textDocument/rename", named);
        let (edits, _) = edits_for(&edit, &asked.uri);
        assert_eq!(edited(&asked.text, &edits, encoding), asked.text.replace("wéb", "front"));
        assert_eq!(client.end(), 0);
    }
}

/// Whatever is asked about a file that plimsoll does not know, or that is not open, is answered with nothing.
#[test]
fn other_documents_have_no_answers() {
    let project = Project::new(&[]);
    let mut client = Client::new(&project, capabilities());
    let uri = uri(&project.path("package.json"));
    client.open(&uri, "json", "{\"name\": \"x\"}\n");
    let document = json!({ "uri": uri });
    for uri in [uri.clone(), "untitled:Untitled-7".to_owned()] {
        let here = json!({ "textDocument": { "uri": uri }, "position": { "line": 0, "character": 3 } });
        assert_eq!(client.request("textDocument/hover", here.clone()), Value::Null);
        assert_eq!(client.request("textDocument/completion", here), Value::Null);
    }
    assert_eq!(client.request("textDocument/codeLens", json!({ "textDocument": document })), Value::Null);
    assert_eq!(client.end(), 0);
}
