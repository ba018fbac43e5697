//! From the parser's events to the tree.
//!
//! Invariant: the tree is built with a stack of its own, so deep nesting costs memory and never the program's stack.

use crate::node::{Data, Document, Scalar, SyntaxError, Value};
use crate::offsets::Offsets;
use crate::written;
use plimsoll_text::TextRange;
use saphyr_parser::{Event, Parser, ScalarStyle, Span, Tag};
use std::collections::HashMap;

const BOM: &str = "\u{feff}";

pub(crate) fn read(text: &str) -> Document {
    let body = text.strip_prefix(BOM).unwrap_or(text);
    let offsets = Offsets::new(body, text.len() - body.len());
    let mut builder =
        Builder { text, offsets, document: Document::default(), open: Vec::new(), anchors: HashMap::new() };
    for event in Parser::new_from_str(body) {
        match event {
            Ok((event, span)) => builder.take(event, span),
            Err(error) => {
                let start = builder.offsets.byte(error.marker().index());
                let message = error.info().trim_end_matches('.').to_lowercase();
                builder.document.error = Some(SyntaxError { range: TextRange::empty(start), message });
                break;
            }
        }
    }
    while let Some(open) = builder.open.pop() {
        builder.close(open, None);
    }
    builder.document
}

struct Builder<'t> {
    text: &'t str,
    offsets: Offsets,
    document: Document,
    open: Vec<Open>,
    anchors: HashMap<usize, usize>,
}

/// A list or mapping whose end has not come.
struct Open {
    id: usize,
    is_mapping: bool,
    children: Vec<usize>,
}

impl Builder<'_> {
    fn take(&mut self, event: Event<'_>, span: Span) {
        let range = TextRange::new(
            self.offsets.byte(span.start.index()),
            self.offsets.byte(span.end.index().max(span.start.index())),
        );
        match event {
            Event::Scalar(value, style, anchor, tag) => {
                let quote = match style {
                    ScalarStyle::SingleQuoted => Some('\''),
                    ScalarStyle::DoubleQuoted => Some('"'),
                    _ => None,
                };
                let is_block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
                let content = if is_block { None } else { written::content(self.text, range.start(), &value, quote) };
                let plain = matches!(style, ScalarStyle::Plain);
                let scalar = Scalar { text: value.into_owned(), plain, content };
                self.add(range, Value::Scalar(scalar), anchor, tag.as_deref());
            }
            Event::Alias(anchor) => {
                let target = self.anchors.get(&anchor).copied();
                self.add(range, Value::Alias(target), 0, None);
            }
            Event::SequenceStart(anchor, tag) => self.begin(range, Value::Sequence(Vec::new()), anchor, tag.as_deref()),
            Event::MappingStart(anchor, tag) => self.begin(range, Value::Mapping(Vec::new()), anchor, tag.as_deref()),
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(open) = self.open.pop() {
                    self.close(open, Some(range));
                }
            }
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) | Event::DocumentEnd => {}
        }
    }

    fn add(&mut self, range: TextRange, value: Value, anchor: usize, tag: Option<&Tag>) -> usize {
        let id = self.document.nodes.len();
        let tag = tag.map(|tag| format!("{}{}", tag.handle, tag.suffix));
        self.document.nodes.push(Data { range, value, tag });
        // The parser counts anchors from 1.
        if anchor > 0 {
            self.anchors.insert(anchor, id);
        }
        match self.open.last_mut() {
            Some(open) => open.children.push(id),
            None => self.document.roots.push(id),
        }
        id
    }

    fn begin(&mut self, range: TextRange, value: Value, anchor: usize, tag: Option<&Tag>) {
        let is_mapping = matches!(value, Value::Mapping(_));
        let id = self.add(range, value, anchor, tag);
        self.open.push(Open { id, is_mapping, children: Vec::new() });
    }

    fn close(&mut self, open: Open, end: Option<TextRange>) {
        let last = open.children.last().map(|id| self.document.nodes[*id].range);
        let node = &mut self.document.nodes[open.id];
        node.range = [last, end].into_iter().flatten().fold(node.range, TextRange::cover);
        node.value = if open.is_mapping {
            // A key whose value has not come is left out.
            Value::Mapping(open.children.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect())
        } else {
            Value::Sequence(open.children)
        };
    }
}
