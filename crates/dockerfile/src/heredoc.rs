//! Heredocs: which words of a line open one, and the lines that it takes.
//!
//! Invariant: as BuildKit, the line is read with `\` as escape character whatever `# escape=` says, and a line
//! whose quotes or substitutions do not close opens none. Source: BuildKit `frontend/dockerfile/parser`, 2026-08.

use crate::ast::Heredoc;
use crate::cursor::{Char, Chars, Cursor, Decoded};
use crate::lex::{Lexer, Parts};
use crate::line::Physical;
use crate::word::WordPart;
use plimsoll_text::{TextRange, range, slice};

/// A heredoc operator on the line.
#[derive(Debug)]
pub(crate) struct Opening {
    pub(crate) operator: TextRange,
    pub(crate) delimiter: TextRange,
    /// What its end line must be.
    pub(crate) name: String,
    pub(crate) has_quotes: bool,
    pub(crate) has_escapes: bool,
    pub(crate) strips_tabs: bool,
}

/// The operators on a line, in order.
pub(crate) fn openings(source: &str, line: Cursor<'_>) -> Vec<Opening> {
    let mut found = Vec::new();
    let mut lexer = Lexer::new(source, '\\', line).lenient();
    let mut word: Option<Cursor<'_>> = None;
    let mut unused = Parts::new(source);
    while let Some(next) = lexer.peek() {
        if next.ch.is_whitespace() {
            if let Some(word) = word.take() {
                found.extend(opening(source, word.until(lexer.last_end())));
            }
            lexer.bump();
            continue;
        }
        word.get_or_insert(*lexer.rest());
        match next.ch {
            '\'' | '"' | '$' => {
                if lexer.special(&mut unused).is_err() {
                    return Vec::new();
                }
                unused.clear();
            }
            '\\' => {
                lexer.bump();
                lexer.bump();
            }
            '<' => {
                lexer.bump();
                if lexer.peek().is_some_and(|second| second.ch == '<') {
                    lexer.bump();
                    // Blanks between `<<` and its word belong to the operator.
                    while lexer.peek().is_some_and(|blank| matches!(blank.ch, ' ' | '\t' | '\r')) {
                        lexer.bump();
                    }
                }
            }
            _ => {
                lexer.bump();
            }
        }
    }
    if let Some(word) = word {
        found.extend(opening(source, word.until(lexer.last_end())));
    }
    found
}

/// Reads a word of the form `3<<-NAME`.
fn opening(source: &str, mut word: Cursor<'_>) -> Option<Opening> {
    let (start, end) = (word.at(), word.end());
    while word.peek().is_some_and(|digit| digit.ch.is_ascii_digit()) {
        word.bump();
    }
    for _ in 0..2 {
        word.bump().filter(|mark| mark.ch == '<')?;
    }
    let strips_tabs = word.peek().is_some_and(|dash| dash.ch == '-');
    if strips_tabs {
        word.bump();
    }
    while word.peek().is_some_and(|blank| matches!(blank.ch, ' ' | '\t' | '\r' | '\x0c')) {
        word.bump();
    }
    let mut chars: Vec<Char> = Vec::new();
    while let Some(next) = word.bump() {
        chars.push(next);
    }
    if chars.is_empty() || chars.iter().any(|next| next.ch == '<') {
        return None;
    }
    let place = range(chars[0].start, end);
    let (text, error) = Lexer::new(source, '\\', Decoded(&chars)).lenient().word(place);
    if error.is_some() {
        return None;
    }
    let name = match &text.parts[..] {
        [] => slice(source, place).to_owned(),
        parts => parts.iter().map(|part| part_text(source, part)).collect(),
    };
    if name.is_empty() {
        return None;
    }
    let delimiter = match (text.parts.first(), text.parts.last()) {
        (Some(first), Some(last)) => TextRange::new(part_range(first).start(), part_range(last).end()),
        _ => place,
    };
    Some(Opening {
        operator: range(start, end),
        delimiter,
        name,
        has_quotes: chars.iter().any(|next| matches!(next.ch, '\'' | '"')),
        has_escapes: chars.iter().any(|next| next.ch == '\\'),
        strips_tabs,
    })
}

fn part_range(part: &WordPart) -> TextRange {
    match part {
        WordPart::Text { range, .. } => *range,
        WordPart::Variable(variable) => variable.range,
    }
}

fn part_text<'a>(source: &'a str, part: &'a WordPart) -> &'a str {
    match part {
        WordPart::Text { range, value } => value.as_deref().unwrap_or_else(|| slice(source, *range)),
        WordPart::Variable(variable) => slice(source, variable.range),
    }
}

/// Reads the lines of a heredoc from `start` on; gives it with the offset of the line behind it.
pub(crate) fn read_body(source: &str, opening: &Opening, escapes_quote: bool, start: usize) -> (Heredoc, usize) {
    let mut at = start;
    let mut end = None;
    let mut body_end = source.len();
    while at < source.len() {
        let line = Physical::at(source, at);
        at = line.next;
        let text = source.get(line.start..line.end).unwrap_or_default();
        let stripped = if opening.strips_tabs { text.trim_start_matches('\t') } else { text };
        if stripped == opening.name {
            end = Some(range(line.end - stripped.len(), line.end));
            body_end = line.start;
            break;
        }
    }
    let heredoc = Heredoc {
        operator: opening.operator,
        delimiter: opening.delimiter,
        quoted: opening.has_quotes || (escapes_quote && opening.has_escapes),
        strips_tabs: opening.strips_tabs,
        body: range(start, body_end),
        end,
    };
    (heredoc, at)
}

/// Whether `word`, which may stand anywhere, is a heredoc operator.
pub(crate) fn is_operator(word: &str) -> bool {
    word.contains("<<") && opening(word, Cursor::new(word, 0, word.len(), &[])).is_some()
}
