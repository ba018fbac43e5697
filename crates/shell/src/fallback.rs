//! Reads what can be read of a script that the shell parser refused: half typed, or not shell at all.
//!
//! Invariant: one pass over the text, without recursion beyond [`DEEPEST`] substitutions. Constructs are not
//! understood: their keywords are stepped over, and the commands inside them listed as if they stood alone.

use std::sync::Arc;

use plimsoll_text::TextRange;

use crate::body::Body;
use crate::inner;
use crate::scan::{balanced, find};
use crate::script::{Around, Builder, Connector, Pipeline, Place, Redirect, RedirectKind, ScopeKind, assignment};
use crate::word::Word;

/// Substitutions deeper than this are stepped over.
const DEEPEST: usize = 32;

pub(crate) fn read(builder: &mut Builder, body: &Arc<Body>, around: Around) {
    let end = body.text.len();
    let mut scanner = Scanner { body, text: body.text.as_bytes(), out: builder, end, deepness: 0 };
    scanner.list(0, None, around);
}

struct Scanner<'a> {
    body: &'a Arc<Body>,
    text: &'a [u8],
    out: &'a mut Builder,
    end: usize,
    deepness: usize,
}

/// What the words that are no command belong to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Header {
    No,
    /// `for x in …` up to the end of the list of words.
    Loop,
    /// `case x in`
    Case,
}

/// A heredoc whose lines begin behind this line.
struct PendingHeredoc {
    command: usize,
    delimiter: Box<[u8]>,
    tabs: bool,
}

/// A command that is being read.
struct Open {
    index: usize,
    end: usize,
    /// Whether substitutions refer to it.
    owns: bool,
}

