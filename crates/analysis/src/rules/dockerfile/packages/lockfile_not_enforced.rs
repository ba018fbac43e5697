//! `lockfile-not-enforced`: an install that may leave the lock file aside.

use super::command_line::{add_option, is_exec, may_hold_options, says_before};
use super::node::asks_for_late_yarn;
use crate::rule::rule;
use crate::rules::dockerfile::surroundings::{is_for_development, variable};
use crate::{Applicability, Category, Check, CommandCx, Fix, FixAvailability, Level, Levels, LockState, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_model::commands::{Action, Manager, PackageCommand, deletes, package_command};
use plimsoll_model::tables::managers::project_files;
use plimsoll_text::Edit;

rule! {
    /// The lock file says which versions were tested. These forms of the install take others when the manifest asks for
    /// them, or write the lock anew.
    ///
    /// ```Dockerfile,bad
    /// FROM node:24-slim
    /// COPY package.json package-lock.json ./
    /// RUN npm install --omit=dev && npm cache clean --force
    /// #   ^^^^^^^^^^^ note: `npm install` does not hold to the lock file
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM node:24-slim
    /// COPY package.json package-lock.json ./
    /// RUN npm ci --omit=dev && npm cache clean --force
    /// ```
    ///
    /// Without the lock file in the image there is nothing to hold to:
    ///
    /// ```Dockerfile,bad
    /// FROM node:24-slim
    /// COPY package.json ./
    /// RUN npm install
    /// #   ^^^^^^^^^^^ note: `npm install` picks the versions anew: no lock file is copied
    /// ```
    ///
    /// `composer update` writes the lock file anew:
    ///
    /// ```Dockerfile,bad
    /// FROM composer:2.8
    /// COPY composer.json composer.lock ./
    /// RUN composer update --no-dev
    /// #   ^^^^^^^^^^^^^^^ note: `composer update` does not hold to the lock file
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM composer:2.8
    /// COPY composer.json composer.lock ./
    /// RUN composer install --no-dev
    /// ```
    ///
    /// Of sources that are cloned nobody knows here whether they have one:
    ///
    /// ```Dockerfile,good
    /// FROM node:24
    /// RUN git clone --branch v1.4.2 https://github.com/acme/app.git /app && cd /app && npm install
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM node:24-slim
    /// COPY . .
    /// RUN npm ci && npm install -g pnpm@10 && pnpm install --frozen-lockfile && yarn install --immutable
    /// RUN uv sync --locked && pipenv install --deploy && cargo build --locked && composer install
    /// ```
    "lockfile-not-enforced" {
        summary: "an install that may leave the lock file aside",
        category: Category::Reproducibility,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Command(check),
    }
}

/// How a package manager is held to its lock file.
struct Held {
    /// Its name in the table of lock files.
    manager: &'static str,
    /// Options that hold it.
    options: &'static [&'static str],
    /// Variables that do.
    variables: &'static [&'static str],
    /// What the fix adds; for some another subcommand is the way.
    add: Way,
}

