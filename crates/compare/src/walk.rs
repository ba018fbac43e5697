//! Lays two values side by side.
//!
//! Invariant: each difference is told once, at the smallest named thing that differs; a thing that is only there on one
//! side is one change, whatever it holds.

use crate::judge::judge;
use crate::value::Value;
use crate::{Change, Level};
use plimsoll_model::tables::secrets::{is_plain_value, secret_name, secret_value};
use std::collections::{BTreeMap, BTreeSet};

pub(crate) fn changes(old: &Value, new: &Value) -> Vec<Change> {
    let mut changes = Vec::new();
    walk(&mut Path::default(), Some(old), Some(new), &mut changes);
    changes
}

/// A path as it is shown and as the table of levels has it.
#[derive(Default, Clone)]
struct Path {
    shown: String,
    pattern: String,
}

impl Path {
    fn field(&self, key: &str) -> Self {
        let dot = if self.shown.is_empty() { "" } else { "." };
        Self { shown: format!("{}{dot}{key}", self.shown), pattern: format!("{}{dot}{key}", self.pattern) }
    }

    fn element(&self, name: &str) -> Self {
        Self { shown: format!("{}[{name}]", self.shown), pattern: format!("{}*", self.pattern) }
    }
}

fn walk(path: &mut Path, old: Option<&Value>, new: Option<&Value>, changes: &mut Vec<Change>) {
    match (old, new) {
        _ if old == new => {}
        (Some(Value::Object(left)), Some(Value::Object(right))) if !is_variable(path) => {
            each(left, right, |key, left, right| walk(&mut path.field(key), left, right, changes));
        }
        (Some(Value::Named(left)), Some(Value::Named(right))) => {
            each(left, right, |name, left, right| walk(&mut path.element(name), left, right, changes));
        }
        // A list that is there on one side only is told element by element, so that each has its level.
        (None, Some(Value::Named(right))) => {
            each(&BTreeMap::new(), right, |name, left, right| walk(&mut path.element(name), left, right, changes));
        }
        (Some(Value::Named(left)), None) => {
            each(left, &BTreeMap::new(), |name, left, right| walk(&mut path.element(name), left, right, changes));
        }
        _ => changes.push(change(path, old, new)),
    }
}

fn each(
    left: &BTreeMap<String, Value>,
    right: &BTreeMap<String, Value>,
    mut one: impl FnMut(&str, Option<&Value>, Option<&Value>),
) {
    let keys: BTreeSet<&String> = left.keys().chain(right.keys()).collect();
    for key in keys {
        one(key, left.get(key), right.get(key));
    }
}

/// An entry of `environment` or `secrets` is one thing: a name with its value.
fn is_variable(path: &Path) -> bool {
    ["environment*", "secrets*", "secretOptions*"].iter().any(|end| path.pattern.ends_with(end))
}

fn change(path: &Path, old: Option<&Value>, new: Option<&Value>) -> Change {
    let shown = |value: Option<&Value>| value.map(|value| shown(path, value));
    let (level, meaning) = judge(&path.pattern, old.map(plain).as_deref(), new.map(plain).as_deref());
    Change { path: path.shown.clone(), level, meaning, old: shown(old), new: shown(new) }
}

/// The value as one word, for the table of levels.
fn plain(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        _ => String::new(),
    }
}

fn shown(path: &Path, value: &Value) -> String {
    match value {
        Value::Text(text) => masked(last_name(&path.shown), text),
        Value::Object(fields) if is_variable(path) => {
            let value = fields.get("value").or_else(|| fields.get("valueFrom"));
            let is_reference = fields.contains_key("valueFrom");
            match value {
                Some(Value::Text(text)) if is_reference => text.clone(),
                Some(Value::Text(text)) => masked(last_name(&path.shown), text),
                _ => "\"\"".to_owned(),
            }
        }
        Value::Object(fields) => {
            let image = fields.get("image").map(plain);
            let part = |(key, value): (&String, &Value)| format!("{key} {}", shown(&path.field(key), value));
            image.unwrap_or_else(|| fields.iter().map(part).collect::<Vec<_>>().join(", "))
        }
        Value::Named(elements) => elements.keys().cloned().collect::<Vec<_>>().join(", "),
    }
}

/// The name of the variable or field at the end of a path.
fn last_name(path: &str) -> &str {
    let end = path.rsplit('.').next().unwrap_or(path);
    end.rsplit_once('[').map_or(end, |(_, name)| name.trim_end_matches(']'))
}

/// The text, unless its name or its own form says that it is a secret.
fn masked(name: &str, text: &str) -> String {
    let by_name = secret_name(name).is_some() && !is_plain_value(text);
    match by_name || secret_value(text.as_bytes()).is_some() {
        true => "(secret)".to_owned(),
        false => text.to_owned(),
    }
}

impl Change {
    /// Whether it is at least of this level.
    #[must_use]
    pub fn is_at_least(&self, level: Level) -> bool {
        self.level >= level
    }
}
