//! `bundle-without-deployment`: Bundler may change the lock file in a build for production.

use super::ruby::{bundle_installs, is_production};
use crate::rule::rule;
use crate::rules::dockerfile::lines::before;
use crate::rules::dockerfile::surroundings::{has_plain_base, says, variable};
use crate::workspace::LockState;
use crate::{Category, Check, CommandCx, Fix, FixAvailability, Level, Levels, Sink, StageCx};
use plimsoll_model::commands::PackageCommand;
use plimsoll_model::dockerfile::Stage;

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
        check: Check::Stage(check),
    }
}

/// What shows that the lock file is held to, or that the gems are installed by settings of another file.
const SETTLED: [&str; 5] = ["bundle_deployment", "bundle_frozen", "deployment", "frozen", ".bundle"];

fn check(cx: &StageCx<'_>, sink: &mut Sink) {
    let found = found(cx);
    if found.is_empty() {
        return;
    }
    let has_lock = cx.workspace.lock_state(&cx.file.path, "bundle") != LockState::Absent;
    let is_above = |above: &Stage<'_>| !self::found(&StageCx { stage: cx.build.stage(above.id), ..*cx }).is_empty();
    // One line is enough for all that comes behind it.
    let mut is_set = cx.build.ancestry(cx.stage.id).skip(1).any(is_above);
    for (command_cx, command) in found {
        let head = cx.text(command.head);
        if !has_lock {
            sink.report(command.head, format!("there is no `Gemfile.lock` that `{head}` could hold to"))
                .note("a build tomorrow may install other gems");
            continue;
        }
        let edit = if is_set { None } else { before(cx, command_cx.step, "ENV BUNDLE_DEPLOYMENT=1") };
        is_set |= edit.is_some();
        sink.report(command.head, format!("`{head}` may change what the lock file says"))
            .note("with `BUNDLE_DEPLOYMENT=1` or `BUNDLE_FROZEN=1` it fails instead")
            .fix(edit.map(|edit| Fix::r#unsafe("set `BUNDLE_DEPLOYMENT`", edit)));
    }
}

/// The installs of the stage that nothing holds to the lock file.
fn found<'a>(cx: &StageCx<'a>) -> Vec<(CommandCx<'a>, PackageCommand<'a>)> {
    let installs = bundle_installs(cx, &["--help", "--deployment", "--frozen"]);
    let is_meant = has_plain_base(cx, cx.stage.id) && is_production(cx, cx.stage);
    if installs.is_empty() || !is_meant || says(cx, cx.stage.id, &SETTLED) {
        return Vec::new();
    }
    let is_free = |(cx, _): &(CommandCx<'_>, PackageCommand<'_>)| {
        ["BUNDLE_DEPLOYMENT", "BUNDLE_FROZEN"].iter().all(|name| variable(cx, name).is_off())
    };
    installs.into_iter().filter(is_free).collect()
}
