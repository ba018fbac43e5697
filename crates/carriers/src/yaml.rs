//! YAML as a tree of values.
//!
//! Invariant: aliases and merges are resolved, and what comes from them stands at the place that uses them. The tree
//! never has more than [`MOST`] values, whatever the aliases say.

use crate::value::{Data, How, Member, Object, Piece, Value};
use plimsoll_text::{TextRange, range, size, slice};
use plimsoll_yaml::{Document, Node, Scalar};

/// More values than a template that CloudFormation takes can hold (1 MB).
const MOST: usize = 200_000;
/// Deeper than anybody nests, and shallow enough for the program's stack.
const DEPTH: usize = 100;

/// The tree of the first document.
pub(crate) fn read(text: &str, document: &Document) -> Option<Value> {
    let mut reader = Reader { text, left: MOST };
    Some(reader.value(document.root()?, 0))
}

struct Reader<'t> {
    text: &'t str,
    left: usize,
}

impl Reader<'_> {
    fn value(&mut self, node: Node<'_>, depth: usize) -> Value {
        let place = self.trimmed(node.range());
        if self.left == 0 || depth > DEPTH {
            return Value::unknown(place, "");
        }
        self.left -= 1;
        let Some(target) = node.target() else { return Value::unknown(place, "") };
        let value = self.untagged(target, depth);
        let value = match target.tag() {
            Some(tag) if tag.starts_with('!') && !tag.starts_with("!!") && tag.len() > 1 => {
                let name = match &tag[1..] {
                    name @ ("Ref" | "Condition") => name.to_owned(),
                    name => format!("Fn::{name}"),
                };
                Value::new(value.range, Data::Call(name, Box::new(value)))
            }
            _ => value,
        };
        if node.is_alias() { value.moved(place) } else { value }
    }

    fn untagged(&mut self, node: Node<'_>, depth: usize) -> Value {
        if let Some(scalar) = node.scalar() {
            return self.scalar(node, scalar);
        }
        let place = self.trimmed(node.range());
        let mut items = node.items().peekable();
        if items.peek().is_some() {
            let elements = items.map(|item| self.value(item, depth + 1)).collect();
            return Value::new(place, Data::Array(elements));
        }
        if node.entries().next().is_none() {
            let is_list = slice(self.text, place).trim_start().starts_with('[');
            let data = if is_list { Data::Array(Vec::new()) } else { Data::Object(Object::default()) };
            return Value::new(place, data);
        }
        Value::new(place, Data::Object(self.mapping(node, depth)))
    }

    fn mapping(&mut self, node: Node<'_>, depth: usize) -> Object {
        let (mut members, mut merged): (Vec<Member>, Vec<Member>) = (Vec::new(), Vec::new());
        let mut head = None;
        for (key, value) in node.entries() {
            let key_place = self.scalar_place(key);
            head = head.or(Some(key_place));
            let Some(name) = key.scalar() else {
                members.push(Member { key: String::new(), key_range: key_place, value: None });
                continue;
            };
            let value = self.value(value, depth + 1);
            if name.text == "<<" && name.plain {
                let place = value.range;
                let sources = if value.elements().is_empty() { std::slice::from_ref(&value) } else { value.elements() };
                // Of several, the first one wins.
                for member in sources.iter().flat_map(Value::members) {
                    if merged.iter().all(|known| known.key != member.key) {
                        let value = member.value.as_ref().map(|value| value.moved(place));
                        merged.push(Member { key: member.key.clone(), key_range: place, value });
                    }
                }
                continue;
            }
            members.push(Member { key: name.text.clone(), key_range: key_place, value: Some(value) });
        }
        merged.retain(|member| members.iter().all(|own| own.key != member.key));
        members.extend(merged);
        // The brace of a flow mapping, or the first key.
        let start = usize::from(node.range().start());
        let has_brace = self.text.as_bytes().get(start) == Some(&b'{');
        Object { members, head: if has_brace { Some(range(start, start + 1)) } else { head } }
    }

    fn scalar(&self, node: Node<'_>, scalar: &Scalar) -> Value {
        let place = self.scalar_place(node);
        let is_string = node.tag().is_some_and(|tag| tag.ends_with("2002:str") || tag == "!!str");
        if scalar.plain && !is_string && matches!(scalar.text.as_str(), "" | "~" | "null" | "Null" | "NULL") {
            return Value::new(place, Data::Null);
        }
        let piece = match scalar.content {
            Some(content) => Piece { text: scalar.text.clone(), range: content, how: How::Exact },
            None => Piece { text: scalar.text.clone(), range: place, how: How::Loose },
        };
        let pieces = vec![piece];
        Value::new(place, if scalar.plain && !is_string { Data::Plain(pieces) } else { Data::Text(pieces) })
    }

    /// The characters of a scalar with its quotes, but without its tag.
    fn scalar_place(&self, node: Node<'_>) -> TextRange {
        let whole = self.trimmed(node.range());
        let Some(content) = node.scalar().filter(|_| !node.is_alias()).and_then(|scalar| scalar.content) else {
            return whole;
        };
        let (start, end) = (usize::from(content.start()), usize::from(content.end()));
        let bytes = self.text.as_bytes();
        let quote =
            start.checked_sub(1).and_then(|before| bytes.get(before)).filter(|byte| matches!(byte, b'"' | b'\''));
        let is_plain = node.scalar().is_some_and(|scalar| scalar.plain);
        if !is_plain && quote.is_some() && bytes.get(end) == quote { range(start - 1, end + 1) } else { content }
    }

    /// Without blanks, and lines of comments, behind it.
    fn trimmed(&self, whole: TextRange) -> TextRange {
        let mut text = slice(self.text, whole).trim_end();
        while let Some(at) = text.rfind('\n')
            && text[at..].trim_start().starts_with('#')
        {
            text = text[..at].trim_end();
        }
        TextRange::at(whole.start(), size(text.len()))
    }
}
