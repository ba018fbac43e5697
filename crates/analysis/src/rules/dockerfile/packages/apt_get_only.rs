//! The option of the rules about apt-get to leave out the command `apt`, as hadolint does.
//!
//! Invariant: it is on in the preset `hadolint` and off elsewhere, unless somebody sets it.

use crate::{OptionKind, OptionSpec, Preset, Rule, Settings};

/// The option.
pub(super) const OPTION: OptionSpec = OptionSpec {
    name: "apt-get-only",
    kind: OptionKind::BoolIn(Preset::Hadolint),
    docs: "Look at `apt-get` alone, not at `apt`.",
};

/// Whether a command that starts with `head` is none for the rule.
pub(super) fn leaves_out(settings: &Settings, rule: &Rule, head: &str) -> bool {
    let program = head.split_ascii_whitespace().next().unwrap_or("");
    settings.flag(rule, OPTION.name) && program.rsplit('/').next() == Some("apt")
}
