//! `default-network-mode`: the console's word for no network mode.

use crate::rule::rule;
use crate::rules::ecs::edits::delete;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_model::ecs::Field;

rule! {
    /// `default` is what the console shows for no network mode; the API has no such value.
    ///
    /// Leave the field out to get the default: NAT on Windows, `bridge` on Linux.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "networkMode": "default",
    ///   //             ^^^^^^^^^ warning: `default` is no network mode
    ///   "containerDefinitions": [{ "name": "web", "image": "web:1", "memory": 128 }]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [{ "name": "web", "image": "web:1", "memory": 128 }]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "networkMode": "bridge",
    ///   "containerDefinitions": [{ "name": "web", "image": "web:1", "memory": 128 }]
    /// }
    /// ```
    "default-network-mode" {
        summary: "the console's word for no network mode",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    let Some(Field::Known { value, node, .. }) = cx.task.object.map(|task| task.name("networkMode")) else { return };
    if is_console_default(&value) {
        sink.report(node.range(), format!("`{value}` is no network mode"))
            .note("the console shows it where the field is left out: NAT on Windows, `bridge` on Linux")
            .fix(delete(node).map(|edits| Fix::r#unsafe("delete `networkMode`", edits)));
    }
}

/// Whether it is one of the console's words for no network mode.
pub(super) fn is_console_default(value: &str) -> bool {
    matches!(value.to_ascii_lowercase().as_str(), "default" | "<default>")
}
