//! What hadolint can be told: by its file, its environment variables and its command line.
//!
//! Invariant: a file that hadolint takes gives no error here, at most warnings. Keys, words and what wins over what:
//! hadolint's README, and what its version 2.15.1 does (2026-11).

mod file;

use crate::config::{Config, FailOn, Output};
use crate::layer::check_name;
use plimsoll_analysis::{HadolintSeverity, LabelType, Level, OptionValue, Preset, Rule, SettingsBuilder, registry};

/// What hadolint is told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hadolint {
    /// Codes that are not reported.
    pub ignored: Vec<String>,
    /// Codes with the severity that they are reported at. Of two for one code the graver one counts.
    pub overrides: Vec<(HadolintSeverity, String)>,
    /// Registries that images may come from; empty for any.
    pub registries: Vec<String>,
    /// Labels that images carry, with the types of their values.
    pub labels: Vec<(String, LabelType)>,
    /// Whether other labels are refused.
    pub strict_labels: Option<bool>,
    /// Whether ignore comments count for nothing.
    pub disable_ignore_pragma: Option<bool>,
    /// From which severity on findings make it fail.
    pub threshold: Option<HadolintSeverity>,
    /// Whether it never fails.
    pub no_fail: Option<bool>,
    /// Whether the output is without colours.
    pub no_color: Option<bool>,
    /// Some of [`Self::FORMATS`]; the output is written in each.
    pub formats: Vec<String>,
}

impl Hadolint {
    /// The formats of its output.
    pub const FORMATS: [&'static str; 10] = [
        "tty",
        "json",
        "checkstyle",
        "codeclimate",
        "gitlab_codeclimate",
        "gnu",
        "codacy",
        "sonarqube",
        "sarif",
        "junit",
    ];

    /// The types of labels.
    pub const LABEL_TYPES: [&'static str; 7] = ["text", "url", "rfc3339", "semver", "hash", "spdx", "email"];

    /// Reads a type of labels; `None` for an unknown one. A `hash` may be a short one; no type is any text.
    #[must_use]
    pub fn label_type(name: &str) -> Option<LabelType> {
        if name.is_empty() {
            return Some(LabelType::Text);
        }
        let name = Self::LABEL_TYPES.into_iter().find(|known| *known == name)?;
        LabelType::parse(if name == "hash" { "short-hash" } else { name }).ok()
    }

    /// Reads a threshold: a severity, or `none` or `ignore`, from which on everything fails. `None` for anything else.
    #[must_use]
    pub fn threshold(name: &str) -> Option<HadolintSeverity> {
        match name {
            "none" | "ignore" => Some(HadolintSeverity::Style),
            _ => HadolintSeverity::parse(name),
        }
    }

    /// What counts when the command line, the file and the environment say things. Lists add up, formats too. Of two
    /// words for one thing the command line's wins over the file's, and that over the environment's; for the type of a
    /// label it is the other way round, as in hadolint.
    #[must_use]
    pub fn merged(command_line: Self, file: Self, environment: Self) -> Self {
        let mut labels: Vec<(String, LabelType)> = Vec::new();
        for (key, kind) in environment.labels.into_iter().chain(file.labels).chain(command_line.labels) {
            if !labels.iter().any(|(known, _)| *known == key) {
                labels.push((key, kind));
            }
        }
        let first = |[a, b, c]: [Option<bool>; 3]| a.or(b).or(c);
        Self {
            ignored: [command_line.ignored, file.ignored, environment.ignored].concat(),
            overrides: [command_line.overrides, file.overrides, environment.overrides].concat(),
            registries: [command_line.registries, file.registries, environment.registries].concat(),
            labels,
            strict_labels: first([command_line.strict_labels, file.strict_labels, environment.strict_labels]),
            disable_ignore_pragma: first([
                command_line.disable_ignore_pragma,
                file.disable_ignore_pragma,
                environment.disable_ignore_pragma,
            ]),
            threshold: command_line.threshold.or(file.threshold).or(environment.threshold),
            no_fail: first([command_line.no_fail, file.no_fail, environment.no_fail]),
            no_color: first([command_line.no_color, file.no_color, environment.no_color]),
            formats: [environment.formats, file.formats, command_line.formats].concat(),
        }
    }

    /// The severity at which `rule` is reported.
    #[must_use]
    pub fn severity(&self, rule: &Rule) -> HadolintSeverity {
        let own = self.overrides.iter().filter(|(_, name)| registry::resolve(name).contains(&rule));
        own.map(|(severity, _)| *severity).max().unwrap_or_else(|| rule.hadolint_severity())
    }

    /// The settings by which its rules run, from the preset `hadolint`.
    #[must_use]
    pub fn settings(&self) -> SettingsBuilder {
        let config = self.to_config();
        let mut builder = SettingsBuilder::new(Preset::Hadolint);
        crate::layer::apply(&mut builder, [&config.layer]);
        builder.labels(config.labels);
        builder.inline_ignores(config.inline_ignores.unwrap_or(true));
        builder
    }

    /// The same as a configuration of plimsoll.
    pub(crate) fn to_config(&self) -> Config {
        let mut config = Config::default();
        let known = |name: &&String| check_name(name).is_ok();
        config.layer.ignore = self.ignored.iter().filter(known).cloned().collect();
        // Of several levels for one name the last one counts.
        let mut overrides: Vec<&(HadolintSeverity, String)> =
            self.overrides.iter().filter(|(_, name)| known(&name)).collect();
        overrides.sort_by_key(|(severity, _)| *severity);
        if !self.registries.is_empty() {
            // hadolint reports DL3026 as an error once a registry is named.
            config.layer.levels.push(("DL3026".to_owned(), Level::Error));
            let registries = self.registries.iter().map(|it| registry_host(it).to_owned()).collect();
            let option = ("untrusted-registry".to_owned(), "trusted-registries".to_owned());
            config.layer.options.push((option.0, option.1, OptionValue::List(registries)));
        }
        config.layer.levels.extend(overrides.into_iter().map(|(severity, name)| (name.clone(), severity.level())));
        config.labels.labels.clone_from(&self.labels);
        config.labels.strict = self.strict_labels.unwrap_or_default();
        config.fail_on = match (self.no_fail, self.threshold) {
            (Some(true), _) => Some(FailOn::Never),
            (_, threshold) => threshold.and_then(|it| it.level().severity()).map(FailOn::Severity),
        };
        config.inline_ignores = self.disable_ignore_pragma.map(|is_disabled| !is_disabled);
        config.output = Output { format: self.formats.first().cloned(), no_color: self.no_color.unwrap_or_default() };
        config
    }
}

/// hadolint takes the website of Docker Hub for its registry.
fn registry_host(name: &str) -> &str {
    if name == "hub.docker.com" { "docker.io" } else { name }
}

#[cfg(test)]
mod tests {
    use super::Hadolint;
    use plimsoll_analysis::{HadolintSeverity, LabelType, registry};

