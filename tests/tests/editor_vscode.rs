//! VS Code (code-server in a browser) with the packaged extension: what a user sees, and what the extension host says.
//!
//! Invariant: nothing is loaded from elsewhere; what VS Code shows is what the command line says. Pictures are kept in
//! target/editors.

mod cli_support;
mod editor_support;
#[path = "../registry_support/mod.rs"]
mod registry_support;

use cli_support::{Project, binary, list, root, text};
use editor_support::{Unit, command, found_by_command_line, found_by_editor, report, script, service, tool};
use registry_support::image::Image;
use registry_support::registry::Registry;
use serde_json::Value;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

const LIMIT: Duration = Duration::from_secs(240);

fn driver(name: &str, home: &Path, project: &Project) -> Command {
    let pictures = root().join("target/editors");
    std::fs::create_dir_all(&pictures).expect("a folder");
    tool("extension/plimsoll.vsix");
    let mut node = command(tool("code-server/node-bin"), home);
    node.arg(script(&format!("drive/{name}.mjs"))).arg(project.path("")).current_dir(project.path(""));
    node.env("PLIMSOLL_TOOLS", root().join("target/tools/editors")).env("PLIMSOLL_PICTURES", pictures);
    node
}

fn joined(value: &Value, key: &str) -> String {
    list(value, key).iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n")
}

