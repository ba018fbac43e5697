//! Reads a file: directives, comments, blank lines, instructions.
//!
//! Invariant: the items tile the file, every byte is looked at a bounded number of times, and nothing is refused.

use crate::ast::{Body, Comment, Directive, Dockerfile, Item, ItemKind, Template};
use crate::error::{SyntaxError, SyntaxErrorKind};
use crate::keyword::Keyword;
use crate::line::{Logical, Physical};
use crate::reader::Reader;
use crate::template;
use plimsoll_text::{TextRange, range, slice};

/// The longest physical line that BuildKit reads, in bytes, line end not counted (Go's `bufio.Scanner`).
const MAX_LINE: usize = 65_535;

/// Reads a Dockerfile. Cannot fail: what BuildKit would refuse is in [`Dockerfile::errors`], and the rest of the
/// file is read as usual. Takes time in proportion to the length of `source`.
#[must_use]
pub fn parse(source: &str) -> Dockerfile {
    let reader = Reader { source, escape: '\\', is_foreign: false, errors: Vec::new() };
    let mut file =
        File { reader, items: Vec::new(), directives: Vec::new(), stands_at_top: true, stages: Stages::default() };
    file.read();
    file.finish()
}

struct File<'s> {
    reader: Reader<'s>,
    items: Vec<Item>,
    /// Name in lower case and range of the directives so far.
    directives: Vec<(&'static str, TextRange)>,
    /// Whether directives still count.
    stands_at_top: bool,
    stages: Stages,
}

/// What is known about FROM so far.
#[derive(Default)]
struct Stages {
    /// A FROM, or something that may be one.
    has_from: bool,
    /// The first instruction that must stand behind a FROM.
    too_early: Option<(TextRange, Keyword)>,
    /// Whether the instruction before was an unknown one that is reported.
    is_in_unknown: bool,
}

