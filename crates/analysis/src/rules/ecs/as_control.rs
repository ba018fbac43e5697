//! The option with which a rule has exactly the condition of a Security Hub control.
//!
//! Invariant: it is on in the preset `security-hub` and off elsewhere, unless somebody sets it. So a clean run with that
//! preset predicts controls that pass.

use crate::{OptionKind, OptionSpec, Preset, Rule, Settings};

const NAME: &str = "as-control";

/// The option of a rule; `docs` says what the control counts besides.
pub(super) const fn as_control(docs: &'static str) -> OptionSpec {
    OptionSpec { name: NAME, kind: OptionKind::BoolIn(Preset::SecurityHub), docs }
}

/// Whether the rule has the condition of its control.
pub(super) fn is_as_control(settings: &Settings, rule: &Rule) -> bool {
    settings.flag(rule, NAME)
}
