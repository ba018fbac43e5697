//! The Linux capabilities of a container.

use plimsoll_model::ecs::{Container, Object};

/// `linuxParameters.capabilities`, when it is an object.
pub(super) fn capabilities<'a>(container: &Container<'a>) -> Option<Object<'a>> {
    let linux = container.object.object("linuxParameters").known().copied()?;
    linux.object("capabilities").known().copied()
}
