//! The volumes of a task and the places where its containers mount them.
//!
//! Invariant: a list counts as known only if every name in it is.

use plimsoll_json::Node;
use plimsoll_model::ecs::{Container, Field, Object, TaskDefinition};
use std::borrow::Cow;

/// A name with the string that holds it.
pub(in crate::rules::ecs) struct Name<'a> {
    pub(in crate::rules::ecs) text: Cow<'a, str>,
    pub(in crate::rules::ecs) node: Node<'a>,
}

/// The volumes of the task; none in an array of container definitions.
pub(in crate::rules::ecs) fn volumes<'a>(task: &TaskDefinition<'a>) -> impl Iterator<Item = Object<'a>> + use<'a> {
    task.object.into_iter().flat_map(|task| task.objects("volumes"))
}

/// The known name of an object at `key`.
pub(in crate::rules::ecs) fn name<'a>(object: Object<'a>, key: &str) -> Option<Name<'a>> {
    match object.name(key) {
        Field::Known { value: text, node, .. } => Some(Name { text, node }),
        _ => None,
    }
}

/// The names of all volumes; `None` when there may be others.
pub(in crate::rules::ecs) fn volume_names<'a>(task: &TaskDefinition<'a>) -> Option<Vec<Name<'a>>> {
    let object = task.object?;
    match object.array("volumes") {
        Field::Absent { .. } if object.is_complete() => Some(Vec::new()),
        Field::Known { value: list, .. } if list.is_complete() => {
            list.node.elements().map(|element| name(Object::new(element)?, "name")).collect()
        }
        _ => None,
    }
}

/// The names of the volumes that the containers mount, once for each mount; `None` when there may be others.
pub(super) fn mounted_names<'a>(task: &TaskDefinition<'a>) -> Option<Vec<Name<'a>>> {
    if !task.is_container_list_complete() {
        return None;
    }
    let mut names = Vec::new();
    for container in &task.containers {
        match container.object.array("mountPoints") {
            Field::Absent { .. } if container.object.is_complete() => {}
            Field::Known { value: list, .. } if list.is_complete() => {
                for element in list.node.elements() {
                    let mount = Object::new(element)?;
                    match mount.name("sourceVolume") {
                        Field::Known { value: text, node, .. } => names.push(Name { text, node }),
                        Field::Absent { .. } if mount.is_complete() => {}
                        _ => return None,
                    }
                }
            }
            _ => return None,
        }
    }
    Some(names)
}

/// The volume as messages name it: ``volume `data` ``, or by what it is when its name is unknown.
pub(super) fn called(volume: Object<'_>) -> String {
    name(volume, "name").map_or("the volume".to_owned(), |name| format!("volume `{}`", name.text))
}

/// Whether the volume is configured when the task is launched.
pub(in crate::rules::ecs) fn is_at_launch(volume: Object<'_>) -> bool {
    volume.boolean("configuredAtLaunch").known() == Some(&true)
}

/// Whether something in the container can be written to although its root file system cannot: a mount, a temporary
/// file system, the volumes of another container, or something that is not known.
pub(in crate::rules::ecs) fn has_writable_place(container: &Container<'_>) -> bool {
    let object = container.object;
    let may_have = |list: &str| match object.array(list) {
        Field::Absent { .. } => !object.is_complete(),
        Field::Known { value, .. } => {
            let is_writable = |entry: Object<'_>| entry.boolean("readOnly").known() != Some(&true);
            value.node.elements().any(|entry| Object::new(entry).is_none_or(is_writable))
        }
        _ => true,
    };
    let has_temporary = match object.object("linuxParameters") {
        Field::Absent { .. } => false,
        Field::Known { value: linux, .. } => match linux.array("tmpfs") {
            Field::Absent { .. } => !linux.is_complete(),
            Field::Known { value, .. } => value.node.elements().next().is_some(),
            _ => true,
        },
        _ => true,
    };
    may_have("mountPoints") || may_have("volumesFrom") || has_temporary
}
