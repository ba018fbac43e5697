//! `unknown-field`: a key that the ECS API does not have.

use super::spelling::strays;
use crate::rule::rule;
use crate::rules::ecs::walk;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_json::delete_member;
use plimsoll_model::tables::schema::{self, Home};

rule! {
    /// A key is no field of the ECS API at this place.
    ///
    /// The AWS CLI and the SDKs refuse the document. Often the key belongs one level up or down.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "pidMode": "task" }
    ///   //                                   ^^^^^^^^^ warning: `pidMode` belongs to the task definition, not to container `web`
    ///   ],
    ///   "replicas": 2
    /// //^^^^^^^^^^ warning: `replicas` is no field of the task definition
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "pidMode": "task",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "logConfiguration": { "logDriver": "fluentd", "options": { "any-key": "value" } }
    ///     }
    ///   ]
    /// }
    /// ```
    "unknown-field" {
        summary: "key that the ECS API does not have",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Warning, Level::Error, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Manual,
        aliases: &["E3002"],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    walk::objects(cx.task, |object, structure| {
        // After a missing bracket the keys of the object around it look like its own.
        if cx.document.errors().iter().any(|error| object.node.range().contains_range(error.range)) {
            return;
        }
        for stray in strays(object, structure).filter(|stray| stray.meant.is_none()) {
            let here = walk::called(cx.task, object);
            let message = match schema::home(structure, &stray.name) {
                Some(Home::Parent(parent)) if parent.name == schema::root().name => {
                    format!("`{}` belongs to the task definition, not to {here}", stray.name)
                }
                Some(Home::Parent(parent)) if parent.name == schema::container().name => {
                    format!("`{}` belongs to the container, not to {here}", stray.name)
                }
                Some(Home::Child(member, _)) => {
                    format!("`{}` belongs into `{}`, not directly to {here}", stray.name, member.name)
                }
                _ => format!("`{}` is no field of {here}", stray.name),
            };
            let fix = delete_member(stray.member).map(|edits| Fix::manual(format!("delete `{}`", stray.name), edits));
            sink.report(stray.member.key.range(), message)
                .note(format!(
                    "the AWS CLI refuses it: \"Unknown parameter in input\" (fields of {})",
                    schema::version()
                ))
                .fix(fix);
        }
    });
}
