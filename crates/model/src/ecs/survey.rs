//! What the schema says of each key and value of a task definition, found in one walk.
//!
//! Invariant: only what hangs below known members is visited: no free maps, unknown keys and response fields, and
//! nothing of a file that is no task definition. Each thing is in one class at most, in the order of the text.

use super::field::Object;
use super::task::{Shape, TaskDefinition};
use crate::tables::schema::{self, Kind, Member, Structure};
use plimsoll_json::{Kind as JsonKind, Member as JsonMember, Node};
use std::borrow::Cow;

/// What does not fit the schema.
#[derive(Debug, Default)]
pub struct Survey<'a> {
    /// Members that the API demands and that are not there, in objects that are complete.
    pub missing: Vec<Missing<'a>>,
    /// Keys that are neither members nor response fields; keys with a placeholder in them are left out.
    pub strays: Vec<Stray<'a>>,
    /// Values that are `null`.
    pub nulls: Vec<Value<'a>>,
    /// Values of another JSON type than the member takes; placeholders are left out.
    pub mistyped: Vec<Value<'a>>,
    /// Strings that are none of the words of their enumeration; placeholders are left out.
    pub strange_words: Vec<Value<'a>>,
}

/// A member that is demanded and not there.
#[derive(Debug, Clone, Copy)]
pub struct Missing<'a> {
    /// The object that lacks it.
    pub object: Object<'a>,
    /// What the object is.
    pub structure: &'static Structure,
    /// What it lacks.
    pub member: &'static Member,
}

/// A key that its structure does not have.
#[derive(Debug, Clone)]
pub struct Stray<'a> {
    /// The object that it stands in.
    pub object: Object<'a>,
    /// What the object is.
    pub structure: &'static Structure,
    /// The key and its value.
    pub member: JsonMember<'a>,
    /// The text of the key.
    pub name: Cow<'a, str>,
}

/// A value and what it should be.
#[derive(Debug, Clone, Copy)]
pub struct Value<'a> {
    /// The value.
    pub node: Node<'a>,
    /// What the API takes there.
    pub kind: &'static Kind,
    /// The member of the API that holds it, directly or as an element.
    pub member: &'static Member,
    /// The structure that has the member.
    pub structure: &'static Structure,
}

impl<'a> Survey<'a> {
    pub(super) fn of(task: &TaskDefinition<'a>) -> Self {
        let mut survey = Self::default();
        match task.object {
            Some(object) if is_task(object) => survey.object(object, Plan::of(schema::root())),
            Some(_) => {}
            None if task.shape == Shape::ContainerArray => {
                let plan = Plan::of(schema::container());
                for container in &task.containers {
                    survey.object(container.object, plan);
                }
            }
            None => {}
        }
        survey
    }

    fn object(&mut self, object: Object<'a>, plan: Plan) {
        let structure = plan.structure;
        if object.is_complete() {
            let missing = plan.required.iter().filter(|member| is_absent(object, member));
            self.missing.extend(missing.map(|member| Missing { object, structure, member }));
        }
        for member in object.node.members() {
            let Some(name) = member.key.text() else { continue };
            match structure.member(&name) {
                Some(known) => {
                    if let Some(node) = member.value {
                        self.value(Value { node, kind: &known.kind, member: known, structure });
                    }
                }
                None if member.key.has_placeholder() || is_response_only(structure, &name) => {}
                None => self.strays.push(Stray { object, structure, member, name }),
            }
        }
    }

    fn value(&mut self, value: Value<'a>) {
        let node = value.node;
        match (value.kind, node.kind()) {
            (_, JsonKind::Null) => self.nulls.push(value),
            (_, JsonKind::Placeholder | JsonKind::Invalid) => {}
            (Kind::String, JsonKind::String) => {}
            (Kind::Enum(words), JsonKind::String) => {
                let is_known = node.text().is_some_and(|text| words.contains(&&*text));
                if !is_known && !node.has_placeholder() {
                    self.strange_words.push(value);
                }
            }
            (Kind::Structure(structure), JsonKind::Object) => {
                self.object(Object { node }, Plan::of(structure));
            }
            (Kind::List(kind), JsonKind::Array) => self.list(value, kind),
            (Kind::Map(kind), JsonKind::Object) => {
                for node in node.members().filter_map(|member| member.value) {
                    self.value(Value { node, kind, ..value });
                }
            }
            (Kind::Boolean, JsonKind::Bool) => {}
            (Kind::Integer, JsonKind::Number) if node.as_i64().is_some() => {}
            _ if node.has_placeholder() => {}
            _ => self.mistyped.push(value),
        }
    }

