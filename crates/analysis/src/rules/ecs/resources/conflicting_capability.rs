//! `conflicting-capability`: capability that is added and dropped, or added for nothing.

use crate::rule::rule;
use crate::rules::ecs::edits::delete;
use crate::rules::ecs::matters::matters;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_json::delete_element;
use plimsoll_model::ecs::Field;

rule! {
    /// A capability stands in `add` and in `drop`; or some are added to a privileged container, which has them all.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 512, "linuxParameters": { "capabilities": { "add": ["SYS_TIME", "NET_ADMIN"], "drop": ["NET_ADMIN"] } } }
    /// //                                                                                                               ^^^^^^^^^^^ warning: `NET_ADMIN` is added and dropped
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 512, "linuxParameters": { "capabilities": { "add": ["SYS_TIME"], "drop": ["NET_ADMIN"] } } }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 512, "linuxParameters": { "capabilities": { "add": ["NET_BIND_SERVICE"], "drop": ["ALL"] } } }
    ///   ]
    /// }
    /// ```
    "conflicting-capability" {
        summary: "capability that is added and dropped, or added for nothing",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let object = cx.container.object;
    if cx.task.launch().fargate {
        return;
    }
    let Some(linux) = object.object("linuxParameters").known().copied() else { return };
    let Some(both) = linux.object("capabilities").known().copied() else { return };
    let Field::Known { value: added, key, node } = both.array("add") else { return };
    if matters(node)
        && let Field::Known { value: true, node: privileged, .. } = object.boolean("privileged")
    {
        sink.report(key.range(), "a privileged container has all capabilities anyway")
            .label(privileged.range(), "the container is privileged")
            .fix(delete(node).map(|edits| Fix::r#unsafe("delete `add`", edits)));
        return;
    }
    let Some(dropped) = both.array("drop").known().copied() else { return };
    for (node, name) in added.strings() {
        let Some(name) = name else { continue };
        let Some((other, _)) = dropped.strings().find(|(_, other)| *other == Some(name.clone())) else { continue };
        sink.report(node.range(), format!("`{name}` is added and dropped"))
            .label(other.range(), "dropped here")
            .fix(delete_element(node).map(|edits| Fix::r#unsafe("do not add it", edits)));
    }
}
