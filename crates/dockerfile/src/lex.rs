//! What a word is made of: quotes taken off, escapes decoded, variables apart.
//!
//! Invariant: every character is read once, and nesting is limited, so that no text is slow or overflows the
//! stack. What cannot be read becomes a variable of unknown value, never a text.
//!
//! Rules: BuildKit `frontend/dockerfile/shell`, 2026-08.

use crate::cursor::{Char, Chars};
use crate::error::SyntaxErrorKind;
use crate::word::{Modifier, ModifierKind, Variable, Word, WordPart};
use plimsoll_text::{TextRange, range};

/// Deeper nesting of `${a:-${b:-…}}` is not read.
const MAX_DEPTH: u32 = 64;

/// Why a word could not be read to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LexError {
    /// `None` for nesting that BuildKit accepts and we do not follow.
    pub(crate) kind: Option<SyntaxErrorKind>,
    /// Offset of the quote or `$` that opens what is wrong.
    pub(crate) start: usize,
    /// What is there and what was expected.
    pub(crate) message: &'static str,
}

/// Reads one word.
pub(crate) struct Lexer<'s, C> {
    source: &'s str,
    escape: char,
    chars: C,
    depth: u32,
    last_end: usize,
    /// Whether `${a:=b}` and the like pass, as they do where BuildKit expands nothing.
    is_lenient: bool,
}

impl<'s, C: Chars> Lexer<'s, C> {
    pub(crate) fn new(source: &'s str, escape: char, chars: C) -> Self {
        Self { source, escape, chars, depth: 0, last_end: 0, is_lenient: false }
    }

    /// Reads as BuildKit does where it only parts words: a modifier behind `:` may be any character.
    pub(crate) fn lenient(mut self) -> Self {
        self.is_lenient = true;
        self
    }

    /// The rest as one word that stands at `place`, and what is wrong with it.
    pub(crate) fn word(mut self, place: TextRange) -> (Word, Option<LexError>) {
        let mut parts = Parts::new(self.source);
        let error = self.run(None, &mut parts).err();
        let mut parts = parts.finish();
        if let Some(error) = error
            && error.kind != Some(SyntaxErrorKind::UnbalancedQuote)
        {
            parts.push(unknown(range(error.start, place.end().into())));
        }
        if let [WordPart::Text { range, value: None }] = &parts[..]
            && *range == place
        {
            parts.clear();
        }
        (Word { range: place, parts }, error)
    }

    /// The next character, left in place.
    pub(crate) fn peek(&self) -> Option<Char> {
        self.chars.peek()
    }

    /// Takes the next character.
    pub(crate) fn bump(&mut self) -> Option<Char> {
        let next = self.chars.bump()?;
        self.last_end = next.end;
        Some(next)
    }

    /// The characters that are left.
    pub(crate) fn rest(&self) -> &C {
        &self.chars
    }

    /// Offset after the last character that was taken.
    pub(crate) fn last_end(&self) -> usize {
        self.last_end
    }

    /// Reads a `$` and what belongs to it, or a quoted text.
    ///
    /// # Errors
    /// It has no end, or is no substitution.
    pub(crate) fn special(&mut self, parts: &mut Parts<'s>) -> Result<(), LexError> {
        match self.peek() {
            Some(Char { ch: '\'', .. }) => self.single_quoted(parts),
            Some(Char { ch: '"', .. }) => self.double_quoted(parts),
            Some(Char { ch: '$', .. }) => self.dollar(parts),
            _ => Ok(()),
        }
    }

    /// Reads to the character of `stop`, which is taken, or to the end; without that character it is the error
    /// of `stop`.
    fn run(&mut self, stop: Option<(char, LexError)>, parts: &mut Parts<'s>) -> Result<(), LexError> {
        while let Some(next) = self.peek() {
            match next.ch {
                ch if stop.is_some_and(|(stop, _)| stop == ch) => {
                    self.bump();
                    return Ok(());
                }
                '\'' | '"' | '$' => self.special(parts)?,
                ch if ch == self.escape => {
                    self.bump();
                    match self.bump() {
                        Some(escaped) => parts.push(Char { start: next.start, ..escaped }),
                        None => parts.drop(next),
                    }
                }
                _ => {
                    self.bump();
                    parts.push(next);
                }
            }
        }
        match stop {
            None => Ok(()),
            Some((_, missing)) => Err(missing),
        }
    }

    fn single_quoted(&mut self, parts: &mut Parts<'s>) -> Result<(), LexError> {
        let Some(open) = self.bump() else { return Ok(()) };
        parts.close();
        while let Some(next) = self.bump() {
            if next.ch == '\'' {
                parts.close_quoted(open.end, next.start);
                return Ok(());
            }
            parts.push(next);
        }
        Err(unbalanced_quote(open, "this single quote is never closed"))
    }

