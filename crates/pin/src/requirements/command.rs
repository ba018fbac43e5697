//! The commands of Dockerfiles that install Python packages.
//!
//! Invariant: what a command takes from its surroundings (base image, ENV, ARG, options) is known or unclear, never assumed.

use super::Place;
use super::environment::Environment;
use super::lines::Constraints;
use super::options::IndexHints;
use super::python::Python;
use super::words;
use plimsoll_analysis::WorkspaceFile;
use plimsoll_model::commands::{Action, Manager, Operand, PackageCommand, package_command};
use plimsoll_model::dockerfile::{BindingValue, Build, StageId, StepId};
use plimsoll_shell::Command;
use plimsoll_text::{TextRange, slice};

/// A command that installs Python packages.
#[derive(Debug)]
pub(super) struct Installer {
    pub(super) dockerfile: String,
    pub(super) environment: Environment,
    pub(super) hints: IndexHints,
    pub(super) words: Vec<Place>,
    /// The words that name requirements files.
    pub(super) files: Vec<TextRange>,
    /// Why what it installs is not known as a whole.
    pub(super) obstacles: Vec<String>,
    /// Whether each of its words is installed apart from the others (`pipx`, `uv tool`).
    pub(super) is_apart: bool,
    /// How it names its constraints files.
    constraint_words: Vec<String>,
    /// A variable that names a constraints file.
    constraint_variable: Option<String>,
}

impl Installer {
    /// A constraints file that is not among the `read` ones which were found.
    pub(super) fn unread_constraint(&self, read: usize) -> Option<&str> {
        let word = self.constraint_words.last().filter(|_| self.constraint_words.len() > read);
        word.or(self.constraint_variable.as_ref()).map(String::as_str)
    }
}

/// All such commands of a Dockerfile, in order. `python` counts before what the file says.
pub(super) fn installers(file: &WorkspaceFile, python: Option<Python>) -> Vec<Installer> {
    if !file.text.contains("pip") && !file.text.contains("uv ") {
        return Vec::new();
    }
    let syntax = plimsoll_dockerfile::parse(&file.text);
    let build = Build::new(&file.text, &syntax);
    let mut found = Vec::new();
    for stage in &build.stages {
        for (step, _) in build.stage_steps(stage) {
            for command in build.scripts(step).iter().flat_map(|script| &script.commands) {
                let Some(install) = package_command(command) else { continue };
                let is_python = matches!(install.manager, Manager::Pip | Manager::Uv | Manager::Pipx);
                if is_python && install.action == Action::Install && !slice(&file.text, install.head).ends_with("sync")
                {
                    let place = (stage.id, step);
                    found.push(installer(file, &build, place, command, &install, python));
                }
            }
        }
    }
    found
}

fn installer(
    file: &WorkspaceFile,
    build: &Build<'_>,
    (stage, step): (StageId, StepId),
    command: &Command,
    install: &PackageCommand<'_>,
    python: Option<Python>,
) -> Installer {
    let mut environment = Environment::of_step(build, stage, step);
    python_of_command(command, install, &mut environment);
    if binding(build, stage, step, "UV_PYTHON").is_some() && install.manager == Manager::Uv {
        environment.forget_python("`UV_PYTHON` chooses it");
    }
    if python.is_some() {
        environment.python = python;
    }
    let is_tool = slice(&file.text, install.head).split_whitespace().any(|word| word == "tool");
    let is_apart = is_tool || install.manager == Manager::Pipx;
    let written = |operand: &Operand<'_>| slice(&file.text, operand.word.range).to_owned();
    let constraint_words: Vec<String> = install.constraint_files().iter().map(written).collect();
    let variables = ["PIP_CONSTRAINT", "UV_CONSTRAINT", "UV_OVERRIDE"];
    let mut variables = variables.into_iter().filter(|name| binding(build, stage, step, name).is_some());
    let overrides = install.operands.arguments(&["--override", "--overrides"]).next();
    let constraint_variable = variables.next().map(str::to_owned).or_else(|| Some(written(&overrides?)));
    let mut constraints = Constraints::default();
    // A constraints file of the command may fix any of its words; its lines are looked at for files alone.
    if let Some(path) = constraint_words.first().or(constraint_variable.as_ref()) {
        constraints.unknown(path);
    }
    Installer {
        words: words::places(&file.path, &file.text, command, install, &environment, &constraints),
        dockerfile: file.path.clone(),
        hints: hints(build, stage, step, command, install),
        files: install.requirement_files().iter().map(|operand| operand.word.range).collect(),
        obstacles: obstacles(install),
        environment,
        is_apart,
        constraint_words,
        constraint_variable,
    }
}

