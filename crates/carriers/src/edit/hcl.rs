//! Operations on HCL.
//!
//! Invariant: an expression is changed only where it is a literal; an attribute is deleted or added as a whole line.

use super::layout::{line_end, line_start, new_line, whole_lines};
use super::ops::Op;
use super::{Source, flat};
use plimsoll_json::{Kind, Node};
use plimsoll_text::{Edit, Edits, TextRange};

pub(super) fn edits(source: &Source<'_>, op: &Op<'_>) -> Option<Edits> {
    let text = source.text;
    match op {
        Op::Set { value, json } => {
            let place = source.place(*value)?;
            let own = source.slice(place);
            (is_literal(own) && own.starts_with('[') == (value.kind() == Kind::Array)).then_some(())?;
            Some(Edit::replace(place, written(json, own)?).into())
        }
        Op::Delete { member } => {
            let place = source.place(member.key)?.cover(source.place(member.value?)?);
            Some(Edit::delete(whole_lines(text, place, "", &["", ","])?).into())
        }
        Op::DeleteElement { element } => {
            Some(Edit::delete(whole_lines(text, source.place(*element)?, "", &[","])?).into())
        }
        Op::Rename { member, key, naming } => {
            let place = source.place(member.key)?;
            let name = source.name(key, *naming);
            let is_quoted = source.slice(place).starts_with('"');
            Some(Edit::replace(place, if is_quoted { format!("\"{name}\"") } else { name }).into())
        }
        Op::Insert { after, key, json, naming, .. } => {
            let member = (*after)?;
            let (own_key, value) = (source.place(member.key)?, source.place_of(member.value?)?);
            let between = text.get(usize::from(own_key.end())..usize::from(value.start()))?.trim();
            let end = line_end(text, value.end().into());
            let behind = text[usize::from(value.end())..end].trim();
            let is_line = is_first(text, own_key) && matches!(between, "=" | ":") && matches!(behind, "" | ",");
            is_line.then_some(())?;
            let name = source.name(key, *naming);
            let name = if source.slice(own_key).starts_with('"') { format!("\"{name}\"") } else { name };
            let separator = if between == ":" { ": " } else { " = " };
            let start = usize::from(own_key.start());
            let indent = &text[line_start(text, start)..start];
            let line = format!("{}{indent}{name}{separator}{}{behind}", new_line(text), written(json, "")?);
            Some(Edit::insert(plimsoll_text::size(end), line).into())
        }
    }
}

fn is_first(text: &str, place: TextRange) -> bool {
    let start = usize::from(place.start());
    text[line_start(text, start)..start].trim().is_empty()
}

/// A string without interpolation, a number, `true`, `false`, or a list of those on one line.
fn is_literal(own: &str) -> bool {
    let is_scalar = |own: &str| {
        let is_string = own.len() >= 2 && own.starts_with('"') && own.ends_with('"');
        let is_number = !own.is_empty() && own.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'));
        (is_string && !own.contains("${") && !own.contains("%{")) || is_number || matches!(own, "true" | "false")
    };
    match own.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(inner) => !own.contains('\n') && inner.split(',').map(str::trim).all(|it| it.is_empty() || is_scalar(it)),
        None => is_scalar(own),
    }
}

/// JSON as HCL writes it; a number stays one.
fn written(json: &str, own: &str) -> Option<String> {
    flat(json, own, "", scalar)
}

fn scalar(node: Node<'_>, own: &str) -> Option<String> {
    if node.kind() != Kind::String {
        return Some(node.source().to_owned());
    }
    let text =
        node.text().filter(|text| !text.contains("${") && !text.contains("%{") && !text.contains(['\n', '\r']))?;
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let was_number = own.starts_with(|first: char| first.is_ascii_digit());
    Some(if is_number && was_number { text.into_owned() } else { plimsoll_json::quote(&text) })
}
