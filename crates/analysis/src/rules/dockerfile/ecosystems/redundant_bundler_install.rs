//! `redundant-bundler-install`: Bundler is installed where it already is.

use super::ruby::is_newer_ruby;
use crate::rule::rule;
use crate::rules::dockerfile::list_edits::{delete_command, delete_words};
use crate::{Category, Check, CommandCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_model::commands::{Action, Manager, package_command};

rule! {
    /// Ruby brings Bundler since 2.6, and Bundler runs the very version that `Gemfile.lock` names. Another one, whatever
    /// is newest that day, makes two builds differ.
    ///
    /// ```Dockerfile,bad
    /// FROM ruby:3.4
    /// RUN gem install bundler && bundle install
    /// #               ^^^^^^^ note: the image brings Bundler along
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM ruby:3.4
    /// RUN bundle install
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM ruby:3.4
    /// RUN gem install bundler:2.7.2 && gem install -v 2.7.2 bundler
    /// FROM debian:12.11
    /// RUN gem install bundler
    /// ```
    "redundant-bundler-install" {
        summary: "Bundler is installed where it already is",
        category: Category::Reproducibility,
        levels: Levels::dockerfile(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Command(check),
    }
}

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let Some(command) = package_command(cx.command).filter(|it| it.manager == Manager::Gem) else { return };
    let Some(stage) = cx.stage else { return };
    if command.action != Action::Install
        || command.has(&["-v", "--version", "-i", "--install-dir", "--pre", "--prerelease"])
    {
        return;
    }
    let Some((word, _)) = command.packages().find(|(_, text)| *text == "bundler") else { return };
    if !is_newer_ruby(cx, stage, "2.5") {
        return;
    }
    let is_alone = command.operands.operands.len() == 1 && !command.operands.doubtful;
    let edits = if is_alone { delete_command(cx) } else { delete_words(cx, &[word.range]) };
    sink.report(word.range, "the image brings Bundler along")
        .note("it runs the version that `Gemfile.lock` names")
        .fix(edits.map(|edits| Fix::r#unsafe("use the one that is there", edits)));
}