    /// The elements of a list; what their structure demands is looked up once.
    fn list(&mut self, value: Value<'a>, kind: &'static Kind) {
        let plan = match kind {
            Kind::Structure(structure) => Some(Plan::of(structure)),
            _ => None,
        };
        for node in value.node.elements() {
            match (plan, node.kind()) {
                (Some(plan), JsonKind::Object) => self.object(Object { node }, plan),
                _ => self.value(Value { node, kind, ..value }),
            }
        }
    }
}

/// Whether an object has one of the two members that every task definition must have, and is none of the formats
/// that share them: Elastic Beanstalk's, and CloudFormation's.
#[must_use]
pub fn is_task(object: Object<'_>) -> bool {
    const OTHERS: &[&str] = &["AWSEBDockerrunVersion", "AWSTemplateFormatVersion", "Resources"];
    if OTHERS.iter().any(|key| object.node.get_member(key).is_some()) {
        return false;
    }
    object.node.get_member("containerDefinitions").is_some() || object.node.get_member("family").is_some()
}

/// A structure with what it demands.
#[derive(Clone, Copy)]
struct Plan {
    structure: &'static Structure,
    required: &'static [&'static Member],
}

impl Plan {
    fn of(structure: &'static Structure) -> Self {
        Self { structure, required: schema::required(structure) }
    }
}

fn is_response_only(structure: &Structure, name: &str) -> bool {
    std::ptr::eq(structure, schema::root()) && schema::response_only().contains(&name)
}

/// Whether a demanded member is not there; of names, images and enumerations the empty string is none.
fn is_absent(object: Object<'_>, member: &Member) -> bool {
    let is_empty = |node: Node<'_>| node.kind() == JsonKind::String && node.text().is_some_and(|text| text.is_empty());
    let takes_none_for_empty = matches!(member.kind, Kind::Enum(_)) || matches!(member.name, "image" | "name");
    match object.node.get_member(member.name) {
        None => true,
        Some(found) => {
            found.value.is_some_and(|value| value.kind() == JsonKind::Null || takes_none_for_empty && is_empty(value))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::TaskDefinition;

    /// The paths of what is in each class.
    fn classes(text: &str) -> [Vec<String>; 5] {
        let document = plimsoll_json::parse(text);
        let task = TaskDefinition::read(&document);
        let survey = task.survey();
        let path = |node: plimsoll_json::Node<'_>| task.value_path(node.range().start());
        [
            survey.missing.iter().map(|it| format!("{} {}", it.structure.name, it.member.name)).collect(),
            survey.strays.iter().map(|it| path(it.member.key)).collect(),
            survey.nulls.iter().map(|it| path(it.node)).collect(),
            survey.mistyped.iter().map(|it| path(it.node)).collect(),
            survey.strange_words.iter().map(|it| path(it.node)).collect(),
        ]
    }

    #[test]
    fn each_thing_is_in_one_class() {
        let text = r#"{"family": "web", "revision": 3, "memory": null, "cpu": 256, "networkMode": "AWSVPC", "color": 1,
            "containerDefinitions": [{"name": "web", "image": "", "dockerLabels": {"a": 1, "b": "c"},
                "secrets": [{"name": "A"}], "environment": [{"name": "A", "value": 1}, {"name": "B", "valu": ""}]}]}"#;
        let web = |rest: &str| format!("containerDefinitions[web].{rest}");
        let [missing, strays, nulls, mistyped, words] = classes(text);
        assert_eq!(missing, ["ContainerDefinition image", "Secret valueFrom"]);
        assert_eq!(strays, ["color".to_owned(), web("environment[1].valu")]);
        assert_eq!(nulls, ["memory"]);
        assert_eq!(mistyped, ["cpu".to_owned(), web("dockerLabels.a"), web("environment[0].value")]);
        assert_eq!(words, ["networkMode"]);
    }

    #[test]
    fn placeholders_are_in_no_class() {
        let text = r#"{"family": "web", "networkMode": "${MODE}", "${KEY}": 1, "cpu": ${CPU},
            "containerDefinitions": [{"name": "${NAME}", "image": "${IMAGE}", "essential": "${YES}"}, {${REST}}]}"#;
        assert_eq!(classes(text), [const { Vec::<String>::new() }; 5]);
    }

    #[test]
    fn files_of_other_formats_have_no_classes() {
        let text = r#"{"AWSEBDockerrunVersion": 2, "containerDefinitions": [{"color": 1}]}"#;
        assert_eq!(classes(text), [const { Vec::<String>::new() }; 5]);
    }
}
