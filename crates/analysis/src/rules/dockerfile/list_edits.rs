//! Edits that take words out of a command, commands out of a list, and put flags on a RUN.
//!
//! Invariant: nothing but blanks, line ends, operators and what is to go is taken away: no comment, no heredoc, no
//! part of another command.

use crate::CommandCx;
use plimsoll_dockerfile::{Body, CommandLine};
use plimsoll_shell::{Command, Connector};
use plimsoll_text::{Edit, Edits, TextRange};

/// Takes `ranges`, each a word of the command, out together with the blanks in front of them.
pub(super) fn delete_words(cx: &CommandCx<'_>, ranges: &[TextRange]) -> Option<Edits> {
    if !is_shell_form(cx) {
        return None;
    }
    let words = &cx.command.words;
    let mut edits = Vec::new();
    for range in ranges {
        let at = words.iter().position(|word| word.range == *range)?;
        let before = words.get(at.checked_sub(1)?)?;
        // A word inside another command, such as one in `$(…)`, starts before its neighbour ends.
        let gap = (before.range.end() <= range.start()).then(|| TextRange::new(before.range.end(), range.start()))?;
        edits.push(Edit::delete(is_blank(cx, gap).then(|| gap.cover(*range))?));
    }
    Edits::new(edits).ok()
}

/// Takes the command out of its list; the whole RUN when it is alone.
pub(super) fn delete_command(cx: &CommandCx<'_>) -> Option<Edits> {
    let flat = |command: &Command| {
        command.depth == 0 && command.place.pipeline.is_none() && !command.place.background && !command.place.negated
    };
    let follows = |connector| matches!(connector, Connector::Start | Connector::And | Connector::Semicolon);
    let commands = &cx.script.commands;
    let at = commands.iter().position(|command| command.range == cx.command.range)?;
    let is_plain =
        is_shell_form(cx) && cx.script.complete && flat(cx.command) && cx.instruction.instruction.heredocs.is_empty();
    if !is_plain || !follows(cx.command.connector()) {
        return None;
    }
    let range = match (at.checked_sub(1).and_then(|at| commands.get(at)), commands.get(at + 1)) {
        (_, Some(next)) if next.range.start() < cx.command.range.end() => return None,
        (Some(before), None) if cx.command.range.start() < before.range.end() => return None,
        (_, Some(next)) => {
            let range = TextRange::new(cx.command.range.start(), next.range.start());
            let gap = TextRange::new(cx.command.range.end(), next.range.start());
            (flat(next) && follows(next.connector()) && is_operator(cx, gap)).then_some(range)?
        }
        (Some(before), None) => {
            let gap = TextRange::new(before.range.end(), cx.command.range.start());
            (flat(before) && is_operator(cx, gap)).then(|| gap.cover(cx.command.range))?
        }
        (None, None) => {
            let instruction = cx.build.steps.get(cx.step)?.instruction;
            let item = cx.syntax.items.iter().find(|item| item.range.contains_range(instruction.range))?;
            let is_whole = instruction.comments.is_empty() && matches!(instruction.body, Body::Run(_));
            is_whole.then_some(item.range)?
        }
    };
    Some(Edit::delete(range).into())
}

/// Whether the commands of the RUN are written for a shell, here and not in a heredoc.
pub(super) fn is_shell_form(cx: &CommandCx<'_>) -> bool {
    let Body::Run(run) = &cx.instruction.instruction.body else { return false };
    matches!(&run.command, CommandLine::Shell { range, .. } if range.contains_range(cx.command.range))
}

/// Whether only blanks and line ends stand at `gap`.
fn is_blank(cx: &CommandCx<'_>, gap: TextRange) -> bool {
    cx.text(gap).chars().all(|character| character.is_ascii_whitespace() || character == cx.syntax.escape)
}

/// Whether only blanks, line ends and one operator stand at `gap`.
fn is_operator(cx: &CommandCx<'_>, gap: TextRange) -> bool {
    let escape = cx.syntax.escape;
    let rest: String = cx.text(gap).chars().filter(|it| !it.is_ascii_whitespace() && *it != escape).collect();
    matches!(rest.as_str(), "&&" | ";")
}
