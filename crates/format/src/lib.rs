//! Formats Dockerfiles: casing of keywords, blanks between words, continuation lines, blank lines.
//!
//! Invariant: the formatted file holds the same directives, comments and instructions with the same words and the
//! same heredocs, formatting it again changes nothing, and an instruction with a syntax error stays as it is. What
//! stands inside quotes, JSON arrays and heredocs is never touched; the shell in RUN only at the ends of its lines.
//!
//! Example:
//!
//! ```
//! use plimsoll_format::{FormatOptions, format};
//! let source = "from  debian:12\nRUN apt-get update   \\\n&& true\n";
//! let formatted = format(source, &FormatOptions::default()).apply(source);
//! assert_eq!(formatted, "FROM debian:12\nRUN apt-get update \\\n    && true\n");
//! ```

mod instruction;
mod layout;
mod lines;
mod meaning;
mod quotes;

use plimsoll_dockerfile::{Dockerfile, Item, ItemKind, Keyword, parse};
use plimsoll_text::{Edit, Edits, TextRange, TextSize, size, slice};

/// How a file is formatted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FormatOptions {
    /// How many blanks a continuation line begins with.
    pub indent: usize,
}

impl Default for FormatOptions {
    fn default() -> Self {
        Self { indent: 4 }
    }
}

/// The edits that format `source`. Cannot fail.
#[must_use]
pub fn format(source: &str, options: &FormatOptions) -> Edits {
    edits(source, None, options)
}

/// The edits that format the instructions and lines that `range` touches.
#[must_use]
pub fn format_range(source: &str, range: TextRange, options: &FormatOptions) -> Edits {
    edits(source, Some(range), options)
}

/// The edits after a line end was typed and the cursor stands at `offset`: a continuation line is indented, and
/// the instruction that ended there is formatted. Nothing behind the cursor changes.
#[must_use]
pub fn format_on_enter(source: &str, offset: TextSize, options: &FormatOptions) -> Edits {
    let before = source.get(..usize::from(offset)).unwrap_or_default();
    let Some(line) = before.rfind('\n').map(|at| size(at + 1)) else { return Edits::default() };
    let syntax = parse(source);
    let at = syntax.items.partition_point(|item| item.range.end() < line);
    let Some(item) = syntax.items.get(at) else { return Edits::default() };
    if let ItemKind::Instruction(it) = &item.kind
        && let Some(wanted) = instruction::next_indent(source, &syntax, it, line, options)
    {
        return instruction::indent_line(source, line, wanted).map(Edits::from).unwrap_or_default();
    }
    if item.range.end() > line {
        return Edits::default();
    }
    let ended = TextRange::new(item.range.start(), line);
    let edits = format_range(source, ended, options);
    let before = edits.iter().filter(|edit| edit.range.end() < line).cloned().collect();
    Edits::new(before).unwrap_or_default()
}

fn edits(source: &str, part: Option<TextRange>, options: &FormatOptions) -> Edits {
    let syntax = parse(source);
    let is_wanted = |item: &Item| {
        part.is_none_or(|part| part.intersect(item.range).is_some_and(|it| !it.is_empty() || part.is_empty()))
    };
    let mut groups: Vec<Vec<Edit>> = Vec::new();
    for (at, item) in syntax.items.iter().enumerate().filter(|(_, item)| is_wanted(item)) {
        let mut group = Vec::new();
        match &item.kind {
            ItemKind::Instruction(it) if is_touchable(source, &syntax, item) => {
                group.extend(layout::before_stage(source, &syntax, at));
                instruction::format(source, &syntax, item, it, options, &mut group);
            }
            ItemKind::Comment(_) | ItemKind::Directive(_) => layout::ends(source, item.range, &mut group),
            ItemKind::Blank => layout::blank(source, &syntax, at, &mut group),
            ItemKind::Instruction(_) => {}
        }
        groups.push(group);
    }
    if part.is_none() {
        groups.push(layout::end_of_file(source, &syntax).into_iter().collect());
    }
    checked(source, &syntax, groups)
}

/// The edits of `groups` that keep the meaning of the file: all of them, or where one breaks it, those that do not.
fn checked(source: &str, syntax: &Dockerfile, groups: Vec<Vec<Edit>>) -> Edits {
    let meaning = meaning::of(source, syntax);
    let keeps = |edits: &Edits| {
        let formatted = edits.apply(source);
        meaning::of(&formatted, &parse(&formatted)) == meaning
    };
    let Ok(all) = Edits::new(groups.iter().flatten().cloned().collect()) else { return Edits::default() };
    if all.is_empty() || keeps(&all) {
        return all;
    }
    let good = groups.into_iter().filter(|group| Edits::new(group.clone()).is_ok_and(|edits| keeps(&edits)));
    let some = Edits::new(good.flatten().collect()).unwrap_or_default();
    if keeps(&some) { some } else { Edits::default() }
}

/// Whether an instruction is understood well enough to be formatted: it has no syntax error and no placeholder of a
/// template tool.
fn is_touchable(source: &str, syntax: &Dockerfile, item: &Item) -> bool {
    let ItemKind::Instruction(it) = &item.kind else { return false };
    let text = slice(source, item.range);
    let is_template = ["{{", "{%", "<%", "{#"].iter().any(|mark| text.contains(mark));
    let has_error =
        syntax.errors.iter().any(|error| error.range.intersect(item.range).is_some_and(|it| !it.is_empty()));
    it.keyword != Keyword::Unknown && !is_template && !has_error
}
