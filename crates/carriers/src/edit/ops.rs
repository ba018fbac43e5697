//! What differs between two texts of JSON, as operations on the nodes of the first.
//!
//! Invariant: the operations together make the second text from the first; what they cannot say is `None`.

use plimsoll_json::{Document, Kind, Member, Node};
use plimsoll_model::tables::schema::{self, Kind as Type, Structure};

/// By which table a field is named.
#[derive(Debug, Clone, Copy)]
pub(super) struct Naming {
    /// What the field belongs to.
    pub(super) structure: Option<&'static Structure>,
    /// Whether it stands in the container definitions.
    pub(super) in_containers: bool,
}

#[derive(Debug)]
pub(super) enum Op<'d> {
    /// Another value.
    Set {
        value: Node<'d>,
        json: String,
    },
    Delete {
        member: Member<'d>,
    },
    DeleteElement {
        element: Node<'d>,
    },
    Rename {
        member: Member<'d>,
        key: String,
        naming: Naming,
    },
    /// A new member, behind `after` or at the beginning.
    Insert {
        object: Node<'d>,
        after: Option<Member<'d>>,
        key: String,
        json: String,
        naming: Naming,
    },
}

/// What makes `after` from `before`.
pub(super) fn between<'d>(before: &'d Document<'d>, after: &Document<'_>) -> Option<Vec<Op<'d>>> {
    if !before.errors().is_empty() || !after.errors().is_empty() {
        return None;
    }
    let mut ops = Vec::new();
    let root = Type::Structure(schema::root());
    differ(before.root()?, after.root()?, Some(&root), false, &mut ops)?;
    Some(ops)
}

fn differ<'d>(
    before: Node<'d>,
    after: Node<'_>,
    kind: Option<&Type>,
    in_containers: bool,
    ops: &mut Vec<Op<'d>>,
) -> Option<()> {
    if before.source() == after.source() {
        return Some(());
    }
    match (before.kind(), after.kind()) {
        (Kind::Object, Kind::Object) => objects(before, after, kind, in_containers, ops),
        (Kind::Array, Kind::Array) if arrays(before, after, kind, in_containers, ops).is_some() => Some(()),
        (Kind::Placeholder | Kind::Invalid | Kind::Object, _) => None,
        _ => {
            ops.push(Op::Set { value: before, json: after.source().to_owned() });
            Some(())
        }
    }
}

fn objects<'d>(
    before: Node<'d>,
    after: Node<'_>,
    kind: Option<&Type>,
    in_containers: bool,
    ops: &mut Vec<Op<'d>>,
) -> Option<()> {
    let structure = if let Some(Type::Structure(structure)) = kind { Some(*structure) } else { None };
    let naming = Naming { structure, in_containers };
    let is_open = |member: &Member<'_>| member.key.text().is_none() || member.value.is_none();
    if before.members().filter(is_open).count() != after.members().filter(is_open).count() {
        return None;
    }
    let mut deleted: Vec<Member<'d>> = Vec::new();
    for member in before.members() {
        let (Some(key), Some(value)) = (member.key.text(), member.value) else { continue };
        let Some(other) = after.get_member(&key).and_then(|member| member.value) else {
            deleted.push(member);
            continue;
        };
        let inner = match kind {
            Some(Type::Structure(structure)) => structure.member(&key).map(|member| &member.kind),
            Some(Type::Map(values)) => Some(*values),
            _ => None,
        };
        differ(value, other, inner, in_containers || key == "containerDefinitions", ops)?;
    }
    let mut inserted = Vec::new();
    let mut last: Option<Member<'d>> = None;
    for member in after.members() {
        let (Some(key), Some(value)) = (member.key.text(), member.value) else { continue };
        match before.get_member(&key) {
            Some(own) => last = Some(own),
            None => inserted.push((last, key.into_owned(), value.source().to_owned())),
        }
    }
    if let ([member], [(_, key, json)]) = (&deleted[..], &inserted[..])
        && member.value.is_some_and(|value| value.source() == json)
    {
        ops.push(Op::Rename { member: *member, key: key.clone(), naming });
        return Some(());
    }
    ops.extend(deleted.into_iter().map(|member| Op::Delete { member }));
    let insert = |(after, key, json)| Op::Insert { object: before, after, key, json, naming };
    ops.extend(inserted.into_iter().map(insert));
    Some(())
}

fn arrays<'d>(
    before: Node<'d>,
    after: Node<'_>,
    kind: Option<&Type>,
    in_containers: bool,
    ops: &mut Vec<Op<'d>>,
) -> Option<()> {
    let inner = if let Some(Type::List(inner)) = kind { Some(*inner) } else { None };
    let (left, right): (Vec<_>, Vec<_>) = (before.elements().collect(), after.elements().collect());
    if left.len() == right.len() {
        let mut own = Vec::new();
        for (left, right) in left.into_iter().zip(right) {
            differ(left, right, inner, in_containers, &mut own)?;
        }
        ops.append(&mut own);
        return Some(());
    }
    // Elements that are gone; what is left must be as it was.
    let mut rest = right.into_iter().peekable();
    let mut gone = Vec::new();
    for element in left {
        match rest.next_if(|other| other.source() == element.source()) {
            Some(_) => {}
            None => gone.push(Op::DeleteElement { element }),
        }
    }
    rest.next().is_none().then(|| ops.append(&mut gone))
}