#[test]
fn in_the_workbench() {
    let project = service();
    let home = tempfile::tempdir().expect("a folder");
    let expected = found_by_command_line(&project, "Dockerfile", Unit::Utf16);
    let report = report(&mut driver("vscode_ui", home.path(), &project), home.path(), LIMIT);
    assert_eq!(list(&report, "outside"), &[] as &[Value], "loaded from elsewhere");

    let findings = &report["findings"];
    let problems = joined(findings, "problems");
    for finding in expected {
        let (_, message) = finding.split_once("invalid-duration ").unwrap_or(("", "no USER is set"));
        assert!(problems.contains(message), "{message} is not in {problems}");
    }
    assert!(findings["squiggles"].as_u64().expect("a number") >= 3, "{findings:#}");

    assert!(text(&report["hover"], "onFinding").contains("expected a duration"), "{report:#}");
    assert!(text(&report["hover"], "onInstruction").contains("HEALTHCHECK"), "{report:#}");

    let fix = &report["fix"];
    assert!(joined(fix, "actions").contains("Take it for seconds"), "{fix:#}");
    assert_eq!(text(fix, "saved"), project.read("Dockerfile"));
    assert!(text(fix, "saved").contains("--interval=30s --timeout=5s"));

    let completion = &report["completion"];
    assert!(joined(completion, "instructions").contains("HEALTHCHECK"), "{completion:#}");
    assert_eq!(text(completion, "line"), "HEALTHCHECK");
    assert!(joined(completion, "flags").contains("--start-period"), "{completion:#}");

    let task = &report["taskDefinition"];
    assert!(text(task, "hover").contains("networkMode") || text(task, "hover").contains("network"), "{task:#}");
    assert!(joined(task, "proposals").contains("runtimePlatform"), "{task:#}");
    assert!(text(task, "saved").contains(r#""containerPort": 8080"#), "{task:#}");

    assert!(text(&report["status"], "text").contains("plimsoll"), "{report:#}");
    assert!(joined(&report["status"], "output").contains("lsp"), "{report:#}");
}

#[test]
fn without_the_program() {
    let project = service();
    let home = tempfile::tempdir().expect("a folder");
    let mut driver = driver("vscode_ui", home.path(), &project);
    driver.arg("missing").arg(binary()).env("PLIMSOLL_OTHER_PATH", "/usr/bin:/bin");
    let report = report(&mut driver, home.path(), LIMIT);
    let missing = &report["missing"];
    let message = text(missing, "message");
    for part in ["is not on the PATH", "Choose the Program", "How to Install", "Show Output"] {
        assert!(message.contains(part), "{part} is not in {message}");
    }
    assert!(text(missing, "before").contains("missing") && text(missing, "after").contains("running"), "{missing:#}");
}

#[test]
fn pins_images_through_a_registry() {
    let registry = Registry::open();
    let host = registry.host();
    let (base, tool) = (Image::oci("base"), Image::oci("tool"));
    base.push(&host, "base", "1");
    tool.push(&host, "tool", "2");
    let before = format!("# für 💙\nFROM {host}/base:1 AS build\nCOPY --from={host}/tool:2 /a /b\n");
    let project = Project::new(&[("Dockerfile", &before)]);
    let home = tempfile::tempdir().expect("a folder");
    let mut driver = driver("vscode_ui", home.path(), &project);
    for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"] {
        driver.env_remove(name).env_remove(name.to_lowercase());
    }
    let report = report(driver.arg("pin").env("DOCKER_CONFIG", home.path()), home.path(), LIMIT);
    let pin = &report["pin"];
    let one = before.replace("/base:1", &format!("/base:1@{}", base.digest()));
    assert_eq!(text(pin, "one"), one, "{pin:#}");
    assert_eq!(text(pin, "all"), one.replace("/tool:2", &format!("/tool:2@{}", tool.digest())), "{pin:#}");
}

#[test]
fn inside_the_extension_host() {
    let project = service();
    project.write("package.json", "{ \"name\": \"report\" }\n");
    project.write("new.json", "");
    project.write("other/Dockerfile", "FROM debian:latest\n");
    let severities = ["error", "warning", "note", "hint"];
    let expected = |path: &str| found_by_command_line(&project, path, Unit::Utf16);
    let (dockerfile, task_definition) = (expected("Dockerfile"), expected("task-definition.json"));
    let home = tempfile::tempdir().expect("a folder");
    let report = report(&mut driver("vscode_inside", home.path(), &project), home.path(), LIMIT);

    let start = &report["start"];
    assert_eq!((text(start, "before"), text(start, "after")), ("off", "running"), "{start:#}");
    assert_eq!(Path::new(text(start, "program")), binary());

    assert_eq!(found_by_editor(&report["diagnostics"]["dockerfile"], severities), dockerfile);
    assert_eq!(found_by_editor(&report["diagnostics"]["taskDefinition"], severities), task_definition);
    let page = &report["rulePages"];
    assert!(text(page, "target").ends_with(&format!("docs/rules/{}.md", text(page, "code"))), "{page:#}");
    assert_eq!(report["related"][0]["file"], "requirements.txt", "{:#}", report["related"]);

    let quick = list(&report["actions"], "quick");
    let fix = quick.iter().find(|it| text(it, "title").contains("Take it for seconds"));
    assert!(fix.is_some_and(|it| it["isPreferred"] == true), "{quick:#?}");
    let source = list(&report["actions"], "source");
    assert!(source.iter().any(|it| it["kind"] == "source.fixAll.plimsoll"), "{source:#?}");

    let hover = &report["hover"];
    assert!(text(hover, "instruction").contains("HEALTHCHECK"), "{hover:#}");
    assert!(text(hover, "field").contains("networkMode"), "{hover:#}");
    assert!(!text(hover, "other").contains("plimsoll"), "{hover:#}");

    let completion = &report["completion"];
    assert!(joined(completion, "instructions").lines().any(|it| it.starts_with("HEALTHCHECK")), "{completion:#}");
    assert!(joined(completion, "stages").lines().any(|it| it == "build"), "{completion:#}");
    assert_eq!(report["navigation"]["stage"], serde_json::json!([1]));
    assert!(joined(&report["navigation"], "symbols").contains("build"), "{:#}", report["navigation"]);

    assert!(joined(&report, "references").contains("used once"), "{:#}", report["references"]);
    assert_eq!(report["settings"]["defaults"]["ignore"], serde_json::json!([]));
    assert_eq!(report["becomesTaskDefinition"]["before"], 0);

    let fixed = text(&report["fixAll"], "text");
    let by_command_line = service();
    by_command_line.run(&["lint", "--fix", "Dockerfile"]);
    assert_eq!(fixed, by_command_line.read("Dockerfile"));
    assert_eq!(fixed, project.read("Dockerfile"));

    assert!(text(&report, "showRule").starts_with("latest-tag"), "{:#}", report["showRule"]);
    assert_eq!(report["restart"], "running");

    let matched = list(&report, "problemMatcher");
    let found = matched.iter().find(|it| it["rule"] == "unpinned-base-digest" && it["severity"] == 2);
    let found = found.unwrap_or_else(|| panic!("{matched:#?}"));
    assert_eq!((&found["line"], &found["column"]), (&0.into(), &5.into()), "{found:#}");
    assert_eq!(text(found, "message"), "`debian:latest` is not pinned by a digest");
}
