//! The log configuration of a container, as the rules of this group read it.
//!
//! Invariant: an option counts as missing only if neither `options` nor `secretOptions` can hold it.

use plimsoll_json::Node;
use plimsoll_model::ecs::{Container, Field, Object};
use std::borrow::Cow;

/// A `logConfiguration` whose driver is known.
#[derive(Clone)]
pub(super) struct Log<'a> {
    pub(super) object: Object<'a>,
    pub(super) driver: Cow<'a, str>,
    pub(super) driver_node: Node<'a>,
}

/// The log configuration of `container`; `None` when there is none or its driver is not known.
pub(super) fn log<'a>(container: &Container<'a>) -> Option<Log<'a>> {
    let Field::Known { value: object, .. } = container.object.object("logConfiguration") else { return None };
    let Field::Known { value: driver, node: driver_node, .. } = object.name("logDriver") else { return None };
    Some(Log { object, driver, driver_node })
}

/// The log configuration, when its driver is `awslogs`.
pub(super) fn awslogs<'a>(container: &Container<'a>) -> Option<Log<'a>> {
    log(container).filter(|log| log.driver == "awslogs")
}

/// Whether what logs somewhere else than through a log router is not known for certain.
pub(super) fn may_use_router(container: &Container<'_>) -> bool {
    match container.object.object("logConfiguration") {
        Field::Absent { .. } => !container.object.is_complete(),
        Field::Known { value: log, .. } => match log.name("logDriver") {
            Field::Absent { .. } => !log.is_complete(),
            Field::Known { value, .. } => value == "awsfirelens",
            _ => true,
        },
        _ => true,
    }
}

/// Whether the container sends its output to a log router.
pub(super) fn uses_router(container: &Container<'_>) -> bool {
    log(container).is_some_and(|log| log.driver == "awsfirelens")
}

/// The key `firelensConfiguration`, which makes a container the log router.
pub(super) fn router_key<'a>(container: &Container<'a>) -> Option<Node<'a>> {
    let member = container.object.node.get_member("firelensConfiguration")?;
    (!container.object.object("firelensConfiguration").is_absent()).then_some(member.key)
}

impl<'a> Log<'a> {
    /// `options`, when it is an object.
    pub(super) fn options(&self) -> Option<Object<'a>> {
        self.object.object("options").known().copied()
    }

    /// An option whose value is known.
    pub(super) fn option(&self, key: &str) -> Option<(Cow<'a, str>, Node<'a>)> {
        match self.options()?.string(key) {
            Field::Known { value, node, .. } => Some((value, node)),
            _ => None,
        }
    }

    /// Whether the option is certainly given nowhere.
    pub(super) fn lacks(&self, key: &str) -> bool {
        let in_options = match self.object.object("options") {
            Field::Absent { .. } => !self.object.is_complete(),
            Field::Known { value: options, .. } => !options.is_complete() || !options.string(key).is_absent(),
            _ => true,
        };
        let in_secrets = match self.object.array("secretOptions") {
            Field::Absent { .. } => false,
            Field::Known { value: list, .. } => {
                let named = |entry: Object<'_>| entry.string("name").known().is_none_or(|name| *name == key);
                !list.is_complete() || list.node.elements().any(|entry| Object::new(entry).is_none_or(named))
            }
            _ => true,
        };
        !in_options && !in_secrets
    }
}
