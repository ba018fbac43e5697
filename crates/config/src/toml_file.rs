//! Reads `plimsoll.toml`.
//!
//! Invariant: reading goes on after an error, so one run names everything that is wrong, and what is right counts.

use crate::config::{BaselineFile, BuildSettings, Config, FailOn, IgnoreAt, Override, Pair};
use crate::error::{ConfigError, did_you_mean};
use crate::glob::{self, Globs};
use crate::layer::{Layer, check_name, check_option};
use plimsoll_analysis::{LabelType, Level, OptionValue, Preset, SettingsBuilder, nearest};
use plimsoll_text::{TextRange, range};
use std::borrow::Cow;
use std::path::Path;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

pub(crate) const KEYS: &[&str] = &[
    "allow-inline-ignores",
    "baseline",
    "build",
    "edition",
    "fail-on",
    "files",
    "ignore",
    "ignore-at",
    "labels",
    "overrides",
    "pair",
    "preset",
    "registry",
    "rules",
    "select",
];
pub(crate) const LABEL_KEYS: &[&str] = &["schema", "strict"];
pub(crate) const FILE_KEYS: &[&str] = &["dockerfile", "exclude", "generated", "task-definition"];
pub(crate) const BUILD_KEYS: &[&str] = &["context", "target"];
pub(crate) const REGISTRY_KEYS: &[&str] = &["mirrors"];
pub(crate) const OVERRIDE_KEYS: &[&str] = &["build", "ignore", "paths", "rules", "select"];
pub(crate) const IGNORE_AT_KEYS: &[&str] = &["files", "path", "rule"];
pub(crate) const PAIR_KEYS: &[&str] = &["container", "dockerfile", "task-definition"];
pub(crate) const LEVELS: &[&str] = &["off", "note", "warning", "error"];

impl Config {
    /// Reads the text of a `plimsoll.toml`. Cannot fail: what is not understood is left out and comes back as an
    /// error.
    #[must_use]
    pub fn from_toml(path: &Path, text: &str) -> (Self, Vec<ConfigError>) {
        let (table, broken) = DeTable::parse_recoverable(text);
        let mut reader = Reader { path, text, errors: Vec::new() };
        let mut last_line = None;
        for error in broken {
            let place = error.span().unwrap_or_default();
            // What else is wrong with the same line mostly follows from the first.
            let line = text.as_bytes().iter().take(place.start).filter(|byte| **byte == b'\n').count();
            if last_line.replace(line) != Some(line) {
                reader.error(range(place.start, place.end), error.message().to_owned());
            }
        }
        let config = reader.config(table.get_ref());
        reader.errors.sort_by_key(|error| match error {
            ConfigError::Invalid { range, .. } => range.start(),
            ConfigError::Unreadable { .. } => 0.into(),
        });
        (config, reader.errors)
    }
}

struct Reader<'a> {
    path: &'a Path,
    text: &'a str,
    errors: Vec<ConfigError>,
}

type Value<'a> = Spanned<DeValue<'a>>;

