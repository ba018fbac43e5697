//! What may be typed in a Dockerfile.
//!
//! Invariant: the word that a proposal replaces is the one that the cursor stands in, up to the next blank, comma,
//! colon or equals sign, whichever ends it there.

mod comments;
mod flags;
mod images;
mod instructions;
mod snippets;
mod users;
mod variables;

pub(crate) use comments::{Ids, list};

use super::Cx;
use super::place::{At, Place};
use crate::{Completion, CompletionKind};
use plimsoll_dockerfile::Keyword;
use plimsoll_model::tables::signals;
use plimsoll_text::{Edit, TextRange, TextSize, lines};

pub(crate) fn completions(cx: &Cx<'_>, offset: TextSize) -> Vec<Completion> {
    match cx.place(offset) {
        Place::Between => instructions::between(cx, cx.word(offset, line_start(cx.source, offset))),
        Place::Comment(comment) => comments::in_comment(cx, comment.range, offset),
        Place::Directive(directive) => comments::in_directive(cx, &directive, offset),
        Place::Heredoc(at, heredoc) => variables::in_heredoc(cx, at, heredoc, offset),
        Place::Instruction(at) => in_instruction(cx, at, offset),
    }
}

/// The start of the line that `offset` lies in.
pub(super) fn line_start(source: &str, offset: TextSize) -> TextSize {
    let last = lines(source).take_while(|line| line.start <= usize::from(offset)).last();
    let end_of_text = |line: plimsoll_text::Line<'_>| {
        if !line.end.is_empty() && line.next_start() <= usize::from(offset) { line.next_start() } else { line.start }
    };
    plimsoll_text::size(last.map_or(0, end_of_text))
}

fn in_instruction(cx: &Cx<'_>, at: At<'_>, offset: TextSize) -> Vec<Completion> {
    let instruction = at.instruction;
    if offset <= instruction.keyword_range.end() {
        return instructions::keyword(cx, at, cx.word(offset, instruction.keyword_range.start()));
    }
    if instruction.keyword == Keyword::Onbuild {
        return instructions::triggers(cx, cx.word(offset, instruction.keyword_range.end()));
    }
    let word = cx.word(offset, instruction.keyword_range.end());
    if let Some(found) = variables::at_dollar(cx, at, offset, word) {
        return found;
    }
    let is_first = instruction.arguments.is_empty() || word.start() <= instruction.arguments.start();
    if is_first && cx.text(word).starts_with('-') {
        return flags::in_flag(cx, at, word, offset);
    }
    match instruction.keyword {
        Keyword::From => in_from(cx, at, word, offset, is_first),
        Keyword::User => users::users(cx, at, word, offset),
        Keyword::Arg if !cx.text(word).contains('=') => variables::to_declare(cx, at, word),
        Keyword::Stopsignal => signal_names(word),
        Keyword::Healthcheck if is_first => ["CMD", "NONE"].into_iter().map(|text| keyword(text, word)).collect(),
        _ => Vec::new(),
    }
}

fn in_from(cx: &Cx<'_>, at: At<'_>, word: TextRange, offset: TextSize, is_first: bool) -> Vec<Completion> {
    if is_first {
        return images::images(cx, at.step, word, offset, images::In::From);
    }
    let plimsoll_dockerfile::Body::From(from) = &at.instruction.body else { return Vec::new() };
    let is_second = from.image.as_ref().is_some_and(|image| {
        let end = image.range.end();
        end <= word.start() && cx.text(TextRange::new(end, word.start())).trim().is_empty()
    });
    if is_second { vec![keyword("AS", word)] } else { Vec::new() }
}

fn signal_names(word: TextRange) -> Vec<Completion> {
    let names = signals::names().map(|name| format!("SIG{name}"));
    names.map(|name| Completion::new(&name, CompletionKind::Value, Edit::replace(word, &name))).collect()
}

fn keyword(text: &str, word: TextRange) -> Completion {
    Completion::new(text, CompletionKind::Keyword, Edit::replace(word, text))
}
