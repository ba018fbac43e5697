//! One layer of what is asked for: which rules, at which level, with which options.
//!
//! Invariant: within a layer `select` comes first, then levels from the general to the particular (all, group,
//! alias, id), then `ignore`. Across layers the later one wins.

use plimsoll_analysis::{Level, OptionValue, SettingsBuilder, SettingsError, registry};

/// What one part of a configuration, or the command line, asks for. Names may be ids, aliases, groups or `all`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Layer {
    /// If not empty, only these rules run.
    pub select: Vec<String>,
    /// These rules do not run.
    pub ignore: Vec<String>,
    /// Levels of rules.
    pub levels: Vec<(String, Level)>,
    /// Options of rules: rule, option, value.
    pub options: Vec<(String, String, OptionValue)>,
}

impl Layer {
    /// Names and options that do not exist, in the order of the fields.
    #[must_use]
    pub fn errors(&self) -> Vec<SettingsError> {
        let names = self.select.iter().chain(&self.ignore).chain(self.levels.iter().map(|(name, _)| name));
        let unknown = names.filter_map(|name| check_name(name).err());
        let options = self.options.iter().filter_map(|(rule, name, value)| check_option(rule, name, value).err());
        unknown.chain(options).collect()
    }
}

/// Whether a rule, alias, group or `all` has this name.
pub(crate) fn check_name(name: &str) -> Result<(), SettingsError> {
    SettingsBuilder::new(plimsoll_analysis::Preset::Recommended).level(name, Level::Off).map(drop)
}

pub(crate) fn check_option(rule: &str, name: &str, value: &OptionValue) -> Result<(), SettingsError> {
    SettingsBuilder::new(plimsoll_analysis::Preset::Recommended).option(rule, name, value.clone()).map(drop)
}

/// Applies `layers` in order. Unknown names are left out: they were reported when the layer was read.
///
/// A rule that a later layer selects by name keeps the level that an earlier layer gave it.
pub(crate) fn apply<'a>(builder: &mut SettingsBuilder, layers: impl IntoIterator<Item = &'a Layer>) {
    let mut given: Vec<(&'static str, Level)> = Vec::new();
    for layer in layers {
        if !layer.select.is_empty() {
            builder.only();
            for name in &layer.select {
                let _ = builder.on(name);
            }
            for (rule, level) in given.iter().filter(|(_, level)| *level != Level::Off) {
                if layer.select.iter().any(|name| names(name, rule)) {
                    let _ = builder.level(rule, *level);
                }
            }
        }
        let mut levels: Vec<&(String, Level)> = layer.levels.iter().collect();
        levels.sort_by_key(|(name, _)| generality(name));
        for (name, level) in levels {
            let _ = builder.level(name, *level);
            given.extend(rules(name).map(|rule| (rule, *level)));
        }
        for name in &layer.ignore {
            let _ = builder.level(name, Level::Off);
        }
        for (rule, name, value) in &layer.options {
            let _ = builder.option(rule, name, value.clone());
        }
    }
}

fn rules(name: &str) -> impl Iterator<Item = &'static str> {
    let all = name.eq_ignore_ascii_case("all");
    let named = if all { registry::rules().map(|(_, rule)| rule).collect() } else { registry::resolve(name) };
    named.into_iter().map(|rule| rule.id)
}

fn names(name: &str, rule: &str) -> bool {
    rules(name).any(|id| id == rule)
}

/// 0 for `all`, 1 for a group, 2 for an alias, 3 for an id.
fn generality(name: &str) -> u8 {
    if name.eq_ignore_ascii_case("all") {
        0
    } else if registry::by_id(name).is_some() {
        3
    } else if registry::groups().iter().any(|group| group.name == name) {
        1
    } else {
        2
    }
}

#[cfg(test)]
mod tests {
    use super::{Layer, apply};
    use plimsoll_analysis::{Level, Preset, Settings, SettingsBuilder, registry};

    fn settings(layers: &[Layer]) -> Settings {
        let mut builder = SettingsBuilder::new(Preset::Recommended);
        apply(&mut builder, layers);
        builder.build()
    }

    fn level(settings: &Settings, rule: &str) -> Level {
        settings.level(registry::by_id(rule).unwrap())
    }

    #[test]
    fn the_particular_wins_over_the_general_whatever_the_order() {
        let levels = vec![("latest-tag".to_owned(), Level::Error), ("base-image".to_owned(), Level::Off)];
        let settings = settings(&[Layer { levels, ..Layer::default() }]);
        assert_eq!(level(&settings, "latest-tag"), Level::Error);
        assert_eq!(level(&settings, "untagged-base-image"), Level::Off);
    }

    #[test]
    fn select_keeps_a_level_that_was_given_before_unless_it_was_off() {
        let levels = vec![("latest-tag".to_owned(), Level::Error), ("root-user".to_owned(), Level::Off)];
        let select = vec!["latest-tag".to_owned(), "root-user".to_owned()];
        let layers = [Layer { levels, ..Layer::default() }, Layer { select, ..Layer::default() }];
        let settings = settings(&layers);
        assert_eq!(level(&settings, "latest-tag"), Level::Error);
        assert_ne!(level(&settings, "root-user"), Level::Off);
        assert_eq!(level(&settings, "untagged-base-image"), Level::Off);
    }

    #[test]
    fn ignore_wins_over_select() {
        let layer = Layer { select: vec!["all".into()], ignore: vec!["DL3007".into()], ..Layer::default() };
        let settings = settings(&[layer]);
        assert_eq!(level(&settings, "latest-tag"), Level::Off);
        assert_ne!(level(&settings, "untagged-base-image"), Level::Off);
    }

    #[test]
    fn unknown_names_are_errors() {
        let layer = Layer { select: vec!["latest-tags".into()], ignore: vec!["all".into()], ..Layer::default() };
        let errors: Vec<String> = layer.errors().iter().map(ToString::to_string).collect();
        assert_eq!(errors, ["unknown rule `latest-tags`; did you mean `latest-tag`?"]);
    }
}
