//! How an upgrade of everything is taken out of a RUN.
//!
//! Invariant: what is only there for the upgrade goes with it; whatever else the RUN does stays.

use super::cache_cleaning::cleans;
use super::lists::are_used_later;
use crate::rules::dockerfile::lines::without_commands;
use crate::{CommandCx, Fix};
use plimsoll_model::commands::{Action, Manager, package_command};
use plimsoll_model::dockerfile::Base;
use plimsoll_model::tables::managers::cache_mount;
use plimsoll_shell::Command;
use plimsoll_text::Edits;

/// Deletes the command; the whole RUN, if the rest of it only fetches the lists and cleans up, and no later RUN needs
/// those lists.
pub(super) fn without_upgrade(cx: &CommandCx<'_>, manager: Manager) -> Option<Fix> {
    let serves = |command: &Command| {
        let asked = package_command(command).filter(|it| it.manager == manager);
        let is_around = asked.is_some_and(|it| matches!(it.action, Action::Update | Action::Upgrade));
        is_around || cache_mount(manager.name()).is_some_and(|cache| cleans(command, manager, cache))
    };
    let commands = &cx.script.commands;
    let is_all = commands.iter().all(serves);
    let is_used = is_all && are_used_later(cx, manager);
    // The lists alone in a stage of their own would be no better.
    if is_used && cx.build.stages.iter().any(|other| cx.stage.is_some_and(|own| other.base == Base::Stage(own))) {
        return None;
    }
    let gone: Vec<&Command> = match is_all && !is_used {
        true => commands.iter().collect(),
        false => vec![cx.command],
    };
    let edits = without_commands(cx, cx.script, &gone)?;
    Some(Fix::r#unsafe("leave it out", Edits::new(edits).ok()?))
}
