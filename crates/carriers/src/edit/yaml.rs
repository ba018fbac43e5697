//! Operations on YAML in block style.
//!
//! Invariant: a scalar is changed where it is written on one line without tag, anchor and alias; a member is deleted or
//! added as whole lines.

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
            let start = usize::from(place.start());
            let word = text[line_start(text, start)..start].split_whitespace().next_back().unwrap_or_default();
            let is_plain = !own.starts_with(['*', '&', '!', '|', '>', '{']) && !own.contains(['\n', '#', '!', '*']);
            let is_tagged = word.starts_with(['!', '&']) || word.ends_with('|') || word.ends_with('>');
            if !is_plain || is_tagged || own.starts_with('[') != (value.kind() == Kind::Array) {
                return None;
            }
            Some(Edit::replace(place, written(json, own)?).into())
        }
        Op::Delete { member } => {
            let place = source.place(member.key)?.cover(source.place(member.value?)?);
            Some(Edit::delete(whole_lines(text, place, "", &[""])?).into())
        }
        Op::DeleteElement { element } => {
            Some(Edit::delete(whole_lines(text, source.place(*element)?, "-", &[""])?).into())
        }
        Op::Rename { member, key, naming } => {
            let place = source.place(member.key)?;
            let name = source.name(key, *naming);
            let own = source.slice(place);
            let quote = own.chars().next().filter(|first| matches!(first, '"' | '\''));
            let name = quote.map_or(name.clone(), |quote| format!("{quote}{name}{quote}"));
            Some(Edit::replace(place, name).into())
        }
        Op::Insert { object, after, key, json, naming } => {
            let name = source.name(key, *naming);
            let line = format!("{name}: {}", written(json, "")?);
            match after {
                Some(member) => {
                    let (key, value) = (source.place(member.key)?, source.place_of(member.value?)?);
                    let indent = column(text, key)?;
                    let end = line_end(text, key.end().max(value.end()).into());
                    let text = format!("{}{:indent$}{line}", new_line(text), "");
                    Some(Edit::insert(plimsoll_text::size(end), text).into())
                }
                None => {
                    let first = object.members().next()?;
                    let key = source.place(first.key)?;
                    let indent = column(text, key)?;
                    let text = format!("{line}{}{:indent$}", new_line(text), "");
                    Some(Edit::insert(key.start(), text).into())
                }
            }
        }
    }
}

/// How far a key is indented that stands first on its line, or first behind the mark of a list.
fn column(text: &str, key: TextRange) -> Option<usize> {
    let start = usize::from(key.start());
    let before = &text[line_start(text, start)..start];
    matches!(before.trim(), "" | "-").then_some(before.len())
}

/// JSON as YAML writes it, in the quotes that `own` has.
fn written(json: &str, own: &str) -> Option<String> {
    flat(json, own, "\"", scalar)
}

fn scalar(node: Node<'_>, own: &str) -> Option<String> {
    if node.kind() != Kind::String {
        return Some(node.source().to_owned());
    }
    let text = node.text().filter(|text| !text.contains(['\n', '\r']))?;
    if own.starts_with('\'') && !text.contains('\'') {
        return Some(format!("'{text}'"));
    }
    let is_bare = !own.starts_with(['"', '\'']) && is_bare(&text);
    Some(if is_bare { text.into_owned() } else { plimsoll_json::quote(&text) })
}

/// Whether YAML reads the text without quotes as this string.
fn is_bare(text: &str) -> bool {
    const WORDS: [&str; 8] = ["true", "false", "null", "yes", "no", "on", "off", "y"];
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_./-:@".contains(&byte);
    text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '/')
        && text.bytes().all(is_plain)
        && !text.ends_with(':')
        && !WORDS.iter().any(|word| word.eq_ignore_ascii_case(text))
        && text != "n"
}
