//! Which text an ignore comment covers.

use super::comment::{self, Parsed};
use super::{Scope, Suppression, Tool};
use crate::cx::DockerfileCx;
use plimsoll_dockerfile::{Dockerfile, Instruction, ItemKind};
use plimsoll_model::dockerfile::Build;
use plimsoll_text::{TextRange, TextSize, lines, range, slice};

/// The ignore comments of a Dockerfile in order of place.
pub(crate) fn in_dockerfile(cx: &DockerfileCx<'_>) -> Vec<Suppression> {
    comments(Source { text: cx.source(), syntax: cx.syntax, build: cx.build })
}

/// Whether the file says that findings of build checks are errors: `# check=error=true`.
pub(crate) fn raises_errors(cx: &DockerfileCx<'_>) -> bool {
    cx.syntax.items.iter().any(|item| match &item.kind {
        ItemKind::Directive(directive) => {
            cx.text(directive.name).eq_ignore_ascii_case("check") && comment::raises_errors(cx.text(directive.value))
        }
        _ => false,
    })
}

/// A Dockerfile as it was read.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) text: &'a str,
    pub(super) syntax: &'a Dockerfile,
    pub(super) build: &'a Build<'a>,
}

impl<'a> Source<'a> {
    fn text(self, range: TextRange) -> &'a str {
        slice(self.text, range)
    }
}

/// The ignore comments of a Dockerfile in order of place.
pub(super) fn comments(cx: Source<'_>) -> Vec<Suppression> {
    let mut found = Vec::new();
    for item in &cx.syntax.items {
        match &item.kind {
            ItemKind::Directive(directive) if cx.text(directive.name).eq_ignore_ascii_case("check") => {
                if let Some(parsed) = comment::parse_check(cx.text(directive.value), directive.value.start()) {
                    found.push(suppression(directive.range, parsed, None));
                }
            }
            ItemKind::Comment(comment) => {
                if let Some(parsed) = comment::parse(cx.text(comment.range), comment.range.start()) {
                    let next = cx.syntax.instructions().find(|it| it.range.start() >= comment.range.end());
                    found.push(covering(cx, comment.range, parsed, next));
                }
            }
            ItemKind::Instruction(instruction) => {
                for comment in &instruction.comments {
                    if let Some(parsed) = comment::parse(cx.text(comment.range), comment.range.start()) {
                        found.push(covering(cx, comment.range, parsed, Some(instruction)));
                    }
                }
            }
            ItemKind::Directive(_) | ItemKind::Blank => {}
        }
    }
    found
}

/// The ignore comments of a requirements file: at the end of a line for that line, on a line of their own for
/// the next one.
pub(crate) fn in_requirements(source: &str) -> Vec<Suppression> {
    let mut found = Vec::new();
    let mut waiting: Vec<Suppression> = Vec::new();
    for line in lines(source) {
        let whole = range(line.start, line.start + line.text.len());
        let mark = line.text.find('#').filter(|at| *at == 0 || line.text[..*at].ends_with([' ', '\t']));
        let parsed = mark.and_then(|at| {
            let text = &line.text[at..];
            let base = whole.start() + TextSize::of(&line.text[..at]);
            Some((TextRange::at(base, TextSize::of(text)), comment::parse(text, base)?))
        });
        let alone = line.text.trim_start().starts_with('#');
        if !alone && !line.text.trim().is_empty() {
            found.extend(waiting.drain(..).map(|it| Suppression { covers: Some(whole), ..it }));
        }
        if let Some((place, parsed)) = parsed.filter(|(_, parsed)| parsed.tool == Tool::Plimsoll) {
            match parsed.scope {
                Scope::File | Scope::Stage => found.push(suppression(place, parsed, None)),
                Scope::Instruction if alone => waiting.push(suppression(place, parsed, Some(place))),
                Scope::Instruction => found.push(suppression(place, parsed, Some(whole))),
            }
        }
    }
    found.extend(waiting);
    found
}

fn covering(cx: Source<'_>, place: TextRange, parsed: Parsed, next: Option<&Instruction>) -> Suppression {
    let at_top = cx.syntax.instructions().next().is_some_and(|first| place.start() < first.range.start());
    let covers = match parsed.scope {
        Scope::File => None,
        // trivy takes a comment above everything for the whole file: its findings about a missing instruction
        // have no line of their own.
        Scope::Instruction if parsed.tool == Tool::Trivy && at_top => None,
        Scope::Instruction => Some(next.map_or(TextRange::empty(place.start()), |it| it.range)),
        Scope::Stage => Some(stage_range(cx, place, next)),
    };
    suppression(place, parsed, covers)
}

/// From the FROM to the last instruction of the stage that `next` belongs to.
fn stage_range(cx: Source<'_>, place: TextRange, next: Option<&Instruction>) -> TextRange {
    let inside = |start: TextSize| {
        let step = cx.build.steps.iter().find(|step| step.instruction.range.start() == start)?;
        let steps = cx.build.stage(step.stage?).steps.clone();
        let first = cx.build.steps.get(steps.start)?.instruction.range;
        let last = cx.build.steps.get(steps.end.checked_sub(1)?)?.instruction.range;
        Some(first.cover(last))
    };
    next.and_then(|it| inside(it.range.start())).unwrap_or(TextRange::empty(place.start()))
}

pub(super) fn suppression(range: TextRange, parsed: Parsed, covers: Option<TextRange>) -> Suppression {
    let Parsed { tool, scope, ids, reason, is_blanket } = parsed;
    Suppression { range, tool, scope, covers, ids, reason, is_blanket }
}