impl Reader<'_> {
    fn config(&mut self, table: &DeTable<'_>) -> Config {
        let mut config = Config { path: Some(self.path.to_owned()), ..Config::default() };
        for (key, place, value) in entries(table) {
            match key {
                "preset" => config.preset = self.word(value, "preset", &Preset::ALL.map(Preset::as_str), Preset::parse),
                "edition" => config.edition = self.edition(value),
                "fail-on" => config.fail_on = self.word(value, "level", &FailOn::NAMES, FailOn::parse),
                "allow-inline-ignores" => config.inline_ignores = self.boolean(value),
                "select" => config.layer.select = self.rule_names(value),
                "ignore" => config.layer.ignore = self.rule_names(value),
                "rules" => self.rules(value, &mut config.layer),
                "files" => self.files(value, &mut config),
                "labels" => self.labels(value, &mut config),
                "build" => self.build(value, &mut config.build),
                "registry" => self.registry(value, &mut config),
                "overrides" => config.overrides = self.each_table(value, "[[overrides]]", Self::one_override),
                "baseline" => config.baseline = self.baseline(value),
                "pair" => config.pairs = self.each_table(value, "[[pair]]", Self::one_pair),
                "ignore-at" => config.ignore_at = self.each_table(value, "[[ignore-at]]", Self::one_ignore),
                _ => self.unknown_key(key, place, KEYS),
            }
        }
        config
    }

    fn edition(&mut self, value: &Value<'_>) -> Option<String> {
        let edition = self.string(value, "an edition such as \"2026.1\"")?;
        match SettingsBuilder::new(Preset::default()).edition(&edition) {
            Ok(_) => Some(edition),
            Err(error) => {
                self.error(place(value), error.to_string());
                None
            }
        }
    }

    fn files(&mut self, value: &Value<'_>, config: &mut Config) {
        let Some(table) = self.table(value, "[files]") else { return };
        for (key, place, value) in entries(table) {
            match key {
                "dockerfile" => config.files.dockerfile = self.globs(value),
                "task-definition" => config.files.task_definition = self.globs(value),
                "exclude" => config.files.exclude = self.globs(value),
                "generated" => config.files.generated = self.globs(value),
                _ => self.unknown_key(key, place, FILE_KEYS),
            }
        }
    }

    fn labels(&mut self, value: &Value<'_>, config: &mut Config) {
        let Some(table) = self.table(value, "[labels]") else { return };
        for (key, at, value) in entries(table) {
            match key {
                "strict" => config.labels.strict = self.boolean(value).unwrap_or_default(),
                "schema" => {
                    let Some(schema) = self.table(value, "[labels.schema]") else { continue };
                    for (label, _, value) in entries(schema) {
                        let Some(text) = self.string(value, "a type such as \"url\"") else { continue };
                        match LabelType::parse(&text) {
                            Ok(kind) => config.labels.labels.push((label.to_owned(), kind)),
                            Err(message) => self.error(place(value), message),
                        }
                    }
                }
                _ => self.unknown_key(key, at, LABEL_KEYS),
            }
        }
    }

    fn build(&mut self, value: &Value<'_>, build: &mut BuildSettings) {
        let Some(table) = self.table(value, "[build]") else { return };
        for (key, place, value) in entries(table) {
            match key {
                "context" => build.context = self.string(value, "a folder, such as \".\""),
                "target" => build.target = self.string(value, "the name of a stage"),
                _ => self.unknown_key(key, place, BUILD_KEYS),
            }
        }
    }

    fn registry(&mut self, value: &Value<'_>, config: &mut Config) {
        let Some(table) = self.table(value, "[registry]") else { return };
        for (key, at, value) in entries(table) {
            if key != "mirrors" {
                self.unknown_key(key, at, REGISTRY_KEYS);
                continue;
            }
            let Some(mirrors) = self.table(value, "[registry.mirrors]") else { continue };
            for (host, _, value) in entries(mirrors) {
                let urls = self.strings(value);
                for (url, at) in &urls {
                    if !url.starts_with("https://") && !url.starts_with("http://") {
                        self.error(*at, format!("`{url}` is no URL: write `https://{url}`"));
                    }
                }
                let urls = urls.into_iter().map(|(url, _)| url).filter(|url| url.contains("://"));
                config.mirrors.insert(host.to_owned(), urls.collect());
            }
        }
    }

    fn one_override(&mut self, table: &DeTable<'_>, whole: TextRange) -> Option<Override> {
        let (mut paths, mut layer, mut build) = (None, Layer::default(), BuildSettings::default());
        for (key, place, value) in entries(table) {
            match key {
                "paths" => paths = Some(self.globs(value)),
                "select" => layer.select = self.rule_names(value),
                "ignore" => layer.ignore = self.rule_names(value),
                "rules" => self.rules(value, &mut layer),
                "build" => self.build(value, &mut build),
                _ => self.unknown_key(key, place, OVERRIDE_KEYS),
            }
        }
        if paths.is_none() {
            self.error(whole, "`[[overrides]]` needs `paths`");
        }
        Some(Override { paths: paths?, layer, build })
    }

    fn one_ignore(&mut self, table: &DeTable<'_>, whole: TextRange) -> Option<IgnoreAt> {
        let (mut rules, mut files, mut value_path) = (None, Some(Globs::default()), None);
        for (key, place, value) in entries(table) {
            match key {
                "rule" => rules = Some(self.rule_names(value)),
                // Globs that are all broken must not turn into "every file".
                "files" => files = Some(self.globs(value)).filter(|globs| !globs.is_empty()),
                "path" => value_path = self.string(value, "a value path such as \"containerDefinitions[web].user\""),
                _ => self.unknown_key(key, place, IGNORE_AT_KEYS),
            }
        }
        for (key, missing) in [("rule", rules.is_none()), ("path", value_path.is_none())] {
            if missing && !table.keys().any(|it| it.get_ref() == key) {
                self.error(whole, format!("`[[ignore-at]]` needs `{key}`"));
            }
        }
        Some(IgnoreAt { rules: rules?, files: files?, value_path: value_path? })
    }

    /// The file is read by the loader: here is only said which.
    fn baseline(&mut self, value: &Value<'_>) -> Option<BaselineFile> {
        let name = self.string(value, "a file, such as \"plimsoll-baseline.json\"")?;
        let folder = self.path.parent().unwrap_or(Path::new(""));
        Some(BaselineFile { path: folder.join(name), text: None })
    }

    fn one_pair(&mut self, table: &DeTable<'_>, whole: TextRange) -> Option<Pair> {
        let (mut task_definition, mut container, mut dockerfile) = (None, None, None);
        for (key, place, value) in entries(table) {
            match key {
                "task-definition" => task_definition = self.string(value, "the path of a task definition"),
                "container" => container = self.string(value, "the name of a container"),
                "dockerfile" => dockerfile = self.string(value, "the path of a Dockerfile"),
                _ => self.unknown_key(key, place, PAIR_KEYS),
            }
        }
        for key in PAIR_KEYS.iter().filter(|key| !table.keys().any(|it| it.get_ref() == *key)) {
            self.error(whole, format!("`[[pair]]` needs `{key}`"));
        }
        Some(Pair { task_definition: task_definition?, container: container?, dockerfile: dockerfile? })
    }

    fn rules(&mut self, value: &Value<'_>, layer: &mut Layer) {
        let Some(table) = self.table(value, "[rules]") else { return };
        for (name, at, value) in entries(table) {
            if let Err(error) = check_name(name) {
                self.error(at, error.to_string());
                continue;
            }
            match value.get_ref() {
                DeValue::Table(options) => self.options(name, options, layer),
                _ => {
                    let level = self.word(value, "level", LEVELS, Level::parse);
                    layer.levels.extend(level.map(|level| (name.to_owned(), level)));
                }
            }
        }
    }

    fn options(&mut self, rule: &str, table: &DeTable<'_>, layer: &mut Layer) {
        // An alias or group of one rule is as good as its id; options of several rules at once mean nothing.
        let resolved = plimsoll_analysis::registry::resolve(rule);
        for (name, at, value) in entries(table) {
            if name == "level" {
                let level = self.word(value, "level", LEVELS, Level::parse);
                layer.levels.extend(level.map(|level| (rule.to_owned(), level)));
                continue;
            }
            let [only] = resolved.as_slice() else {
                self.error(at, format!("`{rule}` stands for several rules: set `{name}` on one of them"));
                continue;
            };
            let option = match value.get_ref() {
                DeValue::Boolean(flag) => OptionValue::Bool(*flag),
                DeValue::Integer(number) => match number.as_str().parse() {
                    Ok(number) => OptionValue::Number(number),
                    Err(_) => {
                        self.error(place(value), format!("`{name}` takes a whole number from 0 on"));
                        continue;
                    }
                },
                DeValue::Array(_) => OptionValue::List(self.strings(value).into_iter().map(|(text, _)| text).collect()),
                _ => {
                    self.error(place(value), format!("`{name}` takes true, false, a number or a list of strings"));
                    continue;
                }
            };
            match check_option(only.id, name, &option) {
                Ok(()) => layer.options.push((only.id.to_owned(), name.to_owned(), option)),
                Err(error) => self.error(at, error.to_string()),
            }
        }
    }

    fn each_table<T>(
        &mut self,
        value: &Value<'_>,
        what: &str,
        read: impl Fn(&mut Self, &DeTable<'_>, TextRange) -> Option<T>,
    ) -> Vec<T> {
        let DeValue::Array(array) = value.get_ref() else {
            self.error(place(value), format!("expected a list of tables: write `{what}`"));
            return Vec::new();
        };
        let mut found = Vec::new();
        for item in array.iter() {
            if let Some(table) = self.table(item, what) {
                found.extend(read(self, table, place(item)));
            }
        }
        found
    }

    fn rule_names(&mut self, value: &Value<'_>) -> Vec<String> {
        let mut names = Vec::new();
        for (name, at) in self.strings(value) {
            match check_name(&name) {
                Ok(()) => names.push(name),
                Err(error) => self.error(at, error.to_string()),
            }
        }
        names
    }

    fn globs(&mut self, value: &Value<'_>) -> Globs {
        let mut patterns = Vec::new();
        for (pattern, at) in self.strings(value) {
            match glob::check(&pattern) {
                None => patterns.push(pattern),
                Some(why) => self.error(at, why),
            }
        }
        Globs::new(patterns.iter().map(String::as_str))
    }

    /// A list of strings, or one string in the place of a list of one.
    fn strings(&mut self, value: &Value<'_>) -> Vec<(String, TextRange)> {
        match value.get_ref() {
            DeValue::String(text) => vec![(text.to_string(), place(value))],
            DeValue::Array(array) => {
                let mut found = Vec::new();
                for item in array.iter() {
                    found.extend(self.string(item, "a string").map(|text| (text, place(item))));
                }
                found
            }
            _ => {
                self.wrong_type(value, "a list of strings");
                Vec::new()
            }
        }
    }

    fn word<T>(
        &mut self,
        value: &Value<'_>,
        what: &str,
        known: &[&str],
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let choices = known.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
        let text = self.string(value, &format!("one of {choices}"))?;
        let parsed = parse(&text);
        if parsed.is_none() {
            let hint = match nearest(&text, known.iter().copied(), 3) {
                Some(name) => did_you_mean(Some(name)),
                None => format!("; one of {choices}"),
            };
            self.error(place(value), format!("unknown {what} `{text}`{hint}"));
        }
        parsed
    }

    fn string(&mut self, value: &Value<'_>, expected: &str) -> Option<String> {
        let text = value.get_ref().as_str().map(str::to_owned);
        if text.is_none() {
            self.wrong_type(value, expected);
        }
        text
    }

    fn boolean(&mut self, value: &Value<'_>) -> Option<bool> {
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            self.wrong_type(value, "true or false");
        }
        flag
    }

    fn table<'v, 't>(&mut self, value: &'v Value<'t>, expected: &str) -> Option<&'v DeTable<'t>> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.wrong_type(value, &format!("a table: write `{expected}`"));
        }
        table
    }

    fn wrong_type(&mut self, value: &Value<'_>, expected: &str) {
        // The parser fills the place of a value that it could not read; that was reported already.
        if value.span().is_empty() {
            return;
        }
        let found = value.get_ref().type_str();
        self.error(place(value), format!("expected {expected}, found {found}"));
    }

    fn unknown_key(&mut self, key: &str, at: TextRange, known: &[&str]) {
        let suggestion = nearest(key, known.iter().copied(), 3);
        // A rule's name at the top is what many try first.
        let hint = match suggestion {
            None if check_name(key).is_ok() => "; rules belong below `[rules]`".to_owned(),
            _ => did_you_mean(suggestion),
        };
        self.error(at, format!("unknown key `{key}`{hint}"));
    }

    fn error(&mut self, at: TextRange, message: impl Into<String>) {
        self.errors.push(ConfigError::at(self.path, self.text, at, message));
    }
}

