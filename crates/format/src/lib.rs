//! Formats Dockerfiles: casing of keywords, blanks between words, continuation lines, blank lines, the order of packages.
//!
//! Invariant: the formatted file holds the same directives, comments and instructions with the same words and the
//! same heredocs (packages of an install in the order of their names), formatting it again changes nothing, and an instruction with a syntax error stays as it is. What
//! stands inside quotes, JSON arrays and heredocs is never touched; the shell in RUN only at the ends of its lines and
//! where it installs packages.
//!
//! Example:
//!
//! ```
//! use plimsoll_format::{FormatOptions, format};
//! let source = "from  debian:12\nRUN apt-get update   \\\n&& true\n";
//! let formatted = format(source, &FormatOptions::default()).apply(source);
//! assert_eq!(formatted, "FROM debian:12\nRUN apt-get update \\\n    && true\n");
//! ```

mod changes;
mod instruction;
mod layout;
mod lines;
mod meaning;
mod packages;
mod quotes;

pub use changes::{Aspect, Changes};

use plimsoll_dockerfile::{Dockerfile, Item, ItemKind, Keyword, parse};
use plimsoll_text::{Edits, TextRange, TextSize, size, slice};

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
    merged(&changes(source, options))
}

/// The edits that format the instructions and lines that `range` touches.
#[must_use]
pub fn format_range(source: &str, range: TextRange, options: &FormatOptions) -> Edits {
    merged(&edits(source, Some(range), options, true))
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
    // Words that move while somebody types would surprise.
    let edits = merged(&edits(source, Some(ended), options, false));
    let before = edits.iter().filter(|edit| edit.range.end() < line).cloned().collect();
    Edits::new(before).unwrap_or_default()
}

/// What formatting changes, for each item of the file and each list of packages, in order of place.
#[must_use]
pub fn changes(source: &str, options: &FormatOptions) -> Vec<Changes> {
    edits(source, None, options, true)
}

fn edits(source: &str, part: Option<TextRange>, options: &FormatOptions, sorts: bool) -> Vec<Changes> {
    let syntax = parse(source);
    let is_wanted = |item: &Item| {
        part.is_none_or(|part| part.intersect(item.range).is_some_and(|it| !it.is_empty() || part.is_empty()))
    };
    let mut groups: Vec<Changes> = Vec::new();
    for (at, item) in syntax.items.iter().enumerate().filter(|(_, item)| is_wanted(item)) {
        let mut group = Changes::default();
        match &item.kind {
            ItemKind::Instruction(it) if is_touchable(source, &syntax, item) => {
                group.add(Aspect::StageSpacing, layout::before_stage(source, &syntax, at));
                instruction::format(source, &syntax, item, it, options, &mut group);
            }
            ItemKind::Comment(_) => layout::ends(source, item.range, &mut group),
            ItemKind::Directive(it) => {
                layout::directive(source, it, &mut group);
                layout::ends(source, item.range, &mut group);
            }
            ItemKind::Blank => layout::blank(source, &syntax, at, &mut group),
            ItemKind::Instruction(_) => {}
        }
        groups.push(group);
    }
    if part.is_none() {
        let mut end = Changes::default();
        end.add(Aspect::FinalNewline, layout::end_of_file(source, &syntax));
        groups.push(end);
    }
    if sorts {
        let touched = |changes: &Changes| {
            let place = changes.edits().map(|edit| edit.range).reduce(TextRange::cover);
            place.is_some_and(|place| {
                let item = syntax.items.iter().find(|item| item.range.contains_range(place));
                item.is_some_and(|item| is_wanted(item) && is_touchable(source, &syntax, item))
            })
        };
        groups.extend(packages::unsorted(source, &syntax).into_iter().filter(touched));
    }
    checked(source, &syntax, groups)
}

/// The groups that keep the meaning of the file: all of them, or where one breaks it, those that do not.
fn checked(source: &str, syntax: &Dockerfile, mut groups: Vec<Changes>) -> Vec<Changes> {
    groups.retain(|group| group.edits().next().is_some());
    if groups.is_empty() {
        return groups;
    }
    let meaning = said(source, syntax);
    let keeps = |edits: &Edits| {
        let formatted = edits.apply(source);
        said(&formatted, &parse(&formatted)) == meaning
    };
    if keeps(&merged(&groups)) {
        return groups;
    }
    groups.retain(|group| keeps(&merged(std::slice::from_ref(group))));
    if keeps(&merged(&groups)) { groups } else { Vec::new() }
}

/// What the file says, whatever the order of packages.
fn said(source: &str, syntax: &Dockerfile) -> (Vec<String>, Vec<Vec<String>>) {
    let (masked, packages) = packages::masked(source, syntax);
    if packages.is_empty() {
        (meaning::of(source, syntax), packages)
    } else {
        (meaning::of(&masked, &parse(&masked)), packages)
    }
}

fn merged(groups: &[Changes]) -> Edits {
    Edits::new(groups.iter().flat_map(Changes::edits).cloned().collect()).unwrap_or_default()
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
