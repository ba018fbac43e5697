//! Operations on a template that is JSON.
//!
//! Invariant: the layout of the file stays, as the JSON edits keep it.

use super::ops::Op;
use super::{Source, flat, is_flat, is_flat_json};
use plimsoll_json::{
    Document, Kind, Member, Node, Place, delete_element, delete_member, insert_member, rename_key, replace_value,
};
use plimsoll_text::{Edits, TextRange};

pub(super) fn edits(source: &Source<'_>, document: &Document<'_>, ops: &[Op<'_>]) -> Option<Vec<Edits>> {
    if !document.errors().is_empty() {
        return None;
    }
    ops.iter().map(|op| one(source, document, op)).collect()
}

fn one(source: &Source<'_>, document: &Document<'_>, op: &Op<'_>) -> Option<Edits> {
    match op {
        Op::Set { value, json } => {
            let own = node(document, source.place(*value)?)?;
            // An object is a function or a reference, also inside of a list.
            // The lines of the lowered form are not those of the file.
            is_flat(own).then(|| replace_value(own, &flat(json, "", "", |node, _| Some(node.source().to_owned()))?))?
        }
        Op::Delete { member } => {
            member.value.filter(|value| !value.source().contains("<%"))?;
            delete_member(key(document, source.place(member.key)?)?)
        }
        Op::DeleteElement { element } => delete_element(node(document, source.place(*element)?)?),
        Op::Rename { member, key: name, naming } => {
            rename_key(key(document, source.place(member.key)?)?, &source.name(name, *naming))
        }
        Op::Insert { object, after, key: name, json, naming } => {
            let own = node(document, source.place_of(*object)?).filter(|node| node.kind() == Kind::Object)?;
            let after = match after {
                Some(member) => Place::After(key(document, source.place(member.key)?)?),
                None => Place::First,
            };
            let name = source.name(name, *naming);
            is_flat_json(json).then(|| insert_member(own, after, &name, json))?
        }
    }
}

/// The value that stands at `place`.
fn node<'d>(document: &'d Document<'d>, place: TextRange) -> Option<Node<'d>> {
    document.nodes().find(|node| !node.is_key() && node.range() == place)
}

/// The member whose key stands at `place`.
fn key<'d>(document: &'d Document<'d>, place: TextRange) -> Option<Member<'d>> {
    document
        .nodes()
        .find(|node| node.is_key() && node.range() == place)?
        .parent()?
        .members()
        .find(|it| it.key.range() == place)
}