/// The entries of a table in the order of the text: key, place of the key, value.
fn entries<'v, 't>(table: &'v DeTable<'t>) -> impl Iterator<Item = (&'v str, TextRange, &'v Value<'t>)> {
    let mut entries: Vec<(&Spanned<Cow<'t, str>>, &Value<'t>)> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    entries.into_iter().map(|(key, value)| {
        let span = key.span();
        (key.get_ref().as_ref(), range(span.start, span.end), value)
    })
}

fn place(value: &Value<'_>) -> TextRange {
    let span = value.span();
    range(span.start, span.end)
}

#[cfg(test)]
mod tests {
    use crate::{Config, FailOn, ListedFiles};
    use plimsoll_analysis::{FileKind, LabelType, Level, Severity, registry};
    use std::path::Path;

    fn read(text: &str) -> (Config, Vec<String>) {
        let (config, errors) = Config::from_toml(Path::new("plimsoll.toml"), text);
        (config, errors.iter().map(ToString::to_string).collect())
    }

    fn level(config: &Config, path: &str, rule: &str) -> Level {
        config.settings_for(Path::new(path)).level(registry::by_id(rule).unwrap())
    }

    #[test]
    fn mirrors() {
        let text = "[registry.mirrors]\n\"docker.io\" = [\"https://mirror.example.com\", \"mirror\"]\n";
        let (config, errors) = Config::from_toml(Path::new("plimsoll.toml"), text);
        assert_eq!(config.mirrors["docker.io"], ["https://mirror.example.com"]);
        assert_eq!(errors.len(), 1, "{errors:?}");
        assert!(errors[0].to_string().contains("write `https://mirror`"), "{}", errors[0]);
    }