    fn double_quoted(&mut self, parts: &mut Parts<'s>) -> Result<(), LexError> {
        let Some(open) = self.bump() else { return Ok(()) };
        parts.close();
        let mut is_empty = true;
        while let Some(next) = self.peek() {
            match next.ch {
                '"' => {
                    self.bump();
                    if is_empty {
                        parts.close_quoted(open.end, next.start);
                    }
                    parts.close();
                    return Ok(());
                }
                '$' => self.dollar(parts)?,
                ch if ch == self.escape => {
                    self.bump();
                    match self.peek() {
                        Some(escaped) if matches!(escaped.ch, '"' | '$') || escaped.ch == self.escape => {
                            self.bump();
                            parts.push(Char { start: next.start, ..escaped });
                        }
                        _ => parts.push(next),
                    }
                }
                _ => {
                    self.bump();
                    parts.push(next);
                }
            }
            is_empty = false;
        }
        Err(unbalanced_quote(open, "this double quote is never closed"))
    }

    fn dollar(&mut self, parts: &mut Parts<'s>) -> Result<(), LexError> {
        let Some(dollar) = self.bump() else { return Ok(()) };
        if self.peek().is_some_and(|next| next.ch == '{') {
            self.bump();
            let variable = self.braces(dollar)?;
            parts.variable(variable);
            return Ok(());
        }
        let name = self.name();
        if name.is_empty() {
            parts.push(dollar);
        } else {
            let modifier = name.broken.then(|| unsupported(range(name.end, name.end)));
            parts.variable(Variable { range: range(dollar.start, name.end), name: name.range(), modifier });
        }
        Ok(())
    }

    /// What stands behind `${`.
    fn braces(&mut self, dollar: Char) -> Result<Variable, LexError> {
        match self.peek().map(|next| next.ch) {
            None => return Err(no_brace(dollar)),
            Some('{' | '}' | ':') => {
                return Err(bad_substitution(dollar.start, "expected the name of a variable behind `${`"));
            }
            Some(_) => {}
        }
        if self.depth >= MAX_DEPTH {
            return Err(LexError { kind: None, start: dollar.start, message: "nested too deep" });
        }
        let name = self.name();
        let Some(first) = self.bump() else {
            return Err(no_brace(dollar));
        };
        if first.ch == '}' {
            let modifier = name.broken.then(|| unsupported(range(first.start, first.start)));
            return Ok(Variable { range: range(dollar.start, first.end), name: name.range(), modifier });
        }
        let (kind, operator) = self.operator(dollar, first)?;
        self.depth += 1;
        let word = self.modifier_word(dollar, first.ch == '/', operator.end().into());
        self.depth -= 1;
        let (word, end) = word?;
        let kind = if name.broken { ModifierKind::Unsupported } else { kind };
        Ok(Variable {
            range: range(dollar.start, end),
            name: name.range(),
            modifier: Some(Box::new(Modifier { kind, operator, word })),
        })
    }

    fn operator(&mut self, dollar: Char, first: Char) -> Result<(ModifierKind, TextRange), LexError> {
        let colon = first.ch == ':';
        let mark = if colon { self.bump() } else { Some(first) };
        let Some(mark) = mark else { return Err(no_brace(dollar)) };
        let mut operator = range(first.start, mark.end);
        let kind = match mark.ch {
            '-' => ModifierKind::Default { colon },
            '+' => ModifierKind::Alternative { colon },
            '?' => ModifierKind::Required { colon },
            ch if colon && self.is_lenient && !matches!(ch, '#' | '%') => ModifierKind::Unsupported,
            '#' | '%' | '/' if !colon => {
                if let Some(second) = self.peek()
                    && second.ch == mark.ch
                {
                    self.bump();
                    operator = range(first.start, second.end);
                }
                ModifierKind::Pattern
            }
            _ => {
                let message = "expected `}` or one of `:-`, `-`, `:+`, `+`, `:?`, `?`, `#`, `##`, `%`, `%%`, `/`, `//`";
                return Err(bad_substitution(dollar.start, message));
            }
        };
        Ok((kind, operator))
    }

    /// The word up to the `}`, and the offset behind the `}`.
    fn modifier_word(&mut self, dollar: Char, replaces: bool, start: usize) -> Result<(Word, usize), LexError> {
        let mut parts = Parts::new(self.source);
        if replaces {
            let message = "expected a `/` between the pattern and its replacement";
            self.run(Some(('/', bad_substitution(dollar.start, message))), &mut parts)?;
            parts.close();
        }
        self.run(Some(('}', no_brace(dollar))), &mut parts)?;
        let place = range(start, self.last_end.saturating_sub(1));
        let mut parts = parts.finish();
        if let [WordPart::Text { range, value: None }] = &parts[..]
            && *range == place
        {
            parts.clear();
        }
        Ok((Word { range: place, parts }, self.last_end))
    }

