//! `unpinned-npm-package`: npm package installed without a version.

use super::npm_runs::to_run;
use super::pins::{Manner, Unpinned, report_all, unless_said};
use crate::rule::rule;
use crate::rules::dockerfile::as_hadolint;
use crate::{Category, Check, CommandCx, FixAvailability, Level, Levels, PackageIndex, Sink};
use plimsoll_model::commands::{Action, Manager, package_command};
use plimsoll_shell::Word;

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
    ///
    /// With `--online` the registry is asked, that of the user's `.npmrc` where one is named. With these answers:
    ///
    /// ```text,network
    /// newest npm pnpm 10.25.0
    /// newest npm @scope/tool 2.1.0
    /// ```
    ///
    /// ```Dockerfile,bad
    /// FROM node:24-slim
    /// RUN npm install -g pnpm @scope/tool@latest
    /// #                  ^^^^ warning: `pnpm` is installed without a version
    ///                       # ^^^^^^^^^^^^^^^^^^ warning: `@scope/tool@latest` is installed without a version
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM node:24-slim
    /// RUN npm install -g pnpm@10.25.0 @scope/tool@2.1.0
    /// ```
    "unpinned-npm-package" {
        summary: "npm package installed without a version",
        category: Category::Reproducibility,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
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
    report_known(cx, sink, fetched);
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
    let unpinned: Vec<(&Word, &str)> = words.filter(|(_, text)| is_unpinned(text)).collect();
    report_known(cx, sink, unpinned);
}

/// Reports them, with the question which version is the newest where that is sure to be one for npm's registry.
fn report_known(cx: &CommandCx<'_>, sink: &mut Sink, unpinned: Vec<(&Word, &str)>) {
    if unpinned.is_empty() {
        return;
    }
    let effective = cx.command.effective();
    let elsewhere = ["--registry", "--reg", "--tag", "--before", "--replace-registry-host", "--userconfig"];
    let is_elsewhere = effective.args.iter().any(|word| {
        let text = word.prefix_literal();
        elsewhere.contains(&text.split('=').next().unwrap_or_default())
    });
    let said = ["npm_config_registry", "config set registry", "registry=", "npmrc", "yarnrc", "npm_config_userconfig"];
    let registry = if is_elsewhere { None } else { unless_said(cx, PackageIndex::Npm, &said) };
    let is_corepack = effective.name() == Some("corepack");
    let known = unpinned.into_iter().map(|(word, text)| {
        let (name, tag) = match text.rfind('@').filter(|at| *at > 0) {
            Some(at) => (&text[..at], &text[at + 1..]),
            None => (text, "latest"),
        };
        // Another tag, such as `next`, wants something else than the newest release, and Corepack has Yarn from elsewhere.
        let is_release = tag == "latest" && !(is_corepack && name == "yarn");
        Unpinned::with_tag(cx, word, text).known(registry.clone().filter(|_| is_release), name)
    });
    let unpinned: Vec<Unpinned<'_>> = known.collect();
    let write = |version: &str| Some(format!("@{version}"));
    report_all(cx, sink, &unpinned, &Manner { blank: "@<version>", write, more: None });
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
