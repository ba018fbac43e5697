//! The JSON schema of `plimsoll.toml`, for editors.
//!
//! Invariant: its keys are the ones that the reader knows, its rules and options those of the registry. A test
//! holds the two together.

use crate::config::FailOn;
use crate::toml_file::LEVELS;
use plimsoll_analysis::{LabelType, OptionKind, Preset, registry};
use std::fmt::Write;

/// The schema as JSON text with a line end, the same at every call. Cannot fail.
#[must_use]
pub fn schema() -> String {
    let presets = words(&Preset::ALL.map(Preset::as_str));
    let fail_on = words(&FailOn::NAMES);
    let levels = words(LEVELS);
    let label_types = words(&LabelType::NAMES);
    let mut ids: Vec<&str> = registry::rules().map(|(_, rule)| rule.id).collect();
    ids.sort_unstable();
    let mut rules = String::new();
    for id in ids {
        let Some(rule) = registry::by_id(id) else { continue };
        let _ = write!(rules, "{}: {{\"description\": {}, \"anyOf\": [", quoted(id), quoted(rule.summary));
        rules.push_str("{\"$ref\": \"#/$defs/level\"}, {\"type\": \"object\", \"properties\": {");
        rules.push_str("\"level\": {\"$ref\": \"#/$defs/level\"}");
        for option in rule.options {
            let kind = match option.kind {
                OptionKind::Bool | OptionKind::BoolIn(_) => "\"type\": \"boolean\"".to_owned(),
                OptionKind::Number => "\"type\": \"integer\", \"minimum\": 0".to_owned(),
                OptionKind::List => "\"$ref\": \"#/$defs/strings\"".to_owned(),
            };
            let _ = write!(rules, ", {}: {{{kind}, \"description\": {}}}", quoted(option.name), quoted(option.docs));
        }
        rules.push_str("}, \"additionalProperties\": false}]},\n        ");
    }
    for group in registry::groups() {
        let _ = write!(rules, "{}: {{\"$ref\": \"#/$defs/level\"}},\n        ", quoted(group.name));
    }
    rules.push_str("\"all\": {\"$ref\": \"#/$defs/level\"}");
    format!(
        r##"{{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "plimsoll.toml",
  "type": "object",
  "additionalProperties": false,
  "properties": {{
    "preset": {{"description": "The levels to start from.", "enum": {presets}}},
    "edition": {{"description": "Freezes the rule set: newer rules report notes.", "type": "string"}},
    "fail-on": {{"description": "From which severity on findings make the command fail.", "enum": {fail_on}}},
    "allow-inline-ignores": {{"description": "Whether ignore comments count.", "type": "boolean"}},
    "baseline": {{"description": "A file with known findings, which stay quiet; from the folder of this file.", "type": "string"}},
    "select": {{"description": "Only these rules, aliases or groups run.", "$ref": "#/$defs/strings"}},
    "ignore": {{"description": "These rules, aliases or groups do not run.", "$ref": "#/$defs/strings"}},
    "rules": {{"$ref": "#/$defs/rules"}},
    "files": {{
      "type": "object",
      "additionalProperties": false,
      "properties": {{
        "dockerfile": {{"description": "Globs of Dockerfiles.", "$ref": "#/$defs/strings"}},
        "task-definition": {{"description": "Globs of task definitions.", "$ref": "#/$defs/strings"}},
        "exclude": {{"description": "Globs of what is not linted.", "$ref": "#/$defs/strings"}},
        "generated": {{"description": "Globs of what a build makes before COPY wants it.", "$ref": "#/$defs/strings"}}
      }}
    }},
    "labels": {{
      "type": "object",
      "additionalProperties": false,
      "properties": {{
        "schema": {{
          "description": "The labels that images carry, with the types of their values.",
          "type": "object",
          "additionalProperties": {{"anyOf": [{{"enum": {label_types}}}, {{"type": "string", "pattern": "^regex:"}}]}}
        }},
        "strict": {{"description": "Whether other labels are refused.", "type": "boolean"}}
      }}
    }},
    "build": {{"$ref": "#/$defs/build"}},
    "registry": {{
      "type": "object",
      "additionalProperties": false,
      "properties": {{
        "mirrors": {{
          "description": "For each registry host the mirrors to ask before it, as base URLs.",
          "type": "object",
          "additionalProperties": {{"$ref": "#/$defs/strings"}}
        }}
      }}
    }},
    "overrides": {{
      "type": "array",
      "items": {{
        "type": "object",
        "additionalProperties": false,
        "required": ["paths"],
        "properties": {{
          "paths": {{"description": "Globs of the files.", "$ref": "#/$defs/strings"}},
          "select": {{"$ref": "#/$defs/strings"}},
          "ignore": {{"$ref": "#/$defs/strings"}},
          "rules": {{"$ref": "#/$defs/rules"}},
          "build": {{"$ref": "#/$defs/build"}}
        }}
      }}
    }},
    "pair": {{
      "type": "array",
      "items": {{
        "type": "object",
        "additionalProperties": false,
        "required": ["task-definition", "container", "dockerfile"],
        "properties": {{
          "task-definition": {{"description": "The task definition, from the folder of this file.", "type": "string"}},
          "container": {{"description": "The name of the container.", "type": "string"}},
          "dockerfile": {{"description": "The Dockerfile that builds its image, from the folder of this file.", "type": "string"}}
        }}
      }}
    }},
    "ignore-at": {{
      "type": "array",
      "items": {{
        "type": "object",
        "additionalProperties": false,
        "required": ["rule", "path"],
        "properties": {{
          "rule": {{"$ref": "#/$defs/strings"}},
          "files": {{"description": "Globs of the files; all of them without it.", "$ref": "#/$defs/strings"}},
          "path": {{"description": "A value path: containerDefinitions[web].user", "type": "string"}}
        }}
      }}
    }}
  }},
  "$defs": {{
    "level": {{"enum": {levels}}},
    "build": {{
      "type": "object",
      "additionalProperties": false,
      "properties": {{
        "context": {{"description": "The folder of the build context, from the folder of this file.", "type": "string"}},
        "target": {{"description": "The stage that is built and shipped.", "type": "string"}}
      }}
    }},
    "strings": {{"anyOf": [{{"type": "string"}}, {{"type": "array", "items": {{"type": "string"}}}}]}},
    "rules": {{
      "type": "object",
      "properties": {{
        {rules}
      }},
      "additionalProperties": {{"anyOf": [{{"$ref": "#/$defs/level"}}, {{"type": "object"}}]}}
    }}
  }}
}}
"##
    )
}

