//! JSON as a tree of values, for templates that are written in it.
//!
//! Invariant: a placeholder of a templating tool is unknown, and what holds one in a key is incomplete.

use crate::value::{Data, How, Member, Object, Piece, Value};
use plimsoll_json::{Kind, Node};
use plimsoll_text::TextRange;

/// The tree below `node`.
pub(crate) fn read(node: Node<'_>) -> Value {
    let data = match node.kind() {
        Kind::Object => Data::Object(Object {
            members: node.members().map(|member| read_member(member.key, member.value)).collect(),
            head: Some(TextRange::at(node.range().start(), plimsoll_text::size(1))),
        }),
        Kind::Array => Data::Array(node.elements().map(read).collect()),
        Kind::String => Data::Text(pieces(node)),
        Kind::Number => Data::Number(node.source().to_owned()),
        Kind::Bool => Data::Bool(node.as_bool() == Some(true)),
        Kind::Null => Data::Null,
        Kind::Placeholder | Kind::Invalid => Data::Unknown(node.source().to_owned()),
    };
    Value::new(node.range(), data)
}

fn read_member(key: Node<'_>, value: Option<Node<'_>>) -> Member {
    match (key.text(), value) {
        (Some(text), Some(value)) => {
            Member { key: text.into_owned(), key_range: key.range(), value: Some(read(value)) }
        }
        _ => Member { key: String::new(), key_range: key.range(), value: None },
    }
}

fn pieces(node: Node<'_>) -> Vec<Piece> {
    let (Some(text), Some(content)) = (node.text(), node.content_range()) else { return Vec::new() };
    let how = if usize::from(content.len()) == text.len() { How::Exact } else { How::Loose };
    vec![Piece { text: text.into_owned(), range: content, how }]
}
