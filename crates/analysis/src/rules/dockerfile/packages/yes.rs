//! What the rules about unanswered questions share.

use super::command_line::{add_at, add_option, is_answered, may_hold_options, says_before};
use crate::{CommandCx, Fix, Sink};
use plimsoll_model::commands::{Action, Manager, PackageCommand, package_command};

/// How a package manager is told to ask nothing.
pub(super) struct Yes {
    /// Those that it holds for.
    pub(super) managers: &'static [Manager],
    /// Options that answer, or that make it do nothing.
    pub(super) options: &'static [&'static str],
    /// What a configuration file would say, in lower case.
    pub(super) configured: &'static [&'static str],
    /// Whether the rest of the command line answers.
    pub(super) also: fn(&PackageCommand<'_>) -> bool,
    /// Whether `-y` may follow the subcommand; else `-n` stands in front of it.
    pub(super) takes_yes: fn(&str) -> bool,
}

/// Reports a command that asks before it changes anything.
pub(super) fn check(cx: &CommandCx<'_>, sink: &mut Sink, yes: &Yes) {
    let Some(command) = package_command(cx.command) else { return };
    let asks = matches!(command.action, Action::Install | Action::Upgrade | Action::Remove);
    if !yes.managers.contains(&command.manager) || !asks || command.has(yes.options) || (yes.also)(&command) {
        return;
    }
    if removes_nothing(&command) {
        return;
    }
    if is_answered(cx) || may_hold_options(cx) || says_before(cx, cx.stage, cx.step, yes.configured) {
        return;
    }
    let text = cx.text(command.head);
    // The words between program and subcommand are options, and a line may end between them.
    let words: Vec<&str> = text.split_ascii_whitespace().filter(|word| *word != "\\").collect();
    let (program, subcommand) = match &words[..] {
        [program, .., subcommand] => (program.trim_matches(['"', ',']), subcommand.trim_matches(['"', ','])),
        _ => return,
    };
    let fix = if (yes.takes_yes)(subcommand) {
        Fix::safe("add `-y`", add_option(cx, &command, "-y"))
    } else {
        let Some(word) = cx.command.effective().word else { return };
        Fix::safe("add `-n`", add_at(cx, word.range.end(), "-n"))
    };
    sink.report(command.head, format!("`{program} {subcommand}` asks a question, and nobody answers"))
        .note("in a build there is no input, so the command gives up")
        .fix(fix);
}

/// `apt-get purge` without a package has nothing to ask about, unless it looks for what is no longer needed.
fn removes_nothing(command: &PackageCommand<'_>) -> bool {
    let looks = command.subcommand.contains("auto") || command.has(&["--auto-remove", "--autoremove", "--clean-deps"]);
    let names_nothing = command.operands.operands.is_empty() && !command.operands.doubtful;
    command.action == Action::Remove && !looks && names_nothing
}
