//! `pair-without-equals`: word that is no NAME=value.

use super::report::{instruction_of, report};
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, Pair, SyntaxError, SyntaxErrorKind};
use plimsoll_text::{Edit, Edits, TextRange};

rule! {
    /// In ENV and LABEL every word is a `NAME=value`. A value with blanks needs quotes.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// LABEL vendor=Acme Incorporated
    /// #                 ^^^^^^^^^^^^ error: expected `NAME=value`, found `Incorporated`
    /// ENV A=1 B 2
    /// #       ^ error: expected `NAME=value`, found `B`
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// LABEL vendor="Acme Incorporated"
    /// ENV A=1 B=2
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// ENV A="1 B" C=2
    /// ENV OLD the old form
    /// ```
    "pair-without-equals" {
        summary: "word that is no NAME=value",
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
    report(cx, sink, SyntaxErrorKind::PairWithoutEquals, fix);
}

/// Joins a name with the value behind it, or takes the word for a part of the value before it.
fn fix(cx: &DockerfileCx<'_>, error: &SyntaxError) -> Option<Fix> {
    let instruction = instruction_of(cx, error)?;
    let (Body::Env(pairs) | Body::Label(pairs)) = &instruction.body else { return None };
    let pairs = &pairs.pairs[..];
    let at = pairs.iter().position(|pair| pair.range == error.range)?;
    let count = pairs[at..].iter().take_while(|pair| pair.value.is_none()).count();
    let words = &pairs[at..at + count];
    let text = |pair: &Pair| cx.text(pair.range);
    let is_plain = |pair: &Pair| !text(pair).contains(['"', '\'', '\\', '`', '#', '$']);
    if !words.iter().all(is_plain) {
        return None;
    }
    let Some(before) = at.checked_sub(1).map(|before| &pairs[before]) else {
        let blank = Edit::insert(error.range.end(), "=<value>");
        return Some(Fix::manual("give it a value", blank));
    };
    let value = before.value.as_ref()?.range;
    let gap = |from: TextRange, to: TextRange| {
        let gap = TextRange::new(from.end(), to.start());
        cx.text(gap).bytes().all(|byte| matches!(byte, b' ' | b'\t')).then_some(gap)
    };
    if value.is_empty() && count == 1 {
        // `NAME= value`
        let blanks = gap(before.range, error.range)?;
        return Some(Fix::r#unsafe("join the name and its value", Edit::delete(blanks)));
    }
    let is_name = |text: &str| {
        let capitals = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
        text.bytes().all(capitals) || (text.contains('.') && matches!(instruction.body, Body::Label(_)))
    };
    match words {
        [name, value] if is_name(text(name)) => {
            let blanks = gap(name.range, value.range)?;
            Some(Fix::r#unsafe("join the name and its value", Edit::replace(blanks, "=")))
        }
        [name] if is_name(text(name)) => {
            Some(Fix::manual("give it a value", Edit::insert(name.range.end(), "=<value>")))
        }
        [.., last] if is_plain(before) => {
            for pair in pairs[at - 1..at + count].windows(2) {
                gap(pair[0].range, pair[1].range)?;
            }
            let edits = vec![Edit::insert(value.start(), "\""), Edit::insert(last.range.end(), "\"")];
            Some(Fix::r#unsafe("quote the value", Edits::new(edits).ok()?))
        }
        _ => None,
    }
}
