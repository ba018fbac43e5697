//! How an upgrade of everything is taken out of a RUN.
//!
//! Invariant: what is only there for the upgrade goes with it; whatever else the RUN does stays.

use crate::rules::dockerfile::lines::without_commands;
use crate::{CommandCx, Fix};
use plimsoll_model::commands::{Action, Manager, deletes, package_command};
use plimsoll_shell::Command;
use plimsoll_text::Edits;

/// Deletes the command; the whole RUN, if the rest of it only fetches the lists and cleans up.
pub(super) fn without_upgrade(cx: &CommandCx<'_>, manager: Manager) -> Option<Fix> {
    let serves = |command: &&Command| {
        let asked = package_command(command).filter(|it| it.manager == manager);
        let is_around = asked.is_some_and(|it| it.action != Action::Install && it.action != Action::Build);
        is_around || !deletes(command).is_empty()
    };
    let commands = &cx.script.commands;
    let is_all = commands.iter().all(|command| serves(&command));
    let gone: Vec<&Command> = match is_all {
        true => commands.iter().collect(),
        false => vec![cx.command],
    };
    let edits = without_commands(cx, cx.script, &gone)?;
    Some(Fix::r#unsafe("leave it out", Edits::new(edits).ok()?))
}
