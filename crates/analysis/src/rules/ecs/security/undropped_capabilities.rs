//! `undropped-capabilities`: a container that keeps the capabilities that Docker gives.

use crate::rule::rule;
use crate::rules::ecs::inserts::{append, insert};
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_model::ecs::{Field, List, Object};

rule! {
    /// Docker gives every container fourteen capabilities, and most applications need none of them.
    ///
    /// Drop all, and add those back that the application needs.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1" }
    ///   //^ note: container `web` keeps the capabilities that Docker gives
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "linuxParameters": {"capabilities": {"drop": ["ALL"]}} }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "linuxParameters": { "capabilities": { "drop": ["ALL"] } } },
    ///     { "name": "log", "image": "log:1", "linuxParameters": { "capabilities": { "drop": ["${CAP}"] } } }
    ///   ]
    /// }
    /// ```
    "undropped-capabilities" {
        summary: "container that keeps the capabilities that Docker gives",
        category: Category::Security,
        levels: Levels::ecs(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let object = cx.container.object;
    if cx.task.launch().windows {
        return;
    }
    let (place, edits) = match object.object("linuxParameters") {
        Field::Absent { .. } if object.is_complete() => (
            object.anchor(),
            insert(object, "linuxParameters", "{\n  \"capabilities\": {\n    \"drop\": [\"ALL\"]\n  }\n}"),
        ),
        Field::Known { value: linux, .. } => match linux.object("capabilities") {
            Field::Absent { .. } if linux.is_complete() => {
                (linux.anchor(), insert(linux, "capabilities", "{\n  \"drop\": [\"ALL\"]\n}"))
            }
            Field::Known { value: capabilities, .. } => match capabilities.array("drop") {
                Field::Absent { .. } if capabilities.is_complete() => {
                    (capabilities.anchor(), insert(capabilities, "drop", "[\"ALL\"]"))
                }
                Field::Known { value: drop, node, .. } if lacks_all(drop) => {
                    (node.range(), append(capabilities, "drop", "\"ALL\""))
                }
                _ => return,
            },
            _ => return,
        },
        _ => return,
    };
    let title = "drop all capabilities";
    let fix = edits.map(|edits| match adds_default(object) {
        // Then what is added there means something, and somebody has to look at it.
        true => Fix::manual(title, edits),
        false => Fix::r#unsafe(title, edits),
    });
    sink.report(place, format!("{} keeps the capabilities that Docker gives", cx.container.called())).fix(fix);
}

fn lacks_all(drop: List<'_>) -> bool {
    drop.is_complete() && drop.strings().all(|(_, name)| name.is_some_and(|name| name != "ALL"))
}

/// Whether a capability is added that the container has anyway.
fn adds_default(container: Object<'_>) -> bool {
    let linux = container.object("linuxParameters").known().copied();
    let capabilities = linux.and_then(|linux| linux.object("capabilities").known().copied());
    let add = capabilities.and_then(|capabilities| capabilities.array("add").known().copied());
    let known = |name: &str| plimsoll_model::tables::ecs::capability(name).is_none_or(|it| it.default);
    add.is_some_and(|add| add.strings().any(|(_, name)| name.is_none_or(|name| known(&name))))
}
