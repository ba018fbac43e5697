//! `unpinned-cargo-package`: Rust program installed without a version.

use super::pins::report;
use crate::rule::rule;
use crate::{Category, Check, CommandCx, FixAvailability, Level, Levels, Sink};
use plimsoll_model::commands::{Action, Manager, package_command};

rule! {
    /// The program is built from whatever its newest release holds today.
    ///
    /// ```Dockerfile,bad
    /// FROM rust:1.91
    /// RUN cargo install --locked ripgrep
    /// #                          ^^^^^^^ warning: `ripgrep` is installed without a version
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM rust:1.91
    /// RUN cargo install --locked ripgrep@15.1.0 && cargo install --version 0.3 fd && cargo install --path . && cargo install --git https://example.com/x --tag v1 x
    /// ```
    "unpinned-cargo-package" {
        summary: "Rust program installed without a version",
        category: Category::Reproducibility,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Manual,
        aliases: &[],
        options: &[],
        check: Check::Command(check),
    }
}

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let Some(command) = package_command(cx.command) else { return };
    let install = command.manager == Manager::Cargo && command.action == Action::Install;
    if !install || command.has(&["--version", "--vers", "--rev", "--tag", "--path", "--git"]) {
        return;
    }
    let unpinned: Vec<_> = command.packages().filter(|(_, text)| !text.contains('@')).collect();
    report(cx, sink, &unpinned, "@<version>");
}
