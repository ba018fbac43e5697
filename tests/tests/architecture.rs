//! The house rules that a machine can check.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Which own crates each crate may use, and which others; a test's dependencies are free. ARCHITECTURE.md holds
/// the same table and says why.
const LAYERS: &[(&str, &[&str], &[&str])] = &[
    ("text", &[], &["text-size"]),
    ("dockerfile", &["text"], &["memchr"]),
    ("json", &["text"], &["memchr"]),
    ("shell", &["text"], &["shuck-ast", "shuck-parser"]),
    ("shellcheck", &["text", "shell", "json"], &["shuck-linter", "shuck-parser"]),
    ("model", &["text", "dockerfile", "shell", "json", "yaml"], &["hcl-edit"]),
    ("carriers", &["text", "json", "yaml", "model"], &["hcl-edit"]),
    (
        "analysis",
        &["text", "dockerfile", "shell", "json", "model", "carriers", "format", "shellcheck"],
        &["regex-automata", "strsim"],
    ),
    ("config", &["text", "yaml", "analysis"], &["globset", "toml"]),
    ("compare", &["json", "model"], &[]),
    ("report", &["text", "analysis", "compare"], &["annotate-snippets", "anstyle", "serde", "serde_json", "similar"]),
    ("files", &["analysis", "carriers", "config", "json", "model"], &["ignore", "memchr", "rayon"]),
    ("yaml", &["text"], &["saphyr-parser"]),
    (
        "pin",
        &["text", "dockerfile", "json", "yaml", "shell", "model", "analysis"],
        &["pep440_rs", "serde_json", "toml"],
    ),
    (
        "registry",
        &[],
        &[
            "base64",
            "docker_credential",
            "flate2",
            "lzma-rust2",
            "quick-xml",
            "rustls",
            "rustls-native-certs",
            "ruzstd",
            "serde_json",
            "sha2",
            "tempfile",
            "toml",
            "ureq",
        ],
    ),
    ("format", &["text", "dockerfile", "shell", "model"], &[]),
    ("ide", &["text", "dockerfile", "shell", "json", "model", "analysis", "format"], &[]),
    (
        "server",
        &["text", "analysis", "config", "files", "ide", "pin", "registry", "report"],
        &["rayon", "ropey", "rustix", "serde_json", "similar", "tokio", "tower-lsp-server"],
    ),
    (
        "cli",
        &[
            "text", "json", "model", "carriers", "analysis", "compare", "config", "files", "format", "pin", "registry",
            "report", "server",
        ],
        &["anstream", "clap", "clap_complete", "globset", "ignore", "indicatif", "rayon", "tempfile", "terminal_size"],
    ),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn metadata() -> Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1", "--locked"])
        .current_dir(root())
        .output()
        .expect("cargo starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("cargo metadata is JSON")
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

#[test]
fn crates_use_only_what_their_layer_allows() {
    let metadata = metadata();
    let members: BTreeSet<&str> = list(&metadata["workspace_members"]).iter().map(text).collect();
    let mut seen = BTreeSet::new();
    for package in list(&metadata["packages"]).iter().filter(|package| members.contains(text(&package["id"]))) {
        let name = text(&package["name"]).trim_start_matches("plimsoll-");
        let Some((_, own, others)) = LAYERS.iter().find(|(layer, ..)| *layer == name) else {
            assert!(["xtask", "tests", "plimsoll"].contains(&name), "{name} is not in the layer table");
            continue;
        };
        seen.insert(name);
        for dependency in list(&package["dependencies"]).iter().filter(|it| it["kind"].is_null()) {
            let used = text(&dependency["name"]);
            let allowed = match used.strip_prefix("plimsoll-") {
                Some(own_crate) => own.contains(&own_crate),
                None => others.contains(&used),
            };
            assert!(allowed, "{name} may not use {used}");
        }
    }
    let expected: BTreeSet<&str> = LAYERS.iter().map(|(name, ..)| *name).collect();
    assert_eq!(seen, expected, "a crate of the layer table is missing");
}

#[test]
fn the_layer_table_stands_in_the_documentation() {
    let page = std::fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    for (name, own, others) in LAYERS {
        let cell = |list: &[&str]| if list.is_empty() { "–".to_owned() } else { list.join(", ") };
        let row = format!("| {name} | {} | {} |", cell(own), cell(others));
        assert!(page.contains(&row), "ARCHITECTURE.md lacks the row\n{row}");
    }
}

/// The licences that deny.toml allows.
fn allowed_licences() -> BTreeSet<String> {
    let deny = std::fs::read_to_string(root().join("deny.toml")).expect("deny.toml");
    let line = deny.lines().find(|line| line.starts_with("allow = [")).expect("deny.toml lists licences");
    line.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn everything_that_is_linked_has_an_allowed_licence() {
    let metadata = metadata();
    let allowed = allowed_licences();
    let packages: BTreeMap<&str, &Value> =
        list(&metadata["packages"]).iter().map(|package| (text(&package["id"]), package)).collect();
    let nodes: BTreeMap<&str, &Value> =
        list(&metadata["resolve"]["nodes"]).iter().map(|node| (text(&node["id"]), node)).collect();
    let cli = packages.values().find(|package| text(&package["name"]) == "plimsoll-cli").expect("the cli crate");
    let (mut seen, mut waiting) = (BTreeSet::new(), vec![text(&cli["id"])]);
    while let Some(id) = waiting.pop() {
        if !seen.insert(id) {
            continue;
        }
        let package = packages[id];
        let licence = text(&package["license"]).replace('/', " OR ");
        let fits = licence.split(" OR ").any(|choice| {
            let mut parts = choice.trim_matches(['(', ')', ' ']).split(" AND ");
            parts.all(|part| allowed.contains(part.trim_matches(['(', ')', ' '])))
        });
        assert!(fits, "{} has the licence `{licence}`, which deny.toml does not allow", text(&package["name"]));
        for dependency in list(&nodes[id]["deps"]) {
            let linked = list(&dependency["dep_kinds"]).iter().any(|kind| kind["kind"].is_null());
            if linked {
                waiting.push(text(&dependency["pkg"]));
            }
        }
    }
    assert!(seen.len() > 20, "the graph was not walked");
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if path.is_dir() && name != "target" && !name.starts_with('.') {
            rust_files(&path, found);
        } else if name.ends_with(".rs") {
            found.push(path);
        }
    }
}

fn sources() -> Vec<(String, String)> {
    let mut files = Vec::new();
    for folder in ["crates", "tests"] {
        rust_files(&root().join(folder), &mut files);
    }
    files.sort();
    assert!(files.len() > 50, "the sources were not found");
    files
        .into_iter()
        .map(|path| {
            let text = std::fs::read_to_string(&path).expect("sources are UTF-8");
            (path.strip_prefix(root()).unwrap_or(&path).to_string_lossy().replace('\\', "/"), text)
        })
        .collect()
}

#[test]
fn every_module_says_what_it_is_for() {
    let silent: Vec<String> =
        sources().into_iter().filter(|(_, text)| !text.starts_with("//!")).map(|(path, _)| path).collect();
    assert_eq!(silent, Vec::<String>::new(), "these files do not start with `//!`");
}

#[test]
fn no_test_is_left_out_and_nothing_is_unfinished() {
    // Put together at run time, so that this file does not hold them.
    let banned =
        [["#[ign", "ore"].concat(), ["tod", "o!("].concat(), ["unimple", "mented!("].concat(), ["db", "g!("].concat()];
    for (path, text) in sources() {
        for word in &banned {
            assert!(!text.contains(word.as_str()), "{path} holds `{word}`");
        }
    }
}

#[test]
fn rule_files_are_what_the_lists_say() {
    let rules = root().join("crates/analysis/src/rules");
    let mut checked = 0;
    for family in ["dockerfile", "ecs"] {
        for entry in std::fs::read_dir(rules.join(family)).expect("the folder of rules").flatten() {
            let folder = entry.path();
            let Ok(list) = std::fs::read_to_string(folder.join("mod.rs")) else { continue };
            let Some(start) = list.find("group! {") else { continue };
            let body = &list[start..start + list[start..].find('}').expect("the list ends")];
            let names = body.rsplit("\":").next().unwrap_or_default();
            let listed: BTreeSet<String> =
                names.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect();
            let mut files = BTreeSet::new();
            for file in std::fs::read_dir(&folder).expect("the group's folder").flatten() {
                let name = file.file_name().to_string_lossy().into_owned();
                let text = std::fs::read_to_string(file.path()).unwrap_or_default();
                let Some(module) = name.strip_suffix(".rs").filter(|module| *module != "mod") else { continue };
                if !text.contains("rule! {") && !text.contains("static RULE:") {
                    continue;
                }
                let id = module.replace('_', "-");
                let named = [format!("\n    \"{id}\" {{"), format!("id: \"{id}\",")];
                assert!(named.iter().any(|form| text.contains(form)), "{name} does not declare the rule `{id}`");
                files.insert(module.to_owned());
                checked += 1;
            }
            assert_eq!(files, listed, "files and list of {}", folder.display());
        }
    }
    assert!(checked > 20, "the rules were not found");
}
