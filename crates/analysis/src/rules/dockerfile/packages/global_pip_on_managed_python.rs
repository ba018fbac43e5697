//! `global-pip-on-managed-python`: pip installs into a Python that belongs to the system.

use crate::rule::rule;
use crate::rules::dockerfile::lines;
use crate::rules::dockerfile::list_edits::is_shell_form;
use crate::rules::dockerfile::surroundings::says;
use crate::{Category, Check, CommandCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, CommandLine, Instruction};
use plimsoll_model::commands::{Action, Manager, deletes, package_command};
use plimsoll_model::dockerfile::Base;
use plimsoll_model::tables::eol::{Release, system};
use plimsoll_model::tables::image_name::ImageName;
use plimsoll_model::tables::managed::{brings_python, refuses_pip};
use plimsoll_shell::{Command, Connector};
use plimsoll_text::{Edit, Edits, TextRange, TextSize};

rule! {
    /// Debian since 12, Ubuntu since 23.04 and Alpine since 3.19 keep the Python of the system for the system: pip stops
    /// with `externally-managed-environment`, and so does the build.
    ///
    /// ```Dockerfile,bad
    /// FROM alpine:3.22
    /// RUN apk add --no-cache py3-pip
    /// RUN pip install --no-cache-dir flask==3.1.2
    /// #   ^^^^^^^^^^^ warning: the Python of Alpine Linux 3.22 refuses pip
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM alpine:3.22
    /// RUN apk add --no-cache py3-pip
    /// ENV PATH="/opt/venv/bin:$PATH"
    /// RUN python3 -m venv /opt/venv && pip install --no-cache-dir flask==3.1.2
    /// ```
    ///
    /// Debian and Ubuntu keep `venv` in a package of its own:
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN apt-get update && apt-get install -y --no-install-recommends python3-pip \
    ///  && pip install --no-cache-dir flask==3.1.2
    /// #   ^^^^^^^^^^^ warning: the Python of Debian 12 refuses pip
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// ENV PATH="/opt/venv/bin:$PATH"
    /// RUN apt-get update && apt-get install -y --no-install-recommends python3-pip python3-venv \
    ///  && python3 -m venv /opt/venv && pip install --no-cache-dir flask==3.1.2
    /// ```
    ///
    /// A virtual environment, an option or another Python is left alone:
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN apt-get update && apt-get install -y python3-pip python3-venv
    /// RUN python3 -m venv /venv && /venv/bin/pip install flask==3.1.2
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM python:3.13-slim-bookworm
    /// RUN pip install flask==3.1.2
    /// ```
    "global-pip-on-managed-python" {
        summary: "pip installs into a Python that belongs to the system",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Command(check),
    }
}

/// What may bring another Python, or a way around the refusal.
const ELSEWHERE: [&str; 16] = [
    "apk/repositories",
    "venv",
    "virtualenv",
    "break-system-packages",
    "break_system_packages",
    "externally-managed",
    "conda",
    "pyenv",
    "uv python",
    "get-pip",
    "altinstall",
    "deadsnakes",
    "/usr/local/bin/python",
    "pip.conf",
    "--from=python",
    "pypy",
];

/// Options with which pip does not look at the mark.
const EXEMPT: [&str; 8] =
    ["--break-system-packages", "--target", "-t", "--prefix", "--root", "--python", "--dry-run", "--version"];

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let Some(command) = package_command(cx.command) else { return };
    let Some(stage) = cx.stage else { return };
    let program = cx.command.effective().word.and_then(|word| word.literal()).unwrap_or("");
    let is_system = !program.contains('/') || program.starts_with("/usr/bin/");
    if command.manager != Manager::Pip || command.action != Action::Install || !is_system || command.has(&EXEMPT) {
        return;
    }
    let Some(system) = base_system(cx) else { return };
    if !refuses_pip(system.id, system.name) || says(cx, stage, &ELSEWHERE) || !has_own_python(cx, system.id) {
        return;
    }
    sink.report(command.head, format!("the Python of {} {} refuses pip", system.product, system.name))
        .note("pip stops with `externally-managed-environment`; a virtual environment is the place for it")
        .fix(fix(cx, &system));
}

fn base_system(cx: &CommandCx<'_>) -> Option<Release> {
    let Base::Image(image) = cx.build.external_base(cx.stage?) else { return None };
    let name = ImageName::from_parts(image.registry(), image.repository());
    let has_python = name.path.contains("python") || name.path.contains("conda") || name.path.contains("pytorch");
    system(&name, image.tag()).filter(|_| !has_python)
}

