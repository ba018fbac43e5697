//! What the statics say of a rule, in words.

use plimsoll_analysis::{FixAvailability, OptionKind, Preset, Rule};

/// The summary as a sentence.
pub(super) fn summary(rule: &Rule) -> String {
    let mut characters = rule.summary.chars();
    let first = characters.next().map(|first| first.to_uppercase().collect::<String>()).unwrap_or_default();
    format!("{first}{}.", characters.as_str())
}

/// `recommended: warning, strict: error, …`
pub(super) fn levels(rule: &Rule) -> String {
    let levels = Preset::ALL.map(|preset| format!("{}: {}", preset.as_str(), rule.level_in(preset).as_str()));
    levels.join(", ")
}

/// What can be fixed, as a sentence.
pub(super) fn fix(rule: &Rule) -> &'static str {
    match rule.fix {
        FixAvailability::None => "none",
        FixAvailability::Manual => "in the editor; something is left to fill in",
        FixAvailability::Unsafe => "with `--unsafe-fixes`; it may change behaviour",
        FixAvailability::Safe => "with `--fix`",
    }
}

/// What an option takes.
pub(super) fn option_kind(kind: OptionKind) -> String {
    match kind {
        OptionKind::Bool => "true or false".to_owned(),
        OptionKind::BoolIn(preset) => {
            format!("true or false; true in the preset `{}` when it is not set", preset.as_str())
        }
        OptionKind::List => "list of strings".to_owned(),
    }
}
