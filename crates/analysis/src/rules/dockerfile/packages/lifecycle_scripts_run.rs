//! `lifecycle-scripts-run`: scripts of dependencies run while they are installed.

use super::command_line::{add_option, may_hold_options, says_before};
use crate::rule::rule;
use crate::rules::dockerfile::surroundings::variable;
use crate::{Category, Check, CommandCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_model::commands::{Action, Manager, PackageCommand, package_command};

rule! {
    /// A dependency may bring scripts that run as it is installed, with the rights of the build. Attacks by way of
    /// packages mostly use them. Few packages need them; those can be rebuilt by name.
    ///
    /// This is a choice to make for a project, so the rule is off until it is asked for.
    ///
    /// ```Dockerfile,bad
    /// FROM node:24-slim
    /// RUN npm ci
    /// #   ^^^^^^ note: `npm ci` runs the scripts of every dependency
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM node:24-slim
    /// RUN npm ci --ignore-scripts
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM node:24-slim
    /// RUN npm ci --ignore-scripts && npm rebuild bcrypt
    /// ENV NPM_CONFIG_IGNORE_SCRIPTS=true
    /// RUN npm ci
    /// ```
    "lifecycle-scripts-run" {
        summary: "scripts of dependencies run while they are installed",
        category: Category::Security,
        levels: Levels::dockerfile(Level::Off, Level::Off, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &["docker:S6505"],
        options: &[],
        check: Check::Command(check),
    }
}

/// Variables that keep the scripts from running, in lower case.
const VARIABLES: [&str; 4] =
    ["npm_config_ignore_scripts", "yarn_ignore_scripts", "pnpm_config_ignore_scripts", "yarn_enable_scripts"];

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let Some(command) = package_command(cx.command).filter(|it| it.action == Action::Install) else { return };
    let Some(option) = option(cx, &command) else { return };
    let is_kept = VARIABLES.iter().any(|name| {
        let is_off = |name: &str| {
            let value = variable(cx, name);
            match name.eq_ignore_ascii_case("yarn_enable_scripts") {
                true => value.is_one_of(&["0", "false"]),
                false => !value.is_off(),
            }
        };
        is_off(name) || is_off(&name.to_ascii_uppercase())
    });
    let has_npmrc = || {
        let files = cx.workspace.near(&cx.file.path, ".npmrc");
        files.iter().any(|file| file.text.replace(' ', "").contains("ignore-scripts=true"))
    };
    let options = ["--ignore-scripts", "--no-scripts", "--mode", "--help", "--package-lock-only", "--lockfile-only"];
    let is_settled = command.has(&options) || is_kept || says_before(cx, cx.stage, cx.step, &["ignore-scripts true"]);
    if is_settled || may_hold_options(cx) || has_npmrc() {
        return;
    }
    sink.report(command.head, format!("`{}` runs the scripts of every dependency", cx.text(command.head)))
        .note("they run with the rights of the build; rebuild by name the few packages that need theirs")
        .fix(Fix::r#unsafe(format!("add `{option}`"), add_option(cx, &command, option)));
}

/// What keeps the scripts from running; `None` for a command that installs nothing of the kind.
fn option(cx: &CommandCx<'_>, command: &PackageCommand<'_>) -> Option<&'static str> {
    let is_berry = || says_before(cx, cx.stage, cx.step, &[".yarnrc.yml", "corepack", "berry"]);
    match command.manager {
        Manager::Npm | Manager::Pnpm | Manager::Bun => Some("--ignore-scripts"),
        Manager::Yarn if is_berry() => Some("--mode=skip-build"),
        Manager::Yarn => Some("--ignore-scripts"),
        Manager::Composer => Some("--no-scripts"),
        _ => None,
    }
}