/// Whether the packages of the system bring Python up to here.
fn has_own_python(cx: &CommandCx<'_>, system: &str) -> bool {
    let Some(stage) = cx.stage else { return false };
    let steps = cx.build.ancestry(stage).flat_map(|stage| cx.build.stage_steps(stage));
    steps.filter(|(step, _)| *step <= cx.step).flat_map(|(step, _)| cx.build.scripts(step)).any(|script| {
        script.commands.iter().filter_map(package_command).any(|it| {
            let is_of_system = matches!(it.manager, Manager::Apt | Manager::Apk);
            is_of_system
                && it.packages().any(|(_, name)| brings_python(system, name.split(['=', '~']).next().unwrap_or(name)))
        })
    })
}

/// Makes the environment in front of the install.
fn fix(cx: &CommandCx<'_>, system: &Release) -> Option<Fix> {
    let command = cx.command;
    let is_alone = command.depth == 0 && command.place.pipeline.is_none() && !command.place.negated;
    let is_plain = is_shell_form(cx) && command.effective().wrappers.is_empty() && command.assignments.is_empty();
    let follows = matches!(command.connector(), Connector::Start | Connector::And);
    if !is_alone || !is_plain || !follows || command.place.background || !cx.script.complete || is_later(cx) {
        return None;
    }
    // An environment is made with it.
    if all_commands(cx).flat_map(deletes).any(|word| word.raw().contains("ensurepip")) {
        return None;
    }
    let path = lines::before(cx, cx.step, "ENV PATH=\"/opt/venv/bin:$PATH\"")?;
    let mut edits = vec![path, Edit::insert(command.range.start(), "python3 -m venv /opt/venv && ")];
    if system.id != "alpine" {
        let (place, gap) = pip_package(cx)?;
        edits.push(Edit::insert(place, format!("{gap}python3-venv")));
    }
    Some(Fix::r#unsafe("use a virtual environment", Edits::new(edits).ok()?))
}

/// The end of the word `python3-pip` in a command of apt, behind which another package can be named, and what parts it
/// from the word before.
fn pip_package<'a>(cx: &CommandCx<'a>) -> Option<(TextSize, &'a str)> {
    let steps = cx.build.ancestry(cx.stage?).flat_map(|stage| cx.build.stage_steps(stage));
    let runs = steps.filter(|(step, it)| *step <= cx.step && is_shell_run(it));
    let commands = runs.flat_map(|(step, _)| cx.build.scripts(step)).flat_map(|script| &script.commands);
    let installs = commands.filter(|it| package_command(it).is_some_and(|it| it.manager == Manager::Apt));
    let pairs = installs.flat_map(|command| command.words.windows(2));
    let found = pairs.filter(|pair| cx.text(pair[1].range) == "python3-pip").map(|pair| {
        let gap = TextRange::new(pair[0].range.end(), pair[1].range.start());
        (pair[1].range.end(), cx.text(gap))
    });
    found.into_iter().find(|(_, gap)| gap.chars().all(|it| it.is_ascii_whitespace() || it == cx.syntax.escape))
}

/// The commands of the stage and of those that it starts from.
fn all_commands<'a>(cx: &CommandCx<'a>) -> impl Iterator<Item = &'a Command> {
    let build = cx.build;
    let stages = cx.stage.into_iter().flat_map(|stage| build.ancestry(stage));
    let steps = stages.flat_map(|stage| build.stage_steps(stage));
    steps.flat_map(|(step, _)| build.scripts(step)).flat_map(|script| &script.commands)
}

fn is_shell_run(instruction: &Instruction) -> bool {
    matches!(&instruction.body, Body::Run(run) if matches!(run.command, CommandLine::Shell { .. }))
}

/// Whether pip installs something before this, so that one environment, made there, serves both.
fn is_later(cx: &CommandCx<'_>) -> bool {
    let Some(stage) = cx.stage else { return false };
    let steps = cx.build.ancestry(stage).flat_map(|stage| cx.build.stage_steps(stage));
    let before = steps.filter(|(step, _)| *step < cx.step).flat_map(|(step, _)| cx.build.scripts(step));
    before
        .flat_map(|script| &script.commands)
        .filter_map(package_command)
        .any(|it| it.manager == Manager::Pip && it.action == Action::Install)
}
