//! A shell word: where it is, what it says, and what in it only the shell knows.
//!
//! Invariant: [`Word::literal`] is `Some` only if no shell could put anything else in the word's place, apart from
//! the matches of a glob or brace list, which [`Word::has_glob`] and [`Word::has_brace_list`] tell.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use plimsoll_text::TextRange;

use crate::body::Body;
use crate::scan::{Piece, pieces};

/// One word of a command, an assignment's value or a redirect's target.
#[derive(Clone)]
pub struct Word {
    /// All characters of the word with its quotes: `"a b"c`.
    pub range: TextRange,
    body: Arc<Body>,
    start: usize,
    end: usize,
    value: Value,
    parts: Box<[Part]>,
    glob: bool,
    brace_list: bool,
}

/// A stretch of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// `$NAME`, `$(…)` whole; literal text without the quotes around it, with the escapes in it.
    pub range: TextRange,
    /// Whether quotes or a backslash keep the shell from splitting or globbing it.
    pub quoted: bool,
    /// What it is.
    pub kind: PartKind,
}

/// What a [`Part`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartKind {
    /// Text that stands for itself.
    Literal,
    /// `$NAME`, `${NAME…}`, `$1`, `$@`; the range covers the bare name: `NAME`.
    Variable(TextRange),
    /// `$(…)` or `` `…` ``; its commands are in the script's list.
    Command,
    /// `$((…))`.
    Arithmetic,
    /// `<(…)` or `>(…)`; its commands are in the script's list.
    Process,
    /// A template placeholder such as `{{ name }}` or `@NAME@`, or something that an outer shell puts in.
    Unknown,
}

/// A variable that a word reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Variable<'a> {
    /// The bare name: `NAME` in `$NAME` and in `${NAME:-x}`.
    pub name: &'a str,
    /// The characters of the name.
    pub range: TextRange,
    /// The whole expansion: `${NAME:-x}`.
    pub whole: TextRange,
    /// What follows the name inside braces, as written: `:-x`; empty for none.
    pub modifier: &'a str,
    /// Whether it stands inside double quotes.
    pub quoted: bool,
}

#[derive(Clone)]
enum Value {
    /// The raw text is the value.
    Raw,
    Cooked(Box<str>),
    Dynamic,
}

impl Word {
    pub(crate) fn new(body: &Arc<Body>, start: usize, end: usize) -> Self {
        let end = end.min(body.text.len());
        let start = start.min(end);
        let mut parts: Vec<Part> = Vec::new();
        let (mut glob, mut brace_list, mut dynamic) = (false, false, false);
        let mut plain = true;
        let mut cooked = String::new();
        let mut covered = start;
        pieces(body, start, end, &mut |piece, from, to, quoted| {
            // Anything but one stretch of text over the whole word needs its value put together.
            if plain && (from != covered || matches!(piece, Piece::Char(_))) {
                plain = false;
                cooked.push_str(body.slice(start, covered));
            }
            covered = to;
            let kind = match piece {
                Piece::Text | Piece::Glob | Piece::Brace => {
                    glob |= piece == Piece::Glob;
                    brace_list |= piece == Piece::Brace;
                    if !plain {
                        cooked.push_str(body.slice(from, to));
                    }
                    PartKind::Literal
                }
                Piece::Char(value) => {
                    cooked.push(value);
                    PartKind::Literal
                }
                Piece::Variable { name, .. } => PartKind::Variable(body.range(name.0, name.1)),
                Piece::Command => PartKind::Command,
                Piece::Arithmetic => PartKind::Arithmetic,
                Piece::Process => PartKind::Process,
                Piece::Hole => PartKind::Unknown,
            };
            dynamic |= kind != PartKind::Literal;
            let range = body.range(from, to);
            match parts.last_mut() {
                Some(last)
                    if kind == PartKind::Literal
                        && last.kind == PartKind::Literal
                        && last.quoted == quoted
                        && last.range.end() == range.start() =>
                {
                    last.range = last.range.cover(range);
                }
                _ => parts.push(Part { range, quoted, kind }),
            }
        });
        let value = if dynamic {
            Value::Dynamic
        } else if plain && covered == end {
            Value::Raw
        } else {
            if plain {
                cooked.push_str(body.slice(start, covered));
            }
            Value::Cooked(cooked.into_boxed_str())
        };
        let range = body.range(start, end);
        Self { range, body: Arc::clone(body), start, end, value, parts: parts.into_boxed_slice(), glob, brace_list }
    }

