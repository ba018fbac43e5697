//! Which part of a Dockerfile an offset lies in.
//!
//! Invariant: an offset at the end of a half-typed line lies in the instruction of that line, and one behind a
//! continuation mark in the instruction that goes on.

use super::Cx;
use plimsoll_dockerfile::{Body, Comment, Directive, Heredoc, Instruction, ItemKind};
use plimsoll_model::dockerfile::{StageId, StepId};
use plimsoll_text::{TextRange, TextSize, range, slice};

/// The part of the file that an offset lies in.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Place<'a> {
    /// Between instructions, where the next one may begin.
    Between,
    /// In a comment, those inside continued instructions too.
    Comment(Comment),
    /// In a parser directive.
    Directive(Directive),
    /// In a heredoc's lines or its end line.
    Heredoc(At<'a>, &'a Heredoc),
    /// Anywhere else in an instruction.
    Instruction(At<'a>),
}

/// An instruction around an offset.
#[derive(Debug, Clone, Copy)]
pub(crate) struct At<'a> {
    /// The innermost one: that in an ONBUILD, when the offset lies in it.
    pub(crate) instruction: &'a Instruction,
    /// Number of the outermost one.
    pub(crate) step: StepId,
    /// Whether it is the one in an ONBUILD.
    pub(crate) is_trigger: bool,
}

impl<'a> Cx<'a> {
    /// The part of the file that `offset` lies in.
    pub(crate) fn place(&self, offset: TextSize) -> Place<'a> {
        let items = &self.syntax.items;
        let at = items.partition_point(|item| item.range.end() <= offset);
        let item = match items.get(at) {
            Some(item) => item,
            None => match items.last() {
                Some(last) if self.goes_on(last.range, &last.kind) => last,
                _ => return Place::Between,
            },
        };
        match &item.kind {
            ItemKind::Blank => Place::Between,
            ItemKind::Comment(comment) if offset < comment.range.start() => Place::Between,
            ItemKind::Comment(comment) => Place::Comment(*comment),
            ItemKind::Directive(directive) if offset < directive.range.start() => Place::Between,
            ItemKind::Directive(directive) => Place::Directive(*directive),
            ItemKind::Instruction(instruction) => self.in_instruction(instruction, offset),
        }
    }

    /// The stage that the instruction `step` belongs to.
    pub(crate) fn stage_of(&self, step: StepId) -> Option<StageId> {
        self.build.steps.get(step)?.stage
    }

    /// The blank-separated word around `offset` that does not begin before `floor`.
    pub(crate) fn word(&self, offset: TextSize, floor: TextSize) -> TextRange {
        let at = self.source.floor_char_boundary(usize::from(offset).min(self.source.len()));
        let floor = usize::from(floor).min(at);
        let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
        let bytes = self.source.as_bytes();
        let before = bytes[floor..at].iter().rev().take_while(|byte| !is_blank(byte)).count();
        let behind = bytes[at..].iter().take_while(|byte| !is_blank(byte)).count();
        range(at - before, at + behind)
    }

    /// The text of `range`.
    pub(crate) fn text(&self, range: TextRange) -> &'a str {
        slice(self.source, range)
    }

    /// Whether the last item of the file still takes what is typed behind it.
    fn goes_on(&self, range: TextRange, kind: &ItemKind) -> bool {
        let text = self.text(range);
        let ItemKind::Instruction(instruction) = kind else { return !text.ends_with('\n') };
        if !text.ends_with('\n') || instruction.heredocs.iter().any(|heredoc| heredoc.end.is_none()) {
            return true;
        }
        let lines = text.lines().rev();
        let mut written = lines.map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        instruction.heredocs.is_empty() && written.next().is_some_and(|line| line.ends_with(self.syntax.escape))
    }

    fn in_instruction(&self, outer: &'a Instruction, offset: TextSize) -> Place<'a> {
        if offset < outer.keyword_range.start() {
            return Place::Between;
        }
        if let Some(comment) = outer.comments.iter().find(|comment| comment.range.contains_inclusive(offset)) {
            return Place::Comment(*comment);
        }
        let step = self.build.steps.partition_point(|step| step.instruction.range.start() < outer.range.start());
        let mut at = At { instruction: outer, step, is_trigger: false };
        if let Body::Onbuild(Some(inner)) = &outer.body
            && offset >= inner.keyword_range.start()
        {
            at = At { instruction: inner, step, is_trigger: true };
        }
        let in_lines = |heredoc: &&Heredoc| {
            let end = heredoc.end.map_or(heredoc.body.end(), TextRange::end);
            heredoc.body.start() <= offset && offset <= end
        };
        match outer.heredocs.iter().find(in_lines) {
            Some(heredoc) => Place::Heredoc(at, heredoc),
            None => Place::Instruction(at),
        }
    }
}
