//! `apt-get-installs-recommends`: apt installs recommended packages too.

use super::apt_get_only;
use super::command_line::{add_option, may_hold_options, says_before};
use super::recommended::needed;
use crate::rule::rule;
use crate::rules::dockerfile::as_hadolint;
use crate::{Category, Check, CommandCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_model::commands::{Action, Manager, PackageCommand, package_command};
use plimsoll_text::Edits;

rule! {
    /// apt installs what a package recommends along with it: documentation, mail servers, desktop parts. Ask for what
    /// you need, and nothing else.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN apt-get update && apt-get install -y tree
    ///                   #   ^^^^^^^^^^^^^^^ note: recommended packages are installed too
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN apt-get update && apt-get install -y --no-install-recommends tree
    /// ```
    ///
    /// A few recommended packages are needed, such as the certificates of `curl` and the C library's headers of `gcc`.
    /// They are then named:
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN apt-get update && apt-get install -y curl
    ///                   #   ^^^^^^^^^^^^^^^ note: recommended packages are installed too
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN apt-get update && apt-get install -y --no-install-recommends curl ca-certificates
    /// ```
    ///
    /// Stages that are not shipped may be as large as they like:
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11 AS build
    /// RUN apt-get update && apt-get install -y make
    /// FROM debian:12.11
    /// RUN apt-get update && apt-get install -y --no-install-recommends curl ./local.deb
    /// RUN apt-get install -y ./other.deb
    /// RUN echo 'APT::Install-Recommends "false";' > /etc/apt/apt.conf.d/90small && apt-get install -y git
    /// ```
    "apt-get-installs-recommends" {
        summary: "apt installs recommended packages too",
        category: Category::Size,
        levels: Levels::dockerfile(Level::Note, Level::Note, Level::Note),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &["DL3015", "DS-0029"],
        options: &[apt_get_only::OPTION, as_hadolint::OPTION],
        check: Check::Command(check),
    }
}

/// Options that decide about recommended packages one way or the other.
pub(super) const DECIDES: [&str; 3] = ["--no-install-recommends", "--install-recommends", "--install-suggests"];

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    if as_hadolint::is_on(cx.settings, &RULE) {
        let Some(command) = as_hadolint::plain(cx).filter(|it| it.name == "apt-get" && it.has("install")) else {
            return;
        };
        let decides =
            |text: &str| text.starts_with("--no-install-recommends") || text == "APT::Install-Recommends=false";
        if !command.words.iter().any(|(_, text)| decides(text)) {
            sink.report(command.head("install"), "recommended packages are installed too")
                .note("they make the image larger, and each is one more thing to keep up to date");
        }
        return;
    }
    let Some(command) = package_command(cx.command) else { return };
    if apt_get_only::leaves_out(cx.settings, &RULE, cx.text(command.head)) {
        return;
    }
    let shipped = cx.stage.is_some_and(|stage| cx.build.stage(stage).shipped);
    let is_install = command.manager == Manager::Apt && command.action == Action::Install;
    if !is_install || !shipped || command.has(&DECIDES) || may_hold_options(cx) {
        return;
    }
    // aptitude has options of its own, `-R` among them.
    let is_apt = matches!(cx.command.effective().name(), Some("apt-get" | "apt"));
    let is_local = |text: &str| text.ends_with(".deb");
    let mut words = command.operands.operands.iter();
    let has_package = command.operands.doubtful || words.any(|word| word.text.is_none_or(|text| !is_local(text)));
    let configured = ["install-recommends \"", "::install-recommends", "apt.conf"];
    if !is_apt || !has_package || says_before(cx, cx.stage, cx.step, &configured) {
        return;
    }
    sink.report(command.head, "recommended packages are installed too")
        .note("they make the image larger, and each is one more thing to keep up to date")
        .fix(fix(cx, &command));
}

fn fix(cx: &CommandCx<'_>, command: &PackageCommand<'_>) -> Option<Fix> {
    let option = add_option(cx, command, "--no-install-recommends");
    let needed = needed(cx, command);
    let Some(addition) = needed.addition else {
        return Some(Fix::r#unsafe("add `--no-install-recommends`", option));
    };
    let names: Vec<String> = needed.names.iter().map(|name| format!("`{name}`")).collect();
    let title = format!("add `--no-install-recommends`, and {}", names.join(" and "));
    let edits = Edits::new(vec![option, addition]).ok()?;
    // Which version to write beside those that are pinned, the person knows.
    let is_pinned = command.packages().all(|(_, text)| text.contains('='));
    Some(if is_pinned { Fix::manual(title, edits) } else { Fix::r#unsafe(title, edits) })
}