    fn name(&mut self) -> Name {
        let at = self.peek().map_or(self.last_end, |next| next.start);
        let mut name = Name { start: at, end: at, broken: false };
        let Some(first) = self.peek() else { return name };
        if matches!(first.ch, '@' | '*' | '#' | '?' | '-' | '$' | '!') {
            self.bump();
            name.add(first);
            return name;
        }
        let only_digits = first.ch.is_numeric();
        while let Some(next) = self.peek() {
            let belongs = if only_digits { next.ch.is_numeric() } else { next.ch.is_alphanumeric() || next.ch == '_' };
            if !belongs {
                break;
            }
            self.bump();
            name.add(next);
        }
        name
    }
}

/// The name of a variable.
struct Name {
    start: usize,
    end: usize,
    /// Whether a continuation line lies inside, so that its text is not its name.
    broken: bool,
}

impl Name {
    fn add(&mut self, next: Char) {
        self.broken |= next.start != self.end || !next.is_verbatim();
        self.end = next.end;
    }

    fn is_empty(&self) -> bool {
        self.start == self.end
    }

    fn range(&self) -> TextRange {
        range(self.start, self.end)
    }
}

/// Collects the parts of a word; neighbouring characters become one text.
pub(crate) struct Parts<'s> {
    source: &'s str,
    parts: Vec<WordPart>,
    open: Option<OpenText>,
}

struct OpenText {
    start: usize,
    end: usize,
    value: Option<String>,
}

impl<'s> Parts<'s> {
    pub(crate) fn new(source: &'s str) -> Self {
        Self { source, parts: Vec::new(), open: None }
    }

    /// Forgets what was collected.
    pub(crate) fn clear(&mut self) {
        self.open = None;
        self.parts.clear();
    }

    pub(crate) fn finish(mut self) -> Vec<WordPart> {
        self.close();
        self.parts
    }

    fn push(&mut self, next: Char) {
        match &mut self.open {
            None => {
                let value = (!next.is_verbatim()).then(|| next.ch.to_string());
                self.open = Some(OpenText { start: next.start, end: next.end, value });
            }
            Some(open) => {
                if open.value.is_some() || !next.is_verbatim() || next.start != open.end {
                    open.decoded(self.source).push(next.ch);
                }
                open.end = next.end;
            }
        }
    }

    /// A character that stands for nothing.
    fn drop(&mut self, next: Char) {
        let open = self.open.get_or_insert(OpenText { start: next.start, end: next.start, value: None });
        open.decoded(self.source);
        open.end = next.end;
    }

    fn variable(&mut self, variable: Variable) {
        self.close();
        self.parts.push(WordPart::Variable(variable));
    }

    /// Ends a quoted text: an empty one counts too.
    fn close_quoted(&mut self, start: usize, end: usize) {
        if self.open.is_none() {
            self.open = Some(OpenText { start, end: start.max(end), value: (end > start).then(String::new) });
        }
        self.close();
    }

    fn close(&mut self) {
        if let Some(OpenText { start, end, value }) = self.open.take() {
            self.parts.push(WordPart::Text { range: range(start, end), value: value.map(String::into_boxed_str) });
        }
    }
}

impl OpenText {
    fn decoded(&mut self, source: &str) -> &mut String {
        let (start, end) = (self.start, self.end);
        self.value.get_or_insert_with(|| source.get(start..end).unwrap_or_default().to_owned())
    }
}

/// A variable that no one can look up: what could not be read.
fn unknown(place: TextRange) -> WordPart {
    WordPart::Variable(Variable {
        range: place,
        name: TextRange::empty(place.start()),
        modifier: Some(unsupported(TextRange::empty(place.end()))),
    })
}

fn unsupported(place: TextRange) -> Box<Modifier> {
    Box::new(Modifier { kind: ModifierKind::Unsupported, operator: place, word: Word::plain(place) })
}

fn no_brace(dollar: Char) -> LexError {
    bad_substitution(dollar.start, "this `${` has no `}`")
}

fn bad_substitution(start: usize, message: &'static str) -> LexError {
    LexError { kind: Some(SyntaxErrorKind::BadSubstitution), start, message }
}

fn unbalanced_quote(open: Char, message: &'static str) -> LexError {
    LexError { kind: Some(SyntaxErrorKind::UnbalancedQuote), start: open.start, message }
}
