//! Which rules run, at which level, with which options.
//!
//! Invariant: settings are complete. Names were looked up and paths matched when they were built, so analysis
//! never meets an unknown rule.

use crate::registry::{self, RuleIndex};
use crate::{Check, LabelSchema, Level, OptionKind, Preset, Rule};
use std::collections::HashMap;

/// The edition that this version of plimsoll speaks when settings name none.
pub const CURRENT_EDITION: &str = "2026.1";

/// What is asked of one file.
#[derive(Debug, Clone)]
pub struct Settings {
    levels: Vec<Level>,
    options: HashMap<(&'static str, &'static str), OptionValue>,
    inline_ignores: bool,
    path_ignores: Vec<(RuleIndex, String)>,
    labels: LabelSchema,
    preset: Preset,
}

/// The value of a rule's option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OptionValue {
    /// `true` or `false`
    Bool(bool),
    /// `["a", "b"]`
    List(Vec<String>),
    /// `120`
    Number(usize),
}

/// What cannot be set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingsError {
    /// No rule, group or alias has this name.
    UnknownRule {
        /// What was asked for.
        name: String,
        /// What was probably meant.
        suggestion: Option<&'static str>,
    },
    /// The rule has no such option.
    UnknownOption {
        /// The rule.
        rule: &'static str,
        /// What was asked for.
        name: String,
        /// What was probably meant.
        suggestion: Option<&'static str>,
    },
    /// The option takes another kind of value.
    WrongOptionKind {
        /// The rule.
        rule: &'static str,
        /// The option.
        name: &'static str,
        /// What it takes.
        expected: OptionKind,
    },
    /// No edition has this name.
    UnknownEdition {
        /// What was asked for.
        name: String,
    },
}

impl std::fmt::Display for SettingsError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let did_you_mean = |suggestion: &Option<&'static str>| match suggestion {
            Some(name) => format!("; did you mean `{name}`?"),
            None => String::new(),
        };
        match self {
            Self::UnknownRule { name, suggestion } => {
                write!(formatter, "unknown rule `{name}`{}", did_you_mean(suggestion))
            }
            Self::UnknownOption { rule, name, suggestion } => {
                write!(formatter, "rule `{rule}` has no option `{name}`{}", did_you_mean(suggestion))
            }
            Self::WrongOptionKind { rule, name, expected } => {
                let expected = match expected {
                    OptionKind::Bool | OptionKind::BoolIn(_) => "true or false",
                    OptionKind::List => "a list of strings",
                    OptionKind::Number => "a whole number",
                };
                write!(formatter, "option `{name}` of rule `{rule}` takes {expected}")
            }
            Self::UnknownEdition { name } => {
                write!(formatter, "unknown edition `{name}`; this version knows up to `{CURRENT_EDITION}`")
            }
        }
    }
}

impl std::error::Error for SettingsError {}

impl Default for Settings {
    fn default() -> Self {
        Self::preset(Preset::default())
    }
}

impl Settings {
    /// The levels of a preset in the current edition.
    #[must_use]
    pub fn preset(preset: Preset) -> Self {
        SettingsBuilder::new(preset).build()
    }

    /// The level of `rule`.
    #[must_use]
    pub fn level(&self, rule: &Rule) -> Level {
        registry::index_of(rule.id).map_or(Level::Off, |index| self.levels[index.0])
    }

    /// Whether these settings started from `preset`, for what no level can say.
    pub(crate) fn starts_from(&self, preset: Preset) -> bool {
        self.preset == preset
    }

    /// The list that the option `name` of `rule` holds; empty when it is not set.
    #[must_use]
    pub fn list(&self, rule: &Rule, name: &str) -> &[String] {
        match self.option(rule, name) {
            Some(OptionValue::List(list)) => list,
            _ => &[],
        }
    }

    /// Whether the option `name` of `rule` is set to true.
    #[must_use]
    pub fn flag(&self, rule: &Rule, name: &str) -> bool {
        matches!(self.option(rule, name), Some(OptionValue::Bool(true)))
    }

    /// The number that the option `name` of `rule` holds; `None` when it is not set.
    #[must_use]
    pub fn number(&self, rule: &Rule, name: &str) -> Option<usize> {
        match self.option(rule, name) {
            Some(OptionValue::Number(number)) => Some(*number),
            _ => None,
        }
    }

    /// Whether ignore comments count.
    #[must_use]
    pub fn inline_ignores(&self) -> bool {
        self.inline_ignores
    }

    /// The labels that images carry; empty when nothing is asked.
    #[must_use]
    pub fn labels(&self) -> &LabelSchema {
        &self.labels
    }

    /// The value paths (`containerDefinitions[web].user`) at which rules stay quiet. A path covers what is below it.
    pub(crate) fn path_ignores(&self) -> &[(RuleIndex, String)] {
        &self.path_ignores
    }

