//! The outermost list of a script, and what comes last in it.

use plimsoll_shell::{Command, ScopeKind, Script};

/// The commands of the outermost list, in order; those inside constructs are left out.
pub fn main_list(script: &Script) -> impl DoubleEndedIterator<Item = &Command> {
    script.commands.iter().filter(|command| command.scope.is_none())
}

/// Whether a script was wholly understood and is one list: no constructs, pipes or background jobs.
#[must_use]
pub fn stays_flat(script: &Script) -> bool {
    let flat = |command: &Command| {
        command.scope.is_none()
            && command.place.pipeline.is_none()
            && !command.place.background
            && !command.place.negated
    };
    script.complete && script.commands.iter().all(flat)
}

/// Whether nothing of the outermost list comes behind `command`, which is in it; substitutions in its own words do
/// not count.
#[must_use]
pub fn is_last(script: &Script, command: &Command) -> bool {
    let end = command.range.end();
    let later_command = script.commands.iter().any(|other| other.range.start() >= end);
    let substitution =
        |kind| matches!(kind, ScopeKind::CommandSubstitution | ScopeKind::ProcessSubstitution | ScopeKind::InnerScript);
    let later_scope = script.scopes.iter().any(|scope| scope.range.start() >= end && !substitution(scope.kind));
    command.scope.is_none() && !later_command && !later_scope
}
