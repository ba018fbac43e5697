//! `unpinned-gem`: gem installed without a version.

use super::pins::report;
use crate::rule::rule;
use crate::rules::dockerfile::as_hadolint;
use crate::{Category, Check, CommandCx, FixAvailability, Level, Levels, Sink};
use plimsoll_model::commands::{Action, Manager, package_command};

rule! {
    /// The gem is installed in whatever version is the newest today.
    ///
    /// ```Dockerfile,bad
    /// FROM ruby:3.4
    /// RUN gem install bundler rails:8.1.1
    /// #               ^^^^^^^ warning: `bundler` is installed without a version
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM ruby:3.4
    /// RUN gem install bundler -v 2.7.2 && gem install --no-document ./local.gem "tool:$VERSION" && gem install rake:13.3.1 -- --with-x
    /// RUN gem install -g Gemfile
    /// ```
    "unpinned-gem" {
        summary: "gem installed without a version",
        category: Category::Reproducibility,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Manual,
        aliases: &["DL3028"],
        options: &[as_hadolint::OPTION],
        check: Check::Command(check),
    }
}

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    if as_hadolint::is_on(cx.settings, &RULE) {
        return as_hadolint::packages::unpinned_gems(cx, sink);
    }
    let Some(command) = package_command(cx.command) else { return };
    let install = command.manager == Manager::Gem && command.action == Action::Install;
    if !install || command.has(&["-v", "--version", "-g", "--file"]) {
        return;
    }
    // What stands behind `--` is for the compiler.
    let end = cx.command.effective().args.iter().find(|word| word.is("--")).map(|word| word.range.start());
    let open = |text: &str| !text.contains(':') && !text.ends_with(".gem");
    let unpinned: Vec<_> =
        command.packages().filter(|(word, text)| open(text) && end.is_none_or(|end| word.range.end() <= end)).collect();
    report(cx, sink, &unpinned, ":<version>");
}
