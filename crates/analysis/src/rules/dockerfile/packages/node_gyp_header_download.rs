//! `node-gyp-header-download`: the headers of Node.js are fetched anew in each build.

use crate::rule::rule;
use crate::rules::dockerfile::lines::with_flag;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_model::commands::{Action, Manager, PackageCommand, package_command};
use plimsoll_model::manifests::npm_dependencies;
use plimsoll_model::tables::managers::is_native_node_package;

rule! {
    /// A package that compiles C++ gets the headers of Node.js from `nodejs.org` before it compiles. A cache mount
    /// keeps them from one build to the next, and a build does not fail when the site is not there.
    ///
    /// ```json,context,file=package.json
    /// {
    ///   "dependencies": {
    ///     "bcrypt": "6.0.0"
    ///   }
    /// }
    /// ```
    ///
    /// ```Dockerfile,bad
    /// FROM node:24
    /// COPY package.json package-lock.json ./
    /// RUN npm ci
    /// #   ^^^^^^ note: `bcrypt` may fetch the headers of Node.js in each build
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM node:24
    /// COPY package.json package-lock.json ./
    /// RUN --mount=type=cache,target=/root/.cache/node-gyp npm ci
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM node:24
    /// COPY package.json package-lock.json ./
    /// RUN --mount=type=cache,target=/root/.cache npm ci
    /// RUN npm ci --ignore-scripts
    /// ```
    "node-gyp-header-download" {
        summary: "the headers of Node.js are fetched anew in each build",
        category: Category::Reproducibility,
        levels: Levels::dockerfile(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

const CACHE: &str = "/root/.cache/node-gyp";

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Body::Run(run) = &cx.instruction.body else { return };
    let is_mounted = run.mounts.iter().any(|mount| {
        let target = mount.option(cx.source(), &["target", "dst", "destination"]);
        target.is_some_and(|target| target.contains("node-gyp") || target.trim_end_matches('/').ends_with("/.cache"))
    });
    let text = cx.text(cx.instruction.range).to_ascii_lowercase();
    let speaks =
        ["node-gyp", "nodedir", "ignore-scripts", "ignore_scripts", "devdir"].iter().any(|word| text.contains(word));
    if is_mounted || speaks || cx.build.has_foreign_frontend() {
        return;
    }
    let commands = cx.build.scripts(cx.step).iter().flat_map(|script| &script.commands);
    let Some(command) = commands.filter_map(package_command).find(is_project_install) else { return };
    let Some(manifest) = cx.workspace.near(&cx.file.path, "package.json").into_iter().next() else { return };
    let Some(package) = npm_dependencies(&manifest.text).into_iter().find(|name| is_native_node_package(name)) else {
        return;
    };
    let is_root = cx.build.runs_as_root(cx.step) == Some(true);
    let fix = is_root.then(|| {
        Fix::r#unsafe("keep them in a cache", with_flag(cx.instruction, &format!("--mount=type=cache,target={CACHE}")))
    });
    sink.report(command.head, format!("`{package}` may fetch the headers of Node.js in each build"))
        .note("node-gyp keeps them in its cache, if there is one")
        .fix(fix);
}

fn is_project_install(command: &PackageCommand<'_>) -> bool {
    let is_node = matches!(command.manager, Manager::Npm | Manager::Yarn | Manager::Pnpm);
    is_node
        && command.action == Action::Install
        && command.operands.operands.is_empty()
        && !command.operands.doubtful
        && !command.has(&["-g", "--global", "--help"])
}
