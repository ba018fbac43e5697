//! `zypper-without-yes`: zypper asks before it installs, and nobody answers.

use super::yes::{self, Yes};
use crate::rule::rule;
use crate::rules::dockerfile::as_hadolint;
use crate::{Category, Check, CommandCx, FixAvailability, Level, Levels, Sink};
use plimsoll_model::commands::{Manager, package_command};

rule! {
    /// Without `-y` behind the subcommand or `-n` in front of it, zypper asks whether to go on, finds no input in a
    /// build, and gives up. Behind `install`, `-n` means `--name` and answers nothing.
    ///
    /// ```Dockerfile,bad
    /// FROM opensuse/leap:15.6
    /// RUN zypper install -n httpd
    /// #   ^^^^^^^^^^^^^^ warning: `zypper install` asks a question, and nobody answers
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM opensuse/leap:15.6
    /// RUN zypper install -n -y httpd
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM opensuse/leap:15.6
    /// RUN zypper -n install httpd && zypper --non-interactive rm vim && zypper in -y git && zypper refresh
    /// ```
    "zypper-without-yes" {
        summary: "zypper asks before it installs, and nobody answers",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &["DL3034"],
        options: &[as_hadolint::OPTION],
        check: Check::Command(check),
    }
}

/// Source: zypper(8) 1.14, 2026-11. `source-install` has no option of its own that answers.
static YES: Yes = Yes {
    managers: &[Manager::Zypper],
    options: &["-y", "--no-confirm", "-D", "--dry-run", "--download-only"],
    configured: &["zypp_non_interactive"],
    also: |command| command.global.has(&["-n", "--non-interactive", "--quiet-install"]),
    takes_yes: |subcommand| !matches!(subcommand, "source-install" | "si"),
};

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    // hadolint takes `-n` for an answer wherever it stands.
    let options = ["-n", "--non-interactive"];
    let is_answered = package_command(cx.command).is_some_and(|command| command.has(&options));
    if is_answered && as_hadolint::is_on(cx.settings, &RULE) {
        return;
    }
    yes::check(cx, sink, &YES);
}
