//! `unpinned-composer-package`: package of Composer without a version.

use super::pins::report;
use crate::rule::rule;
use crate::{Category, Check, CommandCx, FixAvailability, Level, Levels, Sink};
use plimsoll_model::commands::{Action, Manager, package_command};
use plimsoll_shell::Word;

rule! {
    /// Without a constraint `composer require` takes the newest release, and `dev-main` whatever the branch holds at
    /// that moment.
    ///
    /// ```Dockerfile,bad
    /// FROM php:8.4-cli
    /// RUN composer global require laravel/installer phpunit/phpunit:dev-main
    /// #                           ^^^^^^^^^^^^^^^^^ warning: `laravel/installer` is installed without a version
    /// #                                             ^^^^^^^^^^^^^^^^^^^^^^^^ warning: `phpunit/phpunit:dev-main` is installed without a version
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM php:8.4-cli
    /// RUN composer require laravel/framework:12.30.1 "monolog/monolog=3.9.0" guzzlehttp/guzzle ^7.10 ext-json
    /// RUN composer create-project laravel/laravel app "12.*" && composer create-project --prefer-dist a/b:1.2 /app
    /// ```
    "unpinned-composer-package" {
        summary: "package of Composer without a version",
        category: Category::Reproducibility,
        levels: Levels::dockerfile(Level::Off, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Manual,
        aliases: &[],
        options: &[],
        check: Check::Command(check),
    }
}

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let Some(command) = package_command(cx.command) else { return };
    let is_create = command.subcommand == "create-project";
    let is_install = command.manager == Manager::Composer
        && command.action == Action::Install
        && (is_create || matches!(command.subcommand, "require" | "req"));
    if !is_install || command.operands.doubtful || command.has(&["--no-update", "--help"]) {
        return;
    }
    let operands = &command.operands.operands;
    let unpinned: Vec<(&Word, &str)> = match is_create {
        true => {
            let version = operands.get(2).is_some_and(|it| it.text.is_none_or(|text| !is_open(text)));
            let package = operands.first().filter(|_| !version);
            package.and_then(|it| Some((it.word, it.text?))).filter(|(_, text)| is_unpinned(text)).into_iter().collect()
        }
        false => {
            // A constraint may be a word of its own behind the package, with or without an expansion.
            let pinned = |at: usize| {
                operands
                    .get(at + 1)
                    .is_some_and(|next| next.text.is_none_or(|text| !text.contains('/') && !is_open(text)))
            };
            let all = operands.iter().enumerate().filter(|(at, _)| !pinned(*at));
            all.filter_map(|(_, it)| Some((it.word, it.text?))).filter(|(_, text)| is_unpinned(text)).collect()
        }
    };
    report(cx, sink, &unpinned, ":<version>");
}

/// Whether a word names a package and neither it nor a constraint in it holds a version.
fn is_unpinned(text: &str) -> bool {
    let (name, constraint) = text.split_once([':', '=', ' ']).unwrap_or((text, ""));
    let is_package = name.split('/').count() == 2 && !name.starts_with(['.', '/', '-']) && !text.contains("://");
    is_package && (constraint.is_empty() || is_open(constraint.trim_start_matches(['=', ' '])))
}

/// Whether a constraint is met by whatever is newest: `*`, `dev-main`, `@dev`.
fn is_open(constraint: &str) -> bool {
    let is_branch = constraint.starts_with("dev-") && !constraint.contains('#');
    matches!(constraint, "" | "*" | "@dev" | "@stable" | "latest") || is_branch || constraint.starts_with('@')
}
