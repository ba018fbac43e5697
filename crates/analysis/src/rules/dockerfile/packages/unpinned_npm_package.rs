//! `unpinned-npm-package`: npm package installed without a version.

use super::npm_runs::to_run;
use super::pins::report;
use crate::rule::rule;
use crate::rules::dockerfile::as_hadolint;
use crate::{Category, Check, CommandCx, FixAvailability, Level, Levels, Sink};
use plimsoll_model::commands::{Action, Manager, package_command};

rule! {
    /// The package is installed in whatever version is the newest today, or whatever its tag names.
    ///
    /// ```Dockerfile,bad
    /// FROM node:24-slim
    /// RUN npm install -g pnpm @scope/tool serve@latest typescript@5.9.3
    /// #                  ^^^^ warning: `pnpm` is installed without a version
    ///                       # ^^^^^^^^^^^ warning: `@scope/tool` is installed without a version
    ///                                   # ^^^^^^^^^^^^ warning: `serve@latest` is installed without a version
    /// ```
    ///
    /// What is fetched only to run it counts as well:
    ///
    /// ```Dockerfile,bad
    /// FROM node:24-slim
    /// RUN npx --yes cowsay hello && yarn dlx @scope/tool@latest build
    /// #             ^^^^^^ warning: `cowsay` is installed without a version
    ///                                      # ^^^^^^^^^^^^^^^^^^ warning: `@scope/tool@latest` is installed without a version
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM node:24-slim
    /// RUN npm install && npm ci && npm i -g npm@11.6 @scope/tool@1.2.3 ./local.tgz user/repo#1234abc && yarn global add serve@14
    /// RUN npm install -g $TOOLS "tool@$VERSION"
    /// ```
    "unpinned-npm-package" {
        summary: "npm package installed without a version",
        category: Category::Reproducibility,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Manual,
        aliases: &["DL3016"],
        options: &[as_hadolint::OPTION],
        check: Check::Command(check),
    }
}

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    if as_hadolint::is_on(cx.settings, &RULE) {
        return as_hadolint::packages::unpinned(cx, sink, &as_hadolint::packages::NPM);
    }
    let fetched: Vec<_> = to_run(cx).into_iter().filter(|(_, text)| is_unpinned(text)).collect();
    report(cx, sink, &fetched, "@<version>");
    let Some(command) = package_command(cx.command).filter(|it| it.action == Action::Install) else { return };
    if !matches!(command.manager, Manager::Npm | Manager::Yarn | Manager::Pnpm | Manager::Bun)
        || command.subcommand == "ci"
    {
        return;
    }
    // `yarn install` takes no packages.
    if command.manager == Manager::Yarn && command.subcommand == "install" {
        return;
    }
    let words = command.operands.operands.iter().filter_map(|operand| Some((operand.word, operand.text?)));
    let unpinned: Vec<_> = words.filter(|(_, text)| is_unpinned(text)).collect();
    report(cx, sink, &unpinned, "@<version>");
}

/// Whether `text` is a name of the registry without a version: not a path, an archive, a URL or a repository.
fn is_unpinned(text: &str) -> bool {
    let (scope, rest) = match text.strip_prefix('@') {
        Some(scoped) => match scoped.split_once('/') {
            Some((scope, rest)) => (Some(scope), rest),
            None => return false,
        },
        None => (None, text),
    };
    let (name, version) = rest.split_once('@').unwrap_or((rest, ""));
    let in_name = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    let is_name =
        |name: &str| name.bytes().next().is_some_and(|byte| byte.is_ascii_alphanumeric()) && name.bytes().all(in_name);
    if !is_name(name) || scope.is_some_and(|scope| !is_name(scope)) || name.ends_with(".tgz") || name.ends_with(".gz") {
        return false;
    }
    // A tag is a word; ranges and aliases are judged as versions.
    version.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-') && version != "x"
}