impl File<'_> {
    fn read(&mut self) {
        let source = self.reader.source;
        let mut at = 0;
        while at < source.len() {
            let mut line = Physical::at(source, at);
            if at == 0 && source.starts_with('\u{feff}') {
                line.start = '\u{feff}'.len_utf8();
                line.end = line.end.max(line.start);
            }
            let first = line.first(source);
            if first >= line.end {
                self.stands_at_top = false;
                self.blank(at, line.next);
                at = line.next;
            } else if source.as_bytes()[first] == b'#' {
                let kind = match self.directive(range(first, line.end)) {
                    Some(directive) => ItemKind::Directive(directive),
                    None => ItemKind::Comment(Comment { range: range(first, line.end) }),
                };
                self.items.push(Item { range: range(at, line.next), kind });
                at = line.next;
            } else {
                self.stands_at_top = false;
                at = self.instruction(at, line, first);
            }
        }
    }

    fn blank(&mut self, start: usize, end: usize) {
        if let Some(Item { range: before, kind: ItemKind::Blank }) = self.items.last_mut() {
            *before = range(before.start().into(), end);
        } else {
            self.items.push(Item { range: range(start, end), kind: ItemKind::Blank });
        }
    }

    fn instruction(&mut self, item_start: usize, line: Physical, first: usize) -> usize {
        let escape = self.reader.escape as u8;
        let mut logical = Logical::read(self.reader.source, line, first, escape);
        if logical.start >= logical.end {
            // Only continuation marks: BuildKit takes it as an instruction without a name.
            logical.start = first;
            logical.end = first;
            logical.gaps.clear();
            logical.comments.clear();
        }
        let start = logical.start;
        let instruction = self.reader.instruction(&mut logical, start, None);
        self.note(&instruction);
        let end = logical.next;
        self.items.push(Item { range: range(item_start, end), kind: ItemKind::Instruction(Box::new(instruction)) });
        end
    }

    /// Looks at what a whole file must keep to.
    fn note(&mut self, instruction: &crate::Instruction) {
        let keyword = instruction.keyword;
        if keyword == Keyword::Unknown {
            self.unknown(instruction);
            return;
        }
        self.stages.is_in_unknown = false;
        if keyword == Keyword::From {
            self.stages.has_from = true;
        } else if keyword != Keyword::Arg && !self.stages.has_from && self.stages.too_early.is_none() {
            self.stages.too_early = Some((instruction.keyword_range, keyword));
        }
    }

    fn unknown(&mut self, instruction: &crate::Instruction) {
        let source = self.reader.source;
        let place = instruction.keyword_range;
        let word = slice(source, place);
        let is_template = template::is_template(slice(source, instruction.range)) || template::is_marker(word);
        let nearest = template::nearest_keyword(word);
        // What a template or another frontend puts here may be a FROM.
        let is_half_typed = !word.is_empty() && "from".starts_with(&word.to_ascii_lowercase());
        if is_template || self.reader.is_foreign || nearest == Some(Keyword::From) || is_half_typed {
            self.stages.has_from = true;
        }
        if is_template || self.reader.is_foreign {
            return;
        }
        // The second line of one broken instruction is no second mistake.
        let is_first = !std::mem::replace(&mut self.stages.is_in_unknown, true);
        if !is_first && nearest.is_none() {
            return;
        }
        let shown = if place.is_empty() { instruction.range } else { place };
        let message = match nearest {
            Some(near) => format!("unknown instruction `{word}`, perhaps `{}` is meant", near.as_str()),
            None if word.is_empty() => "expected an instruction".to_owned(),
            None => format!("unknown instruction `{}`: expected one as `RUN` or `COPY`", short(word)),
        };
        self.reader.error(SyntaxErrorKind::UnknownInstruction, shown, message);
    }

    /// Reads a comment at the top as a parser directive; `None` when it is a mere comment.
    fn directive(&mut self, comment: TextRange) -> Option<Directive> {
        if !std::mem::take(&mut self.stands_at_top) {
            return None;
        }
        let source = self.reader.source;
        let text = slice(source, comment);
        let start = usize::from(comment.start());
        let name_start = text.len() - text[1..].trim_start().len();
        let name_len = text[name_start..].find(|ch: char| !ch.is_ascii_alphanumeric())?;
        let name_end = name_start + name_len;
        let name = ["syntax", "escape", "check"]
            .into_iter()
            .find(|name| name.eq_ignore_ascii_case(&text[name_start..name_end]))?;
        let behind = text[name_end..].trim_start().strip_prefix('=')?;
        let value = behind.trim_start();
        let value_start = start + text.len() - value.len();
        let value = value.trim_end();
        let directive = Directive {
            range: comment,
            name: range(start + name_start, start + name_end),
            value: range(value_start, value_start + value.len()),
        };
        // BuildKit takes `# escape=` without anything behind it as a comment, which ends the directives.
        if !behind.is_empty() {
            self.stands_at_top = true;
            self.apply(name, directive);
        }
        Some(directive)
    }

    fn apply(&mut self, name: &'static str, directive: Directive) {
        if let Some((_, first)) = self.directives.iter().find(|(earlier, _)| *earlier == name) {
            self.reader.errors.push(SyntaxError {
                kind: SyntaxErrorKind::DuplicateDirective,
                range: directive.range,
                message: format!("the directive `{name}` is given twice"),
                related: Some((*first, "given here first".to_owned())),
                suggestion: None,
            });
            return;
        }
        self.directives.push((name, directive.range));
        let value = slice(self.reader.source, directive.value);
        match (name, value) {
            ("escape", "\\") => self.reader.escape = '\\',
            ("escape", "`") => self.reader.escape = '`',
            ("escape", _) => {
                let place = if value.is_empty() { directive.range } else { directive.value };
                let message = format!("expected `\\` or a backtick as escape character, found `{}`", short(value));
                self.reader.error(SyntaxErrorKind::InvalidEscapeDirective, place, message);
            }
            ("syntax", _) => self.reader.is_foreign = is_foreign(value),
            _ => {}
        }
    }

    fn finish(mut self) -> Dockerfile {
        self.check_lines();
        let source = self.reader.source;
        let is_unknown = |error: &SyntaxError| error.kind == SyntaxErrorKind::UnknownInstruction;
        let template = template::template(source);
        let is_filled_in = template == Template::Engine && self.reader.errors.iter().any(is_unknown);
        // The file that is included may begin the stage.
        if is_filled_in || template == Template::Preprocessor {
            self.reader.errors.retain(|error| !is_unknown(error));
            self.stages.has_from = true;
        }
        if template == Template::Preprocessor {
            self.stages.too_early = None;
        }
        // Which lines are the engine's cannot be told.
        if template == Template::Blocks {
            self.reader.errors.retain(|error| error.kind == SyntaxErrorKind::UnterminatedHeredoc);
            self.stages = Stages { has_from: true, ..Stages::default() };
        }
        // `FROM BASEIMAGE`: a script replaces such words before anything is built.
        if self.has_placeholder_image() {
            let is_word = |error: &SyntaxError| slice(source, error.range).contains('_');
            let is_macro = |error: &SyntaxError| is_word(error) && template::is_capitals(slice(source, error.range));
            self.reader.errors.retain(|error| !(is_unknown(error) && is_macro(error)));
        }
        let has_instruction = self.items.iter().any(|item| matches!(item.kind, ItemKind::Instruction(_)));
        let from = self.items.iter().position(|item| match &item.kind {
            ItemKind::Instruction(instruction) => instruction.keyword == Keyword::From,
            _ => false,
        });
        if !self.stages.has_from {
            let unknown = self.reader.errors.iter().any(is_unknown);
            if !self.reader.is_foreign && (!has_instruction || !unknown || self.stages.too_early.is_some()) {
                let place = self.stages.too_early.map_or_else(|| first_line(source), |(place, _)| place);
                let message = "expected a `FROM` that says which image the build starts from";
                self.reader.error(SyntaxErrorKind::MissingFrom, place, message);
            }
        } else if let Some((place, keyword)) = self.stages.too_early
            && from.is_some()
        {
            let message = format!("{} stands before the first `FROM`: only ARG may", keyword.as_str());
            self.reader.error(SyntaxErrorKind::InstructionBeforeFrom, place, message);
        }
        let mut errors = self.reader.errors;
        errors.sort_by_key(|error| (error.range.start(), error.range.end()));
        Dockerfile { items: self.items, escape: self.reader.escape, errors, template }
    }

    /// Whether a FROM names an image in capitals, which no registry can have.
    fn has_placeholder_image(&self) -> bool {
        self.items.iter().any(|item| match &item.kind {
            ItemKind::Instruction(instruction) => match &instruction.body {
                Body::From(from) => from.image.as_ref().is_some_and(|image| {
                    let text = slice(self.reader.source, image.range);
                    text.len() > 3 && template::is_capitals(text)
                }),
                _ => false,
            },
            _ => false,
        })
    }

    fn check_lines(&mut self) {
        let source = self.reader.source;
        if source.len() <= MAX_LINE {
            return;
        }
        let mut start = 0;
        for at in memchr::memchr_iter(b'\n', source.as_bytes()).chain([source.len()]) {
            if at - start > MAX_LINE {
                let message = format!("this line has {} bytes, BuildKit reads at most {MAX_LINE}", at - start);
                self.reader.error(SyntaxErrorKind::OversizedLine, range(start, at), message);
            }
            start = at + 1;
        }
    }
}

/// Whether a `# syntax=` value names another frontend than Docker's own.
fn is_foreign(value: &str) -> bool {
    let image = value.split_whitespace().next().unwrap_or_default();
    let image = image.strip_prefix("docker.io/").unwrap_or(image);
    !image.is_empty() && !image.starts_with("docker/dockerfile")
}

/// The first line with anything on it; the whole text when there is none.
fn first_line(source: &str) -> TextRange {
    let start = source.len() - source.trim_start_matches(['\u{feff}', '\n', '\r', ' ', '\t']).len();
    let end = memchr::memchr(b'\n', &source.as_bytes()[start..]).map_or(source.len(), |at| start + at);
    let end = start + source[start..end].trim_end().len();
    if start == end { range(0, source.len()) } else { range(start, end) }
}

/// At most forty characters of a text.
fn short(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
