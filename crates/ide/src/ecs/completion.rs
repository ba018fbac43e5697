//! What may be typed in a task definition: keys that are not there yet, values, names, whole skeletons.
//!
//! Invariant: a document that is JSON but for the word at the cursor is JSON once a proposal is taken: quotes are
//! closed, commas stand where they are due, and a value has the type that the API takes. The edit leaves an opening
//! quote alone, so that the typed word is compared with a label without quotes. The lines of an edit are indented as
//! the file is; those of a snippet as if their first line were not, as editors add the indentation of the line to them.

mod keys;
mod roots;
mod sizes;
mod values;
mod workspace;

use super::cursor::{self, Cursor, Slot};
use super::skeleton::{Fresh, Writer};
use super::typed::{self, Typed};
use super::{Cx, read};
use crate::{Completion, CompletionKind, View};
use plimsoll_json::{Kind as JsonKind, Node};
use plimsoll_model::tables::schema::{self, Kind};
use plimsoll_text::{Edit, Edits, TextRange, TextSize, size};

pub(crate) fn completions(view: &View<'_>, offset: TextSize) -> Vec<Completion> {
    read(view, |cx| {
        let Some(cursor) = cursor::at(cx.document, offset) else { return Vec::new() };
        let typed = typed::of_frames(cx.task, &cursor.frames);
        let asked = Asked { cx, unit: unit(cx.document.text()), cursor: &cursor, typed };
        if asked.is_right_behind_a_value() {
            return Vec::new();
        }
        match cursor.slot {
            Slot::Document => roots::document(&asked),
            Slot::Member | Slot::Key => {
                let mut found = keys::completions(&asked);
                found.extend(roots::members(&asked));
                found
            }
            Slot::Value => {
                let key = cursor.frames.last().and_then(|frame| frame.key.as_deref());
                let value = typed.zip(key).and_then(|(typed, key)| typed.member(key));
                value.map_or_else(Vec::new, |value| at_value(&asked, value))
            }
            Slot::Element => typed.and_then(Typed::element).map_or_else(Vec::new, |value| at_value(&asked, value)),
        }
    })
}

/// A question about a place.
struct Asked<'q, 'a> {
    cx: &'q Cx<'a>,
    /// What one level of indentation adds in this file.
    unit: &'q str,
    cursor: &'q Cursor,
    /// What the innermost frame should be.
    typed: Option<Typed>,
}

fn at_value(asked: &Asked<'_, '_>, value: Typed) -> Vec<Completion> {
    let mut found = values::completions(asked, value);
    let is_skeleton = matches!(value.kind, Kind::Structure(_) | Kind::List(_) | Kind::Map(_));
    if is_skeleton {
        let mut writer = Writer::new(asked.unit);
        writer.value(value.kind, None);
        let label = match value.kind {
            Kind::Structure(structure) => format!("{{…}} {}", words_of(structure.name)),
            Kind::List(_) => "[…]".to_owned(),
            _ => "{…}".to_owned(),
        };
        found.extend(asked.completion(label, CompletionKind::Snippet, writer.finish()));
    }
    found
}

impl Asked<'_, '_> {
    /// A proposal that puts `fresh` in the place of the word; `None` where a string was begun and this is none.
    fn completion(&self, label: impl Into<String>, kind: CompletionKind, fresh: Fresh) -> Option<Completion> {
        let word = &self.cursor.word;
        let Fresh { mut plain, mut snippet } = fresh;
        let mut range = word.range;
        if word.is_quoted {
            plain = plain.strip_prefix('"')?.to_owned();
            snippet = snippet.strip_prefix('"')?.to_owned();
            range = TextRange::new(range.start() + size(1), range.end().max(range.start() + size(1)));
        } else if self.cursor.slot == Slot::Value && self.before(range.start()).ends_with(':') {
            plain.insert(0, ' ');
            snippet.insert(0, ' ');
        }
        if self.cursor.comma_after {
            let is_close =
                self.cx.document.text()[usize::from(range.end())..].starts_with(|c: char| !c.is_whitespace());
            let comma = if is_close { ", " } else { "," };
            plain.push_str(comma);
            snippet.push_str(comma);
        }
        let is_same = snippet == plain;
        let plain = self.indented(&plain, range.start());
        let mut completion = Completion::new(label, kind, Edit::replace(range, plain));
        completion.snippet = (!is_same).then_some(snippet);
        if let Some(end) = self.cursor.comma_before {
            completion.also = Edits::from(Edit::insert(end, ","));
        }
        Some(completion)
    }

