//! `pip-without-hashes`: packages of Python that no hash holds.

use super::command_line::{add_option, may_hold_options};
use crate::rule::rule;
use crate::rules::dockerfile::surroundings::variable;
use crate::{Category, Check, CommandCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_model::commands::{Action, Manager, PackageCommand, package_command};
use plimsoll_model::requirements::{LineKind, read};
use plimsoll_text::TextRange;

rule! {
    /// A version names a release, a hash names its bytes. With `--require-hashes`, pip refuses what is not the very file
    /// that was looked at, whoever put another one on the index.
    ///
    /// `pip-compile --generate-hashes` and `uv pip compile --generate-hashes` write a requirements file with hashes.
    ///
    /// ```Dockerfile,bad
    /// FROM python:3.13-slim
    /// RUN pip install --no-cache-dir flask==3.1.2
    /// #   ^^^^^^^^^^^ note: no hash holds what `pip install` fetches
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM python:3.13-slim
    /// COPY requirements.txt .
    /// RUN pip install --no-cache-dir --require-hashes -r requirements.txt
    /// RUN pip install --no-cache-dir . && pip install --no-index --find-links=/wheels flask
    /// ```
    ///
    /// # Requirements files
    ///
    /// A file in which every line has a hash is enough: then pip checks all of them.
    ///
    /// ```requirements,context,file=requirements.txt
    /// flask==3.1.2 --hash=sha256:bf656c15c80190ed628ad08cdfd3aaa35beb087855e2f494910aa3774cc4fd87
    /// ```
    ///
    /// ```requirements,context,file=more.txt
    /// flask==3.1.2
    /// ```
    ///
    /// ```Dockerfile,bad
    /// FROM python:3.13-slim
    /// COPY requirements.txt more.txt ./
    /// RUN pip install --no-cache-dir -r requirements.txt
    /// RUN pip install --no-cache-dir -r more.txt
    /// #   ^^^^^^^^^^^ note: no hash holds what `pip install` fetches
    /// ```
    "pip-without-hashes" {
        summary: "packages of Python that no hash holds",
        category: Category::Security,
        levels: Levels::dockerfile(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Manual,
        aliases: &[],
        options: &[],
        check: Check::Command(check),
    }
}

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let Some(command) = package_command(cx.command).filter(|it| it.action == Action::Install) else { return };
    let is_pip = command.manager == Manager::Pip
        || command.manager == Manager::Uv && cx.text(command.head).split_ascii_whitespace().any(|word| word == "pip");
    let is_held = command.has(&["--require-hashes", "--no-index", "--help"])
        || ["PIP_REQUIRE_HASHES", "UV_REQUIRE_HASHES", "PIP_NO_INDEX", "UV_NO_INDEX"]
            .iter()
            .any(|name| !variable(cx, name).is_off());
    if !is_pip || is_held || may_hold_options(cx) || !fetches(cx, &command) {
        return;
    }
    let head = cx.text(command.head);
    sink.report(command.head, format!("no hash holds what `{head}` fetches"))
        .note("whoever can change the index, or what stands between, can change the image")
        .fix(Fix::manual("add `--require-hashes`", add_option(cx, &command, "--require-hashes")));
}

/// Whether it is certain that something comes from an index without a hash.
fn fetches(cx: &CommandCx<'_>, command: &PackageCommand<'_>) -> bool {
    let is_file = |text: &str| [".whl", ".gz", ".zip"].iter().any(|end| text.ends_with(end)) || text.contains("@ ");
    command.packages().any(|(_, text)| !is_file(text) && !text.contains("--hash"))
        || command.requirement_files().iter().any(|file| is_open(cx, file.word.range))
}

/// Whether the requirements file is known, and has a requirement without a hash and none with one: one hash turns the
/// check on for all.
fn is_open(cx: &CommandCx<'_>, word: TextRange) -> bool {
    let lines = || cx.workspace.installed_at(&cx.file.path, word).flat_map(|file| read(&file.text));
    let is_held = lines().any(|line| match line.kind {
        LineKind::Requirement(it) => !it.hashes.is_empty(),
        LineKind::Option { name, .. } => matches!(name, "--require-hashes" | "--no-index"),
        _ => false,
    });
    let is_named = |line: plimsoll_model::requirements::Line<'_>| matches!(line.kind, LineKind::Requirement(it) if it.url.is_none());
    !is_held && lines().any(is_named)
}
