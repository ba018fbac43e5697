//! Reads `.hadolint.yaml`.
//!
//! Invariant: what cannot be used is left out and comes back with its place: as a warning where hadolint passes over
//! it in silence, as an error where hadolint drops the whole file.

use super::Hadolint;
use crate::config::Config;
use crate::error::{ConfigError, did_you_mean};
use crate::layer::check_name;
use plimsoll_analysis::{HadolintSeverity, nearest};
use plimsoll_text::TextRange;
use plimsoll_yaml::Node;
use std::path::Path;

const KEYS: &[&str] = &[
    "disable-ignore-pragma",
    "failure-threshold",
    "format",
    "ignored",
    "label-schema",
    "no-color",
    "no-fail",
    "override",
    "strict-labels",
    "trustedRegistries",
];

impl Config {
    /// Reads the text of a `.hadolint.yaml`. Cannot fail: what is not understood is left out and comes back as an
    /// error.
    #[must_use]
    pub fn from_hadolint(path: &Path, text: &str) -> (Self, Vec<ConfigError>) {
        let (hadolint, errors) = Hadolint::read(path, text);
        (Self { path: Some(path.to_owned()), ..hadolint.to_config() }, errors)
    }
}

impl Hadolint {
    /// Reads the text of a `.hadolint.yaml`. Cannot fail: what is not understood is left out and comes back as an
    /// error.
    #[must_use]
    pub fn read(path: &Path, text: &str) -> (Self, Vec<ConfigError>) {
        let mut reader = Reader { path, text, errors: Vec::new() };
        let mut hadolint = Self::default();
        let document = plimsoll_yaml::parse(text);
        if let Some(error) = document.error() {
            reader.error(error.range, error.message.clone());
        }
        let Some(root) = document.root().filter(|root| !is_empty(*root)) else { return (hadolint, reader.errors) };
        if root.entries().next().is_none() && root.scalar().is_some() || root.items().next().is_some() {
            reader.error(root.range(), "expected keys such as `ignored:`");
        }
        for (key, value) in root.entries() {
            reader.entry(&mut hadolint, key, value);
        }
        (hadolint, reader.errors)
    }
}

struct Reader<'t> {
    path: &'t Path,
    text: &'t str,
    errors: Vec<ConfigError>,
}

impl Reader<'_> {
    fn error(&mut self, at: TextRange, message: impl Into<String>) {
        self.errors.push(ConfigError::at(self.path, self.text, at, message));
    }

    /// Says what hadolint passes over.
    fn warning(&mut self, at: TextRange, message: impl Into<String>) {
        self.errors.push(ConfigError::at(self.path, self.text, at, message).into_warning());
    }

    fn entry(&mut self, hadolint: &mut Hadolint, key: Node<'_>, value: Node<'_>) {
        match word(key) {
            "ignored" => hadolint.ignored = self.codes(value),
            "override" => {
                for (severity, list) in value.entries() {
                    match HadolintSeverity::parse(word(severity)) {
                        Some(known) => {
                            let codes = self.codes(list).into_iter().map(|code| (known, code));
                            hadolint.overrides.extend(codes);
                        }
                        None => self.unknown("severity", severity, &HadolintSeverity::ALL.map(|it| it.as_str()), true),
                    }
                }
            }
            "trustedRegistries" => hadolint.registries = words(value).map(|it| word(it).to_owned()).collect(),
            "label-schema" => {
                for (label, kind) in value.entries() {
                    // Quotes with nothing in them are a type; nothing at all is none.
                    match Hadolint::label_type(word(kind)).filter(|_| !is_empty(kind)) {
                        Some(known) => hadolint.labels.push((word(label).to_owned(), known)),
                        None => self.unknown("type of label", kind, &Hadolint::LABEL_TYPES, false),
                    }
                }
                if value.items().next().is_some() || value.scalar().is_some() && !is_empty(value) {
                    self.error(value.range(), "expected labels with their types, such as `author: text`");
                }
            }
            "failure-threshold" => {
                hadolint.threshold = Hadolint::threshold(word(value));
                if hadolint.threshold.is_none() {
                    self.unknown("severity", value, &["error", "warning", "info", "style", "ignore", "none"], false);
                }
            }
            "format" => match Hadolint::FORMATS.into_iter().find(|known| *known == word(value)) {
                Some(known) => hadolint.formats = vec![known.to_owned()],
                None => self.unknown("format", value, &Hadolint::FORMATS, false),
            },
            "strict-labels" => hadolint.strict_labels = self.boolean(value),
            "disable-ignore-pragma" => hadolint.disable_ignore_pragma = self.boolean(value),
            "no-fail" => hadolint.no_fail = self.boolean(value),
            "no-color" => hadolint.no_color = self.boolean(value),
            _ => self.unknown("key", key, KEYS, true),
        }
    }

    fn unknown(&mut self, what: &str, node: Node<'_>, known: &[&str], passes_over: bool) {
        let hint = did_you_mean(nearest(word(node), known.iter().copied(), 3));
        let message = format!("unknown {what} `{}`{hint}", word(node));
        match passes_over {
            true => self.warning(node.range(), message),
            false => self.error(node.range(), message),
        }
    }

    fn boolean(&mut self, value: Node<'_>) -> Option<bool> {
        match word(value).to_ascii_lowercase().as_str() {
            "true" => Some(true),
            "false" => Some(false),
            _ => {
                self.error(value.range(), "expected `true` or `false`");
                None
            }
        }
    }

    /// The codes of a list. Those of hadolint and ShellCheck that no rule answers to are passed over in silence.
    fn codes(&mut self, list: Node<'_>) -> Vec<String> {
        let mut known = Vec::new();
        for item in words(list) {
            match check_name(word(item)) {
                Ok(()) => known.push(word(item).to_owned()),
                Err(_) if is_code(word(item)) => {}
                Err(unknown) => self.warning(item.range(), unknown.to_string()),
            }
        }
        known
    }
}

