//! Reads `.hadolint.yaml`.
//!
//! Invariant: a file that hadolint takes gives no error here. Codes of hadolint and ShellCheck that no rule of
//! plimsoll answers to are passed over in silence. Keys and values: hadolint's README, 2.15 (2026-07).

use crate::config::{Config, FailOn};
use crate::error::{ConfigError, did_you_mean};
use crate::layer::check_name;
use plimsoll_analysis::{Level, OptionValue, Severity, nearest, registry};
use plimsoll_text::{TextRange, range};
use saphyr_parser::{Event, Parser, Span};
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
const SEVERITIES: &[&str] = &["error", "warning", "info", "style"];

impl Config {
    /// Reads the text of a `.hadolint.yaml`. Cannot fail: what is not understood is left out and comes back as an
    /// error.
    #[must_use]
    pub fn from_hadolint(path: &Path, text: &str) -> (Self, Vec<ConfigError>) {
        let mut config = Self { path: Some(path.to_owned()), ..Self::default() };
        let mut errors = Vec::new();
        let nodes = match parse(text) {
            Ok(nodes) => nodes,
            Err((at, message)) => {
                errors.push(ConfigError::at(path, text, at, message));
                return (config, errors);
            }
        };
        let mut error = |at: TextRange, message: String| errors.push(ConfigError::at(path, text, at, message));
        let entries = match nodes {
            None => return (config, errors),
            Some(Node { value: Yaml::Map(entries), .. }) => entries,
            Some(node) => {
                error(node.range, "expected keys such as `ignored:`".to_owned());
                return (config, errors);
            }
        };
        for (key, value) in entries {
            match key.text() {
                "ignored" => config.layer.ignore = codes(&value, &mut error),
                "override" => {
                    for (severity, list) in value.entries() {
                        let Some(level) = level(severity.text()) else {
                            let hint = did_you_mean(nearest(severity.text(), SEVERITIES.iter().copied(), 3));
                            error(severity.range, format!("unknown severity `{}`{hint}", severity.text()));
                            continue;
                        };
                        let named = codes(list, &mut error).into_iter().map(|code| (code, level));
                        config.layer.levels.extend(named);
                    }
                }
                "trustedRegistries" => trusted_registries(&value, &mut config),
                "failure-threshold" => {
                    config.fail_on = threshold(value.text()).or(config.fail_on);
                    if threshold(value.text()).is_none() {
                        error(value.range, format!("unknown severity `{}`", value.text()));
                    }
                }
                "no-fail" if value.is_true() => config.fail_on = Some(FailOn::Never),
                "disable-ignore-pragma" if value.is_true() => config.inline_ignores = Some(false),
                known if KEYS.contains(&known) => {}
                unknown => {
                    let hint = did_you_mean(nearest(unknown, KEYS.iter().copied(), 3));
                    error(key.range, format!("unknown key `{unknown}`{hint}"));
                }
            }
        }
        (config, errors)
    }
}

/// The codes of a list that a rule answers to.
fn codes(list: &Node, error: &mut impl FnMut(TextRange, String)) -> Vec<String> {
    let mut known = Vec::new();
    for item in list.items() {
        match check_name(item.text()) {
            Ok(()) => known.push(item.text().to_owned()),
            Err(_) if is_code(item.text()) => {}
            Err(unknown) => error(item.range, unknown.to_string()),
        }
    }
    known
}

