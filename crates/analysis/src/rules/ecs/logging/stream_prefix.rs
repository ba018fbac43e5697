//! The prefix of log streams, as it is added where it is missing.

use crate::ContainerCx;
use crate::rules::ecs::inserts::insert;
use plimsoll_json::quote;
use plimsoll_model::ecs::Object;
use plimsoll_text::Edits;

/// The option of `awslogs` that says how streams begin.
pub(super) const KEY: &str = "awslogs-stream-prefix";

/// Adds `key` with the task's family, or with `ecs`, as the console does.
pub(super) fn insert_prefix(cx: &ContainerCx<'_>, options: Object<'_>, key: &str) -> Option<Edits> {
    let family = cx.task.object.and_then(|task| task.name("family").known().cloned());
    insert(options, key, &quote(family.as_deref().unwrap_or("ecs")))
}
