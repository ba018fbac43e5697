//! `bundle-without-deployment`: Bundler may change the lock file in a build for production.

use super::ruby::is_production;
use crate::rule::rule;
use crate::rules::dockerfile::lines::before;
use crate::rules::dockerfile::surroundings::{has_plain_base, says, variable};
use crate::workspace::LockState;
use crate::{Category, Check, CommandCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_model::commands::{Action, Manager, package_command};

rule! {
    /// Without `deployment` or `frozen`, `bundle install` resolves anew what `Gemfile` and `Gemfile.lock` do not agree
    /// on, and the image holds gems that nobody tested.
    ///
    /// `BUNDLE_DEPLOYMENT=1` also moves the gems to `vendor/bundle`, unless `BUNDLE_PATH` says otherwise. Where later
    /// stages copy them from elsewhere, take `BUNDLE_FROZEN=1`.
    ///
    /// ```Dockerfile,bad
    /// FROM ruby:3.4
    /// ENV RAILS_ENV=production BUNDLE_WITHOUT=development
    /// COPY . .
    /// RUN bundle install
    /// #   ^^^^^^^^^^^^^^ note: `bundle install` may change what the lock file says
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM ruby:3.4
    /// ENV RAILS_ENV=production BUNDLE_WITHOUT=development
    /// COPY . .
    /// ENV BUNDLE_DEPLOYMENT=1
    /// RUN bundle install
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM ruby:3.4
    /// ENV RAILS_ENV=production BUNDLE_FROZEN=1
    /// RUN bundle install
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM ruby:3.4
    /// RUN bundle install
    /// CMD ["rails", "server"]
    /// ```
    ///
    /// # No lock file
    ///
    /// ```Gemfile,context,file=Gemfile
    /// gem "rack"
    /// ```
    ///
    /// ```Dockerfile,bad
    /// FROM ruby:3.4
    /// ENV RACK_ENV=production
    /// COPY Gemfile .
    /// RUN bundle install
    /// #   ^^^^^^^^^^^^^^ note: there is no `Gemfile.lock` that `bundle install` could hold to
    /// ```
    "bundle-without-deployment" {
        summary: "Bundler may change the lock file in a build for production",
        category: Category::Reproducibility,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Command(check),
    }
}

/// What shows that the lock file is held to, or that the gems are installed by settings of another file.
const SETTLED: [&str; 5] = ["bundle_deployment", "bundle_frozen", "deployment", "frozen", ".bundle"];

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let Some(command) = package_command(cx.command).filter(|it| it.manager == Manager::Bundle) else { return };
    let Some(stage) = cx.stage.map(|stage| cx.build.stage(stage)) else { return };
    let is_held = ["BUNDLE_DEPLOYMENT", "BUNDLE_FROZEN"].iter().any(|name| !variable(cx, name).is_off());
    let is_install = command.action == Action::Install && !command.has(&["--help", "--deployment", "--frozen"]);
    if !is_install || is_held || !has_plain_base(cx, stage.id) || !is_production(cx, stage) {
        return;
    }
    if says(cx, stage.id, &SETTLED) {
        return;
    }
    let head = cx.text(command.head);
    if cx.workspace.lock_state(&cx.file.path, "bundle") == LockState::Absent {
        sink.report(command.head, format!("there is no `Gemfile.lock` that `{head}` could hold to"))
            .note("a build tomorrow may install other gems");
        return;
    }
    let line = "ENV BUNDLE_DEPLOYMENT=1";
    sink.report(command.head, format!("`{head}` may change what the lock file says"))
        .note("with `BUNDLE_DEPLOYMENT=1` or `BUNDLE_FROZEN=1` it fails instead")
        .fix(before(cx, cx.step, line).map(|edit| Fix::r#unsafe("set `BUNDLE_DEPLOYMENT`", edit)));
}
