//! `apt-get-force-yes`: apt is told to ignore every warning.

use super::command_line::is_exec;
use crate::rule::rule;
use crate::{Category, Check, CommandCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_model::commands::{Action, Manager, package_command};
use plimsoll_text::{Edit, TextRange, size};

rule! {
    /// `--force-yes` installs packages whose signature is wrong and removes essential ones, without a word. apt 3 no
    /// longer knows it. `-y` answers the questions and leaves the checks in place.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN apt-get install -y --force-yes curl
    ///                   #    ^^^^^^^^^^^ warning: `--force-yes` installs packages with broken signatures too
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN apt-get install -y curl
    /// ```
    ///
    /// So does the setting behind it:
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN apt-get -o APT::Get::force-yes=true install curl
    /// #           ^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: `APT::Get::force-yes` installs packages with broken signatures too
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN apt-get -y install curl
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN apt-get update --force-yes && apt-get install -y curl
    /// ```
    "apt-get-force-yes" {
        summary: "apt is told to ignore every warning",
        category: Category::Security,
        levels: Levels::dockerfile(Level::Warning, Level::Error, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &["CKV2_DOCKER_11"],
        options: &[],
        check: Check::Command(check),
    }
}

/// What `--force-yes` sets.
const SETTING: &str = "APT::Get::force-yes";

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let Some(command) = package_command(cx.command).filter(|it| it.manager == Manager::Apt) else { return };
    // `apt-get update` fetches lists and installs nothing.
    if command.action == Action::Update {
        return;
    }
    let options = command.global.options.iter().chain(&command.operands.options);
    let forces = options.filter_map(|(name, word, value)| match (*name, value) {
        ("--force-yes", _) => Some(("--force-yes", word.range)),
        ("-o" | "--option", Some(value)) if sets_force(value.text) => {
            Some((SETTING, word.range.cover(value.word.range)))
        }
        _ => None,
    });
    for (name, range) in forces {
        let answered = command.has(&["-y", "--yes", "--assume-yes"]);
        // Taken away with the blank in front of it, where that is all that parts it from its neighbour.
        let before = TextRange::new(range.start() - size(1), range.end());
        let fix = match answered {
            false if is_exec(cx) && name == SETTING => None,
            false => Some(Edit::replace(range, "-y")),
            true if !is_exec(cx) && cx.text(before).starts_with(' ') => Some(Edit::delete(before)),
            true => None,
        };
        let title = if answered { "delete it" } else { "use `-y`" };
        sink.report(range, format!("`{name}` installs packages with broken signatures too"))
            .note("`-y` answers the questions and leaves the checks in place")
            .fix(fix.map(|edit| Fix::r#unsafe(title, edit)));
    }
}

/// Whether the argument of `-o` turns the setting on.
fn sets_force(text: Option<&str>) -> bool {
    let Some((name, value)) = text.and_then(|text| text.split_once('=')) else { return false };
    name.eq_ignore_ascii_case(SETTING) && matches!(value.to_ascii_lowercase().as_str(), "true" | "1" | "yes")
}
