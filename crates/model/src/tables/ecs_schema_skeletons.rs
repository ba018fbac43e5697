//! What a fresh object of a task definition starts with.
//!
//! Invariant: a skeleton names every member that ECS demands, each once.

use super::reader::rows;
use super::schema::{Member, Structure, is_required};

pub(super) const TEXT: &str = include_str!("../../data/ecs/skeletons.tsv");

/// The members that a fresh `structure` starts with, in the order in which people write them, each with its value as
/// JSON; `?` in a value is to be filled in, and without a value the whole member is.
#[must_use]
pub fn skeleton(structure: &Structure) -> Vec<(&'static Member, Option<&'static str>)> {
    let Some(structure) = super::schema::structure(structure.name) else { return Vec::new() };
    let mut members: Vec<(&'static Member, Option<&'static str>)> = rows(TEXT)
        .filter(|[name, _, _]| *name == structure.name)
        .filter_map(|[_, member, value]| Some((structure.member(member)?, Some(value).filter(|it| !it.is_empty()))))
        .collect();
    for member in structure.members {
        if is_required(structure, member) && members.iter().all(|(other, _)| other.name != member.name) {
            members.push((member, None));
        }
    }
    members
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::schema::{self, Kind};

    #[test]
    fn skeletons_are_of_the_api() {
        for [name, member, value] in rows(TEXT) {
            let structure = schema::structure(name).unwrap();
            let member = structure.member(member).unwrap_or_else(|| panic!("{name}.{member}"));
            if value.is_empty() {
                continue;
            }
            let document = plimsoll_json::parse(value);
            assert!(document.errors().is_empty(), "{name}.{}: {value}", member.name);
            let kind = document.root().unwrap().kind();
            let fits = match member.kind {
                Kind::String => kind == plimsoll_json::Kind::String,
                Kind::Enum(values) => values.iter().any(|it| format!("\"{it}\"") == value),
                Kind::Integer => kind == plimsoll_json::Kind::Number,
                Kind::Boolean => kind == plimsoll_json::Kind::Bool,
                Kind::List(_) => kind == plimsoll_json::Kind::Array,
                Kind::Structure(_) | Kind::Map(_) => kind == plimsoll_json::Kind::Object,
            };
            assert!(fits, "{name}.{}: {value}", member.name);
        }
    }

    #[test]
    fn what_is_required_is_there_once() {
        for structure in schema::structures() {
            let members = skeleton(structure);
            for member in structure.members {
                let count = members.iter().filter(|(other, _)| other.name == member.name).count();
                assert!(count <= 1, "{}.{}", structure.name, member.name);
                assert!(count == 1 || !is_required(structure, member), "{}.{}", structure.name, member.name);
            }
        }
        let names = |name| -> Vec<_> {
            skeleton(schema::structure(name).unwrap()).iter().map(|(member, _)| member.name).collect()
        };
        assert_eq!(names("ContainerDefinition"), ["name", "image", "essential"]);
        assert_eq!(names("InferenceAccelerator"), ["deviceName", "deviceType"]);
    }

    #[test]
    fn the_task_of_the_skeleton_has_a_size_of_fargate() {
        let root = skeleton(schema::root());
        let number = |key: &str| -> i64 {
            let value = root.iter().find(|(member, _)| member.name == key).and_then(|(_, value)| *value).unwrap();
            value.trim_matches('"').parse().unwrap()
        };
        assert!(crate::tables::fargate::size(number("cpu"), false).unwrap().memory.contains(&number("memory")));
    }
}
