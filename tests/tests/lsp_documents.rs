//! Documents and diagnostics of the language server, in conversations with the real binary.

mod cli_support;
mod lsp_support;

use cli_support::Project;
use lsp_support::{Client, capabilities, codes, encoded, uri};
use serde_json::{Value, json};

fn range(start: (u32, u32), end: (u32, u32)) -> Value {
    json!({ "start": { "line": start.0, "character": start.1 }, "end": { "line": end.0, "character": end.1 } })
}

#[test]
fn what_is_typed_is_checked_and_a_closed_document_is_cleared() {
    let project = Project::new(&[]);
    let mut client = Client::new(&project, capabilities());
    let uri = uri(&project.path("Dockerfile"));
    client.open(&uri, "dockerfile", "FROM debian:latest\nUSER 1000\n");
    let found = client.diagnostics(&uri, 1);
    assert_eq!(codes(&found), ["unpinned-base-digest", "latest-tag"]);
    assert_eq!(found[1]["range"], range((0, 12), (0, 18)));
    assert_eq!((&found[1]["severity"], &found[1]["source"]), (&json!(2), &json!("plimsoll")));
    assert!(found[1]["codeDescription"]["href"].as_str().expect("a page").ends_with("/docs/rules/latest-tag.md"));
    client.change(&uri, 2, json!([{ "range": range((0, 12), (0, 18)), "text": "12.11" }]));
    assert!(!codes(&client.diagnostics(&uri, 2)).contains(&"latest-tag"));
    client.change(&uri, 3, json!([{ "text": "FROM debian:latest\nUSER 1000\n" }]));
    assert_eq!(codes(&client.diagnostics(&uri, 3)), ["unpinned-base-digest", "latest-tag"]);
    client.close(&uri);
    let cleared = client.wait_for("nothing", |it| {
        it["method"] == "textDocument/publishDiagnostics" && it["params"]["diagnostics"] == json!([])
    });
    assert_eq!(cleared["params"]["uri"], json!(uri));
    assert_eq!(client.end(), 0);
}

#[test]
fn columns_count_in_the_negotiated_encoding() {
    let text = "FROM debian:12.11\nUSER app\nLABEL a=\"💙é\" b c=d\n";
    for (encoding, column) in [("utf-8", 17), ("utf-16", 14), ("utf-32", 13)] {
        let project = Project::new(&[]);
        let mut client = Client::new(&project, encoded(capabilities(), encoding));
        assert_eq!(client.introduction["capabilities"]["positionEncoding"], encoding);
        let uri = uri(&project.path("Größe/Dockerfile"));
        client.open(&uri, "dockerfile", text);
        let found = client.diagnostics(&uri, 1);
        let pair = found.iter().find(|it| it["code"] == "pair-without-equals").expect("a finding behind the letters");
        assert_eq!(pair["range"]["start"], json!({ "line": 2, "character": column }), "{encoding}");
        assert_eq!(client.end(), 0);
    }
}

#[test]
fn what_belongs_to_a_finding_comes_with_it() {
    let project = Project::new(&[]);
    let text = "FROM debian:12.11\n# plimsoll: ignore[latest-tag]\nENV TOKEN=ghp_0123456789abcdefghijABCDEFGHIJ012345\nUSER app\n";
    let mut client = Client::new(&project, capabilities());
    let uri = uri(&project.path("Dockerfile"));
    client.open(&uri, "dockerfile", text);
    let found = client.diagnostics(&uri, 1);
    let unused = found.iter().find(|it| it["code"] == "unused-ignore").expect("a finding");
    assert_eq!((&unused["tags"], &unused["severity"]), (&json!([1]), &json!(3)));
    assert_eq!(unused["data"]["rule"], "unused-ignore");
    let secret = found.iter().find(|it| it["code"] == "secret-in-env").expect("a finding");
    assert_eq!(secret["relatedInformation"][0]["location"]["uri"], json!(uri));
    assert!(!secret.to_string().contains("ghp_0123456789"), "a secret is shown");
    assert_eq!(client.end(), 0);

    // A client that claims nothing gets none of it.
    let mut client = Client::new(&project, json!({}));
    client.open(&uri, "dockerfile", text);
    let found = client.diagnostics(&uri, 1);
    for key in ["tags", "data", "relatedInformation", "codeDescription"] {
        assert!(found.iter().all(|it| it.get(key).is_none()), "{key}");
    }
    assert_eq!(client.introduction["capabilities"]["positionEncoding"], "utf-16");
    assert_eq!(client.end(), 0);
}
