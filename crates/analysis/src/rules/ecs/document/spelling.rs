//! Which member an unknown key was meant to be.
//!
//! Invariant: a key that belongs into an object around or inside its own is not misspelled.

use plimsoll_model::ecs::Stray;
use plimsoll_model::tables::schema::{self, Member};

/// The member that a key was meant to be, if that is not there yet.
pub(super) fn meant(stray: &Stray<'_>) -> Option<&'static Member> {
    let (structure, name) = (stray.structure, &*stray.name);
    let is_free = |member: &&Member| stray.object.node.get_member(member.name).is_none();
    if let Some(member) = structure.member_spelled(name) {
        return Some(member).filter(is_free);
    }
    if schema::home(structure, name).is_some() {
        return None;
    }
    let allowed = if name.chars().count() < 6 { 1 } else { 2 };
    let mut near = structure.members.iter().filter(|member| {
        member.name.len().abs_diff(name.len()) <= allowed && strsim::osa_distance(member.name, name) <= allowed
    });
    let first = near.next()?;
    (near.next().is_none() && is_free(&first)).then_some(first)
}