    /// A word that no shell reads, such as an item of an exec form: `value` stands at `range`.
    pub(crate) fn verbatim(range: TextRange, value: &str) -> Self {
        let body = Body { text: Box::from(value), base: range.start(), holes: Vec::new() };
        let parts: Box<[Part]> = Box::new([Part { range, quoted: true, kind: PartKind::Literal }]);
        let parts = if value.is_empty() { Box::default() } else { parts };
        Self {
            range,
            end: body.text.len(),
            body: Arc::new(body),
            start: 0,
            value: Value::Raw,
            parts,
            glob: false,
            brace_list: false,
        }
    }

    /// The same word, known to hold something that only the shell knows.
    pub(crate) fn opaque(mut self) -> Self {
        self.value = Value::Dynamic;
        self.parts = Box::new([Part { range: self.range, quoted: false, kind: PartKind::Unknown }]);
        self
    }

    /// The word with quotes and escapes taken away; `None` if it contains an expansion or a template placeholder.
    #[must_use]
    pub fn literal(&self) -> Option<&str> {
        match &self.value {
            Value::Raw => Some(self.raw()),
            Value::Cooked(text) => Some(text),
            Value::Dynamic => None,
        }
    }

    /// Whether [`Word::literal`] is `Some(text)`.
    #[must_use]
    pub fn is(&self, text: &str) -> bool {
        self.literal() == Some(text)
    }

    /// The static text in front of the first expansion, without quotes: `a b` for `"a b$X"`; all of a literal word.
    #[must_use]
    pub fn prefix_literal(&self) -> Cow<'_, str> {
        if let Some(text) = self.literal() {
            return Cow::Borrowed(text);
        }
        let mut prefix = String::new();
        let mut over = self.parts.first().is_none_or(|part| part.kind == PartKind::Unknown && self.parts.len() == 1);
        pieces(&self.body, self.start, self.end, &mut |piece, from, to, _| match piece {
            _ if over => {}
            Piece::Text | Piece::Glob | Piece::Brace => prefix.push_str(self.body.slice(from, to)),
            Piece::Char(value) => prefix.push(value),
            _ => over = true,
        });
        Cow::Owned(prefix)
    }

    /// The word's parts in order; none for an empty word such as `''`.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The word as written, with its quotes; template placeholders are overwritten with `_`.
    #[must_use]
    pub fn raw(&self) -> &str {
        self.body.slice(self.start, self.end)
    }

    /// Whether `*`, `?` or `[` stands outside quotes.
    #[must_use]
    pub fn has_glob(&self) -> bool {
        self.glob
    }

    /// Whether `{a,b}` or `{1..3}` stands outside quotes. Only bash, ksh and zsh expand it.
    #[must_use]
    pub fn has_brace_list(&self) -> bool {
        self.brace_list
    }

    /// Whether a quote or a backslash is part of the word.
    #[must_use]
    pub fn is_quoted(&self) -> bool {
        self.parts.is_empty() || self.parts.iter().any(|part| part.quoted)
    }

    /// Whether the word holds a template placeholder.
    #[must_use]
    pub fn has_placeholder(&self) -> bool {
        self.parts.iter().any(|part| part.kind == PartKind::Unknown)
    }

    /// The variables that the word reads, those in the modifiers of others included: `A` and `B` of `${A:-$B}`.
    ///
    /// Variables inside `$(…)` are not among them; they belong to the commands in there.
    #[must_use]
    pub fn variables(&self) -> Vec<Variable<'_>> {
        let mut found = Vec::new();
        if self.parts.iter().any(|part| matches!(part.kind, PartKind::Variable(_) | PartKind::Arithmetic)) {
            collect_variables(&self.body, self.start, self.end, false, 0, &mut found);
        }
        found
    }

    /// The word with variables replaced by what `lookup` knows of them; `None` if anything stays unknown.
    ///
    /// Understands `$NAME`, `${NAME}` and the modifiers `:-`, `-`, `:+`, `+`, `:?`, `?`; other modifiers count as unknown.
    /// `lookup` gives `None` for a variable that it knows nothing of. Splitting at blanks is up to the caller.
    #[must_use]
    pub fn resolve(&self, lookup: &mut dyn FnMut(&str) -> Option<String>) -> Option<Cow<'_, str>> {
        if let Some(text) = self.literal() {
            return Some(Cow::Borrowed(text));
        }
        if self.has_placeholder() {
            return None;
        }
        resolve(&self.body, self.start, self.end, 0, lookup).map(Cow::Owned)
    }

    /// The inside of a word that is one pair of quotes, or has none: offsets in its body, and the quote.
    pub(crate) fn single_content(&self) -> Option<(&Body, usize, usize, Option<u8>)> {
        let whole = |quote| Some((&*self.body, self.start, self.end, quote));
        // An item of an exec form: no quote in it is the outer shell's.
        if let ([part], Value::Raw) = (&*self.parts, &self.value)
            && part.quoted
        {
            return whole(None);
        }
        let raw = self.raw().as_bytes();
        match raw {
            [b'\'', inside @ .., b'\''] if !inside.contains(&b'\'') => {
                Some((&self.body, self.start + 1, self.end - 1, Some(b'\'')))
            }
            [b'"', inside @ .., b'"'] => {
                let mut at = 0;
                while at < inside.len() {
                    match inside[at] {
                        b'\\' => at += 2,
                        b'"' => return None,
                        b'`' => at = crate::scan::balanced(inside, at + 1, inside.len(), b'`'),
                        b'$' if inside.get(at + 1) == Some(&b'(') => {
                            at = crate::scan::balanced(inside, at + 2, inside.len(), b')');
                        }
                        _ => at += 1,
                    }
                }
                (at == inside.len()).then_some((&self.body, self.start + 1, self.end - 1, Some(b'"')))
            }
            _ if matches!(self.value, Value::Raw) => whole(None),
            _ => None,
        }
    }

    /// The text that the word's place is in.
    pub(crate) fn body(&self) -> &Body {
        &self.body
    }

    /// Whether the words of an exec form give exact ranges: the file's text is the value.
    pub(crate) fn is_exact(&self) -> bool {
        usize::from(self.range.len()) == self.end - self.start
    }
}

