//! Neovim, three versions, set up with the files of editors/nvim.
//!
//! Invariant: what Neovim shows is what the command line says, place by place.

mod cli_support;
mod editor_support;

use cli_support::text;
use editor_support::{Unit, command, found_by_command_line, found_by_editor, report, script, service, tool};
use serde_json::Value;
use std::path::Path;
use std::time::Duration;

const SEVERITIES: [&str; 4] = ["error", "warning", "note", "hint"];

/// Opens `file`, compares, applies the fix of `rule`, saves. `setup`: the text of init.lua.
fn fixes(program: &Path, setup: &str, file: &str, rule: &str, action: &str, saved: &str) -> Value {
    let project = service();
    let home = tempfile::tempdir().expect("a folder");
    let expected = found_by_command_line(&project, file, Unit::Bytes);
    let init = home.path().join("init.lua");
    std::fs::write(&init, setup.replace("EDITORS", &cli_support::root().join("editors").to_string_lossy()))
        .expect("a file");
    let mut nvim = command(program, home.path());
    nvim.args(["--headless", "-n", "-i", "NONE", "-u"]).arg(&init).arg("-S").arg(script("drive/nvim.lua"));
    nvim.current_dir(project.path("")).env("PLIMSOLL_FILE", project.path(file));
    nvim.env("PLIMSOLL_RULE", rule).env("PLIMSOLL_ACTION", action);
    let report = report(&mut nvim, home.path(), Duration::from_secs(60));
    assert_eq!(found_by_editor(&report["diagnostics"], SEVERITIES), expected, "{report:#}");
    assert_eq!(text(&report, "client"), "plimsoll");
    assert!(project.read(file).contains(saved), "{}", project.read(file));
    report
}

fn fixes_dockerfile(program: &Path, setup: &str) -> Value {
    fixes(program, setup, "Dockerfile", "invalid-duration", "Take it for seconds", "--interval=30s --timeout=5s CMD")
}

fn fixes_task_definition(program: &Path, setup: &str) -> Value {
    let saved = r#""portMappings": [{ "containerPort": 8080 }]"#;
    fixes(program, setup, "task-definition.json", "wrong-value-type", "Take the quotes away", saved)
}

const OLDER: &str = r#"dofile("EDITORS/nvim/plimsoll.lua")"#;
const NEWER: &str = r#"vim.opt.runtimepath:prepend("EDITORS/nvim"); vim.lsp.enable("plimsoll")"#;

/// 0.7 on Debian 12; the file is for all versions.
#[test]
fn debians_neovim() {
    fixes_dockerfile(Path::new("/usr/bin/nvim"), OLDER);
    fixes_task_definition(Path::new("/usr/bin/nvim"), OLDER);
}

#[test]
fn neovim_0_10() {
    let report = fixes_dockerfile(&tool("debian/bin/nvim"), OLDER);
    assert!(text(&report, "version").starts_with("0.10"), "{report:#}");
    fixes_task_definition(&tool("debian/bin/nvim"), OLDER);
}

#[test]
fn neovim_0_11_with_lsp_config() {
    let report = fixes_dockerfile(&tool("venv/bin/nvim"), NEWER);
    assert!(text(&report, "version").starts_with("0.11"), "{report:#}");
    fixes_task_definition(&tool("venv/bin/nvim"), NEWER);
}

#[test]
fn neovim_leaves_other_json_files_alone() {
    let project = service();
    project.write("package.json", "{ \"name\": \"report\" }");
    let home = tempfile::tempdir().expect("a folder");
    let init = home.path().join("init.lua");
    std::fs::write(&init, NEWER.replace("EDITORS", &cli_support::root().join("editors").to_string_lossy()))
        .expect("a file");
    let look = "vim.cmd('edit package.json'); vim.wait(1500); local n = #vim.lsp.get_clients({ bufnr = 0 }); \
                vim.cmd('edit task-definition.json'); \
                vim.wait(10000, function() return #vim.diagnostic.get(0) > 0 end); \
                local ours = #vim.lsp.get_clients({ bufnr = 0 }); \
                vim.lsp.stop_client(vim.lsp.get_clients()); \
                local stopped = vim.wait(10000, function() return #vim.lsp.get_clients() == 0 end); \
                vim.fn.writefile({ vim.json.encode({ other = n, ours = ours, stopped = stopped }) }, vim.env.PLIMSOLL_REPORT); \
                vim.cmd('qall!')";
    let mut nvim = command(tool("venv/bin/nvim"), home.path());
    nvim.args(["--headless", "-n", "-i", "NONE", "-u"]).arg(&init).args(["-c", &format!("lua {look}")]);
    let report = report(nvim.current_dir(project.path("")), home.path(), Duration::from_secs(60));
    assert_eq!(report, serde_json::json!({ "other": 0, "ours": 1, "stopped": true }));
}
