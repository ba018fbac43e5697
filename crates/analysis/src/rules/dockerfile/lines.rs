//! Edits of whole lines and of whole commands, for fixes of Dockerfiles.
//!
//! Invariant: an edit never takes a comment away; where it would, there is none.

use crate::{DockerfileCx, InstructionCx};
use plimsoll_dockerfile::{Body, CommandLine, Flag, Instruction, ItemKind, Run};
use plimsoll_model::commands::stays_flat;
use plimsoll_model::dockerfile::StepId;
use plimsoll_shell::{Command, Connector, Script};
use plimsoll_text::{Edit, TextRange, TextSize, size};

/// Where a line before `instruction` is inserted: above the comments that stand directly over it.
pub(in crate::rules::dockerfile) fn line_before(cx: &DockerfileCx<'_>, instruction: &Instruction) -> TextSize {
    let items = &cx.syntax.items;
    let at = items.iter().position(|item| item.range.contains(instruction.range.start())).unwrap_or(0);
    let comments = items[..at].iter().rev().take_while(|item| matches!(item.kind, ItemKind::Comment(_)));
    comments.last().map_or(instruction.range.start(), |item| item.range.start())
}

/// The line end that the file uses.
pub(in crate::rules::dockerfile) fn line_end(source: &str) -> &'static str {
    if source.contains("\r\n") { "\r\n" } else { "\n" }
}

/// The lines of an instruction with their line ends, and a blank line behind it if there is one in front of it, too;
/// `None` if a comment stands among them or directly above.
pub(in crate::rules::dockerfile) fn own_lines(cx: &DockerfileCx<'_>, instruction: &Instruction) -> Option<TextRange> {
    let items = &cx.syntax.items;
    let at = items.iter().position(|item| item.range.contains(instruction.range.start()))?;
    let is_commented = at > 0 && matches!(items[at - 1].kind, ItemKind::Comment(_));
    let is_blank = |at: usize| items.get(at).is_some_and(|item| matches!(item.kind, ItemKind::Blank));
    if !instruction.comments.is_empty() || is_commented {
        return None;
    }
    let own = items[at].range;
    if at == 0 || !is_blank(at - 1) || !is_blank(at + 1) {
        return Some(own);
    }
    let behind = items[at + 1].range;
    let first = cx.text(behind).find('\n').map_or(behind.len(), |end| size(end + 1));
    Some(own.cover(TextRange::at(behind.start(), first)))
}

/// Takes a flag away, and the blanks behind it.
pub(in crate::rules::dockerfile) fn without_flag(cx: &DockerfileCx<'_>, flag: &Flag) -> Edit {
    let rest = &cx.source()[usize::from(flag.range.end())..];
    let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    Edit::delete(TextRange::new(flag.range.start(), flag.range.end() + size(blanks)))
}

/// Adds a flag behind those that an instruction has.
pub(in crate::rules::dockerfile) fn with_flag(instruction: &Instruction, flag: &str) -> Edit {
    let place = instruction.flags.last().map_or(instruction.keyword_range, |flag| flag.range);
    Edit::insert(place.end(), format!(" {flag}"))
}

/// The RUN of an instruction whose text is one shell-form line without heredocs, and not inside an ONBUILD.
pub(in crate::rules::dockerfile) fn plain_run<'a>(cx: &InstructionCx<'a>) -> Option<&'a Run> {
    let Body::Run(run) = &cx.instruction.body else { return None };
    let is_outer = cx.build.steps.get(cx.step).is_some_and(|step| step.instruction.range == cx.instruction.range);
    let is_shell = matches!(run.command, CommandLine::Shell { .. });
    (is_outer && is_shell && cx.instruction.heredocs.is_empty()).then_some(run)
}

/// Takes commands out of a RUN that is one list of `&&` or `;`: the whole instruction, if nothing else is in it.
pub(in crate::rules::dockerfile) fn without_commands(
    cx: &InstructionCx<'_>,
    script: &Script,
    gone: &[&Command],
) -> Option<Vec<Edit>> {
    plain_run(cx)?;
    let lists = |command: &Command| {
        matches!(command.connector(), Connector::Start | Connector::And | Connector::Semicolon | Connector::Newline)
    };
    if !stays_flat(script) || !script.scopes.is_empty() || !script.commands.iter().all(lists) {
        return None;
    }
    let is_gone = |command: &Command| gone.iter().any(|other| other.range == command.range);
    // Options of the shell end with it.
    let does_nothing = |command: &Command| is_gone(command) || command.name() == Some("set");
    if !gone.is_empty() && script.commands.iter().all(does_nothing) {
        return own_lines(cx, cx.instruction).map(|lines| vec![Edit::delete(lines)]);
    }
    let first_kept = script.commands.iter().position(|command| !is_gone(command))?;
    let mut ranges: Vec<TextRange> = Vec::new();
    if first_kept > 0 {
        ranges.push(TextRange::new(script.commands[0].range.start(), script.commands[first_kept].range.start()));
    }
    for pair in script.commands[first_kept..].windows(2).filter(|pair| is_gone(&pair[1])) {
        ranges.push(TextRange::new(pair[0].range.end(), pair[1].range.end()));
    }
    let crosses = |range: &TextRange| cx.instruction.comments.iter().any(|it| it.range.intersect(*range).is_some());
    (!ranges.iter().any(crosses)).then(|| ranges.into_iter().map(Edit::delete).collect())
}

/// Puts `line` above the instruction `step`. `None` for an ONBUILD: the line would be for this build.
pub(super) fn before(cx: &DockerfileCx<'_>, step: StepId, line: &str) -> Option<Edit> {
    let instruction = cx.build.steps.get(step)?.instruction;
    let is_trigger = matches!(instruction.body, Body::Onbuild(_));
    let place = line_before(cx, instruction);
    (!is_trigger).then(|| Edit::insert(place, format!("{line}{}", line_end(cx.source()))))
}