    /// `fresh` with the line ends of the file, and the indentation of the line that it goes to.
    fn indented(&self, fresh: &str, offset: TextSize) -> String {
        let text = self.cx.document.text();
        let line = self.before(offset).rfind('\n').map_or(0, |at| at + 1);
        let base: String = text[line..].chars().take_while(|c| matches!(c, ' ' | '\t')).collect();
        let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
        fresh.replace('\n', &format!("{line_end}{base}"))
    }

    /// Whether the cursor stands behind a value and on its line, where nobody means to begin something new.
    fn is_right_behind_a_value(&self) -> bool {
        let start = self.cursor.word.range.start();
        self.cursor.comma_before.is_some_and(|end| {
            let between = &self.cx.document.text()[usize::from(end)..usize::from(start)];
            between.is_empty() || self.cursor.word.range.is_empty() && !between.contains(['\n', '\r'])
        })
    }

    fn before(&self, offset: TextSize) -> &str {
        &self.cx.document.text()[..usize::from(offset)]
    }

    /// What the other objects of the list around the cursor have under `key`.
    fn siblings(&self, key: &str) -> Vec<String> {
        let cursor = self.cursor.word.range;
        let mut around = self.cx.document.at_offset(cursor.start());
        while let Some(node) = around
            && node.kind() != JsonKind::Array
        {
            around = node.parent();
        }
        let others = around.into_iter().flat_map(Node::elements);
        let others = others.filter(|element| !element.range().contains_range(cursor));
        others.filter_map(|element| Some(element.get(key)?.text()?.into_owned())).collect()
    }

    /// The object of the container definition around the cursor.
    fn container_frame(&self) -> Option<&cursor::Frame> {
        let frames = &self.cursor.frames;
        let at = (1..=frames.len()).rev().find(|depth| {
            let typed = typed::of_frames(self.cx.task, &frames[..*depth]);
            typed.and_then(Typed::structure).is_some_and(|structure| structure.name == schema::container().name)
        })?;
        frames.get(at - 1)
    }

    /// The name of the container around the cursor.
    fn own_name(&self) -> Option<&str> {
        self.container_frame()?.scalar("name")
    }
}

/// `PortMapping` as words: `port mapping`
fn words_of(name: &str) -> String {
    let mut words = String::new();
    let mut previous_is_lower = false;
    for character in name.trim_end_matches("Request").chars() {
        if character.is_ascii_uppercase() && previous_is_lower {
            words.push(' ');
        }
        previous_is_lower = character.is_ascii_lowercase();
        words.push(if character.is_ascii_uppercase() { character.to_ascii_lowercase() } else { character });
    }
    words
}

/// What one level of indentation adds: the indentation of the first indented line, at most eight blanks.
fn unit(text: &str) -> &str {
    let indented = text.lines().filter_map(|line| {
        let content = line.trim_start_matches([' ', '\t']);
        let indentation = &line[..line.len() - content.len()];
        (!indentation.is_empty() && !content.trim().is_empty()).then_some(indentation)
    });
    match indented.into_iter().next() {
        Some(tabs) if tabs.starts_with('\t') => "\t",
        Some(blanks) if blanks.len() <= 8 => blanks,
        _ => "  ",
    }
}

#[cfg(test)]
mod tests {
    use super::{unit, words_of};

    #[test]
    fn names_in_words() {
        assert_eq!(words_of("PortMapping"), "port mapping");
        assert_eq!(words_of("EFSVolumeConfiguration"), "efsvolume configuration");
        assert_eq!(words_of("ContainerDefinition"), "container definition");
    }

    #[test]
    fn files_say_how_they_indent() {
        assert_eq!(unit("{\n    \"a\": 1\n}"), "    ");
        assert_eq!(unit("{\n\t\"a\": 1\n}"), "\t");
        assert_eq!(unit("{}"), "  ");
        assert_eq!(unit("{\n   \n  \"a\": 1}"), "  ");
    }
}