/// The Python that the command itself names: `pip3.11`, `python3.11 -m pip`, `--python 3.11`.
fn python_of_command(command: &Command, install: &PackageCommand<'_>, environment: &mut Environment) {
    let program = command.effective();
    let name = program.name().unwrap_or_default();
    let version = ["python", "pip"].iter().find_map(|prefix| Python::parse(name.strip_prefix(prefix)?));
    if let Some(version) = version.filter(|version| environment.python.is_none_or(|own| own.short() != version.short()))
    {
        environment.python = Some(version);
    }
    for option in install.operands.arguments(&["--python", "-p", "--python-version"]) {
        match option.text.and_then(|text| Python::parse(text.trim_start_matches("python"))) {
            Some(version) => environment.python = Some(version),
            None => environment.forget_python("an option chooses it"),
        }
    }
    if install.operands.has(&["--platform", "--python-platform", "--abi", "--implementation", "--target-platform"]) {
        environment.machine = None;
        environment.musl = None;
        environment.forget_python("an option says that it is for another platform");
    }
}

fn binding<'b>(build: &'b Build<'_>, stage: StageId, step: StepId, name: &str) -> Option<&'b BindingValue> {
    build.binding(stage, step, name).map(|binding| &binding.value)
}

/// What ENV, ARG and the command say of indexes.
fn hints(
    build: &Build<'_>,
    stage: StageId,
    step: StepId,
    command: &Command,
    install: &PackageCommand<'_>,
) -> IndexHints {
    let mut own = IndexHints::default();
    for (name, _, value) in &install.operands.options {
        own.option(name, value.as_ref().and_then(|value| value.text));
    }
    // The variables of the tool that runs; an option counts before its variable.
    let variables: &[(&str, &str)] = match install.manager {
        Manager::Uv => &[
            ("UV_DEFAULT_INDEX", "--index-url"),
            ("UV_INDEX_URL", "--index-url"),
            ("UV_INDEX", "--index"),
            ("UV_EXTRA_INDEX_URL", "--extra-index-url"),
            ("UV_NO_INDEX", "--no-index"),
            ("UV_FIND_LINKS", "--find-links"),
            ("UV_PRERELEASE", "--prerelease"),
        ],
        _ => &[
            ("PIP_INDEX_URL", "--index-url"),
            ("PIP_EXTRA_INDEX_URL", "--extra-index-url"),
            ("PIP_NO_INDEX", "--no-index"),
            ("PIP_FIND_LINKS", "--find-links"),
            ("PIP_PRE", "--pre"),
            ("PIP_ONLY_BINARY", "--only-binary"),
            ("PIP_NO_BINARY", "--no-binary"),
        ],
    };
    let mut result = IndexHints::default();
    for (variable, option) in variables {
        if *option == "--index-url" && own.url.is_some() {
            continue;
        }
        match binding(build, stage, step, variable) {
            Some(BindingValue::Known(value)) if value.text.is_empty() => {}
            Some(BindingValue::Known(value)) => result.option(option, Some(&value.text)),
            // `ARG PIP_INDEX_URL` alone: what the user's machine says, as for everything that nobody names.
            Some(BindingValue::NoDefault) | None => {}
            Some(BindingValue::Unknown) => result.option(option, None),
        }
    }
    let names: Vec<&str> = variables.iter().map(|(name, _)| *name).collect();
    if command.assignments.iter().any(|assignment| names.contains(&assignment.name())) {
        result.block("a variable of the command itself chooses the index");
    }
    result.merge(&own);
    result
}

/// Why the command installs more than its words and files say.
fn obstacles(install: &PackageCommand<'_>) -> Vec<String> {
    let mut found = Vec::new();
    if install.operands.doubtful {
        found.push("a variable in the command may install more".to_owned());
    }
    if install.operands.has(&["--group", "--extra", "--all-extras", "--with", "--with-requirements"]) {
        found.push("the command installs more than its files name".to_owned());
    }
    found
}