/// How the fix holds it.
#[derive(Clone, Copy)]
enum Way {
    Option(&'static str),
    Subcommand(&'static str),
}

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let Some(command) = package_command(cx.command) else { return };
    let Some(held) = held(cx, &command) else { return };
    let is_held = command.has(held.options) || held.variables.iter().any(|name| !variable(cx, name).is_off());
    let Some(stage) = cx.stage.map(|stage| cx.build.stage(stage)) else { return };
    if is_held || may_hold_options(cx) || is_for_development(cx, stage) || is_deleted(cx, held.manager) {
        return;
    }
    let name = cx.text(command.head);
    let copied = is_copied(cx, held.manager);
    // Whether sources that the build fetches itself have a lock file, only their repository knows.
    if copied.is_none() {
        return;
    }
    let state = cx.workspace.lock_state(&cx.file.path, held.manager);
    // Few projects of .NET have a lock file, and without one nothing is promised.
    if held.manager == "dotnet" && state != LockState::Present {
        return;
    }
    if copied == Some(false) || state == LockState::Absent {
        let why = if copied == Some(false) { "no lock file is copied" } else { "there is no lock file" };
        sink.report(command.head, format!("`{name}` picks the versions anew: {why}"))
            .note("a build tomorrow may install other ones");
        return;
    }
    sink.report(command.head, format!("`{name}` does not hold to the lock file"))
        .note("it takes other versions when the manifest asks for them")
        .fix(fix(cx, &command, &held).map(|fix| match state == LockState::Present || names_lock(cx, held.manager) {
            true => fix,
            false => fix.at_most(Applicability::Manual),
        }));
}

/// Whether a command before it deletes the lock file, so that the versions are picked anew on purpose.
fn is_deleted(cx: &CommandCx<'_>, manager: &str) -> bool {
    let (Some(files), Some(stage)) = (project_files(manager), cx.stage) else { return false };
    let steps = cx.build.ancestry(stage).flat_map(|stage| cx.build.stage_steps(stage));
    let commands = steps.flat_map(|(step, _)| cx.build.scripts(step)).flat_map(|script| &script.commands);
    let mut before = commands.filter(|it| it.range.start() < cx.command.range.start());
    before.any(|it| deletes(it).iter().any(|word| files.locks.iter().any(|lock| word.raw().contains(lock))))
}

/// Whether an instruction names the lock file: a wildcard or a folder may bring none, and then the strict form fails.
fn names_lock(cx: &CommandCx<'_>, manager: &str) -> bool {
    let (Some(files), Some(stage)) = (project_files(manager), cx.stage) else { return false };
    cx.build.ancestry(stage).flat_map(|stage| cx.build.stage_steps(stage)).any(|(step, it)| {
        let text = cx.text(it.range);
        step <= cx.step && matches!(it.body, Body::Copy(_)) && files.locks.iter().any(|lock| text.contains(lock))
    })
}

/// What would hold the command; `None` for one that installs no project, or holds to the lock anyway.
fn held(cx: &CommandCx<'_>, command: &PackageCommand<'_>) -> Option<Held> {
    let names_nothing = command.operands.operands.is_empty() && !command.operands.doubtful;
    let is_install =
        command.action == Action::Install && matches!(command.subcommand, "" | "install" | "i" | "in" | "sync");
    let is_general = ["-g", "--global", "--help", "-h"];
    // `dotnet restore` may name the project.
    if !names_nothing && command.manager != Manager::Dotnet || command.has(&is_general) {
        return None;
    }
    let with = |manager, options, variables, add| Some(Held { manager, options, variables, add });
    let held = |manager, options, variables, add| with(manager, options, variables, Way::Option(add));
    match command.manager {
        Manager::Npm if is_install => {
            let options = &["--package-lock-only", "--location", "-L", "--no-package-lock", "--prefix", "-C"];
            with("npm", options, &[], Way::Subcommand("ci"))
        }
        Manager::Yarn if is_install && !is_below(cx, command, "global") => {
            let options = &["--frozen-lockfile", "--immutable", "--pure-lockfile", "--immutable-cache"];
            let is_berry =
                asks_for_late_yarn(cx) || says_before(cx, cx.stage, cx.step, &[".yarnrc.yml", "corepack", "berry"]);
            held(
                "yarn",
                options,
                if is_berry { &["CI", "YARN_ENABLE_IMMUTABLE_INSTALLS"] } else { &[] },
                if is_berry { "--immutable" } else { "--frozen-lockfile" },
            )
        }
        Manager::Pnpm if is_install => held(
            "pnpm",
            &["--frozen-lockfile", "--no-frozen-lockfile", "--lockfile-only", "--no-lockfile"],
            &["CI"],
            "--frozen-lockfile",
        ),
        Manager::Bun if is_install => held("bun", &["--frozen-lockfile"], &[], "--frozen-lockfile"),
        Manager::Uv if command.subcommand == "sync" && !is_below(cx, command, "pip") => {
            held("uv", &["--locked", "--frozen"], &["UV_LOCKED", "UV_FROZEN"], "--locked")
        }
        Manager::Pipenv if command.subcommand == "install" => {
            let options = &["--deploy", "--ignore-pipfile", "-r", "--requirements", "--skip-lock"];
            held("pipenv", options, &["PIPENV_DEPLOY"], "--deploy")
        }
        Manager::Cargo if command.action == Action::Build => {
            held("cargo", &["--locked", "--frozen", "--offline", "-Z"], &["CARGO_RESOLVER_LOCKFILE_PATH"], "--locked")
        }
        Manager::Composer if command.action == Action::Upgrade && !is_below(cx, command, "global") => {
            let options = &["--lock", "--no-install", "--dry-run", "--prefer-lowest", "--root-reqs"];
            with("composer", options, &[], Way::Subcommand("install"))
        }
        Manager::Dotnet if command.subcommand == "restore" && !is_below(cx, command, "tool") => {
            let locks = |text: Option<&str>| text.is_none_or(|text| text.contains("RestoreLockedMode"));
            let is_set = command.arguments(&["-p", "--property"]).any(|it| locks(it.text));
            let is_set = is_set || command.operands.options.iter().any(|(name, ..)| locks(Some(name)));
            let options = &["--locked-mode", "--force-evaluate"];
            held("dotnet", options, &["RestoreLockedMode"], "--locked-mode").filter(|_| !is_set)
        }
        _ => None,
    }
}

/// Whether the subcommand stands behind the word `prefix`: `uv pip sync`.
fn is_below(cx: &CommandCx<'_>, command: &PackageCommand<'_>, prefix: &str) -> bool {
    cx.text(command.head).split_ascii_whitespace().any(|word| word == prefix)
}

/// Whether a COPY or mount brings the lock file; `None` where that cannot be told.
fn is_copied(cx: &CommandCx<'_>, manager: &str) -> Option<bool> {
    let files = project_files(manager)?;
    // Where a single file is copied, nothing stands below it.
    let is_below_file = |path: &str| {
        path.rsplit_once('/').is_some_and(|(folder, _)| {
            folder.rsplit('/').next().is_some_and(|last| last.contains('.') && !last.starts_with('.'))
        })
    };
    let comes = |name: &&str| cx.build.context_paths(cx.step, None, name).iter().any(|path| !is_below_file(path));
    if files.locks.iter().any(comes) {
        return Some(true);
    }
    // A `cd` leads elsewhere, and a copy from another stage or a checkout may bring it.
    let other = ["cd ", "--from=", "git clone", "<<"];
    let is_open = says_before(cx, cx.stage, cx.step, &other);
    (!is_open && files.manifests.iter().any(comes)).then_some(false)
}

fn fix(cx: &CommandCx<'_>, command: &PackageCommand<'_>, held: &Held) -> Option<Fix> {
    match held.add {
        Way::Subcommand(new) => {
            let word = cx.command.effective().args.iter().find(|word| word.range.end() == command.head.end())?;
            let title = format!("use `{} {new}`", held.manager);
            (!is_exec(cx)).then(|| Fix::r#unsafe(title, Edit::replace(word.range, new)))
        }
        Way::Option(option) => Some(Fix::r#unsafe(format!("add `{option}`"), add_option(cx, command, option))),
    }
}
