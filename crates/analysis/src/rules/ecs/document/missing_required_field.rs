//! `missing-required-field`: an object without a field that ECS demands.

use super::refusal;
use crate::rule::rule;
use crate::rules::ecs::called::called;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_json::{Place, insert_member};
use plimsoll_model::ecs::{Container, Missing, Object};
use plimsoll_model::tables::schema::{Kind, Member, Structure};

rule! {
    /// An object lacks a field that ECS demands.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "logConfiguration": { "options": {} }
    /// //    ^^^^^^^^^^^^^^^^^^ error: `logConfiguration` has no `logDriver`
    ///     }
    ///   ]
    /// }
    /// ```
    ///
    /// A placeholder that stands for members may bring the field:
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1" },
    ///     { ${COMMON_FIELDS} }
    ///   ]
    /// }
    /// ```
    "missing-required-field" {
        summary: "object without a field that ECS demands",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Manual,
        aliases: &["E3003"],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    for &Missing { object, structure, member } in &cx.task.survey().missing {
        if !is_given_elsewhere(cx, object, structure, member) {
            report(cx, object, structure, member, sink);
        }
    }
}

fn report(cx: &TaskCx<'_>, object: Object<'_>, structure: &Structure, member: &Member, sink: &mut Sink) {
    let name = member.name;
    let finding = sink.report(object.anchor(), format!("{} has no `{name}`", called(cx.task, object)));
    match structure.name {
        "ContainerDefinition" => finding.note(format!("ECS answers \"Container.{name} should not be null or empty\"")),
        _ if member.required => finding.note(refusal::missing(cx.task, object, name)),
        _ => finding.note("ECS refuses the registration"),
    };
    let blank = match member.kind {
        Kind::String | Kind::Enum(_) => "\"\"",
        Kind::Integer => "0",
        Kind::Boolean => "false",
        Kind::Structure(_) | Kind::Map(_) => "{}",
        Kind::List(_) => "[]",
    };
    // An empty or null one must not be doubled.
    if object.node.get_member(name).is_none() {
        let edits = insert_member(object.node, Place::Last, name, blank);
        finding.fix(edits.map(|edits| Fix::manual(format!("add `{name}`"), edits)));
    }
}

/// Whether what registers the file brings the field.
fn is_given_elsewhere(cx: &TaskCx<'_>, object: Object<'_>, structure: &Structure, member: &Member) -> bool {
    let path = &cx.file.path;
    match (structure.name, member.name) {
        ("ContainerDefinition", "image") => {
            let container = cx.task.containers.iter().find(|container| container.object.node == object.node);
            container.is_some_and(|container| cx.workspace.renders(path, Container::name(container).as_deref()))
        }
        ("RegisterTaskDefinitionRequest", "family") => {
            cx.workspace.deployers(path).any(|file| file.text.contains("--family"))
        }
        // The deploy action drops empty objects before it registers.
        ("ContainerDefinition" | "RegisterTaskDefinitionRequest", _) => false,
        _ => object.node.members().next().is_none() && cx.workspace.is_repaired(path),
    }
}
