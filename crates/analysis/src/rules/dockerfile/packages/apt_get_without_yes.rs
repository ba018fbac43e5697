//! `apt-get-without-yes`: apt asks before it installs, and nobody answers.

use super::apt_get_only;
use super::yes::{self, Yes};
use crate::rule::rule;
use crate::rules::dockerfile::as_hadolint;
use crate::{Category, Check, CommandCx, FixAvailability, Level, Levels, Sink};
use plimsoll_model::commands::{Manager, PackageCommand, package_command};

rule! {
    /// Without `-y`, apt asks whether to go on, finds no input in a build, and gives up.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN apt-get update && apt-get install --no-install-recommends curl
    ///                   #   ^^^^^^^^^^^^^^^ warning: `apt-get install` asks a question, and nobody answers
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN apt-get update && apt-get install --no-install-recommends -y curl
    /// ```
    ///
    /// `-qq` answers too, and so does a line in `apt.conf`:
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN apt-get update && apt-get -qq install curl && apt-get install -yq git && apt-get -o APT::Get::Assume-Yes=true install vim
    /// RUN echo 'APT::Get::Assume-Yes "true";' > /etc/apt/apt.conf.d/90yes
    /// RUN apt-get install jq
    /// ```
    "apt-get-without-yes" {
        summary: "apt asks before it installs, and nobody answers",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &["DL3014", "DS-0021"],
        options: &[apt_get_only::OPTION, as_hadolint::OPTION],
        check: Check::Command(check),
    }
}

/// Source: apt-get(8) of apt 2.6 and 3.0, aptitude(8), 2026-11.
static YES: Yes = Yes {
    managers: &[Manager::Apt],
    options: &[
        "-y",
        "--yes",
        "--assume-yes",
        "--force-yes",
        "--assume-no",
        "-d",
        "--download-only",
        "-s",
        "--simulate",
        "--just-print",
        "--dry-run",
        "--recon",
        "--no-act",
        "--print-uris",
    ],
    configured: &["::assume-yes", "assume-yes \"", "apt.conf"],
    also: is_quiet,
    takes_yes: |_| true,
};

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    if as_hadolint::is_on(cx.settings, &RULE) {
        let Some(command) = as_hadolint::plain(cx).filter(|it| it.name == "apt-get" && it.has("install")) else {
            return;
        };
        let quiet = command.words.iter().filter(|(_, text)| text == "-q").count();
        let answers = ["--yes", "--assume-yes", "-qq", "-q=2"].iter().any(|option| command.has(option));
        if !answers
            && quiet < 2
            && !command.has_letter('y')
            && !command.words.iter().any(|(_, it)| it.starts_with("-qq"))
        {
            sink.report(command.head("install"), "`apt-get install` asks before it installs");
        }
        return;
    }
    let head = package_command(cx.command).map_or("", |command| cx.text(command.head));
    if !apt_get_only::leaves_out(cx.settings, &RULE, head) {
        yes::check(cx, sink, &YES);
    }
}

/// `-qq`, `-q=2` and `-o APT::Get::Assume-Yes=…` imply the answer.
fn is_quiet(command: &PackageCommand<'_>) -> bool {
    let configures = |text: Option<&str>| text.is_none_or(|text| text.to_ascii_lowercase().contains("assume-yes"));
    let attached = command.global.options.iter().chain(&command.operands.options);
    command.count(&["-q", "--quiet"]) >= 2
        || command.arguments(&["-q", "--quiet"]).any(|value| value.text == Some("2"))
        || command.arguments(&["-o", "--option"]).any(|value| configures(value.text))
        || attached.into_iter().any(|(name, ..)| name.starts_with("-o") && configures(Some(name)))
}
