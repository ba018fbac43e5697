//! `bundle-with-development-gems`: gems for development in an image for production.

use super::ruby::{bundle_installs, is_production};
use crate::rule::rule;
use crate::rules::dockerfile::lines::before;
use crate::rules::dockerfile::surroundings::{Variable, has_plain_base, says, variable};
use crate::{Category, Check, CommandCx, Fix, FixAvailability, Level, Levels, Sink, StageCx};
use plimsoll_model::commands::PackageCommand;
use plimsoll_model::dockerfile::Stage;

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
        check: Check::Stage(check),
    }
}

/// A setting in another form, or a later `bundle clean`.
const SETTLED: [&str; 5] = ["without", "bundle_only", ".bundle", "config set only", "bundle clean"];

fn check(cx: &StageCx<'_>, sink: &mut Sink) {
    let found = found(cx);
    if found.is_empty() {
        return;
    }
    let is_above = |above: &Stage<'_>| !self::found(&StageCx { stage: cx.build.stage(above.id), ..*cx }).is_empty();
    // One line is enough for all that comes behind it.
    let mut is_set = cx.build.ancestry(cx.stage.id).skip(1).any(is_above);
    for (command_cx, command) in found {
        let line = "ENV BUNDLE_WITHOUT=\"development:test\"";
        let edit = if is_set { None } else { before(cx, command_cx.step, line) };
        is_set |= edit.is_some();
        sink.report(command.head, "gems for development and tests are installed for production")
            .note("`BUNDLE_WITHOUT` leaves groups of the Gemfile out")
            .fix(edit.map(|edit| Fix::safe("leave them out", edit)));
    }
}

/// The installs of the stage that take in what is for development.
fn found<'a>(cx: &StageCx<'a>) -> Vec<(CommandCx<'a>, PackageCommand<'a>)> {
    let installs = bundle_installs(cx, &["--help", "--without", "--with"]);
    let is_meant = has_plain_base(cx, cx.stage.id) && is_production(cx, cx.stage);
    if installs.is_empty() || !is_meant || says(cx, cx.stage.id, &SETTLED) {
        return Vec::new();
    }
    let is_free = |(cx, _): &(CommandCx<'_>, PackageCommand<'_>)| {
        ["BUNDLE_WITHOUT", "BUNDLE_ONLY", "BUNDLE_WITH"].iter().all(|name| variable(cx, name) == Variable::Unset)
    };
    installs.into_iter().filter(is_free).collect()
}