    pub(crate) fn enabled(&self) -> impl Iterator<Item = (RuleIndex, &'static Rule, Level)> {
        let on = self.levels.iter().enumerate().filter(|(_, level)| **level != Level::Off);
        on.map(|(at, level)| (RuleIndex(at), registry::rule_at(RuleIndex(at)), *level))
    }

    /// The same for the rules alone that have the option `name`, which is off; `None` where it is on for no rule.
    pub(crate) fn without(&self, name: &str) -> Option<Self> {
        let is_on = |rule: &Rule| matches!(self.option(rule, name), Some(OptionValue::Bool(true)));
        if !self.enabled().any(|(_, rule, _)| is_on(rule)) {
            return None;
        }
        let mut settings = self.clone();
        for (index, ..) in self.enabled().filter(|(_, rule, _)| !is_on(rule)) {
            settings.levels[index.0] = Level::Off;
        }
        settings.options.retain(|(_, option), _| *option != name);
        Some(settings)
    }

    pub(crate) fn is_on(&self, index: RuleIndex) -> bool {
        self.levels[index.0] != Level::Off
    }

    fn option(&self, rule: &Rule, name: &str) -> Option<&OptionValue> {
        self.options.iter().find(|((id, option), _)| *id == rule.id && *option == name).map(|(_, value)| value)
    }
}

/// Puts settings together; later calls win over earlier ones.
#[derive(Debug, Clone)]
pub struct SettingsBuilder {
    preset: Preset,
    edition: String,
    changes: Vec<(RuleIndex, Change)>,
    only: bool,
    options: HashMap<(&'static str, &'static str), OptionValue>,
    inline_ignores: bool,
    path_ignores: Vec<(RuleIndex, String)>,
    labels: LabelSchema,
}

#[derive(Debug, Clone, Copy)]
enum Change {
    Level(Level),
    /// On, at the level that the rule has where it is on.
    On,
}

impl SettingsBuilder {
    /// Starts from a preset.
    #[must_use]
    pub fn new(preset: Preset) -> Self {
        Self {
            preset,
            edition: CURRENT_EDITION.to_owned(),
            changes: Vec::new(),
            only: false,
            options: HashMap::new(),
            inline_ignores: true,
            path_ignores: Vec::new(),
            labels: LabelSchema::default(),
        }
    }

    /// Starts from another preset; what was set before stays set.
    pub fn preset(&mut self, preset: Preset) -> &mut Self {
        self.preset = preset;
        self
    }

    /// Freezes the rule set: rules that came after `edition` report notes.
    ///
    /// # Errors
    /// The edition has not the form `YEAR.NUMBER` or is newer than this version of plimsoll.
    pub fn edition(&mut self, edition: &str) -> Result<&mut Self, SettingsError> {
        let known = edition_key(edition).is_some_and(|key| Some(key) <= edition_key(CURRENT_EDITION));
        if !known {
            return Err(SettingsError::UnknownEdition { name: edition.to_owned() });
        }
        edition.clone_into(&mut self.edition);
        Ok(self)
    }

    /// Sets the level of a rule, of all rules with an alias, of a group, or of `"all"`.
    ///
    /// # Errors
    /// Nothing has this name.
    pub fn level(&mut self, name: &str, level: Level) -> Result<&mut Self, SettingsError> {
        self.change(name, Change::Level(level))
    }

    /// Turns rules on at the level that they have where they are on; the same names as [`Self::level`].
    ///
    /// # Errors
    /// Nothing has this name.
    pub fn on(&mut self, name: &str) -> Result<&mut Self, SettingsError> {
        self.change(name, Change::On)
    }

    /// Forgets the preset's levels: only what [`Self::on`] and [`Self::level`] name from here on runs.
    pub fn only(&mut self) -> &mut Self {
        self.only = true;
        self.changes.clear();
        self
    }

    /// Sets an option of a rule.
    ///
    /// # Errors
    /// There is no such rule or option, or it takes another kind of value.
    pub fn option(&mut self, rule: &str, name: &str, value: OptionValue) -> Result<&mut Self, SettingsError> {
        let Some(rule) = registry::by_id(rule) else {
            let suggestion = registry::suggestion(rule);
            return Err(SettingsError::UnknownRule { name: rule.to_owned(), suggestion });
        };
        let Some(spec) = rule.options.iter().find(|spec| spec.name == name) else {
            let suggestion = crate::nearest(name, rule.options.iter().map(|spec| spec.name), 3);
            return Err(SettingsError::UnknownOption { rule: rule.id, name: name.to_owned(), suggestion });
        };
        match (spec.kind, &value) {
            (OptionKind::Bool | OptionKind::BoolIn(_), OptionValue::Bool(_))
            | (OptionKind::List, OptionValue::List(_))
            | (OptionKind::Number, OptionValue::Number(_)) => {
                self.options.insert((rule.id, spec.name), value);
                Ok(self)
            }
            _ => Err(SettingsError::WrongOptionKind { rule: rule.id, name: spec.name, expected: spec.kind }),
        }
    }

