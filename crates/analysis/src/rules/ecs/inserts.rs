//! Edits that add to a task definition or put one value in the place of another.
//!
//! Invariant: a key is never written twice, and no placeholder is touched. `None` where that cannot be had.

use plimsoll_json::{Kind, Node, Place, insert_member, quote, replace_value};
use plimsoll_model::ecs::Object;
use plimsoll_text::{Edit, Edits};

/// Inserts `"key": value` behind the other members; `value` is JSON.
pub(super) fn insert(object: Object<'_>, key: &str, value: &str) -> Option<Edits> {
    insert_all(object, &[(key, value)])
}

/// Inserts several members behind the others.
pub(super) fn insert_all(object: Object<'_>, members: &[(&str, &str)]) -> Option<Edits> {
    if members.iter().any(|(key, _)| object.node.get_member(key).is_some()) {
        return None;
    }
    let (key, value) = members.first()?;
    let mut text = (*value).to_owned();
    for (key, value) in &members[1..] {
        text.push_str(&format!(",\n{}: {value}", quote(key)));
    }
    insert_member(object.node, Place::Last, key, &text)
}

/// Gives `key` the value `json`, whether it is there or not.
pub(super) fn set(object: Object<'_>, key: &str, json: &str) -> Option<Edits> {
    match object.node.get(key) {
        Some(value) => replace_value(value, json),
        None => insert(object, key, json),
    }
}

/// Puts another string in the place of a value.
pub(super) fn replace_text(value: Node<'_>, text: &str) -> Option<Edits> {
    replace_value(value, &quote(text))
}

/// Adds `json` behind the last element of the array at `key`, or makes an array of it.
pub(super) fn append(object: Object<'_>, key: &str, json: &str) -> Option<Edits> {
    let Some(list) = object.node.get(key) else {
        return insert(object, key, &format!("[\n  {}\n]", json.replace('\n', "\n  ")));
    };
    if list.kind() != Kind::Array || !list.is_complete() {
        return None;
    }
    match list.elements().last() {
        // The next element stands as the last one does: on a line of its own, or behind a blank.
        Some(last) => {
            let text = list.document().text();
            let before = &text[..usize::from(last.range().start())];
            let blank = &before[before.trim_end().len()..];
            let blank = if list.elements().count() == 1 && !blank.contains('\n') { " " } else { blank };
            let one_line: Vec<&str> = json.lines().map(str::trim).collect();
            Some(Edit::insert(last.range().end(), format!(",{blank}{}", one_line.join(" "))).into())
        }
        None => replace_value(list, &format!("[{json}]")),
    }
}

/// Two edits as one.
pub(super) fn both(left: Option<Edits>, right: Option<Edits>) -> Option<Edits> {
    let (left, right) = (left?, right?);
    Edits::new(left.iter().chain(right.iter()).cloned().collect()).ok()
}
