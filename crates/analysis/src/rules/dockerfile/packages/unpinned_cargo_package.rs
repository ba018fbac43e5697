//! `unpinned-cargo-package`: Rust program installed without a version.

use super::command_line::add_option;
use super::pins::{Manner, Unpinned, report_all, unless_said};
use crate::rule::rule;
use crate::{Category, Check, CommandCx, FixAvailability, Level, Levels, PackageIndex, Sink};
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
    ///
    /// With `--online` crates.io is asked, or what cargo's configuration puts in its place. The lock file that the program
    /// was released with is part of a version. With this answer:
    ///
    /// ```text,network
    /// newest crates ripgrep 15.1.0
    /// ```
    ///
    /// ```Dockerfile,bad
    /// FROM rust:1.91
    /// RUN cargo install ripgrep
    /// #                 ^^^^^^^ warning: `ripgrep` is installed without a version
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM rust:1.91
    /// RUN cargo install --locked ripgrep@15.1.0
    /// ```
    "unpinned-cargo-package" {
        summary: "Rust program installed without a version",
        category: Category::Reproducibility,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
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
    let words: Vec<_> = command.packages().filter(|(_, text)| !text.contains('@')).collect();
    if words.is_empty() {
        return;
    }
    let elsewhere = ["--registry", "--index", "--config"];
    let said = [".cargo/config", "cargo_registries", "cargo_registry_default", "cargo_source"];
    let index = if command.has(&elsewhere) { None } else { unless_said(cx, PackageIndex::CratesIo, &said) };
    let known = words.into_iter().map(|(word, text)| Unpinned::new(word, text).known(index.clone(), text));
    let unpinned: Vec<Unpinned<'_>> = known.collect();
    let write = |version: &str| Some(format!("@{version}"));
    let more = (!command.has(&["--locked", "--frozen"])).then(|| add_option(cx, &command, "--locked"));
    report_all(cx, sink, &unpinned, &Manner { blank: "@<version>", write, more });
}
