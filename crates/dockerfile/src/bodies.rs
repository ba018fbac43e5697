//! The arguments of each instruction.
//!
//! Invariant: words are parted as BuildKit parts them. Only ENV, LABEL and ARG hold words together by quotes;
//! FROM, COPY, ADD, EXPOSE and VOLUME part at blanks and take quotes off afterwards; WORKDIR, USER, STOPSIGNAL
//! and MAINTAINER are one word to the end of the line. Source: BuildKit `frontend/dockerfile`, 2026-08.

use crate::ast::{CommandLine, Copy, From, Healthcheck, Heredoc, JsonArray, JsonString, Pair, Pairs, PathList};
use crate::cursor::{Chars, Cursor, Decoded};
use crate::error::SyntaxErrorKind;
use crate::heredoc;
use crate::image::ImageReference;
use crate::json::{self, Json};
use crate::keyword::Keyword;
use crate::lex::Lexer;
use crate::reader::{Arguments, Reader, is_blank};
use crate::word::{Word, WordPart};
use plimsoll_text::{TextRange, range, slice};

impl Reader<'_> {
    /// Reports an instruction that needs an argument and has none. RUN, CMD and ENTRYPOINT do not; FROM, COPY and
    /// ADD say more than that.
    pub(crate) fn check_missing(&mut self, arguments: &Arguments<'_>) {
        let expected = match arguments.keyword {
            Keyword::Arg => "a name",
            Keyword::Env | Keyword::Label => "`NAME=value`",
            Keyword::Expose => "a port",
            Keyword::Healthcheck => "`NONE` or `CMD`",
            Keyword::Maintainer => "a name",
            Keyword::Onbuild => "an instruction",
            Keyword::Shell => "a JSON array of strings",
            Keyword::Stopsignal => "a signal",
            Keyword::User => "a user",
            Keyword::Volume | Keyword::Workdir => "a path",
            _ => return,
        };
        let message = format!("{} needs an argument: expected {expected}", arguments.keyword.as_str());
        self.error(SyntaxErrorKind::MissingArgument, arguments.keyword_range, message);
    }

    /// Words between blanks that BuildKit expands.
    pub(crate) fn expanded_words(&mut self, arguments: &Arguments<'_>) -> Vec<Word> {
        Self::blank_words(arguments).into_iter().map(|(word, end)| self.word(word, end)).collect()
    }

    /// The rest of the line as a word that is not expanded.
    pub(crate) fn text(&self, arguments: &Arguments<'_>) -> Word {
        let mut word = Word::plain(arguments.range);
        if arguments.cursor.has_gap_before(arguments.range.end().into()) {
            let value = Some(arguments.cursor.joined().into_boxed_str());
            word.parts.push(WordPart::Text { range: arguments.range, value });
        }
        word
    }

    /// The rest of the line as a word.
    pub(crate) fn rest(&mut self, arguments: &Arguments<'_>) -> Option<Word> {
        (!arguments.is_empty()).then(|| self.word(arguments.cursor, arguments.range.end().into()))
    }

    /// The rest of the line as a word in which a blank is surely not meant.
    pub(crate) fn one_word(&mut self, arguments: &Arguments<'_>) -> Option<Word> {
        let word = self.rest(arguments)?;
        let mut words = Self::blank_words(arguments).into_iter();
        let first = words.next();
        if let (Some(_), Some((second, _))) = (first, words.next())
            && word.literal(self.source).is_some()
            && !slice(self.source, word.range).contains(['\'', '"', self.escape])
        {
            let place = range(second.at(), arguments.range.end().into());
            let message = format!("{} takes one word, the rest of the line belongs to it", arguments.keyword.as_str());
            self.error(SyntaxErrorKind::ExtraArgument, place, message);
        }
        Some(word)
    }

    /// FROM.
    pub(crate) fn from(&mut self, arguments: &Arguments<'_>, has_open_quote: bool) -> From {
        let words = Self::blank_words(arguments);
        let text = |at: usize| words.get(at).map(|(word, end)| slice(self.source, range(word.at(), *end)));
        let has_as = text(1).is_some_and(|word| word.eq_ignore_ascii_case("as"));
        let count = words.len();
        if !has_open_quote {
            self.check_from(arguments, &words, has_as);
        }
        let mut words = words.into_iter();
        let image = words.next().map(|(word, end)| self.word(word, end));
        let as_keyword = if has_as { words.next().map(|(word, end)| range(word.at(), end)) } else { None };
        let name = if has_as && count > 2 { words.next().map(|(word, end)| self.read_word(word, end).0) } else { None };
        let extra = words.map(|(word, end)| self.read_word(word, end).0).collect();
        let reference = image.as_ref().and_then(|image| self.reference(image));
        From { image, reference, as_keyword, name, extra }
    }

    fn check_from(&mut self, arguments: &Arguments<'_>, words: &[(Cursor<'_>, usize)], has_as: bool) {
        let place = |at: usize| range(words[at].0.at(), words[at].1);
        match words.len() {
            1 => {}
            0 => {
                let message = "FROM needs an image";
                self.error(SyntaxErrorKind::FromArgumentCount, arguments.keyword_range, message);
            }
            2 if has_as => {
                let message = "expected the name of the stage behind `AS`";
                self.error(SyntaxErrorKind::FromArgumentCount, place(1), message);
            }
            3 if has_as => self.check_stage_name(place(2), words[2].0.until(words[2].1)),
            3 if !slice(self.source, place(1)).starts_with('#') => {
                let message = format!("expected `AS`, found `{}`", slice(self.source, place(1)));
                self.error(SyntaxErrorKind::UnexpectedWordInFrom, place(1), message);
            }
            count => {
                let extra =
                    words.iter().skip(if has_as { 3 } else { 1 }).find(|(word, _)| word.peek_byte() == Some(b'#'));
                let from = extra.map_or(words[if has_as { count.min(4) - 1 } else { 1 }].0.at(), |(word, _)| word.at());
                let message = if extra.is_some() {
                    "FROM takes an image and `AS name`; a comment needs a line of its own".to_owned()
                } else {
                    format!("FROM takes an image and `AS name`, found {count} words")
                };
                self.error(SyntaxErrorKind::FromArgumentCount, range(from, arguments.range.end().into()), message);
            }
        }
    }

    fn check_stage_name(&mut self, place: TextRange, word: Cursor<'_>) {
        let name = word.joined();
        let mut bytes = name.bytes();
        let is_valid = bytes.next().is_some_and(|first| first.is_ascii_alphabetic())
            && bytes.all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
        if !is_valid && !name.contains('$') {
            let message =
                format!("`{name}` is no stage name: expected a letter, then letters, digits, `-`, `_` and `.`");
            self.error(SyntaxErrorKind::InvalidStageName, place, message);
        }
    }

    fn reference(&self, image: &Word) -> Option<ImageReference> {
        let place = match &image.parts[..] {
            [WordPart::Text { range, value: None }] => *range,
            [WordPart::Text { value: Some(_), .. }] => return None,
            parts => {
                let decoded = |part: &WordPart| matches!(part, WordPart::Text { value: Some(_), .. });
                let is_unread = image.variables().any(|variable| {
                    variable.modifier.as_ref().is_some_and(|modifier| modifier.kind == crate::ModifierKind::Unsupported)
                });
                if is_unread || parts.iter().any(decoded) || is_quoted(parts, image.range) {
                    return None;
                }
                image.range
            }
        };
        let text = slice(self.source, place);
        (!text.is_empty() && !crate::template::is_template(text)).then(|| ImageReference::parse(text, place.start()))
    }

    /// COPY and ADD.
    pub(crate) fn copy(
        &mut self,
        arguments: &Arguments<'_>,
        json: Json,
        heredocs: &[Heredoc],
        has_open_quote: bool,
    ) -> Copy {
        let (mut words, is_json) = match json {
            Json::Array(array) => {
                let words = array.elements.iter().map(|element| (self.json_word(arguments, element), false));
                (words.collect::<Vec<_>>(), true)
            }
            other => {
                self.check_strings(&other);
                let is_heredoc = |place: TextRange| heredocs.iter().any(|found| covers(found.operator, place));
                let mut words: Vec<(Word, bool)> = Vec::new();
                let mut last = None;
                for (word, end) in Self::blank_words(arguments) {
                    let place = range(word.at(), end);
                    if is_heredoc(place) {
                        let operator = heredocs.iter().map(|found| found.operator).find(|found| covers(*found, place));
                        if operator != last {
                            words.push((Word::plain(operator.unwrap_or(place)), true));
                        }
                        last = operator;
                    } else {
                        words.push((self.word(word, end), false));
                    }
                }
                if matches!(other, Json::NotStrings(_)) {
                    return Copy {
                        sources: words.into_iter().map(|(word, _)| word).collect(),
                        destination: None,
                        json: false,
                    };
                }
                (words, false)
            }
        };
        let keyword = arguments.keyword.as_str();
        if words.len() < 2 {
            if !has_open_quote {
                let message = format!("{keyword} needs a source and a destination");
                let place = if arguments.is_empty() { arguments.keyword_range } else { arguments.range };
                self.error(SyntaxErrorKind::CopyWithoutDestination, place, message);
            }
            let sources = words.into_iter().filter(|(_, is_heredoc)| !is_heredoc).map(|(word, _)| word).collect();
            return Copy { sources, destination: None, json: is_json };
        }
        let destination = words.pop().map(|(word, is_heredoc)| {
            let is_operator =
                is_heredoc || is_json && heredoc::is_operator(&word.literal(self.source).unwrap_or_default());
            if is_operator {
                let message = format!("{keyword} cannot write into a heredoc: expected a path");
                self.error(SyntaxErrorKind::HeredocAsDestination, word.range, message);
            }
            word
        });
        let sources = words.into_iter().filter(|(_, is_heredoc)| !is_heredoc).map(|(word, _)| word).collect();
        Copy { sources, destination, json: is_json }
    }

    /// A string of a JSON array that BuildKit expands as a word.
    fn json_word(&mut self, arguments: &Arguments<'_>, string: &JsonString) -> Word {
        let cursor = arguments.cursor.from(string.inner.start().into());
        if string.decoded.is_none() {
            return self.word(cursor, string.inner.end().into());
        }
        let chars = json::decoded_chars(self.source, cursor.until(string.inner.end().into()));
        let (word, error) = Lexer::new(self.source, self.escape, Decoded(&chars)).word(string.inner);
        self.lex_error(error, word.range);
        word
    }

    /// VOLUME.
    pub(crate) fn volume(&mut self, arguments: &Arguments<'_>, json: Json) -> PathList {
        match json {
            Json::Array(array) => {
                if array.elements.is_empty() {
                    let message = "VOLUME needs an argument: expected a path";
                    self.error(SyntaxErrorKind::MissingArgument, array.range, message);
                }
                PathList::Json(array)
            }
            other => {
                self.check_strings(&other);
                PathList::Words(self.expanded_words(arguments))
            }
        }
    }

    /// SHELL.
    pub(crate) fn shell(&mut self, arguments: &Arguments<'_>, json: Json) -> Option<JsonArray> {
        let expected = "SHELL needs a JSON array of strings that is not empty";
        match json {
            Json::Array(array) => {
                if array.elements.is_empty() {
                    self.error(SyntaxErrorKind::ShellNotJson, array.range, expected);
                }
                Some(array)
            }
            _ if arguments.is_empty() => None,
            Json::NotStrings(place) => {
                self.error(SyntaxErrorKind::ShellNotJson, place, expected);
                None
            }
            Json::No => {
                self.error(SyntaxErrorKind::ShellNotJson, arguments.range, expected);
                None
            }
        }
    }

    /// HEALTHCHECK.
    pub(crate) fn healthcheck(&mut self, arguments: &Arguments<'_>) -> Healthcheck {
        let mut cursor = arguments.cursor;
        let start = cursor;
        let mut end = cursor.at();
        while let Some(next) = cursor.peek()
            && !next.ch.is_whitespace()
        {
            cursor.bump();
            end = next.end;
        }
        cursor.skip_white_space();
        let place = range(start.at(), end);
        let kind = start.until(end).joined();
        let rest = match cursor.peek() {
            Some(next) => range(next.start, arguments.range.end().into()),
            None => TextRange::empty(place.end()),
        };
        if kind.eq_ignore_ascii_case("none") {
            if !rest.is_empty() {
                let message = "`HEALTHCHECK NONE` takes no arguments";
                self.error(SyntaxErrorKind::HealthcheckNoneWithArguments, rest, message);
            }
            return Healthcheck::None { range: place };
        }
        if kind.eq_ignore_ascii_case("cmd") {
            let json = json::read(self.source, cursor);
            let command = self.command_line(rest, json);
            let is_empty = match &command {
                CommandLine::Empty => true,
                CommandLine::Exec(array) => array.elements.is_empty(),
                CommandLine::Shell { .. } => false,
            };
            if is_empty {
                let message = "expected a command behind `HEALTHCHECK CMD`";
                self.error(SyntaxErrorKind::InvalidHealthcheckType, place, message);
            }
            return Healthcheck::Command { keyword: place, command };
        }
        if !arguments.is_empty() {
            let message = format!("expected `CMD` or `NONE`, found `{kind}`");
            self.error(SyntaxErrorKind::InvalidHealthcheckType, place, message);
        }
        let words = Self::blank_words(arguments);
        Healthcheck::Unknown(words.into_iter().map(|(word, end)| self.read_word(word, end).0).collect())
    }

    /// ARG.
    pub(crate) fn arg(&mut self, arguments: &Arguments<'_>) -> Vec<Pair> {
        let words = self.quoted_words(arguments);
        words.into_iter().map(|(word, end)| self.pair(arguments, word, end).unwrap_or_else(|pair| pair)).collect()
    }

    /// ENV and LABEL.
    pub(crate) fn pairs(&mut self, arguments: &Arguments<'_>) -> Pairs {
        let words = self.quoted_words(arguments);
        let Some((first, first_end)) = words.first() else { return Pairs { pairs: Vec::new(), legacy: false } };
        if equals(*first, *first_end).is_none() {
            return self.legacy_pair(arguments);
        }
        let mut pairs = Vec::with_capacity(words.len());
        let mut is_reported = false;
        for (word, end) in words {
            match self.pair(arguments, word, end) {
                Ok(pair) => pairs.push(pair),
                Err(pair) => {
                    if !is_reported {
                        let message = format!("expected `NAME=value`, found `{}`", slice(self.source, pair.range));
                        self.error(SyntaxErrorKind::PairWithoutEquals, pair.range, message);
                        is_reported = true;
                    }
                    pairs.push(pair);
                }
            }
        }
        Pairs { pairs, legacy: false }
    }

    /// `ENV NAME the rest of the line`
    fn legacy_pair(&mut self, arguments: &Arguments<'_>) -> Pairs {
        let mut cursor = arguments.cursor;
        let key_end = cursor.skip_bytes(|byte| !is_blank(byte));
        cursor.skip_bytes(is_blank);
        let (key, error) = self.read_word(arguments.cursor, key_end);
        if cursor.peek_byte().is_none() {
            let message = format!("expected `NAME=value`, found `{}`", slice(self.source, key.range));
            self.error(SyntaxErrorKind::PairWithoutEquals, key.range, message);
            return Pairs { pairs: vec![Pair { range: key.range, key, value: None }], legacy: true };
        }
        self.lex_error(error, key.range);
        let value = self.word(cursor, arguments.range.end().into());
        Pairs { pairs: vec![Pair { range: arguments.range, key, value: Some(value) }], legacy: true }
    }

    /// `NAME=value`; as an error the pair when it has no `=`.
    fn pair(&mut self, arguments: &Arguments<'_>, word: Cursor<'_>, end: usize) -> Result<Pair, Pair> {
        let place = range(word.at(), end);
        let Some((key_end, value)) = equals(word, end) else {
            let key = self.word(word, end);
            return Err(Pair { range: place, key, value: None });
        };
        let key = self.word(word, key_end);
        if key.range.is_empty() {
            let message = format!("expected a name before `=` in {}", arguments.keyword.as_str());
            self.error(SyntaxErrorKind::BlankKey, place, message);
        }
        let value = if value.peek_byte().is_none() { Word::plain(range(end, end)) } else { self.word(value, end) };
        Ok(Pair { range: place, key, value: Some(value) })
    }

    /// The words between white space, where quotes and escapes hold a word together.
    fn quoted_words<'a>(&self, arguments: &Arguments<'a>) -> Vec<(Cursor<'a>, usize)> {
        let mut cursor = arguments.cursor;
        let mut words = Vec::new();
        loop {
            cursor.skip_white_space();
            let start = cursor;
            let mut end = cursor.at();
            let mut quote = None;
            while let Some(next) = cursor.peek() {
                if quote.is_none() && next.ch.is_whitespace() {
                    break;
                }
                cursor.bump();
                end = next.end;
                if quote == Some(next.ch) {
                    quote = None;
                } else if next.ch == self.escape && quote != Some('\'') {
                    end = cursor.bump().map_or(end, |escaped| escaped.end);
                } else if quote.is_none() && matches!(next.ch, '\'' | '"') {
                    quote = Some(next.ch);
                }
            }
            if end == start.at() || start.peek_byte().is_none() {
                return words;
            }
            words.push((start, end));
        }
    }
}

/// Offset of the first `=` of a word, and what stands behind it.
fn equals(word: Cursor<'_>, end: usize) -> Option<(usize, Cursor<'_>)> {
    let mut cursor = word.until(end);
    let mut key_end = cursor.at();
    while let Some(next) = cursor.bump() {
        if next.ch == '=' {
            return Some((key_end, cursor));
        }
        key_end = next.end;
    }
    None
}

fn covers(outer: TextRange, inner: TextRange) -> bool {
    outer.start() <= inner.start() && inner.end() <= outer.end()
}

/// Whether quotes or dropped escapes stand between or around the parts.
fn is_quoted(parts: &[WordPart], place: TextRange) -> bool {
    let mut at = place.start();
    for part in parts {
        let part = match part {
            WordPart::Text { range, .. } => *range,
            WordPart::Variable(variable) => variable.range,
        };
        if part.start() != at {
            return true;
        }
        at = part.end();
    }
    !parts.is_empty() && at != place.end()
}