/// Whether `text` is a code of hadolint or ShellCheck: `DL3008`, `SC2086`.
fn is_code(text: &str) -> bool {
    let upper = text.to_ascii_uppercase();
    let digits = upper.strip_prefix("DL").or_else(|| upper.strip_prefix("SC"));
    digits.is_some_and(|digits| digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

fn trusted_registries(value: &Node, config: &mut Config) {
    let list: Vec<String> = value.items().map(|item| item.text().to_owned()).collect();
    let Some(rule) = registry::by_id("untrusted-registry").filter(|_| !list.is_empty()) else { return };
    if rule.options.iter().any(|option| option.name == "trusted-registries") {
        // hadolint reports DL3026 as an error once a registry is named.
        config.layer.levels.insert(0, (rule.id.to_owned(), Level::Error));
        config.layer.options.push((rule.id.to_owned(), "trusted-registries".to_owned(), OptionValue::List(list)));
    }
}

fn level(severity: &str) -> Option<Level> {
    match severity {
        "error" => Some(Level::Error),
        "warning" => Some(Level::Warning),
        "info" | "style" => Some(Level::Note),
        _ => None,
    }
}

fn threshold(severity: &str) -> Option<FailOn> {
    match severity {
        "none" | "ignore" => Some(FailOn::Never),
        _ => Some(FailOn::Severity(level(severity)?.severity().unwrap_or(Severity::Note))),
    }
}

/// A YAML value with its place.
#[derive(Debug)]
struct Node {
    range: TextRange,
    value: Yaml,
}

#[derive(Debug)]
enum Yaml {
    Scalar(String),
    List(Vec<Node>),
    Map(Vec<(Node, Node)>),
}

impl Node {
    /// The scalar's text; a list or map has none.
    fn text(&self) -> &str {
        if let Yaml::Scalar(text) = &self.value { text } else { "" }
    }

    fn is_true(&self) -> bool {
        self.text().eq_ignore_ascii_case("true")
    }

    /// The elements of a list; a scalar is a list of one.
    fn items(&self) -> impl Iterator<Item = &Self> {
        let (list, one) = match &self.value {
            Yaml::List(list) => (list.as_slice(), None),
            Yaml::Scalar(text) if !text.is_empty() && text != "null" && text != "~" => (&[][..], Some(self)),
            _ => (&[][..], None),
        };
        list.iter().chain(one)
    }

    fn entries(&self) -> &[(Self, Self)] {
        if let Yaml::Map(entries) = &self.value { entries } else { &[] }
    }
}

/// The first document; `None` when there is none.
fn parse(text: &str) -> Result<Option<Node>, (TextRange, String)> {
    // The parser counts characters; our places are bytes.
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let byte = |index: usize| starts.get(index).copied().unwrap_or(text.len());
    let place = |span: &Span| range(byte(span.start.index()), byte(span.end.index()));
    // Open lists and maps; a map holds keys and values in turn.
    let mut open: Vec<(Span, bool, Vec<Node>)> = Vec::new();
    let mut parser = Parser::new_from_str(text);
    while let Some(event) = parser.next_event() {
        let (event, span) = event.map_err(|error| {
            let at = byte(error.marker().index());
            (range(at, at), error.info().to_owned())
        })?;
        let done = match event {
            Event::Scalar(text, ..) => Node { range: place(&span), value: Yaml::Scalar(text.into_owned()) },
            Event::Alias(_) => Node { range: place(&span), value: Yaml::Scalar(String::new()) },
            Event::SequenceStart(..) | Event::MappingStart(..) => {
                open.push((span, matches!(event, Event::MappingStart(..)), Vec::new()));
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let Some((start, is_map, nodes)) = open.pop() else { continue };
                let value = if is_map { Yaml::Map(pairs(nodes)) } else { Yaml::List(nodes) };
                Node { range: place(&start), value }
            }
            _ => continue,
        };
        match open.last_mut() {
            Some((_, _, nodes)) => nodes.push(done),
            None => return Ok(Some(done)),
        }
    }
    Ok(None)
}

fn pairs(nodes: Vec<Node>) -> Vec<(Node, Node)> {
    let mut nodes = nodes.into_iter();
    std::iter::from_fn(|| Some((nodes.next()?, nodes.next()?))).collect()
}

#[cfg(test)]
mod tests {
    use crate::{Config, FailOn};
    use plimsoll_analysis::{Level, Severity, registry};
    use std::path::Path;

    fn read(text: &str) -> (Config, Vec<String>) {
        let (config, errors) = Config::from_hadolint(Path::new(".hadolint.yaml"), text);
        (config, errors.iter().map(ToString::to_string).collect())
    }

    fn level(config: &Config, rule: &str) -> Level {
        config.settings_for(Path::new("Dockerfile")).level(registry::by_id(rule).unwrap())
    }

    #[test]
    fn a_file_as_teams_have_it() {
        let (config, errors) = read(
            "---\nfailure-threshold: warning\nformat: tty\nignored:\n  - DL3007 # moving on purpose\n  - SC2086\n  \
             - DL3999\noverride:\n  error: [DL3006]\n  info:\n    - DL3002\ntrustedRegistries:\n  - docker.io\n  \
             - '*.gcr.io'\nlabel-schema:\n  author: text\nstrict-labels: false\ndisable-ignore-pragma: true\n",
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
    }

    #[test]
    fn mistakes_have_places() {
        let (config, errors) = read("ignorde: [DL3007]\nignored: [latest-tagg]\nno-fail: true\n");
        assert_eq!(
            errors,
            [
                ".hadolint.yaml:1:1: unknown key `ignorde`; did you mean `ignored`?",
                ".hadolint.yaml:2:11: unknown rule `latest-tagg`; did you mean `latest-tag`?",
            ]
        );
        assert_eq!(config.fail_on, Some(FailOn::Never));
        let (_, errors) = read("ignored: [DL3007\n");
        assert_eq!(errors.len(), 1, "{errors:?}");
        assert!(read("").1.is_empty() && read("ignored:\n").1.is_empty());
    }
}
