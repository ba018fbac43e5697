//! `unpinned-gem`: gem installed without a version.

use super::pins::{Manner, Unpinned, report_all, unless_said};
use crate::rule::rule;
use crate::rules::dockerfile::as_hadolint;
use crate::{Category, Check, CommandCx, FixAvailability, Level, Levels, PackageIndex, Sink};
use plimsoll_model::commands::{Action, Manager, PackageCommand, package_command};
use plimsoll_shell::Word;

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
    ///
    /// With `--online` RubyGems is asked. With this answer:
    ///
    /// ```text,network
    /// newest rubygems bundler 2.7.2
    /// ```
    ///
    /// ```Dockerfile,bad
    /// FROM ruby:3.4
    /// RUN gem install bundler
    /// #               ^^^^^^^ warning: `bundler` is installed without a version
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM ruby:3.4
    /// RUN gem install bundler:2.7.2
    /// ```
    "unpinned-gem" {
        summary: "gem installed without a version",
        category: Category::Reproducibility,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
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
    let is_gem = command.manager == Manager::Gem;
    // RubyGems itself: `gem update --system 3.7.2` names the version.
    if is_gem && command.has(&["--system"]) && command.operands.operands.is_empty() && !command.operands.doubtful {
        let is_attached = command.arguments(&["--system"]).next().is_some();
        if !is_attached {
            sink.report(command.head, "RubyGems is updated to whatever is the newest version")
                .note("a build tomorrow may get another one; name the version that was tested");
        }
        return;
    }
    let install = is_gem && matches!(command.action, Action::Install | Action::Upgrade) && !command.has(&["--system"]);
    if !install || command.has(&["-v", "--version", "-g", "--file"]) {
        return;
    }
    // What stands behind `--` is for the compiler.
    let end = cx.command.effective().args.iter().find(|word| word.is("--")).map(|word| word.range.start());
    let open = |text: &str| !text.contains(':') && !text.ends_with(".gem");
    let is_before = |word: &Word| end.is_none_or(|end| word.range.end() <= end);
    let unpinned: Vec<(&Word, &str)> = words(&command).filter(|(word, text)| open(text) && is_before(word)).collect();
    if unpinned.is_empty() {
        return;
    }
    let elsewhere =
        ["-s", "--source", "--clear-sources", "-l", "--local", "--pre", "--prerelease", "--platform", "--config-file"];
    let said = ["gem source", "gemrc", "rubygems_host", "gem_source"];
    // `gem update` takes names alone.
    let is_elsewhere = command.action != Action::Install || command.has(&elsewhere);
    let index = if is_elsewhere { None } else { unless_said(cx, PackageIndex::RubyGems, &said) };
    let known = unpinned.into_iter().map(|(word, text)| Unpinned::new(word, text).known(index.clone(), text));
    let unpinned: Vec<Unpinned<'_>> = known.collect();
    let write = |version: &str| Some(format!(":{version}"));
    report_all(cx, sink, &unpinned, &Manner { blank: ":<version>", write, more: None });
}

/// The gems that a command names.
fn words<'a>(command: &PackageCommand<'a>) -> impl Iterator<Item = (&'a Word, &'a str)> {
    let operands: Vec<_> = command.operands.operands.iter().filter_map(|it| Some((it.word, it.text?))).collect();
    operands.into_iter().filter(|(_, text)| !text.contains('/') && !text.starts_with('.'))
}