/// The text of a scalar; a list or map has none.
fn word(node: Node<'_>) -> &str {
    node.scalar().map_or("", |scalar| scalar.text.as_str())
}

/// The elements of a list; a scalar is a list of one.
fn words(node: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    let one = node.scalar().is_some() && !is_empty(node);
    node.items().chain(one.then_some(node))
}

fn is_empty(node: Node<'_>) -> bool {
    node.scalar().is_some_and(|scalar| scalar.plain && matches!(scalar.text.as_str(), "" | "null" | "~"))
}

/// Whether `text` is a code of hadolint or ShellCheck: `DL3008`, `SC2086`.
fn is_code(text: &str) -> bool {
    let upper = text.to_ascii_uppercase();
    let digits = upper.strip_prefix("DL").or_else(|| upper.strip_prefix("SC"));
    digits.is_some_and(|digits| digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use crate::{Config, FailOn};
    use plimsoll_analysis::{LabelType, Level, Severity, registry};
    use std::path::Path;

    /// The configuration, and what is said of it; warnings are marked.
    fn read(text: &str) -> (Config, Vec<String>) {
        let (config, errors) = Config::from_hadolint(Path::new(".hadolint.yaml"), text);
        let said = errors.iter().map(|error| format!("{}{error}", if error.is_warning() { "warning: " } else { "" }));
        (config, said.collect())
    }

    fn level(config: &Config, rule: &str) -> Level {
        config.settings_for(Path::new("Dockerfile")).level(registry::by_id(rule).unwrap())
    }

    #[test]
    fn a_file_as_teams_have_it() {
        let (config, errors) = read(
            "---\nfailure-threshold: warning\nformat: sarif\nno-color: true\nignored:\n  - DL3007 # moving on purpose\n  \
             - SC2086\n  - DL3999\noverride:\n  error: [DL3006]\n  info:\n    - DL3002\n    - DL3006\n\
             trustedRegistries:\n  - hub.docker.com\n  - '*.gcr.io'\nlabel-schema:\n  author: text\n  \
             git-revision: hash\nstrict-labels: true\ndisable-ignore-pragma: true\n",
        );
        assert_eq!(errors, Vec::<String>::new());
        assert_eq!(config.fail_on, Some(FailOn::Severity(Severity::Warning)));
        assert_eq!(level(&config, "latest-tag"), Level::Off);
        assert_eq!(level(&config, "untagged-base-image"), Level::Error);
        assert_eq!(level(&config, "untrusted-registry"), Level::Error);
        let settings = config.settings_for(Path::new("Dockerfile"));
        let rule = registry::by_id("untrusted-registry").unwrap();
        assert_eq!(settings.list(rule, "trusted-registries"), ["docker.io", "*.gcr.io"]);
        assert!(!settings.inline_ignores());
        let labels = settings.labels();
        assert!(labels.strict);
        assert_eq!(labels.get("git-revision"), Some(&LabelType::GitHash { short: true }));
        assert_eq!((config.output.format.as_deref(), config.output.no_color), (Some("sarif"), true));
    }

    #[test]
    fn what_hadolint_passes_over_is_a_warning_and_what_it_refuses_an_error() {
        let (config, errors) = read(
            "ignorde: [DL3007]\nignored: [latest-tagg]\nno-fail: true\noverride: {errors: [DL3006]}\nformat: tyt\n\
             no-color: yes\nlabel-schema: {a: semvar}\nfailure-threshold: Error\n",
        );
        assert_eq!(
            errors,
            [
                "warning: .hadolint.yaml:1:1: unknown key `ignorde`; did you mean `ignored`?",
                "warning: .hadolint.yaml:2:11: unknown rule `latest-tagg`; did you mean `latest-tag`?",
                "warning: .hadolint.yaml:4:12: unknown severity `errors`; did you mean `error`?",
                ".hadolint.yaml:5:9: unknown format `tyt`; did you mean `tty`?",
                ".hadolint.yaml:6:11: expected `true` or `false`",
                ".hadolint.yaml:7:19: unknown type of label `semvar`; did you mean `semver`?",
                ".hadolint.yaml:8:20: unknown severity `Error`; did you mean `error`?",
            ]
        );
        assert_eq!(config.fail_on, Some(FailOn::Never));
        let (_, errors) = read("ignored: [DL3007\n");
        assert_eq!(errors.len(), 1, "{errors:?}");
        assert!(read("").1.is_empty() && read("ignored:\n").1.is_empty() && read("# nothing\n").1.is_empty());
        assert_eq!(read("- DL3007\n").1, [".hadolint.yaml:1:1: expected keys such as `ignored:`"]);
    }

    #[test]
    fn aliases_are_followed_and_everything_below_the_threshold_none_fails() {
        let (config, errors) = read("x: &codes [DL3007]\nignored: *codes\nfailure-threshold: none\n");
        assert_eq!(errors, ["warning: .hadolint.yaml:1:1: unknown key `x`"]);
        assert_eq!(level(&config, "latest-tag"), Level::Off);
        assert_eq!(config.fail_on, Some(FailOn::Severity(Severity::Note)));
    }
}