    #[test]
    fn what_wins_over_what() {
        let said = |word: &str, severity| Hadolint {
            ignored: vec![word.to_owned()],
            formats: vec![word.to_owned()],
            threshold: Some(severity),
            no_fail: Some(word == "file"),
            labels: vec![("k".to_owned(), Hadolint::label_type("url").unwrap()), (word.to_owned(), LabelType::Text)],
            ..Hadolint::default()
        };
        let environment =
            Hadolint { labels: vec![("k".to_owned(), LabelType::Spdx)], ..said("env", HadolintSeverity::Style) };
        let file = said("file", HadolintSeverity::Info);
        let merged = Hadolint::merged(said("line", HadolintSeverity::Error), file, environment);
        assert_eq!(merged.ignored, ["line", "file", "env"]);
        assert_eq!(merged.formats, ["env", "file", "line"]);
        assert_eq!(merged.threshold, Some(HadolintSeverity::Error));
        assert_eq!(merged.no_fail, Some(false));
        assert_eq!(merged.labels[0], ("k".to_owned(), LabelType::Spdx));
        assert_eq!(merged.labels.len(), 3);
    }

    #[test]
    fn the_graver_severity_counts() {
        let hadolint = Hadolint {
            overrides: vec![
                (HadolintSeverity::Style, "DL3007".to_owned()),
                (HadolintSeverity::Error, "DL3007".to_owned()),
                (HadolintSeverity::Info, "latest-tag".to_owned()),
            ],
            ..Hadolint::default()
        };
        let rule = registry::by_id("latest-tag").unwrap();
        assert_eq!(hadolint.severity(rule), HadolintSeverity::Error);
        assert_eq!(Hadolint::default().severity(rule), HadolintSeverity::Warning);
    }

    #[test]
    fn thresholds_and_types() {
        assert_eq!(Hadolint::threshold("none"), Some(HadolintSeverity::Style));
        assert_eq!(Hadolint::threshold("Error"), None);
        assert!(Hadolint::LABEL_TYPES.into_iter().all(|name| Hadolint::label_type(name).is_some()));
        assert_eq!(Hadolint::label_type("hash"), Some(LabelType::GitHash { short: true }));
        assert_eq!(Hadolint::label_type(""), Some(LabelType::Text));
        assert_eq!(Hadolint::label_type("v-semver"), None);
    }
}
