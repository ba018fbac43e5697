//! Reads one instruction: keyword, flags, arguments, heredocs.
//!
//! Invariant: whatever the text is, an instruction with a body comes back, its ranges lie inside the logical
//! line and its heredocs, and one mistake gives one error.

use crate::ast::{Body, CommandLine, Flag, Heredoc, Instruction, Run};
use crate::cursor::{Chars, Cursor};
use crate::error::{SyntaxError, SyntaxErrorKind};
use crate::flags::{self, ReadFlag};
use crate::heredoc;
use crate::json::{self, Json};
use crate::keyword::Keyword;
use crate::lex::{LexError, Lexer};
use crate::line::Logical;
use crate::mount;
use crate::template;
use crate::word::Word;
use plimsoll_text::{TextRange, range, slice};

/// What holds for the whole file, and the errors found so far.
pub(crate) struct Reader<'s> {
    pub(crate) source: &'s str,
    pub(crate) escape: char,
    /// Whether `# syntax=` names a frontend whose instructions and flags are not known.
    pub(crate) is_foreign: bool,
    pub(crate) errors: Vec<SyntaxError>,
}

/// The arguments of an instruction: everything behind keyword and flags.
#[derive(Clone, Copy)]
pub(crate) struct Arguments<'a> {
    pub(crate) keyword: Keyword,
    pub(crate) keyword_range: TextRange,
    pub(crate) range: TextRange,
    pub(crate) cursor: Cursor<'a>,
}

impl Arguments<'_> {
    pub(crate) fn is_empty(&self) -> bool {
        self.range.is_empty()
    }
}

/// What `RegExp` `[\t\v\f\r ]` takes: the blanks that part words.
pub(crate) fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | 0x0b | 0x0c)
}

