//! The part of the ECS model that a task definition can hold: every shape that the register request reaches.
//!
//! Invariant: the outcome is sorted throughout, so that two refreshes of one model give the same bytes.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::markdown;
use super::wheel::Wheel;

/// Where the closure starts.
pub(super) const ROOT: &str = "RegisterTaskDefinitionRequest";

/// `model.json`: shapes with their members, without prose.
pub(super) fn model(wheel: &Wheel) -> Result<Value, String> {
    let shapes = reach(&wheel.service)?;
    let members = |name: &str| -> Vec<&String> {
        wheel.service["shapes"][name]["members"].as_object().map(|members| members.keys().collect()).unwrap_or_default()
    };
    let request = members(ROOT);
    let mut response_only: Vec<_> =
        members("TaskDefinition").into_iter().filter(|member| !request.contains(member)).collect();
    response_only.sort_unstable();
    let shapes: Map<String, Value> =
        shapes.into_iter().map(|(name, shape)| (name.to_owned(), reduced(shape))).collect();
    Ok(json!({
        "as_of": wheel.month,
        "response_only": response_only,
        "root": ROOT,
        "shapes": shapes,
        "version": wheel.version,
    }))
}

/// `docs.json`: Markdown of each structure and member, under `Shape` and `Shape.member`.
pub(super) fn docs(wheel: &Wheel) -> Result<Value, String> {
    let mut docs = BTreeMap::new();
    for (name, shape) in reach(&wheel.service)? {
        if shape["type"] != "structure" {
            continue;
        }
        let mut add = |key: String, prose: &Value| {
            let text = markdown::from_html(prose.as_str().unwrap_or_default());
            if !text.is_empty() {
                docs.insert(key, Value::String(text));
            }
        };
        add(name.to_owned(), &shape["documentation"]);
        for (member, value) in shape["members"].as_object().into_iter().flatten() {
            add(format!("{name}.{member}"), &value["documentation"]);
        }
    }
    Ok(Value::Object(docs.into_iter().collect()))
}

/// What `new` has and `old` has not, and the reverse: paths such as `ContainerDefinition.image`, `LogDriver=splunk`
/// and `ContainerDefinition.cpu:integer`, so that a change of type shows as one removed and one added.
pub(super) fn compare(old: &Value, new: &Value) -> (Vec<String>, Vec<String>) {
    let (old, new) = (facts(old), facts(new));
    let added = new.iter().filter(|fact| old.binary_search(fact).is_err()).cloned().collect();
    let removed = old.iter().filter(|fact| new.binary_search(fact).is_err()).cloned().collect();
    (added, removed)
}

fn facts(model: &Value) -> Vec<String> {
    let mut facts = Vec::new();
    let shapes = &model["shapes"];
    for (name, shape) in shapes.as_object().into_iter().flatten() {
        facts.push(name.clone());
        for value in shape["enum"].as_array().into_iter().flatten() {
            facts.push(format!("{name}={}", value.as_str().unwrap_or_default()));
        }
        for (member, target) in shape["members"].as_object().into_iter().flatten() {
            let target = target["shape"].as_str().unwrap_or_default();
            let kind = shapes[target]["kind"].as_str().unwrap_or_default();
            facts.push(format!("{name}.{member}:{kind}"));
        }
    }
    facts.sort_unstable();
    facts
}

fn reach(service: &Value) -> Result<BTreeMap<&str, &Value>, String> {
    let shapes = service["shapes"].as_object().ok_or("the model has no shapes")?;
    let mut reached = BTreeMap::new();
    let mut open = vec![ROOT];
    while let Some(name) = open.pop() {
        let (name, shape) = shapes.get_key_value(name).ok_or_else(|| format!("the model has no shape {name}"))?;
        if reached.insert(name.as_str(), shape).is_some() {
            continue;
        }
        let members = shape["members"].as_object().into_iter().flat_map(Map::values);
        let parts = ["member", "key", "value"].into_iter().filter_map(|part| shape.get(part));
        open.extend(members.chain(parts).filter_map(|target| target["shape"].as_str()));
    }
    Ok(reached)
}

/// A shape without prose, its kind under one of our six names.
fn reduced(shape: &Value) -> Value {
    let kind = match shape["type"].as_str().unwrap_or_default() {
        "long" => "integer",
        other => other,
    };
    let mut reduced = BTreeMap::from([("kind", json!(kind))]);
    for part in ["member", "key", "value"] {
        if let Some(target) = shape.get(part) {
            reduced.insert(part, target["shape"].clone());
        }
    }
    for bound in ["min", "max", "enum"] {
        if let Some(value) = shape.get(bound) {
            reduced.insert(bound, value.clone());
        }
    }
    if let Some(members) = shape["members"].as_object() {
        let members: BTreeMap<&String, Value> = members.iter().map(|(name, member)| (name, target(member))).collect();
        reduced.insert("members", json!(members));
        let mut required: Vec<&str> =
            shape["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        required.sort_unstable();
        reduced.insert("required", json!(required));
    }
    json!(reduced)
}

fn target(member: &Value) -> Value {
    let mut target = BTreeMap::from([("shape", member["shape"].clone())]);
    if member["deprecated"] == true {
        target.insert("deprecated", json!(true));
    }
    json!(target)
}

#[cfg(test)]
mod tests {
    use super::{compare, docs, model};
    use crate::refresh::wheel::Wheel;
    use serde_json::json;

    fn wheel() -> Wheel {
        Wheel {
            version: "botocore 0.0.1".to_owned(),
            month: "2026-11".to_owned(),
            copyright: "Copyright".to_owned(),
            service: json!({"shapes": {
                "RegisterTaskDefinitionRequest": {"type": "structure", "required": ["family"], "members": {
                    "family": {"shape": "String", "documentation": "<p>The <code>family</code>.</p>"},
                    "tags": {"shape": "Tags"},
                }},
                "TaskDefinition": {"type": "structure", "members": {
                    "family": {"shape": "String"}, "revision": {"shape": "Integer"},
                }},
                "Tags": {"type": "list", "member": {"shape": "Tag"}, "max": 50},
                "Tag": {"type": "structure", "members": {"self": {"shape": "Tag"}, "n": {"shape": "Long"}}},
                "String": {"type": "string"},
                "Integer": {"type": "integer"},
                "Long": {"type": "long"},
            }}),
        }
    }

    #[test]
    fn the_closure_holds_what_the_request_reaches() {
        let model = model(&wheel()).unwrap();
        let shapes: Vec<_> = model["shapes"].as_object().unwrap().keys().collect();
        assert_eq!(shapes, ["Long", "RegisterTaskDefinitionRequest", "String", "Tag", "Tags"]);
        assert_eq!(model["response_only"], json!(["revision"]));
        assert_eq!(model["shapes"]["Long"], json!({"kind": "integer"}));
        assert_eq!(docs(&wheel()).unwrap(), json!({"RegisterTaskDefinitionRequest.family": "The `family`."}));
    }

    #[test]
    fn a_change_of_type_is_seen() {
        let old = model(&wheel()).unwrap();
        let mut changed = wheel();
        changed.service["shapes"]["String"]["type"] = json!("integer");
        let (added, removed) = compare(&old, &model(&changed).unwrap());
        assert_eq!(added, ["RegisterTaskDefinitionRequest.family:integer"]);
        assert_eq!(removed, ["RegisterTaskDefinitionRequest.family:string"]);
    }
}
