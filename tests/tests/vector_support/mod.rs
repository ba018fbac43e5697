//! Documents that a data file describes as changes to a sound one.
//!
//! Invariant: a change is made by the edits that fixes use, so that the rest of the document stays as it is.

#![allow(dead_code, reason = "each test binary uses its part")]

use crate::cli_support::root;
use plimsoll_analysis::{FileKind, SourceFile};
use plimsoll_json::{Node, Place, delete_member, insert_member, replace_value};
use plimsoll_text::{Edit, Edits};

/// The data file `fixtures/vectors/NAME`.
pub(crate) fn data(name: &str) -> toml::Table {
    let path = root().join("fixtures/vectors").join(name);
    let text = std::fs::read_to_string(&path).expect("the vectors are there");
    text.parse().unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The tables of a list.
pub(crate) fn tables<'a>(data: &'a toml::Table, key: &str) -> &'a [toml::Value] {
    data[key].as_array().expect("a list of tables")
}

/// The text `key` of a table.
pub(crate) fn string<'a>(table: &'a toml::Value, key: &str) -> &'a str {
    table.get(key).and_then(toml::Value::as_str).unwrap_or_else(|| panic!("no `{key}` in {table}"))
}

/// The texts of the list `key`; empty when it is not there.
pub(crate) fn strings<'a>(table: &'a toml::Value, key: &str) -> Vec<&'a str> {
    let list = table.get(key).and_then(toml::Value::as_array);
    list.into_iter().flatten().filter_map(toml::Value::as_str).collect()
}

/// A task definition.
pub(crate) fn task(text: &str) -> SourceFile {
    SourceFile::new("task-definition.json", text, FileKind::TaskDefinition)
}

/// `base` with the values of `set` at their pointers, and without what stands at those of `remove`.
pub(crate) fn changed(base: &str, vector: &toml::Value) -> String {
    let mut text = base.to_owned();
    let set = vector.get("set").and_then(toml::Value::as_str).unwrap_or("{}");
    let set = plimsoll_json::parse(set);
    for member in set.root().expect("an object").members() {
        let (pointer, value) = (member.key.text().expect("a pointer"), member.value.expect("a value").source());
        text = at_pointer(&text, &pointer, |parent, last| set_at(parent, last, value));
    }
    for pointer in strings(vector, "remove") {
        text = at_pointer(&text, pointer, |parent, last| delete_member(parent.get_member(last)?));
    }
    text
}

fn at_pointer(text: &str, pointer: &str, edit: impl FnOnce(Node<'_>, &str) -> Option<Edits>) -> String {
    let pointer = pointer.replace("/c/", "/containerDefinitions/0/");
    let (folder, last) = pointer.rsplit_once('/').expect("a pointer");
    let parsed = plimsoll_json::parse(text);
    let mut node = parsed.root().expect("a document");
    for step in folder.split('/').skip(1) {
        let next = step.parse().ok().and_then(|index: usize| node.elements().nth(index)).or_else(|| node.get(step));
        node = next.unwrap_or_else(|| panic!("nothing at {pointer}"));
    }
    edit(node, last).unwrap_or_else(|| panic!("{pointer} cannot be changed")).apply(text)
}

fn set_at(parent: Node<'_>, last: &str, value: &str) -> Option<Edits> {
    if let Some(element) = parent.elements().last() {
        assert_eq!(last.parse().ok(), Some(parent.elements().count()), "only one more element can be set");
        return Some(Edit::insert(element.range().end(), format!(",\n    {value}")).into());
    }
    match parent.get(last) {
        Some(old) => replace_value(old, value),
        None => insert_member(parent, Place::Last, last, value),
    }
}
