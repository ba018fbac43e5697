//! Which member an unknown key was meant to be.
//!
//! Invariant: every key of a known structure is a member, a response field, misspelled or unknown: exactly one.

use plimsoll_json::{Kind, Member as JsonMember, Node};
use plimsoll_model::ecs::Object;
use plimsoll_model::tables::schema::{self, Member, Structure};

/// A key that its structure does not have.
pub(super) struct Stray<'a> {
    /// The key with its value.
    pub(super) member: JsonMember<'a>,
    /// The key's text.
    pub(super) name: String,
    /// The member that it was probably meant to be.
    pub(super) meant: Option<&'static Member>,
}

/// The keys of `object` that are neither members of `structure` nor response fields at the top.
pub(super) fn strays<'a>(object: Object<'a>, structure: &'static Structure) -> impl Iterator<Item = Stray<'a>> {
    object.node.members().filter_map(move |member| {
        if member.key.kind() != Kind::String || member.key.parts().iter().any(|part| part.placeholder.is_some()) {
            return None;
        }
        let name = member.key.text()?.into_owned();
        let is_root = structure.name == schema::root().name;
        if structure.member(&name).is_some() || is_root && schema::response_only().contains(&name.as_str()) {
            return None;
        }
        let meant = meant(object.node, structure, &name);
        Some(Stray { member, name, meant })
    })
}

fn meant(object: Node<'_>, structure: &'static Structure, name: &str) -> Option<&'static Member> {
    let is_free = |member: &&Member| object.get_member(member.name).is_none();
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
