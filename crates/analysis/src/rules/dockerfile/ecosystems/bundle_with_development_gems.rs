//! `bundle-with-development-gems`: gems for development in an image for production.

use super::ruby::is_production;
use crate::rule::rule;
use crate::rules::dockerfile::lines::before;
use crate::rules::dockerfile::surroundings::{Variable, has_plain_base, says, variable};
use crate::{Category, Check, CommandCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_model::commands::{Action, Manager, package_command};

rule! {
    /// Test runners, debuggers and consoles for the browser are not needed in production, and some must not be there.
    ///
    /// ```Dockerfile,bad
    /// FROM ruby:3.4
    /// ENV RAILS_ENV=production BUNDLE_DEPLOYMENT=1
    /// RUN bundle install
    /// #   ^^^^^^^^^^^^^^ note: gems for development and tests are installed for production
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM ruby:3.4
    /// ENV RAILS_ENV=production BUNDLE_DEPLOYMENT=1
    /// ENV BUNDLE_WITHOUT="development:test"
    /// RUN bundle install
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM ruby:3.4
    /// ENV RAILS_ENV=production BUNDLE_DEPLOYMENT=1 BUNDLE_WITHOUT=development
    /// RUN bundle install
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM ruby:3.4
    /// ENV RAILS_ENV=production
    /// RUN bundle config set --local without 'development test' && bundle install
    /// ```
    "bundle-with-development-gems" {
        summary: "gems for development in an image for production",
        category: Category::Size,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Command(check),
    }
}

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let Some(command) = package_command(cx.command).filter(|it| it.manager == Manager::Bundle) else { return };
    let Some(stage) = cx.stage.map(|stage| cx.build.stage(stage)) else { return };
    let is_install = command.action == Action::Install && !command.has(&["--help", "--without", "--with"]);
    let is_set = ["BUNDLE_WITHOUT", "BUNDLE_ONLY", "BUNDLE_WITH"].iter().any(|it| variable(cx, it) != Variable::Unset);
    if !is_install || is_set || !has_plain_base(cx, stage.id) || !is_production(cx, stage) {
        return;
    }
    // A setting in another form, or a later `bundle clean`.
    if says(cx, stage.id, &["without", "bundle_only", ".bundle", "config set only", "bundle clean"]) {
        return;
    }
    let edit = before(cx, cx.step, "ENV BUNDLE_WITHOUT=\"development:test\"");
    sink.report(command.head, "gems for development and tests are installed for production")
        .note("`BUNDLE_WITHOUT` leaves groups of the Gemfile out")
        .fix(edit.map(|edit| Fix::safe("leave them out", edit)));
}
