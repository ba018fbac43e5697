//! `composer-dev-packages`: Composer installs packages for development into the final image.

use super::command_line::{add_option, may_hold_options};
use crate::rule::rule;
use crate::rules::dockerfile::surroundings::{has_plain_base, is_for_development, says, variable};
use crate::{Category, Check, CommandCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_model::commands::{Manager, package_command};

rule! {
    /// Test runners and debuggers are not needed where the program runs, and some must not be reachable there.
    ///
    /// ```Dockerfile,bad
    /// FROM php:8.4-fpm
    /// RUN composer install --no-interaction
    /// #   ^^^^^^^^^^^^^^^^ note: packages for development get into the final image
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM php:8.4-fpm
    /// RUN composer install --no-interaction --no-dev --optimize-autoloader
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM php:8.4-fpm AS test
    /// RUN composer install
    /// FROM php:8.4-fpm
    /// ENV COMPOSER_NO_DEV=1
    /// RUN composer install
    /// ```
    "composer-dev-packages" {
        summary: "Composer installs packages for development into the final image",
        category: Category::Security,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Command(check),
    }
}

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let Some(command) = package_command(cx.command).filter(|it| it.manager == Manager::Composer) else { return };
    let Some(stage) = cx.stage.map(|stage| cx.build.stage(stage)) else { return };
    let is_install = matches!(command.subcommand, "install" | "i") && !cx.text(command.head).contains("global");
    // Of a folder of tests the packages for development are what is wanted.
    let is_of_tests = command.arguments(&["-d", "--working-dir"]).any(|folder| {
        folder.text.is_some_and(|text| text.split(['/', '=']).any(|part| matches!(part, "test" | "tests")))
    });
    if !is_install || is_of_tests || command.has(&["--no-dev", "--dev", "--help"]) || may_hold_options(cx) {
        return;
    }
    let is_settled = !variable(cx, "COMPOSER_NO_DEV").is_off()
        || cx.build.final_stage().is_none_or(|last| says(cx, last.id, &["--no-dev", "composer_no_dev", "app_env=dev"]));
    if !stage.shipped || !has_plain_base(cx, stage.id) || is_settled || is_for_development(cx, stage) {
        return;
    }
    let has_autoloader = command.has(&["-o", "--optimize-autoloader", "-a", "--classmap-authoritative"]);
    let option = if has_autoloader { "--no-dev" } else { "--no-dev --optimize-autoloader" };
    let fix = (!super::command_line::is_exec(cx))
        .then(|| Fix::r#unsafe(format!("add `{option}`"), add_option(cx, &command, option)));
    sink.report(command.head, "packages for development get into the final image")
        .note("`--no-dev` leaves them out")
        .fix(fix);
}
