//! Writes JSON the way people lay it out: a member a line, two blanks a level, a blank behind a colon.
//!
//! Invariant: only blanks and line ends change; every other token stays as it is written, in its order. Lists that stand
//! on one line and fit stay there, and the file's own indentation is kept.

use crate::node::{Document, Kind, Node};
use crate::token::TokenKind;

/// Characters that a list on one line may take.
const WIDTH: usize = 80;

/// The text of the document in good order, without a line end; `None` for a text that is not JSON, or holds a comment or
/// a placeholder in place of a value.
#[must_use]
pub fn format(document: &Document<'_>) -> Option<String> {
    let is_foreign = |kind| {
        matches!(
            kind,
            TokenKind::LineComment | TokenKind::BlockComment | TokenKind::Placeholder | TokenKind::ByteOrderMark
        )
    };
    if !document.errors().is_empty() || document.tokens().any(|token| is_foreign(token.kind)) {
        return None;
    }
    let mut writer = Writer { unit: unit(document.text()), text: String::new() };
    writer.value(document.root()?, 0);
    Some(writer.text)
}

struct Writer<'t> {
    unit: &'t str,
    text: String,
}

impl Writer<'_> {
    fn value(&mut self, node: Node<'_>, level: usize) {
        let (open, close) = match node.kind() {
            Kind::Object => ('{', '}'),
            Kind::Array => ('[', ']'),
            _ => return self.text.push_str(node.source()),
        };
        if let Some(line) = on_one_line(node) {
            let column = self.text.len() - self.text.rfind('\n').map_or(0, |at| at + 1);
            if column + line.len() <= WIDTH {
                return self.text.push_str(&line);
            }
        }
        self.text.push(open);
        for (at, (key, value)) in children(node).enumerate() {
            if at > 0 {
                self.text.push(',');
            }
            self.line(level + 1);
            if let Some(key) = key {
                self.text.push_str(key.source());
                self.text.push_str(": ");
            }
            self.value(value, level + 1);
        }
        self.line(level);
        self.text.push(close);
    }

    fn line(&mut self, level: usize) {
        self.text.push('\n');
        self.text.push_str(&self.unit.repeat(level));
    }
}

/// An object or array as one line, if it has no line end, or nothing in it.
fn on_one_line(node: Node<'_>) -> Option<String> {
    let (open, close) = if node.kind() == Kind::Object { ("{", "}") } else { ("[", "]") };
    if children(node).next().is_none() {
        return Some(format!("{open}{close}"));
    }
    if node.source().contains(['\n', '\r']) {
        return None;
    }
    let parts: Option<Vec<String>> = children(node)
        .map(|(key, value)| {
            let text = match value.kind() {
                Kind::Object | Kind::Array => on_one_line(value)?,
                _ => value.source().to_owned(),
            };
            Some(key.map_or(text.clone(), |key| format!("{}: {text}", key.source())))
        })
        .collect();
    let blank = if node.kind() == Kind::Object { " " } else { "" };
    Some(format!("{open}{blank}{}{blank}{close}", parts?.join(", ")))
}

/// The values of an object or array, with their keys.
fn children<'a>(node: Node<'a>) -> impl Iterator<Item = (Option<Node<'a>>, Node<'a>)> {
    let members = node.members().filter_map(|member| Some((Some(member.key), member.value?)));
    members.chain(node.elements().map(|element| (None, element)))
}

/// The indentation of the first line that has one; two blanks where no line has.
fn unit(text: &str) -> &str {
    let indented = text.lines().skip(1).find(|line| line.starts_with([' ', '\t']));
    let unit = indented.map(|line| &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]);
    unit.filter(|unit| unit.len() <= 8 && !unit.is_empty()).unwrap_or("  ")
}

#[cfg(test)]
mod tests {
    use crate::parse;

    fn format(text: &str) -> Option<String> {
        super::format(&parse(text))
    }

    #[test]
    fn blanks_and_line_ends() {
        let text = "{\"a\":1,\n  \"b\" : [1,2], \"c\":{},\n\"d\": {\"e\": null}}";
        let expected = "{\n  \"a\": 1,\n  \"b\": [1, 2],\n  \"c\": {},\n  \"d\": { \"e\": null }\n}";
        assert_eq!(format(text).as_deref(), Some(expected));
        assert_eq!(format(expected).as_deref(), Some(expected), "formatting settles");
        assert_eq!(format("[\n\t1\n\t]").as_deref(), Some("[\n\t1\n]"));
    }

    #[test]
    fn long_lists_get_lines() {
        let long = format!("[{}]", ["\"0123456789\""; 8].join(","));
        assert_eq!(format(&long).map(|text| text.lines().count()), Some(10));
    }

    #[test]
    fn what_is_no_plain_json_stays() {
        for text in ["{\"a\": }", "{ // why\n}", "{\"a\": ${B}}", "", "a: b"] {
            assert_eq!(format(text), None, "{text}");
        }
    }
}
