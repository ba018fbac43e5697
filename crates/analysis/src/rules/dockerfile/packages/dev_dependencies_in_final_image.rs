//! `dev-dependencies-in-final-image`: packages for development in the final image.

use super::command_line::{add_option, is_exec, may_hold_options};
use super::node::{asks_for_late_yarn, node_major};
use crate::rule::rule;
use crate::rules::dockerfile::surroundings::{Variable, has_plain_base, is_for_development, says, variable};
use crate::{Category, Check, CommandCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_model::commands::{Action, Manager, PackageCommand, package_command};
use plimsoll_model::dockerfile::StageId;
use plimsoll_text::{Edit, TextRange};

rule! {
    /// Compilers, linters and test runners are not needed where the program runs; they make the image larger and are
    /// something more to patch.
    ///
    /// ```Dockerfile,bad
    /// FROM node:24-slim
    /// COPY . .
    /// RUN npm ci && npm cache clean --force
    /// #   ^^^^^^ note: packages for development get into the final image
    /// CMD ["node", "server.js"]
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM node:24-slim
    /// COPY . .
    /// RUN npm ci --omit=dev && npm cache clean --force
    /// CMD ["node", "server.js"]
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM node:24-slim AS build
    /// RUN npm ci && npm run build
    /// FROM node:24-slim
    /// ENV NODE_ENV=production
    /// RUN npm ci
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM node:24-slim
    /// RUN npm ci && npm run build && npm prune --omit=dev
    /// ```
    "dev-dependencies-in-final-image" {
        summary: "packages for development in the final image",
        category: Category::Size,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Command(check),
    }
}

/// What shows that packages for development are left out or taken out again, or are wanted here.
const SETTLED: [&str; 13] = [
    "prune",
    "--production",
    "--prod",
    "--omit",
    "--only=prod",
    "workspaces focus",
    "omit dev",
    "npmrc",
    "node_env",
    "npm_config",
    "run dev",
    "nodemon",
    "start:dev",
];

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let Some(command) = package_command(cx.command).filter(|it| it.action == Action::Install) else { return };
    let option = match command.manager {
        Manager::Npm => "--omit=dev",
        Manager::Pnpm => "--prod",
        Manager::Yarn | Manager::Bun => "--production",
        _ => return,
    };
    let is_project = command.operands.operands.is_empty()
        && !command.operands.doubtful
        && !matches!(command.subcommand, "add" | "a")
        && !command.has(&["-g", "--global", "--location", "-P", "--dev", "-D", "--filter", "-F", "--cwd", "--prefix"])
        // Whoever chooses them by name, means it.
        && !command.has(&["--only", "--also", "--include"]);
    let Some(stage) = cx.stage.map(|stage| cx.build.stage(stage)) else { return };
    let is_known = stage.shipped && has_plain_base(cx, stage.id) && variable(cx, "NODE_ENV") == Variable::Unset;
    if !is_project || !is_known || is_for_development(cx, stage) || may_hold_options(cx) {
        return;
    }
    // A stage that starts from this one may settle it as well.
    let Some(last) = cx.build.final_stage() else { return };
    if says(cx, last.id, &SETTLED) || cx.text(command.head).contains("global") {
        return;
    }
    // Node.js 15 brought npm 7, which knows `--omit`.
    let is_old = command.manager == Manager::Npm && node_major(cx).is_some_and(|major| major < 15);
    let option = if is_old { "--production" } else { option };
    let fix = match command.manager {
        _ if may_need_them(cx, last.id) => None,
        Manager::Yarn if is_berry(cx, &command) => focus(cx, &command),
        _ => Some(Fix::r#unsafe(format!("add `{option}`"), add_option(cx, &command, option))),
    };
    sink.report(command.head, "packages for development get into the final image")
        .note("build in a stage of its own, and install here what the program needs to run")
        .fix(fix);
}

/// Whether it may be a Yarn that no longer knows `--production`.
fn is_berry(cx: &CommandCx<'_>, command: &PackageCommand<'_>) -> bool {
    let signs = [".yarnrc.yml", ".yarn/", "corepack", "berry", "yarn set version", "yarn@"];
    command.has(&["--immutable", "--immutable-cache", "--inline-builds", "--check-cache"])
        || cx.stage.is_some_and(|stage| says(cx, stage, &signs))
        || asks_for_late_yarn(cx)
}

/// `yarn workspaces focus --production`, where it is sure that this Yarn has it: from version 4 on, or with the plugin.
fn focus(cx: &CommandCx<'_>, command: &PackageCommand<'_>) -> Option<Fix> {
    let files = ["package.json", ".yarnrc.yml"].into_iter().flat_map(|name| cx.workspace.near(&cx.file.path, name));
    let is_known = files.into_iter().any(|file| {
        let words = ["\"yarn@4", "releases/yarn-4", "plugin-workspace-tools"];
        words.iter().any(|word| file.text.contains(word))
    });
    let only = ["--immutable", "--immutable-cache", "--inline-builds", "--check-cache"];
    let is_plain = command.operands.options.iter().all(|(name, ..)| only.contains(name)) && !is_exec(cx);
    let last = cx.command.words.last().filter(|_| is_known && is_plain && command.global.options.is_empty())?;
    let place = TextRange::new(command.head.start(), last.range.end());
    let program = cx.command.effective().word.map(|word| cx.text(word.range))?;
    let new = format!("{program} workspaces focus --production");
    Some(Fix::r#unsafe(format!("use `{new}`"), Edit::replace(place, new)))
}

/// Whether a script of the project or a program of its own is run, which may need them.
fn may_need_them(cx: &CommandCx<'_>, stage: StageId) -> bool {
    const OWN: [&str; 13] =
        ["npm", "yarn", "pnpm", "bun", "npx", "tsc", "webpack", "vite", "next", "ng", "nest", "gulp", "make"];
    let steps = || cx.build.ancestry(stage).flat_map(|stage| cx.build.stage_steps(stage));
    let in_run =
        steps().flat_map(|(step, _)| cx.build.scripts(step)).flat_map(|script| &script.commands).any(|command| {
            package_command(command).is_none()
                && !command.words.iter().any(|word| word.is("cache") || word.is("config"))
                && command.effective().name().is_some_and(|name| OWN.contains(&name))
        });
    let at_start = steps().any(|(_, instruction)| {
        let runs = matches!(instruction.body, Body::Cmd(_) | Body::Entrypoint(_));
        let text = cx.text(instruction.range).to_ascii_lowercase();
        runs && OWN.iter().any(|name| text.contains(name))
    });
    in_run || at_start
}
