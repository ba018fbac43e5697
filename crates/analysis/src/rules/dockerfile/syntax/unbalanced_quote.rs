//! `unbalanced-quote`: quote that is never closed.

use super::report::{instruction_of, report};
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::{SyntaxError, SyntaxErrorKind};
use plimsoll_text::{Edit, size};

rule! {
    /// A quote opens in a word and is never closed.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// ENV GREETING="hello
    /// #            ^^^^^^ error: this double quote is never closed
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// ENV GREETING="hello"
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// ENV GREETING="hello" NAME='world' QUOTE=\"
    /// ```
    "unbalanced-quote" {
        summary: "quote that is never closed",
        category: Category::Correctness,
        levels: Levels::always(Level::Error),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    report(cx, sink, SyntaxErrorKind::UnbalancedQuote, fix);
}

/// Closes the quote where its word ends: before the next `NAME=`, before the first blank in a flag, else at the end.
fn fix(cx: &DockerfileCx<'_>, error: &SyntaxError) -> Option<Fix> {
    let text = cx.text(error.range);
    let quote = text.chars().next().filter(|it| matches!(it, '"' | '\''))?;
    let before = cx.source()[..usize::from(error.range.start())].rsplit(char::is_whitespace).next().unwrap_or("");
    // One behind a letter is an apostrophe, and one behind another is perhaps the end of that word.
    let opens = (before.is_empty() || before.ends_with(['=', ',', '['])) && !before.contains(['"', '\'']);
    let instruction = instruction_of(cx, error)?;
    let end = if instruction.flags.iter().any(|flag| flag.range.contains_range(error.range)) {
        text.find(char::is_whitespace).unwrap_or(text.len())
    } else {
        pair_start(text).unwrap_or(text.len())
    };
    let word = text[..end].trim_end();
    let is_plain = opens && word.len() > 1 && !text.contains('\n') && !word.ends_with(cx.syntax.escape);
    let place = error.range.start() + size(word.len());
    is_plain.then(|| Fix::r#unsafe(format!("close it with `{quote}`"), Edit::insert(place, quote)))
}

/// Where a ` NAME=` begins that the open quote has swallowed.
fn pair_start(text: &str) -> Option<usize> {
    text.match_indices('=').find_map(|(equals, _)| {
        let name = text[..equals].rfind(char::is_whitespace)? + 1;
        let is_name = |it: char| it.is_ascii_alphanumeric() || matches!(it, '_' | '.' | '-' | '/');
        let is_pair = name < equals && text[name..equals].chars().all(is_name);
        is_pair.then_some(name)
    })
}
