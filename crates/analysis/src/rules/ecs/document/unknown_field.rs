//! `unknown-field`: a key that the ECS API does not have.

use super::refusal;
use super::spelling::meant;
use crate::rule::rule;
use crate::rules::ecs::called::called;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_json::{Place, delete_member, insert_member};
use plimsoll_model::ecs::{Object, Stray};
use plimsoll_model::tables::schema::{self, Home};
use plimsoll_text::Edits;

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
    for stray in &cx.task.survey().strays {
        let (object, structure) = (stray.object, stray.structure);
        // After a missing bracket the keys of the object around it look like its own.
        let is_torn = |object: Object<'_>| {
            cx.document.errors().iter().any(|error| object.node.range().contains_range(error.range))
        };
        if !is_torn(object) && meant(stray).is_none() {
            let here = called(cx.task, object);
            let home = schema::home(structure, &stray.name);
            let message = match &home {
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
                .note(format!("{} (fields of {})", refusal::unknown(cx.task, object, &stray.name), schema::version()))
                .fix(home.and_then(|home| move_to(home_object(cx, object, home)?, stray)))
                .fix(fix);
        }
    }
}

/// The object that the key belongs into, if it is there.
fn home_object<'a>(cx: &TaskCx<'a>, object: Object<'a>, home: Home) -> Option<Object<'a>> {
    match home {
        Home::Parent(parent) if parent.name == schema::root().name => cx.task.object,
        Home::Parent(parent) if parent.name == schema::container().name => {
            let around = |it: &Object<'_>| it.node.range().contains_range(object.node.range());
            cx.task.containers.iter().map(|container| container.object).find(around)
        }
        Home::Parent(_) => None,
        Home::Child(member, _) => object.object(member.name).known().copied(),
    }
}

fn move_to(target: Object<'_>, stray: &Stray<'_>) -> Option<Fix> {
    let value = stray.member.value?.source();
    // A value of several lines would have to be indented anew.
    if value.contains('\n') || target.node.get_member(&stray.name).is_some() {
        return None;
    }
    let (deletion, insertion) =
        (delete_member(stray.member)?, insert_member(target.node, Place::Last, &stray.name, value)?);
    let edits = Edits::new(deletion.iter().chain(&insertion).cloned().collect()).ok()?;
    Some(Fix::manual(format!("move `{}` there", stray.name), edits))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::{FileKind, Preset, SettingsBuilder, SourceFile, Workspace, analyze};

    fn check_move(text: &str, moved: &str) {
        let mut builder = SettingsBuilder::new(Preset::Recommended);
        builder.only().on(RULE.id).expect("the rule exists");
        let file = SourceFile::new("task-definition.json", text.to_owned(), FileKind::TaskDefinition);
        let analysis = analyze(&file, &builder.build(), &Workspace::default());
        let first = &analysis.diagnostics[0].fixes[0];
        assert!(first.title.starts_with("move"), "{}", first.title);
        assert_eq!(first.edits.apply(text), moved);
    }

    #[test]
    fn a_key_is_moved_up_or_down() {
        check_move(
            r#"{ "family": "web", "containerDefinitions": [{ "name": "web", "image": "web:1", "pidMode": "task" }] }"#,
            r#"{ "family": "web", "containerDefinitions": [{ "name": "web", "image": "web:1" }], "pidMode": "task" }"#,
        );
        check_move(
            r#"{ "family": "web", "containerDefinitions": [{ "name": "web", "logDriver": "awslogs", "logConfiguration": { "options": {} } }] }"#,
            r#"{ "family": "web", "containerDefinitions": [{ "name": "web", "logConfiguration": { "options": {}, "logDriver": "awslogs" } }] }"#,
        );
    }
}
