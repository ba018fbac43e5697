//! `untagged-task-definition`: task definition without tags of its own.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, OptionKind, OptionSpec, Sink, TaskCx};
use plimsoll_json::{Place, insert_member};
use plimsoll_model::ecs::{Field, Object, Shape, is_task};

rule! {
    /// Security Hub wants task definitions to have tags, other than those that AWS sets.
    ///
    /// Often the command that deploys a task definition adds them; therefore this is on in the preset `security-hub`
    /// only. The option `required-tag-keys` lists keys that must be there.
    ///
    /// ```json,bad
    /// {
    /// ^ error: the task definition has no tags
    ///   "family": "web",
    ///   "containerDefinitions": [{ "name": "web", "image": "web:1" }]
    /// }
    /// ```
    ///
    /// ```json,bad,required-tag-keys=team;stage
    /// {
    ///   "family": "web",
    ///   "tags": [{ "key": "team", "value": "shop" }],
    /// //^^^^^^ error: the task definition has no tag `stage`
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1" }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "tags": [{ "key": "team", "value": "shop" }],
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1" }
    ///   ]
    /// }
    /// ```
    "untagged-task-definition" {
        summary: "task definition without tags of its own",
        category: Category::Reproducibility,
        levels: Levels::ecs(Level::Off, Level::Off, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Manual,
        aliases: &["ECS.15"],
        options: &[OptionSpec { name: OPTION, kind: OptionKind::List, docs: "keys of tags that must be there" }],
        check: Check::TaskDefinition(check),
    }
}

const OPTION: &str = "required-tag-keys";

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    // Describe output has the tags beside the task definition.
    let Some(task) =
        cx.task.object.filter(|task| task.is_complete() && is_task(*task) && cx.task.shape == Shape::Register)
    else {
        return;
    };
    let tags: Vec<Object<'_>> = task.objects("tags").collect();
    let keys: Vec<_> = tags.iter().filter_map(|tag| tag.string("key").known().cloned()).collect();
    let list = task.array("tags");
    let is_known = match list {
        Field::Absent { .. } => true,
        Field::Known { value, .. } => value.is_complete() && keys.len() == value.node.elements().count(),
        _ => false,
    };
    if !is_known {
        return;
    }
    let range = if let Field::Known { key, .. } = list { key.range() } else { task.anchor() };
    let required = cx.settings.list(&RULE, OPTION);
    if keys.iter().all(|key| key.starts_with("aws:")) && required.is_empty() {
        let edits = insert_member(task.node, Place::Last, "tags", "[{ \"key\": \"\", \"value\": \"\" }]");
        let edits = edits.filter(|_| task.node.get_member("tags").is_none());
        sink.report(range, "the task definition has no tags").fix(edits.map(|edits| Fix::manual("add `tags`", edits)));
    }
    for wanted in required.iter().filter(|wanted| keys.iter().all(|key| key != *wanted)) {
        sink.report(range, format!("the task definition has no tag `{wanted}`"));
    }
}
