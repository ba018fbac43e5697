//! Edits that keep the file's indentation, commas and line ends.
//!
//! Invariant: an edit is offered only where the text around it is plain. Where it would delete or cross a
//! comment, a placeholder or a syntax error, the answer is `None`. JSON given to these functions is written
//! with two spaces of indentation; it is laid out as the file is.

use crate::layout::{Gap, Layout, gap};
use crate::node::{Document, Kind, Member, Node};
use plimsoll_text::{Edit, Edits, TextRange, range, slice};

/// Where a new member goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place<'a> {
    /// Before all others.
    First,
    /// Behind all others.
    Last,
    /// Behind this member of the object.
    After(Member<'a>),
}

/// Deletes a member with its comma, and its line if nothing else is on it.
#[must_use]
pub fn delete_member(member: Member<'_>) -> Option<Edits> {
    delete_item(member.key, member.range)
}

/// Deletes an element of an array with its comma, and its line if nothing else is on it.
#[must_use]
pub fn delete_element(element: Node<'_>) -> Option<Edits> {
    let in_array = element.parent().is_some_and(|parent| parent.kind() == Kind::Array);
    if in_array { delete_item(element, element.range()) } else { None }
}

/// Inserts `"key": value`, where `value` is JSON.
#[must_use]
pub fn insert_member(object: Node<'_>, place: Place<'_>, key: &str, value: &str) -> Option<Edits> {
    if object.kind() != Kind::Object {
        return None;
    }
    let layout = Layout::of(object);
    let Some(last) = object.members().last() else {
        return insert_first(object, &layout, key, value);
    };
    let before = match place {
        Place::First => None,
        Place::Last => Some(last),
        Place::After(member) => Some(member),
    };
    let Some(before) = before else {
        let first = object.members().next()?;
        let between = gap(object.document(), object.range().start() + plimsoll_text::size(1), first.range.start())?;
        plain_key(first.key)?;
        let text = layout.member(key, value);
        let separator = if between.has_line_end { layout.new_line() } else { layout.space().to_owned() };
        return Some(Edit::insert(first.range.start(), format!("{text},{separator}")).into());
    };
    if before.key.parent() != Some(object) || before.value.is_none() {
        return None;
    }
    plain_key(before.key)?;
    gap(object.document(), before.range.end(), next_start(before.key)?)?;
    let separator = if layout.is_multiline { layout.new_line() } else { layout.space().to_owned() };
    let text = layout.member(key, value);
    Some(Edit::insert(before.range.end(), format!(",{separator}{text}")).into())
}

/// Gives the member another key.
#[must_use]
pub fn rename_key(member: Member<'_>, key: &str) -> Option<Edits> {
    plain_key(member.key)?;
    if holds_placeholder(member.key.document(), member.key.range()) {
        return None;
    }
    Some(Edit::replace(member.key.range(), quote(key)).into())
}

/// Puts `json` in the place of a value.
#[must_use]
pub fn replace_value(value: Node<'_>, json: &str) -> Option<Edits> {
    if value.is_key() || !is_sound(value) || holds_placeholder(value.document(), value.range()) {
        return None;
    }
    let layout = Layout::around(value);
    Some(Edit::replace(value.range(), layout.value(json)).into())
}

/// Makes `inner` the whole document, less deeply indented; the members `kept` of the objects around it become
/// its last members.
#[must_use]
pub fn replace_document(inner: Node<'_>, kept: &[Member<'_>]) -> Option<Edits> {
    let document = inner.document();
    let root = document.root()?;
    if inner.kind() != Kind::Object || inner.key_node().is_none() || !is_sound(root) {
        return None;
    }
    let (before, after) = (
        TextRange::new(root.range().start(), inner.range().start()),
        TextRange::new(inner.range().end(), root.range().end()),
    );
    for part in [before, after] {
        let is_kept = |node: &Node<'_>| kept.iter().any(|member| member.range.contains_range(node.range()));
        let placeholders = document.nodes().filter(|node| part.contains_range(node.range()) && !is_kept(node));
        if placeholders.into_iter().any(has_placeholder) {
            return None;
        }
    }
    if document.nodes().any(|node| node.kind() == Kind::Placeholder && node.parent().is_none()) {
        return None;
    }
    let layout = Layout::of(inner);
    let mut edits = vec![Edit::delete(before), Edit::delete(after)];
    for line in crate::layout::line_starts(document.text(), inner.range()) {
        let shift =
            crate::layout::common_prefix(slice(document.text(), range(line, document.text().len())), &layout.base);
        if shift > 0 {
            edits.push(Edit::delete(range(line, line + shift)));
        }
    }
    if !kept.is_empty() {
        let members: Option<Vec<String>> = kept.iter().map(|member| layout.moved(*member)).collect();
        let members = members?;
        let separator = if layout.is_multiline { layout.top_line() } else { layout.space().to_owned() };
        let joined = members.join(&format!(",{separator}"));
        let last = inner.members().last()?;
        plain_key(last.key)?;
        last.value?;
        if gap(document, last.range.end(), next_start(last.key)?)?.comma.is_some() {
            return None;
        }
        edits.push(Edit::insert(last.range.end(), format!(",{separator}{joined}")));
    }
    Edits::new(edits).ok()
}

