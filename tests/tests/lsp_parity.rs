//! The editor shows what the command line says: for every fixture, the same diagnostics.

#![allow(clippy::disallowed_methods, reason = "tests read their fixtures")]

mod cli_support;
mod lsp_support;

use cli_support::{Project, list, root, text};
use lsp_support::{Client, encoded, position, pulling, uri};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// What is compared, in an order of its own: rule, severity, start, end, message, number of related places.
type Found = Vec<(String, u64, Value, Value, String, usize)>;

/// All fixtures in one project: whole files as they are, and the code blocks of Markdown files each in a folder.
fn project() -> Project {
    let project = Project::new(&[]);
    for folder in ["parser", "walkthrough", "walkthrough-mended", "rules"] {
        copy(&project, &root().join("fixtures").join(folder), folder);
    }
    // The examples of the rules stand on their pages.
    copy(&project, &root().join("docs/rules"), "docs");
    project
}

fn copy(project: &Project, from: &Path, to: &str) {
    for entry in fs::read_dir(from).unwrap_or_else(|error| panic!("{}: {error}", from.display())) {
        let entry = entry.expect("an entry");
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        let to = format!("{to}/{name}");
        if path.is_dir() {
            copy(project, &path, &to);
        } else if name.ends_with(".md") {
            blocks(project, &fs::read_to_string(&path).expect("UTF-8"), to.trim_end_matches(".md"));
        } else {
            project.write(&to, fs::read(&path).expect("readable"));
        }
    }
}

/// Writes the code blocks of a Markdown file, notes of what is found included: they are text like any other.
fn blocks(project: &Project, markdown: &str, to: &str) {
    let (mut at, mut block): (usize, Option<(String, String)>) = (0, None);
    for line in markdown.lines() {
        match (&mut block, line.strip_prefix("```")) {
            (None, Some(info)) => block = Some((info.to_owned(), String::new())),
            (Some((_, text)), None) => {
                text.push_str(line);
                text.push('\n');
            }
            (Some((info, text)), Some(_)) => {
                let named = info.split(',').find_map(|part| part.trim().strip_prefix("file="));
                let name = named.unwrap_or(match info.split(',').next() {
                    Some("json") => "task-definition.json",
                    Some("requirements") => "requirements.txt",
                    _ => "Dockerfile",
                });
                project.write(&format!("{to}/{at}/{name}"), &*text);
                (at, block) = (at + 1, None);
            }
            (None, None) => {}
        }
    }
}

/// What the command line says of each file.
fn by_command_line(project: &Project, encoding: &str) -> BTreeMap<String, Found> {
    let json = project.json(&["."]);
    let mut found: BTreeMap<String, Found> =
        list(&json, "files").iter().map(|file| (text(file, "path").to_owned(), Vec::new())).collect();
    for it in list(&json, "diagnostics") {
        let path = text(it, "path");
        let source = project.read(path);
        let place = |end: &str| {
            let offset = it["range"][end]["offset"].as_u64().expect("an offset");
            position(&source, usize::try_from(offset).expect("small"), encoding)
        };
        let severity = match text(it, "severity") {
            "error" => 1,
            "warning" => 2,
            _ => 3,
        };
        let related = list(it, "labels").len() + list(it, "notes").len();
        let one = (
            text(it, "rule").to_owned(),
            severity,
            place("start"),
            place("end"),
            text(it, "message").to_owned(),
            related,
        );
        found.get_mut(path).expect("a linted file").push(one);
    }
    found
}

/// What the server says, in the same form.
fn by_server(diagnostics: &[Value]) -> Found {
    let one = |it: &Value| {
        let related = it["relatedInformation"].as_array().map_or(0, Vec::len);
        let (code, message) = (text(it, "code").to_owned(), text(it, "message").to_owned());
        let severity = it["severity"].as_u64().expect("a severity");
        (code, severity, it["range"]["start"].clone(), it["range"]["end"].clone(), message, related)
    };
    diagnostics.iter().map(one).collect()
}

#[test]
fn pulled_for_the_whole_workspace() {
    let project = project();
    for encoding in ["utf-8", "utf-16"] {
        let expected = by_command_line(&project, encoding);
        assert!(expected.len() > 300, "only {} files", expected.len());
        let mut client = Client::new(&project, encoded(pulling(), encoding));
        let report = client.request("workspace/diagnostic", json!({ "previousResultIds": [] }));
        let mut compared = 0;
        let paths: BTreeMap<String, &String> = expected.keys().map(|path| (uri(&project.path(path)), path)).collect();
        for item in list(&report, "items") {
            let address = text(item, "uri");
            let path = *paths.get(address).unwrap_or_else(|| panic!("the command line does not know {address}"));
            assert_eq!(by_server(list(item, "items")), expected[path], "{path} in {encoding}");
            compared += 1;
        }
        assert_eq!(compared, expected.len());
        assert_eq!(client.end(), 0);
    }
}

#[test]
fn pushed_for_each_opened_file() {
    let project = project();
    let expected = by_command_line(&project, "utf-16");
    let mut client = Client::new(&project, encoded(lsp_support::capabilities(), "utf-16"));
    for (path, found) in &expected {
        let address = uri(&project.path(path));
        let language = if path.contains(".json") {
            "json"
        } else if path.ends_with("txt") {
            "pip-requirements"
        } else if path.ends_with(".tf") {
            "terraform"
        } else if path.ends_with(".yml") || path.ends_with(".yaml") {
            "yaml"
        } else {
            "dockerfile"
        };
        client.open(&address, language, &project.read(path));
        assert_eq!(by_server(&client.diagnostics(&address, 1)), *found, "{path}");
        client.close(&address);
    }
    assert_eq!(client.end(), 0);
}
