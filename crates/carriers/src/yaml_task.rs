//! A task definition that is written as YAML, which the AWS CLI and the official deploy action read.
//!
//! Invariant: a scalar without quotes is what its field takes, as far as it can be; one in quotes is a string.

use crate::lowered::Lowered;
use crate::value::{Data, Object, Value};
use crate::{writer, yaml};
use plimsoll_text::TextRange;

/// The task definition in the file at `path`; `None` when there is none.
#[must_use]
pub fn yaml_task(path: &str, text: &str) -> Option<Lowered> {
    let document = plimsoll_yaml::parse(text);
    let files = vec![path.to_owned()];
    let error = document.error();
    let root = yaml::read(text, &document).map(without_nulls);
    let lowered = match (root, error) {
        // Nothing is complete in what stands before an error.
        (Some(root), Some(_)) => writer::write(&Value::new(root.range, Data::Array(Vec::new())), files),
        (Some(root), None) => writer::write(&root, files),
        (None, Some(_)) => writer::write(&Value::new(TextRange::default(), Data::Array(Vec::new())), files),
        (None, None) => return None,
    };
    Some(match error {
        Some(error) => lowered.with_error(error.range, &error.message),
        None => lowered,
    })
}

/// Whether `text` is a mapping with `containerDefinitions`, and with `family` or `requiresCompatibilities`.
#[must_use]
pub fn is_yaml_task(text: &str) -> bool {
    if !text.contains("containerDefinitions") {
        return false;
    }
    let document = plimsoll_yaml::parse(text);
    let Some(root) = document.root() else { return false };
    let containers = root.get("containerDefinitions").is_some_and(|it| it.entries().next().is_none());
    containers && (root.get("family").is_some() || root.get("requiresCompatibilities").is_some())
}

/// A member without a value is no member.
fn without_nulls(value: Value) -> Value {
    let data = match value.data {
        Data::Object(Object { members, head }) => {
            let members = members
                .into_iter()
                .filter(|member| !member.value.as_ref().is_some_and(|value| matches!(value.data, Data::Null)));
            let members = members.map(|mut member| {
                member.value = member.value.map(without_nulls);
                member
            });
            Data::Object(Object { members: members.collect(), head })
        }
        Data::Array(elements) => Data::Array(elements.into_iter().map(without_nulls).collect()),
        other => other,
    };
    Value::new(value.range, data)
}