    #[test]
    fn pairs() {
        let text = "[[pair]]\ntask-definition = \"deploy/task.json\"\ncontainer = \"web\"\ndockerfile = \"web/Dockerfile\"\n\n[[pair]]\ncontainer = \"api\"\ndockerfil = 1\n";
        let (config, errors) = read(text);
        assert_eq!(config.pairs.len(), 1);
        assert_eq!(
            (config.pairs[0].container.as_str(), config.pairs[0].dockerfile.as_str()),
            ("web", "web/Dockerfile")
        );
        let expected = [
            "plimsoll.toml:6:1: `[[pair]]` needs `dockerfile`",
            "plimsoll.toml:6:1: `[[pair]]` needs `task-definition`",
            "plimsoll.toml:8:1: unknown key `dockerfil`; did you mean `dockerfile`?",
        ];
        assert_eq!(errors, expected);
    }

    #[test]
    fn labels() {
        let text = "[labels]\nstrict = true\nschma = 1\n[labels.schema]\nteam = \"regex:[a-z]+\"\n\"org.opencontainers.image.source\" = \"url\"\nversion = \"semvar\"\n";
        let (config, errors) = read(text);
        let settings = config.settings_for(Path::new("Dockerfile"));
        assert!(settings.labels().strict);
        assert_eq!(settings.labels().get("org.opencontainers.image.source"), Some(&LabelType::Url));
        assert_eq!(settings.labels().labels[0].0, "team");
        let expected = [
            "plimsoll.toml:3:1: unknown key `schma`; did you mean `schema`?",
            "plimsoll.toml:7:11: unknown type of label `semvar`; did you mean `semver`?",
        ];
        assert_eq!(errors, expected);
    }