impl fmt::Debug for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Word({:?} {:?})", self.range, self.raw())
    }
}

/// Modifiers nest; nobody nests them deeper than this on purpose.
const DEEPEST_MODIFIER: usize = 8;

fn collect_variables<'a>(
    body: &'a Body,
    start: usize,
    end: usize,
    inside_quotes: bool,
    depth: usize,
    found: &mut Vec<Variable<'a>>,
) {
    if depth > DEEPEST_MODIFIER {
        return;
    }
    pieces(body, start, end, &mut |piece, from, to, quoted| match piece {
        Piece::Variable { name, modifier, .. } => {
            let quoted = quoted || inside_quotes;
            found.push(Variable {
                name: body.slice(name.0, name.1),
                range: body.range(name.0, name.1),
                whole: body.range(from, to),
                modifier: body.slice(modifier.0, modifier.1),
                quoted,
            });
            if modifier.0 < modifier.1 {
                collect_variables(body, modifier.0, modifier.1, quoted, depth + 1, found);
            }
        }
        // The result of arithmetic is a number: nothing in it can be split.
        Piece::Arithmetic => collect_variables(body, from + 2, to.saturating_sub(1), true, depth + 1, found),
        _ => {}
    });
}

fn resolve(
    body: &Body,
    start: usize,
    end: usize,
    depth: usize,
    lookup: &mut dyn FnMut(&str) -> Option<String>,
) -> Option<String> {
    if depth > DEEPEST_MODIFIER {
        return None;
    }
    let mut value = String::new();
    let mut known = true;
    pieces(body, start, end, &mut |piece, from, to, _| match piece {
        _ if !known => {}
        Piece::Text | Piece::Glob | Piece::Brace => value.push_str(body.slice(from, to)),
        Piece::Char(char) => value.push(char),
        Piece::Variable { name, modifier, indirect } if !indirect => {
            let current = lookup(body.slice(name.0, name.1));
            let text = body.slice(modifier.0, modifier.1);
            let (operator, default) = match text.as_bytes() {
                [] => (b' ', 0),
                [b':', operator @ (b'-' | b'+' | b'?'), ..] => (*operator, 2),
                [operator @ (b'-' | b'+' | b'?'), ..] => (*operator, 1),
                _ => (0, 0),
            };
            let empty_counts = default == 2;
            let set = current.as_ref().map(|current| !(empty_counts && current.is_empty()));
            let replacement = match (operator, set) {
                (b' ', Some(_)) | (b'-' | b'?', Some(true)) => current,
                (b'+', Some(false)) => Some(String::new()),
                (b'-', Some(false)) | (b'+', Some(true)) => {
                    resolve(body, modifier.0 + default, modifier.1, depth + 1, lookup)
                }
                _ => None,
            };
            match replacement {
                Some(text) => value.push_str(&text),
                None => known = false,
            }
        }
        _ => known = false,
    });
    known.then_some(value)
}
