//! `xdebug-in-final-image`: the debugger of PHP in the final image.

use crate::rule::rule;
use crate::rules::dockerfile::list_edits::{delete_command, delete_words};
use crate::rules::dockerfile::surroundings::is_for_development;
use crate::{Applicability, Category, Check, CommandCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_model::commands::package_command;
use plimsoll_model::dockerfile::{Base, Stage};
use plimsoll_shell::{Command, ScopeKind};
use plimsoll_text::TextRange;

rule! {
    /// Xdebug makes every request slower, and lets whoever it connects to run code.
    ///
    /// ```Dockerfile,bad
    /// FROM php:8.4-fpm
    /// RUN docker-php-ext-enable opcache xdebug
    /// #                                 ^^^^^^ warning: Xdebug gets into the final image
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM php:8.4-fpm
    /// RUN docker-php-ext-enable opcache
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM php:8.4-fpm AS dev
    /// RUN pecl install xdebug-3.4.5 && docker-php-ext-enable xdebug
    /// FROM php:8.4-fpm
    /// ARG WITH_XDEBUG=0
    /// RUN if [ "$WITH_XDEBUG" = 1 ]; then pecl install xdebug; fi
    /// ```
    "xdebug-in-final-image" {
        summary: "the debugger of PHP in the final image",
        category: Category::Security,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Command(check),
    }
}

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let Some(stage) = cx.stage.map(|stage| cx.build.stage(stage)) else { return };
    let effective = cx.command.effective();
    let installs = installs(cx.command);
    let is_chosen =
        [ScopeKind::IfBranch, ScopeKind::CaseBranch].iter().any(|kind| cx.script.is_within(cx.command, *kind))
            || cx.script.commands.iter().any(|other| matches!(other.name(), Some("[" | "test" | "[[")));
    // The folder says that this is what the image is about.
    let is_named = || cx.file.path.to_ascii_lowercase().contains("xdebug");
    let is_left_out = || is_for_tests(cx, stage) || is_named() || is_taken_away(cx);
    if !installs || !stage.shipped || is_chosen || is_for_development(cx, stage) || is_left_out() {
        return;
    }
    let named: Vec<_> = effective.args.iter().filter(|word| word.literal().is_some_and(is_xdebug)).collect();
    let others = effective
        .args
        .iter()
        .filter(|word| !word.prefix_literal().starts_with('-') && !word.is("install") && !word.is("add"));
    let edits = match others.count() > named.len() {
        true => delete_words(cx, &named.iter().map(|word| word.range).collect::<Vec<_>>()),
        false => delete_command(cx),
    };
    let is_all = !named.is_empty() && is_all_of_it(cx, stage);
    let most = if is_all { Applicability::Unsafe } else { Applicability::Manual };
    for word in named {
        let fix = edits.clone().map(|edits| Fix::r#unsafe("leave Xdebug out", edits).at_most(most));
        sink.report(word.range, "Xdebug gets into the final image")
            .note("install it in a stage for development")
            .fix(fix);
    }
}

fn installs(command: &Command) -> bool {
    let effective = command.effective();
    match effective.name() {
        Some("docker-php-ext-enable" | "docker-php-ext-install" | "install-php-extensions" | "phpenmod") => true,
        Some("pecl") => effective.args.iter().any(|word| word.is("install")),
        _ => package_command(command).is_some_and(|it| it.packages().next().is_some()),
    }
}

/// Whether nothing of Xdebug is left when the commands that install it or turn it on no longer name it: no settings, no
/// other way of naming it.
fn is_all_of_it(cx: &CommandCx<'_>, stage: &Stage<'_>) -> bool {
    let says = |range: TextRange| cx.text(range).to_ascii_lowercase().contains("xdebug");
    let goes = |command: &Command| {
        let effective = command.effective();
        let has_options =
            effective.name() == Some("phpenmod") && effective.args.iter().any(|it| it.raw().starts_with('-'));
        let mut named = effective.args.iter().filter(|word| word.raw().to_ascii_lowercase().contains("xdebug"));
        installs(command)
            && !has_options
            && command.redirects.is_empty()
            && named.all(|word| word.literal().is_some_and(is_xdebug))
    };
    cx.build.stage_steps(stage).filter(|(_, it)| says(it.range)).all(|(step, it)| {
        let commands = cx.build.scripts(step).iter().flat_map(|script| &script.commands);
        // A comment between them may keep one of them from going.
        let is_own = commands.clone().filter(|it| says(it.range)).count() == 1 && step == cx.step;
        let can_go = is_own || it.comments.is_empty();
        matches!(it.body, Body::Run(_)) && can_go && commands.filter(|it| says(it.range)).all(goes)
    })
}

/// Whether the base is an image in which a CI service runs tests.
fn is_for_tests(cx: &CommandCx<'_>, stage: &Stage<'_>) -> bool {
    matches!(cx.build.external_base(stage.id), Base::Image(image)
        if ["circleci/", "cimg/"].iter().any(|start| image.repository().starts_with(start)))
}

/// Whether a command behind it takes Xdebug away or turns it off.
fn is_taken_away(cx: &CommandCx<'_>) -> bool {
    let steps = cx.step..cx.stage.map_or(cx.step + 1, |stage| cx.build.stage(stage).steps.end);
    let commands = steps.flat_map(|step| cx.build.scripts(step)).flat_map(|script| &script.commands);
    commands.filter(|it| it.range.start() > cx.command.range.start()).any(|it| {
        let effective = it.effective();
        let says = |word: &str| effective.args.iter().any(|arg| arg.raw().contains(word));
        let takes = match effective.name() {
            Some("rm" | "mv") => says("conf.d") || says(".ini"),
            Some("phpdismod") => true,
            _ => {
                ["purge", "remove", "del", "uninstall"].iter().any(|verb| effective.args.iter().any(|arg| arg.is(verb)))
            }
        };
        takes && says("xdebug")
    })
}

/// `xdebug`, `xdebug-3.4.5`, `php8.2-xdebug`, `php83-pecl-xdebug=3.3`
fn is_xdebug(text: &str) -> bool {
    let name = text.split(['=', '~', '^', '@']).next().unwrap_or(text);
    let rest = name.strip_prefix("xdebug").is_some_and(|rest| rest.is_empty() || rest.starts_with('-'));
    rest || (name.starts_with("php") && (name.ends_with("-xdebug") || name.ends_with("-xdebug3")))
}