    #[test]
    fn everything_at_once() {
        let (config, errors) = read(
            r#"
preset = "strict"
edition = "2026.1"
fail-on = "warning"
allow-inline-ignores = false
ignore = ["DL3007"]

[rules]
root-user = "note"
untagged-base-image = { level = "error" }

[rules.unpinned-base-digest]
allow = ["base"]

[files]
dockerfile = ["*.dock"]
task-definition = ["deploy/*.json"]
exclude = ["vendor/"]

[[overrides]]
paths = ["tests/**"]
rules = { latest-tag = "note" }

[[ignore-at]]
rule = "privileged-container"
path = "containerDefinitions[agent]"
"#,
        );
        assert_eq!(errors, Vec::<String>::new());
        assert_eq!(config.fail_on, Some(FailOn::Severity(Severity::Warning)));
        assert_eq!(level(&config, "Dockerfile", "latest-tag"), Level::Off);
        assert_eq!(level(&config, "tests/Dockerfile", "latest-tag"), Level::Note);
        assert_eq!(level(&config, "Dockerfile", "untagged-base-image"), Level::Error);
        assert_eq!(level(&config, "Dockerfile", "root-user"), Level::Note);
        assert!(!config.settings_for(Path::new("x")).inline_ignores());
        let rule = registry::by_id("unpinned-base-digest").unwrap();
        assert_eq!(config.settings_for(Path::new("x")).list(rule, "allow"), ["base"]);
        assert_eq!(config.listed(Path::new("a/b.dock")), Some(ListedFiles::Kind(FileKind::Dockerfile)));
        assert_eq!(config.listed(Path::new("deploy/x.json")), Some(ListedFiles::Kind(FileKind::TaskDefinition)));
        assert_eq!(config.listed(Path::new("vendor/b.dock")), Some(ListedFiles::Excluded));
        assert_eq!(config.listed(Path::new("Dockerfile")), None);
    }