/// `["a", "b"]`
fn words(words: &[&str]) -> String {
    format!("[{}]", words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(", "))
}

/// A JSON string.
fn quoted(text: &str) -> String {
    let mut json = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => json.extend(['\\', character]),
            control if control.is_control() => {
                let _ = write!(json, "\\u{:04x}", u32::from(control));
            }
            _ => json.push(character),
        }
    }
    json.push('"');
    json
}

#[cfg(test)]
mod tests {
    use super::schema;
    use crate::toml_file::{
        BUILD_KEYS, FILE_KEYS, IGNORE_AT_KEYS, KEYS, LABEL_KEYS, OVERRIDE_KEYS, PAIR_KEYS, REGISTRY_KEYS,
    };
    use plimsoll_analysis::registry;
    use serde_json::Value;

    fn keys(value: &Value) -> Vec<&str> {
        let mut keys: Vec<&str> = value["properties"].as_object().unwrap().keys().map(String::as_str).collect();
        keys.sort_unstable();
        keys
    }

    #[test]
    fn the_schema_knows_what_the_reader_knows() {
        let schema: Value = serde_json::from_str(&schema()).unwrap();
        assert_eq!(keys(&schema), KEYS);
        assert_eq!(keys(&schema["properties"]["files"]), FILE_KEYS);
        assert_eq!(keys(&schema["properties"]["labels"]), LABEL_KEYS);
        assert_eq!(keys(&schema["properties"]["registry"]), REGISTRY_KEYS);
        assert_eq!(keys(&schema["$defs"]["build"]), BUILD_KEYS);
        assert_eq!(keys(&schema["properties"]["overrides"]["items"]), OVERRIDE_KEYS);
        assert_eq!(keys(&schema["properties"]["ignore-at"]["items"]), IGNORE_AT_KEYS);
        assert_eq!(keys(&schema["properties"]["pair"]["items"]), PAIR_KEYS);
        let rules = &schema["$defs"]["rules"]["properties"];
        assert!(registry::rules().all(|(_, rule)| rules[rule.id].is_object()));
        assert!(rules["latest-tag"]["anyOf"][1]["properties"]["allow"].is_object());
    }
}
