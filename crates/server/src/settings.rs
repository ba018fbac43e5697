//! What the editor's settings ask for.
//!
//! Invariant: a mistake in them is told and passed over; what can be understood counts.

use plimsoll_analysis::{Level, Preset, SettingsBuilder};
use plimsoll_config::Layer;
use serde_json::{Map, Value};

/// The settings below `plimsoll` in the editor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ClientSettings {
    /// Whether there are diagnostics at all.
    pub(crate) enable: bool,
    /// A configuration to take for every file, absolute or from the workspace folder.
    pub(crate) configuration: Option<String>,
    pub(crate) preset: Option<Preset>,
    pub(crate) edition: Option<String>,
    /// Wins over every configuration.
    pub(crate) layer: Layer,
    pub(crate) inlay_hints: bool,
    pub(crate) code_lens: bool,
    /// How many blanks a continuation line begins with when a file is formatted.
    pub(crate) indent: Option<usize>,
}

impl Default for ClientSettings {
    fn default() -> Self {
        Self {
            enable: true,
            configuration: None,
            preset: None,
            edition: None,
            layer: Layer::default(),
            inlay_hints: true,
            code_lens: true,
            indent: None,
        }
    }
}

/// The keys, for the hint at a misspelt one.
const KEYS: [&str; 9] =
    ["enable", "configuration", "preset", "edition", "select", "ignore", "rules", "inlayHints", "codeLens"];

/// Keys that only the editor's own side reads.
const OF_THE_EDITOR: [&str; 4] = ["path", "server", "taskDefinitions", "trace"];

impl ClientSettings {
    /// Reads the settings, which may stand below `plimsoll` or `settings`. Gives back what is wrong with them.
    pub(crate) fn read(value: &Value) -> (Self, Vec<String>) {
        let inner = value.get("settings").unwrap_or(value);
        let inner = inner.get("plimsoll").unwrap_or(inner);
        let mut reader = Reader { settings: Self::default(), mistakes: Vec::new() };
        match inner {
            Value::Object(map) => reader.object(map),
            Value::Null => {}
            _ => reader.mistake("`plimsoll` takes an object"),
        }
        (reader.settings, reader.mistakes)
    }
}

struct Reader {
    settings: ClientSettings,
    mistakes: Vec<String>,
}

impl Reader {
    fn object(&mut self, map: &Map<String, Value>) {
        for (key, value) in map.iter().filter(|(_, value)| !value.is_null()) {
            match key.as_str() {
                "enable" => self.settings.enable = self.flag(key, value).unwrap_or(true),
                "configuration" => self.settings.configuration = self.word(key, value),
                "preset" => {
                    if let Some(name) = self.word(key, value) {
                        self.settings.preset = Preset::parse(&name);
                        if self.settings.preset.is_none() {
                            self.mistake(&format!("unknown preset `{name}`"));
                        }
                    }
                }
                "edition" => {
                    if let Some(edition) = self.word(key, value) {
                        match SettingsBuilder::new(Preset::default()).edition(&edition) {
                            Ok(_) => self.settings.edition = Some(edition),
                            Err(error) => self.mistake(&error.to_string()),
                        }
                    }
                }
                "select" => self.settings.layer.select = self.words(key, value),
                "ignore" => self.settings.layer.ignore = self.words(key, value),
                "rules" => self.levels(value),
                "inlayHints" => self.settings.inlay_hints = self.switch(key, value),
                "codeLens" => self.settings.code_lens = self.switch(key, value),
                "format" => {
                    let indent = value.get("indent").and_then(Value::as_u64);
                    self.settings.indent = indent.and_then(|indent| usize::try_from(indent).ok()).map(|it| it.min(16));
                }
                other if OF_THE_EDITOR.contains(&other) => {}
                other => {
                    let hint = plimsoll_analysis::nearest(other, KEYS, 3);
                    let hint = hint.map_or_else(String::new, |name| format!("; did you mean `{name}`?"));
                    self.mistake(&format!("unknown key `{other}`{hint}"));
                }
            }
        }
        let errors: Vec<String> = self.settings.layer.errors().iter().map(ToString::to_string).collect();
        errors.iter().for_each(|error| self.mistake(error));
    }

    fn levels(&mut self, value: &Value) {
        let Value::Object(map) = value else { return self.mistake("`rules` takes an object") };
        for (name, value) in map {
            match value.as_str().and_then(Level::parse) {
                Some(level) => self.settings.layer.levels.push((name.clone(), level)),
                None => self.mistake(&format!("rule `{name}` takes \"off\", \"note\", \"warning\" or \"error\"")),
            }
        }
    }

    /// `true`, or `{ "enable": true }`
    fn switch(&mut self, key: &str, value: &Value) -> bool {
        self.flag(key, value.get("enable").unwrap_or(value)).unwrap_or(true)
    }

    fn flag(&mut self, key: &str, value: &Value) -> Option<bool> {
        let flag = value.as_bool();
        if flag.is_none() {
            self.mistake(&format!("`{key}` takes true or false"));
        }
        flag
    }

    /// A string; an empty one is none, for that is what an editor sends for a setting that is not set.
    fn word(&mut self, key: &str, value: &Value) -> Option<String> {
        if !value.is_string() {
            self.mistake(&format!("`{key}` takes a string"));
        }
        value.as_str().filter(|word| !word.is_empty()).map(str::to_owned)
    }

    fn words(&mut self, key: &str, value: &Value) -> Vec<String> {
        let words: Option<Vec<String>> =
            value.as_array().and_then(|list| list.iter().map(|it| it.as_str().map(str::to_owned)).collect());
        if words.is_none() {
            self.mistake(&format!("`{key}` takes a list of strings"));
        }
        words.unwrap_or_default()
    }

    fn mistake(&mut self, message: &str) {
        self.mistakes.push(format!("settings of plimsoll: {message}"));
    }
}

#[cfg(test)]
mod tests {
    use super::ClientSettings;
    use plimsoll_analysis::{Level, Preset};
    use serde_json::json;

    #[test]
    fn all_keys_in_either_wrapping() {
        let plain = json!({
            "enable": false, "configuration": "a/plimsoll.toml", "preset": "strict", "edition": "2026.1",
            "select": ["base-image"], "ignore": ["DL3007"], "rules": {"root-user": "error"},
            "inlayHints": {"enable": false}, "codeLens": false, "format": {"indent": 2}, "path": null,
        });
        let (settings, mistakes) = ClientSettings::read(&plain);
        assert_eq!(mistakes, [""; 0]);
        assert!(!settings.enable && !settings.inlay_hints && !settings.code_lens);
        assert_eq!((settings.preset, settings.indent), (Some(Preset::Strict), Some(2)));
        assert_eq!(settings.layer.levels, [("root-user".to_owned(), Level::Error)]);
        assert_eq!(ClientSettings::read(&json!({ "settings": { "plimsoll": plain } })).0, settings);
    }

    #[test]
    fn mistakes_are_told_and_the_rest_counts() {
        let (settings, mistakes) = ClientSettings::read(&json!({
            "ignroe": [], "preset": "loose", "enable": "yes", "select": [1], "rules": {"root-user": "loud"},
            "ignore": ["latest-tags"], "codeLens": false,
        }));
        assert!(!settings.code_lens && settings.enable);
        assert_eq!(mistakes.len(), 6, "{mistakes:?}");
        assert!(mistakes.iter().any(|it| it.ends_with("unknown key `ignroe`; did you mean `ignore`?")));
        assert!(mistakes.iter().any(|it| it.ends_with("unknown rule `latest-tags`; did you mean `latest-tag`?")));
    }
}
