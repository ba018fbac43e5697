//! `gem-documentation`: documentation of gems in the image.

use super::command_line::{add_option, may_hold_options, says_before};
use crate::rule::rule;
use crate::{Category, Check, CommandCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_model::commands::{Action, Manager, package_command};
use plimsoll_model::dockerfile::Base;

rule! {
    /// Nobody reads it there. `--no-document` leaves it out.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN gem install rake:13.3.1
    /// #   ^^^^^^^^^^^ note: the documentation of the gems is installed too
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN gem install --no-document rake:13.3.1
    /// ```
    ///
    /// The official image leaves it out by itself:
    ///
    /// ```Dockerfile,good
    /// FROM ruby:3.4
    /// RUN gem install rake:13.3.1
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN gem install -N rake:13.3.1 && gem install --no-ri --no-rdoc rake:13.3.1
    /// ```
    "gem-documentation" {
        summary: "documentation of gems in the image",
        category: Category::Size,
        levels: Levels::dockerfile(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Command(check),
    }
}

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let Some(command) = package_command(cx.command).filter(|it| it.manager == Manager::Gem) else { return };
    let installs = matches!(command.action, Action::Install | Action::Upgrade);
    let says = command.has(&["-N", "--no-document", "--no-ri", "--no-rdoc", "--document", "--system"]);
    let known = cx.stage.map(|stage| cx.build.external_base(stage));
    let preset = match known {
        Some(Base::Image(image)) => image.repository().contains("ruby"),
        _ => true,
    };
    let shipped = cx.stage.is_some_and(|stage| cx.build.stage(stage).shipped);
    if !installs || says || preset || !shipped || may_hold_options(cx) || says_before(cx, cx.stage, cx.step, &["gemrc"])
    {
        return;
    }
    sink.report(command.head, "the documentation of the gems is installed too")
        .fix(Fix::safe("add `--no-document`", add_option(cx, &command, "--no-document")));
}