    /// Whether ignore comments count; they do unless this says otherwise.
    pub fn inline_ignores(&mut self, allowed: bool) -> &mut Self {
        self.inline_ignores = allowed;
        self
    }

    /// Says which labels images carry.
    pub fn labels(&mut self, schema: LabelSchema) -> &mut Self {
        self.labels = schema;
        self
    }

    /// Keeps a rule quiet at a value path of task definitions and below it.
    ///
    /// # Errors
    /// Nothing has this name.
    pub fn ignore_at(&mut self, name: &str, value_path: &str) -> Result<&mut Self, SettingsError> {
        for index in named(name)? {
            self.path_ignores.push((index, value_path.to_owned()));
        }
        Ok(self)
    }

    /// The finished settings. Cannot fail.
    #[must_use]
    pub fn build(&self) -> Settings {
        let edition = edition_key(&self.edition);
        let base = |rule: &Rule| if self.only { Level::Off } else { rule.level_in(self.preset) };
        let mut levels: Vec<Level> = registry::rules().map(|(_, rule)| base(rule)).collect();
        for (index, change) in &self.changes {
            levels[index.0] = match change {
                Change::Level(level) => *level,
                Change::On => registry::rule_at(*index).asked_for(self.preset),
            };
        }
        for (level, (_, rule)) in levels.iter_mut().zip(registry::rules()) {
            if edition_key(rule.since) > edition {
                *level = (*level).min(Level::Note);
            }
        }
        let mut options = self.options.clone();
        for (_, rule) in registry::rules() {
            let of_preset = rule.options.iter().filter(|option| option.kind == OptionKind::BoolIn(self.preset));
            for option in of_preset {
                options.entry((rule.id, option.name)).or_insert(OptionValue::Bool(true));
            }
        }
        Settings {
            levels,
            options,
            inline_ignores: self.inline_ignores,
            path_ignores: self.path_ignores.clone(),
            labels: self.labels.clone(),
            preset: self.preset,
        }
    }

    fn change(&mut self, name: &str, change: Change) -> Result<&mut Self, SettingsError> {
        for index in named(name)? {
            self.changes.push((index, change));
        }
        Ok(self)
    }
}

fn named(name: &str) -> Result<Vec<RuleIndex>, SettingsError> {
    if name.eq_ignore_ascii_case("all") {
        return Ok((0..registry::count()).map(RuleIndex).collect());
    }
    let rules = registry::resolve(name);
    if rules.is_empty() {
        return Err(SettingsError::UnknownRule { name: name.to_owned(), suggestion: registry::suggestion(name) });
    }
    Ok(rules.iter().filter_map(|rule| registry::index_of(rule.id)).collect())
}

/// `"2026.1"` as numbers that compare.
fn edition_key(edition: &str) -> Option<(u32, u32)> {
    let (year, number) = edition.split_once('.')?;
    Some((year.parse().ok()?, number.parse().ok()?))
}

/// Rules with their functions of one kind.
pub(crate) type Checks<F> = Vec<(RuleIndex, &'static Rule, F)>;

/// The rules of one kind of check that are on, picked once for a file.
pub(crate) fn enabled_checks<F>(settings: &Settings, pick: impl Fn(&Check) -> Option<F>) -> Checks<F> {
    settings.enabled().filter_map(|(index, rule, _)| Some((index, rule, pick(&rule.check)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::{SettingsBuilder, SettingsError};
    use crate::{Level, Preset, registry};

    #[test]
    fn later_changes_win() {
        let mut builder = SettingsBuilder::new(Preset::Recommended);
        builder.level("base-image", Level::Off).unwrap().level("DL3007", Level::Error).unwrap();
        let settings = builder.build();
        assert_eq!(settings.level(registry::by_id("latest-tag").unwrap()), Level::Error);
        assert_eq!(settings.level(registry::by_id("untagged-base-image").unwrap()), Level::Off);
    }

    #[test]
    fn all_turns_every_rule_on() {
        let mut builder = SettingsBuilder::new(Preset::Recommended);
        let settings = builder.only().on("all").unwrap().build();
        assert_eq!(settings.enabled().count(), registry::count());
    }

    #[test]
    fn an_unknown_name_has_a_suggestion() {
        let error = SettingsBuilder::new(Preset::Recommended).level("latest-tags", Level::Off).unwrap_err();
        let expected = SettingsError::UnknownRule { name: "latest-tags".into(), suggestion: Some("latest-tag") };
        assert_eq!(error, expected);
    }

    #[test]
    fn an_edition_from_the_future_is_refused() {
        assert!(SettingsBuilder::new(Preset::Recommended).edition("2999.1").is_err());
        assert!(SettingsBuilder::new(Preset::Recommended).edition("2026.1").is_ok());
    }
}