    #[test]
    fn every_error_has_its_place_and_what_was_meant() {
        let (config, errors) = read(
            r#"preset = "strikt"
ignroe = ["latest-tag"]
fail-on = 3
latest-tag = "off"
[rules]
latest-tagg = "off"
root-user = "warn"
latest-tag = { alow = ["x"] }
missing-user = "off"
[[overrides]]
select = ["roott-user"]
[files]
exclude = ["a["]
"#,
        );
        let expected = [
            "plimsoll.toml:1:10: unknown preset `strikt`; did you mean `strict`?",
            "plimsoll.toml:2:1: unknown key `ignroe`; did you mean `ignore`?",
            "plimsoll.toml:3:11: expected one of \"note\", \"warning\", \"error\", \"never\", found integer",
            "plimsoll.toml:4:1: unknown key `latest-tag`; rules belong below `[rules]`",
            "plimsoll.toml:6:1: unknown rule `latest-tagg`; did you mean `latest-tag`?",
            "plimsoll.toml:7:13: unknown level `warn`; one of \"off\", \"note\", \"warning\", \"error\"",
            "plimsoll.toml:8:16: rule `latest-tag` has no option `alow`; did you mean `allow`?",
            "plimsoll.toml:10:1: `[[overrides]]` needs `paths`",
            "plimsoll.toml:11:11: unknown rule `roott-user`; did you mean `root-user`?",
        ];
        assert_eq!(errors[..expected.len()], expected);
        assert!(errors[expected.len()].starts_with("plimsoll.toml:13:12: not a glob"), "{errors:?}");
        assert_eq!(level(&config, "Dockerfile", "missing-user"), Level::Off, "what is right counts");
    }

    #[test]
    fn broken_syntax_is_an_error_and_the_rest_counts() {
        let (config, errors) = read("fail-on = \"never\"\npreset = = 3\n[rules]\nlatest-tag = \"off\"\n");
        assert!(errors.len() == 1 && errors[0].starts_with("plimsoll.toml:2:"), "{errors:?}");
        assert_eq!(config.fail_on, Some(FailOn::Never));
        assert_eq!(level(&config, "Dockerfile", "latest-tag"), Level::Off);
    }

    #[test]
    fn settings_are_shared_where_the_same_overrides_match() {
        let (config, _) = read("[[overrides]]\npaths = [\"t/**\"]\nignore = [\"latest-tag\"]\n");
        let of = |path: &str| config.settings_for(Path::new(path));
        assert!(std::sync::Arc::ptr_eq(&of("a"), &of("b")));
        assert!(std::sync::Arc::ptr_eq(&of("t/a"), &of("t/b")));
        assert!(!std::sync::Arc::ptr_eq(&of("a"), &of("t/b")));
    }
}