impl Scanner<'_> {
    /// Reads commands up to `close` or the end; gives the offset behind `close`.
    fn list(&mut self, from: usize, close: Option<u8>, around: Around) -> usize {
        let mut at = from;
        let mut place = Place::default();
        let mut open: Option<Open> = None;
        let mut pipeline: Vec<usize> = Vec::new();
        // Parentheses that the list itself opened.
        let mut parentheses = 0_usize;
        // How many `case` are open.
        let mut cases = 0_usize;
        // In the header of `for` and `case` words are no commands.
        let mut header = Header::No;
        // A list's first command has nothing in front of it, whatever keywords there are.
        let mut first = true;
        let mut heredocs: Vec<PendingHeredoc> = Vec::new();
        while at < self.end {
            let byte = self.text[at];
            let next = self.text[..self.end].get(at + 1).copied();
            let (connector, length) = match byte {
                b' ' | b'\t' | b'\r' => {
                    at += 1;
                    continue;
                }
                b'\\' if next == Some(b'\n') => {
                    at += 2;
                    continue;
                }
                b'#' => {
                    at = find(self.text, at, self.end, b'\n');
                    continue;
                }
                _ if Some(byte) == close && parentheses == 0 => {
                    self.close(open.take(), &mut pipeline, false);
                    return at + 1;
                }
                b'\n' => (Connector::Newline, 1),
                b';' => (Connector::Semicolon, if next == Some(b';') { 2 } else { 1 }),
                b'&' if next == Some(b'&') => (Connector::And, 2),
                b'&' if next == Some(b'>') => (Connector::Start, 0),
                b'&' => (Connector::Background, 1),
                b'|' if next == Some(b'|') => (Connector::Or, 2),
                b'|' if next == Some(b'&') => (Connector::PipeBoth, 2),
                b'|' => (Connector::Pipe, 1),
                b'(' | b')' => {
                    // `name()` begins a function, `pattern)` a branch of a `case`: neither is a command.
                    let name = byte == b'(' && next == Some(b')');
                    let pattern = byte == b')' && parentheses == 0 && cases > 0;
                    parentheses = if byte == b'(' { parentheses + 1 } else { parentheses.saturating_sub(1) };
                    let ended = open.take().filter(|open| !(name || pattern) || !self.discard(open));
                    // `a|b)` looked like a pipeline.
                    while pattern && ended.is_none() && pipeline.pop_if(|last| self.discard_last(*last)).is_some() {}
                    self.close(ended, &mut pipeline, false);
                    place = Place::default();
                    header = Header::No;
                    at += 1;
                    continue;
                }
                _ => (Connector::Start, 0),
            };
            if length > 0 {
                let piped = matches!(connector, Connector::Pipe | Connector::PipeBoth);
                let ended = open.take();
                if connector == Connector::Background
                    && let Some(open) = &ended
                {
                    self.out.script.commands[open.index].place.background = true;
                }
                let had_command = ended.is_some();
                self.close(ended, &mut pipeline, piped);
                // A line end behind `&&` or `|` belongs to the operator.
                if had_command || connector != Connector::Newline {
                    let range = (connector != Connector::Newline).then(|| self.body.range(at, at + length));
                    place = Place { connector, connector_range: range, ..Place::default() };
                }
                if first {
                    place = Place::default();
                }
                header = Header::No;
                at += length;
                if connector == Connector::Newline && !heredocs.is_empty() {
                    at = self.skip_heredocs(at, &mut heredocs);
                }
                continue;
            }
            if let Some(after) = self.redirect_operator(at) {
                let index = self.command(&mut open, at, around, place);
                at = self.redirect(at, after, index, &mut heredocs, around);
                if let Some(open) = &mut open {
                    open.end = at;
                    // A branch of a `case` has no redirect.
                    open.owns = true;
                }
                continue;
            }
            let index = open.as_ref().map(|open| open.index);
            let after = self.body.trim(at, self.word_end(at));
            let raw = self.body.slice(at, after);
            let starts = open.as_ref().is_none_or(|open| self.out.script.commands[open.index].words.is_empty());
            if header != Header::No {
                if header == Header::Case && raw == "in" {
                    header = Header::No;
                }
                at = after.max(at + 1);
                continue;
            }
            if starts && index.is_none() && is_keyword(raw) {
                place.negated ^= raw == "!";
                if raw != "!" {
                    place = Place::default();
                }
                cases = if raw == "esac" { cases.saturating_sub(1) } else { cases + usize::from(raw == "case") };
                header = match raw {
                    "case" => Header::Case,
                    "for" | "select" | "function" => Header::Loop,
                    _ => Header::No,
                };
                at = after;
                continue;
            }
            first = false;
            let index = self.command(&mut open, at, around, place);
            let inside = Around { command: Some(index), ..around };
            match assignment(self.body, at, after).filter(|_| starts) {
                Some(assignment) => self.out.script.commands[index].assignments.push(assignment),
                None => {
                    let word = Word::new(self.body, at, after);
                    self.out.script.commands[index].words.push(word);
                }
            }
            let owns = self.substitutions(at, after, inside);
            at = after.max(at + 1);
            if let Some(open) = &mut open {
                open.end = at;
                open.owns |= owns;
            }
        }
        self.close(open.take(), &mut pipeline, false);
        self.end
    }

    /// The command that is being read, begun at `at` if there is none.
    fn command(&mut self, open: &mut Option<Open>, at: usize, around: Around, place: Place) -> usize {
        open.get_or_insert_with(|| Open {
            index: self.out.reserve(self.body.range(at, at), around, place),
            end: at,
            owns: false,
        })
        .index
    }

    /// Takes back a command that turned out to be none; `false` if others came after it or refer to it.
    fn discard(&mut self, open: &Open) -> bool {
        !open.owns && self.discard_last(open.index)
    }

    /// Takes back the last command if it is a single static word, to which nothing can refer.
    fn discard_last(&mut self, index: usize) -> bool {
        let command = self.out.script.commands.get(index);
        let word = command.is_some_and(|it| match &*it.words {
            [word] => word.literal().is_some() && it.assignments.is_empty() && it.redirects.is_empty(),
            _ => false,
        });
        let last = word && index + 1 == self.out.script.commands.len();
        if last {
            self.out.script.commands.pop();
        }
        last
    }

    /// Ends a command: sets its range and seat, and reads the script in its arguments.
    fn close(&mut self, open: Option<Open>, pipeline: &mut Vec<usize>, piped: bool) {
        if let Some(open) = open {
            let command = &mut self.out.script.commands[open.index];
            let start = command.range.start();
            let end = self.body.range(open.end, open.end).end();
            command.range = TextRange::new(start, end.max(start));
            let around = Around { scope: command.scope, depth: command.depth, command: None };
            pipeline.push(open.index);
            inner::read(self.out, open.index, around);
        }
        if piped {
            return;
        }
        if pipeline.len() > 1 {
            let (id, length) = (self.out.pipelines, pipeline.len());
            self.out.pipelines += 1;
            for (index, command) in pipeline.iter().enumerate() {
                self.out.script.commands[*command].place.pipeline = Some(Pipeline { id, index, length });
            }
        }
        pipeline.clear();
    }

    /// Where the word at `at` ends: at an unquoted blank or operator.
    fn word_end(&self, from: usize) -> usize {
        let mut at = from;
        while at < self.end {
            let next = self.text[..self.end].get(at + 1).copied();
            at = match self.text[at] {
                b' ' | b'\t' | b'\r' | b'\n' | b';' | b'&' | b'|' | b'(' | b')' => return at,
                b'<' | b'>' if next == Some(b'(') => balanced(self.text, at + 2, self.end, b')'),
                b'<' | b'>' => return at,
                b'\\' => at + 2,
                b'\'' => find(self.text, at + 1, self.end, b'\'') + 1,
                b'"' | b'`' => balanced(self.text, at + 1, self.end, self.text[at]),
                b'$' if next == Some(b'(') => balanced(self.text, at + 2, self.end, b')'),
                b'$' if next == Some(b'{') => balanced(self.text, at + 2, self.end, b'}'),
                _ => at + 1,
            };
        }
        self.end
    }

    /// Reads the commands in the substitutions of a word; whether there were any.
    fn substitutions(&mut self, start: usize, end: usize, around: Around) -> bool {
        if self.deepness >= DEEPEST {
            return false;
        }
        let mut found = Vec::new();
        crate::scan::pieces(self.body, start, end, &mut |piece, from, to, _| match piece {
            crate::scan::Piece::Command => found.push((ScopeKind::CommandSubstitution, from, to)),
            crate::scan::Piece::Process => found.push((ScopeKind::ProcessSubstitution, from, to)),
            _ => {}
        });
        let any = !found.is_empty();
        for (kind, from, to) in found {
            let backtick = self.text[from] == b'`';
            let text = &self.text[from..to];
            if backtick && text.contains(&b'\\') {
                continue;
            }
            let inside = self.out.scope(kind, self.body.range(from, to), around, Place::default());
            let (opening, close) = if backtick { (1, b'`') } else { (2, b')') };
            let end = std::mem::replace(&mut self.end, to);
            self.deepness += 1;
            self.list(from + opening, Some(close), inside);
            self.deepness -= 1;
            self.end = end;
        }
        any
    }

    /// The offset behind a redirect operator at `at`, a number or `&` in front of it included.
    fn redirect_operator(&self, at: usize) -> Option<usize> {
        let text = &self.text[..self.end];
        let digits = text[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let ampersand = usize::from(digits == 0 && text[at] == b'&');
        let operator = at + digits + ampersand;
        let rest = text.get(operator..)?;
        let length = match rest {
            [b'<' | b'>', b'(', ..] => return None,
            [b'<', b'<', b'<' | b'-', ..] => 3,
            [b'<', b'<' | b'>' | b'&', ..] | [b'>', b'>' | b'|' | b'&', ..] => 2,
            [b'<' | b'>', ..] => 1,
            _ => return None,
        };
        Some(operator + length)
    }

    /// Reads a redirect; gives the offset behind its target.
    fn redirect(
        &mut self,
        start: usize,
        after: usize,
        command: usize,
        heredocs: &mut Vec<PendingHeredoc>,
        around: Around,
    ) -> usize {
        let written = self.body.slice(start, after);
        let operator = written.trim_start_matches(|first: char| first.is_ascii_digit());
        let kind = match operator {
            "<" => RedirectKind::Input,
            "<>" => RedirectKind::ReadWrite,
            "<<" => RedirectKind::Heredoc,
            "<<-" => RedirectKind::HeredocTabs,
            "<<<" => RedirectKind::HereString,
            "<&" => RedirectKind::DuplicateInput,
            ">>" => RedirectKind::Append,
            ">|" => RedirectKind::Clobber,
            ">&" => RedirectKind::DuplicateOutput,
            "&>" | "&>>" => RedirectKind::OutputBoth,
            _ => RedirectKind::Output,
        };
        let blanks = self.text[after..self.end].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let from = after + blanks;
        let to = self.word_end(from).max(from).min(self.end);
        let target = Word::new(self.body, from, to);
        if matches!(kind, RedirectKind::Heredoc | RedirectKind::HeredocTabs)
            && let Some(delimiter) = target.literal()
        {
            let tabs = kind == RedirectKind::HeredocTabs;
            heredocs.push(PendingHeredoc { command, delimiter: delimiter.as_bytes().into(), tabs });
        }
        let number = written.len() - operator.len();
        self.out.script.commands[command].redirects.push(Redirect {
            range: self.body.range(start, to),
            descriptor: written.get(..number).and_then(|number| number.parse().ok()),
            kind,
            target,
            heredoc: None,
        });
        self.substitutions(from, to, Around { command: Some(command), ..around });
        to
    }

    /// Steps over the heredocs that begin at `at`; one without its end is taken for the command line going on.
    fn skip_heredocs(&mut self, at: usize, heredocs: &mut Vec<PendingHeredoc>) -> usize {
        let mut at = at;
        for PendingHeredoc { command, delimiter, tabs } in heredocs.drain(..) {
            let start = at;
            let mut line = at;
            while line < self.end {
                let end = find(self.text, line, self.end, b'\n');
                let mut text = &self.text[line..end];
                while tabs && text.first() == Some(&b'\t') {
                    text = &text[1..];
                }
                if text == &*delimiter {
                    let range = self.body.range(start, line);
                    let redirects = self.out.script.commands[command].redirects.iter_mut();
                    let unread = |redirect: &&mut Redirect| {
                        redirect.heredoc.is_none()
                            && matches!(redirect.kind, RedirectKind::Heredoc | RedirectKind::HeredocTabs)
                    };
                    redirects.filter(unread).take(1).for_each(|redirect| redirect.heredoc = Some(range));
                    at = end;
                    break;
                }
                line = end + 1;
            }
        }
        at
    }
}

/// Words that stand where a command begins and are none.
fn is_keyword(word: &str) -> bool {
    matches!(
        word,
        "if" | "then"
            | "elif"
            | "else"
            | "fi"
            | "while"
            | "until"
            | "do"
            | "done"
            | "for"
            | "case"
            | "esac"
            | "select"
            | "function"
            | "in"
            | "{"
            | "}"
            | "!"
            | "time"
            | "[["
    )
}