impl Reader<'_> {
    /// Reads the instruction at `start` of `line`, and the heredocs behind the line, whose end becomes
    /// `line.next`.
    pub(crate) fn instruction(&mut self, line: &mut Logical, start: usize, outer: Option<Keyword>) -> Instruction {
        let gaps = line.gaps[line.gaps.partition_point(|gap| usize::from(gap.range.start()) < start)..].to_vec();
        let mut cursor = Cursor::new(self.source, start, line.end, &gaps);
        let keyword_end = cursor.skip_bytes(|byte| !is_blank(byte));
        let keyword_range = range(start, keyword_end);
        let word = Cursor::new(self.source, start, keyword_end, &gaps);
        let keyword = if word.has_gap_before(keyword_end) {
            Keyword::parse(&word.joined())
        } else {
            Keyword::parse(slice(self.source, keyword_range))
        };
        let keyword = keyword.unwrap_or(Keyword::Unknown);

        let errors_before = self.errors.len();
        let read_flags = flags::read(self.source, self.escape, &mut cursor);
        let arguments_start = if cursor.peek().is_some() {
            cursor.at()
        } else {
            read_flags.last().map_or(keyword_end, |read| read.flag.range.end().into())
        };
        let arguments = Arguments {
            keyword,
            keyword_range,
            range: range(arguments_start, if cursor.peek().is_some() { line.end } else { arguments_start }),
            cursor,
        };

        let json = match keyword {
            Keyword::Add
            | Keyword::Cmd
            | Keyword::Copy
            | Keyword::Entrypoint
            | Keyword::Run
            | Keyword::Shell
            | Keyword::Volume => json::read(self.source, cursor),
            _ => Json::No,
        };
        let takes_heredocs = matches!(keyword, Keyword::Add | Keyword::Copy | Keyword::Run);
        let line_cursor = Cursor::new(self.source, start, line.end, &gaps);
        let heredocs = if takes_heredocs && !matches!(json, Json::Array(_)) {
            self.heredocs(line_cursor, keyword, &mut line.next)
        } else {
            Vec::new()
        };
        let mut inner = None;
        // BuildKit refuses ONBUILD in ONBUILD, so what a second one holds is not read.
        let is_nested = keyword == Keyword::Onbuild && outer == Some(Keyword::Onbuild);
        if keyword == Keyword::Onbuild && !is_nested && !arguments.is_empty() {
            let errors_before = self.errors.len();
            let instruction = self.instruction(line, arguments_start, Some(keyword));
            if is_forbidden_trigger(instruction.keyword) {
                self.errors.truncate(errors_before);
            }
            inner = Some(Box::new(instruction));
        }
        let body = self.body(arguments, json, &read_flags, &heredocs, inner);
        // A line that ends in its flags is half typed: that something is missing says enough.
        if !(arguments.is_empty() && self.errors.len() > errors_before) {
            self.check_flags(keyword, &body, &read_flags);
        }

        let inner_end = match &body {
            Body::Onbuild(Some(inner)) => inner.range.end().into(),
            _ => line.end,
        };
        let end = heredocs.iter().map(|heredoc| heredoc.end.unwrap_or(heredoc.body).end().into()).max();
        let end = end.unwrap_or(0).max(line.written_end).max(inner_end);
        let place = range(start, end);
        if outer.is_none() && self.errors.len() > errors_before && template::is_template(slice(self.source, place)) {
            let unterminated = SyntaxErrorKind::UnterminatedHeredoc;
            let kept: Vec<_> = self.errors.drain(errors_before..).filter(|error| error.kind == unterminated).collect();
            self.errors.extend(kept);
        }
        let behind = line.comments.partition_point(|comment| usize::from(comment.range.start()) < start);
        let comments = line.comments[behind..].to_vec();
        Instruction {
            range: place,
            keyword,
            keyword_range,
            flags: read_flags.into_iter().map(|read| read.flag).collect(),
            arguments: arguments.range,
            gaps,
            comments,
            heredocs,
            body,
        }
    }

    /// Reports `kind` at `place`; an empty place becomes that of `keyword`.
    pub(crate) fn error(&mut self, kind: SyntaxErrorKind, place: TextRange, message: impl Into<String>) {
        self.errors.push(SyntaxError { kind, range: place, message: message.into(), related: None, suggestion: None });
    }

    /// Says what was probably meant by the error that was reported last.
    pub(crate) fn suggest(&mut self, suggestion: Option<String>) {
        if let Some(error) = self.errors.last_mut() {
            error.suggestion = suggestion;
        }
    }

    /// Reports that a word cannot be read.
    pub(crate) fn lex_error(&mut self, error: Option<LexError>, word: TextRange) {
        if let Some(LexError { kind: Some(kind), start, message }) = error {
            self.error(kind, range(start, word.end().into()), message);
        }
    }

    /// The characters of `cursor` up to `end` as one word, and an error when BuildKit could not expand it.
    pub(crate) fn word(&mut self, cursor: Cursor<'_>, end: usize) -> Word {
        let (word, error) = self.read_word(cursor, end);
        self.lex_error(error, word.range);
        word
    }

    /// [`Self::word`] without reporting.
    pub(crate) fn read_word(&self, cursor: Cursor<'_>, end: usize) -> (Word, Option<LexError>) {
        let place = range(cursor.at(), end);
        let text = slice(self.source, place).as_bytes();
        let is_plain = memchr::memchr3(b'\'', b'"', b'$', text).is_none()
            && memchr::memchr(self.escape as u8, text).is_none()
            && !cursor.has_gap_before(end);
        if is_plain {
            return (Word::plain(place), None);
        }
        Lexer::new(self.source, self.escape, cursor.until(end)).word(place)
    }

    /// The words between blanks, each up to the offset given with it. Quotes do not hold a word together.
    pub(crate) fn blank_words<'a>(arguments: &Arguments<'a>) -> Vec<(Cursor<'a>, usize)> {
        let mut cursor = arguments.cursor;
        let mut words = Vec::new();
        loop {
            cursor.skip_bytes(is_blank);
            if cursor.peek_byte().is_none() {
                return words;
            }
            let start = cursor;
            let end = cursor.skip_bytes(|byte| !is_blank(byte));
            words.push((start, end));
        }
    }

    /// What RUN, CMD and ENTRYPOINT run.
    pub(crate) fn command_line(&mut self, place: TextRange, json: Json) -> CommandLine {
        match json {
            Json::Array(array) => CommandLine::Exec(array),
            _ if place.is_empty() => CommandLine::Empty,
            other => {
                self.check_strings(&other);
                let looks_like_exec = slice(self.source, place).starts_with('[');
                CommandLine::Shell { range: place, looks_like_exec }
            }
        }
    }

    /// Reports a JSON array that holds anything else than strings.
    pub(crate) fn check_strings(&mut self, json: &Json) {
        if let Json::NotStrings(place) = json {
            let message = "expected only strings in this JSON array";
            self.error(SyntaxErrorKind::MalformedInstruction, *place, message);
        }
    }

    fn heredocs(&mut self, line: Cursor<'_>, keyword: Keyword, next: &mut usize) -> Vec<Heredoc> {
        let text = &self.source.as_bytes()[line.at()..line.end().max(line.at())];
        if !memchr::memchr_iter(b'<', text).any(|at| text.get(at + 1) == Some(&b'<')) {
            return Vec::new();
        }
        let mut heredocs: Vec<Heredoc> = Vec::new();
        for opening in heredoc::openings(self.source, line) {
            let (heredoc, behind) = heredoc::read_body(self.source, &opening, keyword == Keyword::Run, *next);
            *next = behind;
            let is_first = heredocs.last().is_none_or(|last| last.end.is_some());
            if heredoc.end.is_none() && is_first {
                let message = format!("expected a line `{}` that ends this heredoc", opening.name);
                self.error(SyntaxErrorKind::UnterminatedHeredoc, heredoc.operator, message);
            }
            heredocs.push(heredoc);
        }
        heredocs
    }

    fn body(
        &mut self,
        arguments: Arguments<'_>,
        json: Json,
        flags: &[ReadFlag],
        heredocs: &[Heredoc],
        inner: Option<Box<Instruction>>,
    ) -> Body {
        let has_open_quote = flags.iter().any(|flag| flag.open_quote.is_some());
        if arguments.is_empty() && !has_open_quote {
            self.check_missing(&arguments);
        }
        match arguments.keyword {
            Keyword::Add | Keyword::Copy => Body::Copy(self.copy(&arguments, json, heredocs, has_open_quote)),
            Keyword::Arg => Body::Arg(self.arg(&arguments)),
            Keyword::Cmd => Body::Cmd(self.command_line(arguments.range, json)),
            Keyword::Entrypoint => Body::Entrypoint(self.command_line(arguments.range, json)),
            Keyword::Env => Body::Env(self.pairs(&arguments)),
            Keyword::Expose => Body::Expose(self.expanded_words(&arguments)),
            Keyword::From => Body::From(self.from(&arguments, has_open_quote)),
            Keyword::Healthcheck => Body::Healthcheck(self.healthcheck(&arguments)),
            Keyword::Label => Body::Label(self.pairs(&arguments)),
            Keyword::Maintainer => Body::Maintainer(self.text(&arguments)),
            Keyword::Onbuild => Body::Onbuild(self.onbuild(inner)),
            Keyword::Run => {
                let mounts = flags.iter().filter(|read| self.flag_name(&read.flag) == "mount").map(mount::read);
                Body::Run(Run { mounts: mounts.collect(), command: self.command_line(arguments.range, json) })
            }
            Keyword::Shell => Body::Shell(self.shell(&arguments, json)),
            Keyword::Stopsignal => Body::Stopsignal(self.one_word(&arguments)),
            Keyword::User => Body::User(self.one_word(&arguments)),
            Keyword::Volume => Body::Volume(self.volume(&arguments, json)),
            Keyword::Workdir => Body::Workdir(self.rest(&arguments)),
            Keyword::Unknown => Body::Unknown(
                Self::blank_words(&arguments).into_iter().map(|(word, end)| self.read_word(word, end).0).collect(),
            ),
        }
    }

    fn onbuild(&mut self, inner: Option<Box<Instruction>>) -> Option<Box<Instruction>> {
        let inner = inner?;
        if is_forbidden_trigger(inner.keyword) {
            let message = format!("`{}` is not allowed in ONBUILD", inner.keyword.as_str());
            self.error(SyntaxErrorKind::ForbiddenOnbuildTrigger, inner.keyword_range, message);
        }
        Some(inner)
    }

    /// Name of a flag without `--`.
    pub(crate) fn flag_name(&self, flag: &Flag) -> &str {
        slice(self.source, flag.name)
    }
}

fn is_forbidden_trigger(keyword: Keyword) -> bool {
    matches!(keyword, Keyword::Onbuild | Keyword::From | Keyword::Maintainer)
}
