//! `invalid-exec-form`: a list of strings that is no JSON.

use super::command::{command_of, json_array};
use crate::rule::rule;
use crate::rules::dockerfile::lines::line_end;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, CommandLine, PathList};
use plimsoll_shell::ShellKind;
use plimsoll_text::{Edit, Edits, TextRange};

rule! {
    /// The exec form is a JSON array: double quotes, commas between the strings, none at the end. Anything else is text
    /// for the shell, which fails over the bracket.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// CMD ['/app', '--verbose']
    ///   # ^^^^^^^^^^^^^^^^^^^^^ error: this is no JSON array of strings, so a shell gets it as it is
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// CMD ["/app", "--verbose"]
    /// ```
    ///
    /// A test is a command like any other:
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN [ -f /etc/os-release ]
    /// RUN [ "$A" = "b" ]
    /// CMD ["/app"]
    /// ```
    "invalid-exec-form" {
        summary: "a list of strings that is no JSON",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Error, Level::Error, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    if let Some(range) = paths(cx) {
        let inner = cx.text(range).trim_start_matches('[').trim_end_matches(']');
        let words = strings(inner).filter(|words| !words.is_empty() && !inner.contains('\n'));
        let fix = words.map(|words| {
            Fix::r#unsafe("write it as JSON", Edit::replace(range, json_array(words.iter().map(String::as_str))))
        });
        sink.report(range, "this is no JSON array of strings, so it is read as plain words")
            .note("it takes double quotes around each string and a comma between them")
            .fix(fix);
        return;
    }
    let Some(CommandLine::Shell { range, looks_like_exec: true }) = command_of(cx.instruction) else { return };
    let text = cx.text(*range).trim();
    let Some(inner) = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) else {
        if text.starts_with("[\"") || text.starts_with("['") {
            unclosed(cx, *range, text, sink);
        }
        return;
    };
    if cx.build.shell_kind(cx.step) == ShellKind::Foreign || is_test(inner) {
        return;
    }
    let words = strings(inner).filter(|words| !words.is_empty() && !inner.contains('\n'));
    let fix = words.map(|words| {
        Fix::r#unsafe("write it as JSON", Edit::replace(*range, json_array(words.iter().map(String::as_str))))
    });
    sink.report(*range, "this is no JSON array of strings, so a shell gets it as it is")
        .note("it takes double quotes around each string and a comma between them")
        .fix(fix);
}

/// `["a"] # why`, `["a"] >log`, `["a"`: the array is not all there is, or has no end.
fn unclosed(cx: &InstructionCx<'_>, range: TextRange, text: &str, sink: &mut Sink) {
    if cx.build.shell_kind(cx.step) == ShellKind::Foreign {
        return;
    }
    let note = match text.rfind(']') {
        Some(_) => "nothing may stand behind the closing bracket, not even a comment",
        None => "the closing bracket is missing",
    };
    let fix = match text.rfind(']') {
        Some(end) => comment_above(cx, range, &text[..=end], text[end + 1..].trim()),
        None => strings(&text[1..]).filter(|words| !words.is_empty() && !text.contains(['\n', '#'])).map(|words| {
            let array = json_array(words.iter().map(String::as_str));
            Fix::r#unsafe("close the bracket", Edit::replace(range, array))
        }),
    };
    sink.report(range, "this is no JSON array of strings, so a shell gets it as it is").note(note).fix(fix);
}

/// Puts the comment behind an array on a line of its own.
fn comment_above(cx: &InstructionCx<'_>, range: TextRange, array: &str, comment: &str) -> Option<Fix> {
    let outer = cx.build.steps.get(cx.step)?.instruction;
    let is_plain = outer.range == cx.instruction.range && outer.gaps.is_empty() && !cx.text(range).contains('\n');
    let inner = array.strip_prefix('[')?.strip_suffix(']')?;
    let words = strings(inner).filter(|words| !words.is_empty() && is_plain && comment.starts_with('#'))?;
    let line = format!("{comment}{}", line_end(cx.source()));
    let edits = vec![
        Edit::insert(outer.range.start(), line),
        Edit::replace(range, json_array(words.iter().map(String::as_str))),
    ];
    Some(Fix::r#unsafe("put the comment above", Edits::new(edits).ok()?))
}

/// The words of COPY, ADD and VOLUME that were meant as an array.
fn paths(cx: &InstructionCx<'_>) -> Option<TextRange> {
    let (first, last) = match &cx.instruction.body {
        Body::Copy(copy) if !copy.json => (copy.sources.first()?.range, copy.destination.as_ref()?.range),
        Body::Volume(PathList::Words(words)) => (words.first()?.range, words.last()?.range),
        _ => return None,
    };
    let range = first.cover(last);
    let inner = cx.text(range).strip_prefix('[')?.strip_suffix(']')?;
    // `COPY [ab] [c]` are patterns.
    let is_volume = matches!(cx.instruction.body, Body::Volume(_)) && !inner.contains(['[', ']']);
    (is_volume || inner.starts_with(['"', '\'']) || inner.contains(',')).then_some(range)
}

/// Whether the bracket is the command `[`, or `[[`: a blank behind it and an operator inside.
fn is_test(inner: &str) -> bool {
    let operators = ["=", "==", "!=", "=~", "-eq", "-ne", "-lt", "-gt", "-le", "-ge", "-a", "-o", "!"];
    let unary = |word: &str| word.len() == 2 && word.starts_with('-');
    let mut words = inner.split_ascii_whitespace();
    let operates = words.clone().any(|word| operators.contains(&word)) || words.next().is_some_and(unary);
    inner.starts_with('[') || inner.starts_with([' ', '\t']) && operates || !inner.contains(['"', '\'', ','])
}

/// The strings between the brackets, in whatever quotes; `None` when they cannot be told apart.
fn strings(inner: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut rest = inner.trim();
    while !rest.is_empty() {
        let quote = rest.chars().next().filter(|first| matches!(first, '"' | '\''));
        let (word, behind) = match quote {
            Some(quote) => rest[1..].split_once(quote)?,
            None => {
                let end = rest.find([',', ' ', '\t']).unwrap_or(rest.len());
                rest.split_at(end)
            }
        };
        if word.contains(['\\', '"']) || quote.is_none() && word.contains('\'') {
            return None;
        }
        words.push(word.to_owned());
        let behind = behind.trim_start();
        let next = behind.strip_prefix(',').map_or(behind, str::trim_start);
        // Without a comma, only a quote shows where the next string begins.
        if next.len() == behind.len() && !behind.is_empty() && !behind.starts_with(['"', '\'']) {
            return None;
        }
        rest = next;
    }
    words.iter().all(|word| !word.is_empty()).then_some(words)
}
