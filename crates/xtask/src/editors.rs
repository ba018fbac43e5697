//! `cargo xtask editors`: installs the editors that tests start, and packages the extension of VS Code.
//!
//! Invariant: what is installed lies in target/tools/editors, apart from Debian packages; it is found again, and made
//! anew when its script has changed. What cannot be installed is named, with the way out.

use crate::root;
use std::process::Command;

/// A script of tests/tests/editor_support/install, the folder below target/tools/editors that it fills, and what it is for.
const PARTS: [(&str, &str, &str); 5] = [
    ("system.sh", "", "Debian's Neovim and Emacs, Chromium and what code-server is compiled with (apt-get)"),
    ("newer_debian.sh", "debian", "Neovim and Helix of Debian 13, unpacked beside the system (apt-get)"),
    ("python.sh", "venv", "Neovim 0.11 and a terminal to read (python3 with venv, pip)"),
    ("code_server.sh", "code-server", "VS Code for the browser (node and npm)"),
    ("extension.sh", "extension", "the extension of editors/vscode (node and npm)"),
];

pub(crate) fn run() -> Result<(), String> {
    let tools = root().join("target/tools/editors");
    std::fs::create_dir_all(&tools).map_err(|error| format!("{}: {error}", tools.display()))?;
    for (script, folder, what) in PARTS {
        let path = root().join("tests/tests/editor_support/install").join(script);
        println!("$ {script} {folder}");
        let status = Command::new("bash").arg(&path).arg(tools.join(folder)).status();
        let status = status.map_err(|error| format!("bash did not start: {error}"))?;
        if !status.success() {
            let shown = path.display();
            return Err(format!("could not install {what}; `bash {shown} {}` says why", tools.join(folder).display()));
        }
    }
    Ok(())
}
