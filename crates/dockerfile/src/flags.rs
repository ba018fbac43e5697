//! Flags: `--name=value` before the first other word of an instruction.
//!
//! Invariant: flags end where BuildKit's reader ends them: at the first word that does not start with `--`, or
//! behind a lone `--`. Quotes and escapes in them are taken off before anything else looks at the value.
//! Source: BuildKit `frontend/dockerfile/parser` and `instructions`, 2026-08.

use crate::ast::Flag;
use crate::cursor::{Char, Chars, Cursor, Decoded};
use crate::keyword::Keyword;
use crate::lex::{LexError, Lexer};
use crate::word::Word;
use plimsoll_text::range;

/// A flag with the characters of its value, quotes and escapes taken off.
pub(crate) struct ReadFlag {
    pub(crate) flag: Flag,
    /// Those behind the `=`.
    pub(crate) value: Vec<Char>,
    /// Whether the name is written as it is meant, without quotes, escapes or a continuation line inside.
    pub(crate) is_plain: bool,
    /// What is wrong with the value when it is expanded.
    pub(crate) error: Option<LexError>,
    /// Offset of a quote that is never closed.
    pub(crate) open_quote: Option<usize>,
}

/// What a flag takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Takes {
    /// Nothing, `=true` or `=false`.
    Boolean,
    /// A value, once.
    Value,
    /// A value, any number of times.
    Values,
}

/// The flags of an instruction.
pub(crate) fn known(keyword: Keyword) -> &'static [(&'static str, Takes)] {
    match keyword {
        Keyword::From => &[("platform", Takes::Value)],
        Keyword::Run => &[
            ("mount", Takes::Values),
            ("network", Takes::Value),
            ("security", Takes::Value),
            ("device", Takes::Values),
        ],
        Keyword::Copy => &[
            ("from", Takes::Value),
            ("chown", Takes::Value),
            ("chmod", Takes::Value),
            ("link", Takes::Boolean),
            ("parents", Takes::Boolean),
            ("exclude", Takes::Values),
        ],
        Keyword::Add => &[
            ("chown", Takes::Value),
            ("chmod", Takes::Value),
            ("link", Takes::Boolean),
            ("keep-git-dir", Takes::Boolean),
            ("checksum", Takes::Value),
            ("unpack", Takes::Boolean),
            ("exclude", Takes::Values),
        ],
        Keyword::Healthcheck => &[
            ("interval", Takes::Value),
            ("timeout", Takes::Value),
            ("start-period", Takes::Value),
            ("start-interval", Takes::Value),
            ("retries", Takes::Value),
        ],
        _ => &[],
    }
}

/// Reads the flags at `cursor` and leaves it behind them.
pub(crate) fn read(source: &str, escape: char, cursor: &mut Cursor<'_>) -> Vec<ReadFlag> {
    let mut flags = Vec::new();
    loop {
        cursor.skip_white_space();
        let mut ahead = *cursor;
        if !(0..2).all(|_| ahead.bump().is_some_and(|dash| dash.ch == '-')) {
            return flags;
        }
        let start = cursor.at();
        let word = FlagWord::read(escape, cursor);
        if word.chars.len() <= 2 {
            cursor.skip_white_space();
            return flags;
        }
        flags.push(word.into_flag(source, escape, start));
    }
}

/// A word that starts with `--`, quotes and escapes taken off.
struct FlagWord {
    chars: Vec<Char>,
    end: usize,
    open_quote: Option<usize>,
}

impl FlagWord {
    fn read(escape: char, cursor: &mut Cursor<'_>) -> Self {
        let mut word = Self { chars: Vec::with_capacity(32), end: cursor.at(), open_quote: None };
        let mut quote: Option<Char> = None;
        while let Some(next) = cursor.peek() {
            if quote.is_none() && next.ch.is_whitespace() {
                break;
            }
            cursor.bump();
            word.end = next.end;
            match quote {
                Some(open) if open.ch == next.ch => quote = None,
                None if matches!(next.ch, '\'' | '"') => quote = Some(next),
                _ if next.ch == escape => {
                    if let Some(escaped) = cursor.bump() {
                        word.chars.push(Char { start: next.start, ..escaped });
                        word.end = escaped.end;
                    }
                }
                _ => word.chars.push(next),
            }
        }
        word.open_quote = quote.map(|open| open.start);
        word
    }

    fn into_flag(mut self, source: &str, escape: char, start: usize) -> ReadFlag {
        let equals = self.chars.iter().position(|next| next.ch == '=');
        let name_start = self.chars.get(2).map_or(self.end, |first| first.start);
        let name_end =
            self.chars[2..equals.unwrap_or(self.chars.len()).max(2)].last().map_or(name_start, |last| last.end);
        let value = equals.map(|at| (self.chars[at].end, self.chars.split_off(at + 1)));
        let is_plain = name_end - start
            == self.chars.iter().take(equals.unwrap_or(usize::MAX)).map(|next| next.ch.len_utf8()).sum::<usize>();
        let (word, chars, error) = match value {
            None => (None, Vec::new(), None),
            Some((at, chars)) => {
                let place = range(at, self.end);
                let (word, error) = Lexer::new(source, escape, Decoded(&chars)).word(place);
                let word = if chars.is_empty() && !place.is_empty() { quoted_nothing(word) } else { word };
                (Some(word), chars, error)
            }
        };
        let flag = Flag { range: range(start, self.end), name: range(name_start, name_end), value: word };
        ReadFlag { flag, value: chars, is_plain, error, open_quote: self.open_quote }
    }
}

/// The value of `--flag=""`, which is written and empty.
fn quoted_nothing(word: Word) -> Word {
    let parts = vec![crate::word::WordPart::Text { range: word.range, value: Some(Box::default()) }];
    Word { parts, ..word }
}
