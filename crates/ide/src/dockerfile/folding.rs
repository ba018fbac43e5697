//! What may be folded away in a Dockerfile: stages, long instructions, heredocs, blocks of comments, regions.

use super::Cx;
use crate::{Fold, FoldKind};
use plimsoll_dockerfile::{Instruction, ItemKind};
use plimsoll_text::{TextRange, TextSize};

pub(crate) fn folding(cx: &Cx<'_>) -> Vec<Fold> {
    let mut folds = Vec::new();
    for stage in &cx.build.stages {
        let first = cx.build.steps[stage.from_step].instruction.range;
        let last = cx.build.stage_steps(stage).next_back().map_or(first, |(_, it)| it.range);
        push(cx, &mut folds, first.cover(last), FoldKind::Code);
    }
    for instruction in cx.syntax.instructions() {
        of_instruction(cx, instruction, &mut folds);
    }
    let mut block: Option<TextRange> = None;
    for item in &cx.syntax.items {
        match &item.kind {
            ItemKind::Comment(comment) if !is_region(cx.text(comment.range)) => {
                block = Some(block.map_or(comment.range, |block| block.cover(comment.range)));
            }
            _ => {
                if let Some(block) = block.take() {
                    push(cx, &mut folds, block, FoldKind::Comment);
                }
            }
        }
    }
    if let Some(block) = block {
        push(cx, &mut folds, block, FoldKind::Comment);
    }
    regions(cx, &mut folds);
    folds
}

fn of_instruction(cx: &Cx<'_>, it: &Instruction, folds: &mut Vec<Fold>) {
    push(cx, folds, it.range, FoldKind::Code);
    for heredoc in &it.heredocs {
        // With one heredoc the fold of the instruction says the same.
        let start = heredoc.body.start().checked_sub(TextSize::new(1)).unwrap_or_default();
        let end = heredoc.end.unwrap_or(heredoc.body).end();
        if it.heredocs.len() > 1 {
            push(cx, folds, TextRange::new(start.min(end), end), FoldKind::Code);
        }
    }
    let mut block: Option<TextRange> = None;
    for comment in &it.comments {
        let touches = block.is_some_and(|block| {
            cx.source[usize::from(block.end())..usize::from(comment.range.start())].trim().is_empty()
        });
        match &mut block {
            Some(block) if touches => *block = block.cover(comment.range),
            _ => {
                if let Some(done) = block.replace(comment.range) {
                    push(cx, folds, done, FoldKind::Comment);
                }
            }
        }
    }
    if let Some(block) = block {
        push(cx, folds, block, FoldKind::Comment);
    }
}

/// `#region` to `#endregion`, nested.
fn regions(cx: &Cx<'_>, folds: &mut Vec<Fold>) {
    let mut open: Vec<TextSize> = Vec::new();
    for comment in cx.syntax.comments() {
        let name = cx.text(comment.range).trim_start_matches('#').trim_start();
        if starts_with_word(name, "region") {
            open.push(comment.range.start());
        } else if starts_with_word(name, "endregion")
            && let Some(start) = open.pop()
        {
            push(cx, folds, TextRange::new(start, comment.range.end()), FoldKind::Region);
        }
    }
}

fn is_region(comment: &str) -> bool {
    let name = comment.trim_start_matches('#').trim_start();
    starts_with_word(name, "region") || starts_with_word(name, "endregion")
}

fn starts_with_word(text: &str, word: &str) -> bool {
    text.strip_prefix(word).is_some_and(|rest| !rest.starts_with(|next: char| next.is_alphanumeric()))
}

/// Adds a fold when it has more than one line.
fn push(cx: &Cx<'_>, folds: &mut Vec<Fold>, range: TextRange, kind: FoldKind) {
    let text = cx.text(range).trim_end();
    if text.contains('\n') {
        folds.push(Fold { range: TextRange::at(range.start(), plimsoll_text::size(text.len())), kind });
    }
}
