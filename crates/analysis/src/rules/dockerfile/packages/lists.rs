//! Package lists: which commands fetch them, and who needs them later.
//!
//! Invariant: where the file does not show who needs them, somebody does.

use crate::InstructionCx;
use plimsoll_model::commands::{Action, Manager, PackageCommand, package_command};

/// Whether a command fetches the lists of its manager, alone or before it installs.
pub(super) fn fetches_lists(command: &PackageCommand<'_>) -> bool {
    // `apt-get install --update` fetches them, too. Source: apt-get(8) of apt 2.8, 2026-11.
    let options: &[&str] = match command.manager {
        Manager::Apt => &["-U", "--update"],
        Manager::Apk => &["-U", "--update", "--update-cache", "--no-cache"],
        _ => &[],
    };
    let installs = matches!(command.action, Action::Install | Action::Upgrade);
    command.action == Action::Update || installs && command.has(options)
}

/// Whether a later RUN, of this stage or one that starts from it, installs with the lists of `manager` that this one
/// fetches.
pub(super) fn are_used_later(cx: &InstructionCx<'_>, manager: Manager) -> bool {
    let Some(own) = cx.stage else { return true };
    let heirs = cx.build.stages.iter().filter(|stage| cx.build.ancestry(stage.id).any(|above| above.id == own));
    heirs.into_iter().any(|stage| {
        let steps = cx.build.stage_steps(stage).filter(|(step, _)| *step > cx.step);
        let commands = steps.flat_map(|(step, _)| cx.build.scripts(step)).flat_map(|script| &script.commands);
        // The first thing that the manager does there says it.
        let first = commands.filter_map(package_command).find(|it| {
            it.manager == manager && matches!(it.action, Action::Install | Action::Upgrade | Action::Update)
        });
        first.is_some_and(|it| !fetches_lists(&it))
    })
}
