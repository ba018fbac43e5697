//! `asset-precompile-without-dummy-key`: Rails assets are built without the key that production asks for.

use crate::rule::rule;
use crate::rules::dockerfile::list_edits::is_shell_form;
use crate::rules::dockerfile::surroundings::{has_plain_base, says, variable};
use crate::{Category, Check, CommandCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_model::tables::eol::is_newer;
use plimsoll_text::Edit;

rule! {
    /// In production, Rails does not start without `SECRET_KEY_BASE`, and building the assets starts it. The real key
    /// has no place in a build: `SECRET_KEY_BASE_DUMMY=1` makes one up since Rails 7.1.
    ///
    /// ```Dockerfile,bad
    /// FROM ruby:3.4
    /// ENV RAILS_ENV=production
    /// RUN bin/rails assets:precompile
    /// #             ^^^^^^^^^^^^^^^^^ warning: the assets are built without `SECRET_KEY_BASE`
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM ruby:3.4
    /// ENV RAILS_ENV=production
    /// RUN SECRET_KEY_BASE=dummy bin/rails assets:precompile
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM ruby:3.4
    /// ENV RAILS_ENV=production
    /// RUN SECRET_KEY_BASE_DUMMY=1 ./bin/rails assets:precompile
    /// ```
    ///
    /// # Rails 7.1 and later
    ///
    /// ```Gemfile.lock,context,file=Gemfile.lock
    /// GEM
    ///   specs:
    ///     rails (8.0.1)
    /// ```
    ///
    /// ```Dockerfile,bad
    /// FROM ruby:3.4
    /// ENV RAILS_ENV=production
    /// RUN bundle exec rails assets:precompile
    /// #                     ^^^^^^^^^^^^^^^^^ warning: the assets are built without `SECRET_KEY_BASE`
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM ruby:3.4
    /// ENV RAILS_ENV=production
    /// RUN SECRET_KEY_BASE_DUMMY=1 bundle exec rails assets:precompile
    /// ```
    "asset-precompile-without-dummy-key" {
        summary: "Rails assets are built without the key that production asks for",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Command(check),
    }
}

/// What gives the key in another way.
const KEYS: [&str; 6] = ["secret_key_base", "rails_master_key", "master.key", "credentials", "secrets.yml", "dotenv"];

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let Some(word) = cx.command.words.iter().find(|word| word.is("assets:precompile")) else { return };
    let Some(stage) = cx.stage else { return };
    let in_production = ["RAILS_ENV", "RACK_ENV"].iter().any(|name| variable(cx, name).is_one_of(&["production"]));
    let is_mounted = matches!(&cx.instruction.instruction.body, Body::Run(run) if !run.mounts.is_empty());
    if !in_production || is_mounted || !has_plain_base(cx, stage) || says(cx, stage, &KEYS) {
        return;
    }
    let has_dummy = cx.workspace.gem_version(&cx.file.path, "rails").and_then(|it| is_newer(it, "7.1"));
    let key = if has_dummy == Some(true) { "SECRET_KEY_BASE_DUMMY=1" } else { "SECRET_KEY_BASE=dummy" };
    let is_plain = is_shell_form(cx) && cx.command.effective().wrappers.is_empty();
    let edit = Edit::insert(cx.command.range.start(), format!("{key} "));
    let title = format!("add `{key}`");
    let fix =
        is_plain.then(|| if has_dummy == Some(true) { Fix::safe(title, edit) } else { Fix::r#unsafe(title, edit) });
    sink.report(word.range, "the assets are built without `SECRET_KEY_BASE`")
        .note("in production Rails does not start without it")
        .fix(fix);
}