/// `text` as a JSON string, with its quotes.
#[must_use]
pub fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            control if control < ' ' => quoted.push_str(&format!("\\u{:04x}", u32::from(control))),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

fn delete_item(first: Node<'_>, item: TextRange) -> Option<Edits> {
    let document = first.document();
    let parent = first.parent()?;
    let siblings = siblings(parent);
    let index = siblings.iter().position(|sibling| sibling.0 == first)?;
    let neighbours = [index.checked_sub(1), Some(index + 1)];
    let mut neighbours = neighbours.into_iter().flatten().filter_map(|at| siblings.get(at));
    if neighbours.any(|(node, _)| node.kind() == Kind::Placeholder) || holds_placeholder(document, item) {
        return None;
    }
    let whole = first.as_member().and_then(|member| member.value).unwrap_or(first);
    if !is_sound(whole) || (first.is_key() && first.as_member()?.value.is_none()) {
        return None;
    }
    let previous_end = match index.checked_sub(1).and_then(|at| siblings.get(at)) {
        Some((_, range)) => range.end(),
        None => parent.range().start() + plimsoll_text::size(1),
    };
    let before = gap(document, previous_end, item.start())?;
    let next = next_start(first)?;
    let after = gap(document, item.end(), next)?;
    if first.is_key() {
        let value = whole.range().start();
        // The colon is no gap; anything but blanks around it is a comment.
        let between = slice(document.text(), TextRange::new(first.range().end(), value));
        if between.trim() != ":" {
            return None;
        }
    }
    let edit = match (before.comma, after.comma) {
        (_, Some(comma)) => {
            let comma_end = comma + 1;
            let line = crate::layout::line_start(document.text(), item.start().into());
            let own_line = slice(document.text(), range(line, item.start().into())).trim().is_empty();
            match crate::layout::blank_line_rest(document.text(), comma_end) {
                Some(line_end) if own_line => range(line, line_end),
                Some(_) => TextRange::new(before.last_token_end(previous_end), plimsoll_text::size(comma_end)),
                None => TextRange::new(item.start(), next),
            }
        }
        (Some(_), None) => TextRange::new(previous_end, item.end()),
        (None, None) if siblings.len() == 1 => TextRange::new(previous_end, next),
        (None, None) => return None,
    };
    Some(Edit::delete(edit).into())
}

fn insert_first(object: Node<'_>, layout: &Layout<'_>, key: &str, value: &str) -> Option<Edits> {
    let (start, end) = (object.range().start() + plimsoll_text::size(1), closer(object)?);
    let between = gap(object.document(), start, end)?;
    if between.comma.is_some() {
        return None;
    }
    let text = layout.member(key, value);
    let text = if layout.is_multiline {
        format!("{}{text}{}{}", layout.new_line(), layout.line_end, layout.base)
    } else {
        text
    };
    Some(Edit::replace(TextRange::new(start, end), text).into())
}

/// The items of an object or array, each with its first node and its whole range.
fn siblings(parent: Node<'_>) -> Vec<(Node<'_>, TextRange)> {
    let members = parent.members().map(|member| (member.key, member.range));
    members.chain(parent.elements().map(|element| (element, element.range()))).collect()
}

/// Where the item after the one that starts with `first` begins, or the closing bracket stands.
fn next_start(first: Node<'_>) -> Option<plimsoll_text::TextSize> {
    let parent = first.parent()?;
    let siblings = siblings(parent);
    let index = siblings.iter().position(|sibling| sibling.0 == first)?;
    match siblings.get(index + 1) {
        Some((_, range)) => Some(range.start()),
        None => closer(parent),
    }
}

/// Offset of the closing bracket; `None` if it is missing.
fn closer(parent: Node<'_>) -> Option<plimsoll_text::TextSize> {
    let bracket = if parent.kind() == Kind::Object { '}' } else { ']' };
    let closed =
        parent.source().len() > 1 && parent.source().ends_with(bracket) && parent.source().starts_with(['{', '[']);
    closed.then(|| parent.range().end() - plimsoll_text::size(1))
}

fn plain_key(key: Node<'_>) -> Option<()> {
    (key.is_key() && key.kind() == Kind::String).then_some(())
}

/// Whether no syntax error, and thereby no comment, lies inside.
fn is_sound(node: Node<'_>) -> bool {
    let document = node.document();
    document.errors().iter().all(|error| node.range().intersect(error.range).is_none_or(|both| both.is_empty()))
        && document
            .nodes()
            .filter(|inner| node.range().contains_range(inner.range()))
            .all(|inner| inner.kind() != Kind::Invalid && inner.is_complete())
}

fn holds_placeholder(document: &Document<'_>, inside: TextRange) -> bool {
    document.nodes().any(|node| inside.contains_range(node.range()) && has_placeholder(node))
}

fn has_placeholder(node: Node<'_>) -> bool {
    node.kind() == Kind::Placeholder || node.parts().iter().any(|part| part.placeholder.is_some())
}

impl Gap {
    /// End of the comma, or of what stood before the gap.
    fn last_token_end(&self, previous_end: plimsoll_text::TextSize) -> plimsoll_text::TextSize {
        self.comma.map_or(previous_end, |comma| plimsoll_text::size(comma + 1))
    }
}
