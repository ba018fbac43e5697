//! Words, flags, commands, instructions and stages around a place.

use super::Cx;
use super::names::{Names, expanded_words, word_variables};
use super::place::{At, Place};
use plimsoll_dockerfile::{Body, CommandLine, Instruction, JsonArray};
use plimsoll_text::{TextRange, TextSize};

/// The parts of the file around `offset`, in no order; those that do not contain it too.
pub(crate) fn selection(cx: &Cx<'_>, offset: TextSize) -> Vec<TextRange> {
    let mut parts = Vec::new();
    match cx.place(offset) {
        Place::Between => {}
        Place::Comment(comment) => {
            let text = cx.text(comment.range);
            let body = text.trim_start_matches('#').trim_start();
            let start = comment.range.end() - plimsoll_text::size(body.len());
            parts.extend([word(cx, offset), TextRange::new(start, comment.range.end()), comment.range]);
        }
        Place::Directive(directive) => parts.extend([directive.name, directive.value, directive.range]),
        Place::Heredoc(at, heredoc) => {
            parts.extend([word(cx, offset), line(cx, offset), heredoc.body]);
            if let Some(end) = heredoc.end {
                parts.push(heredoc.body.cover(end));
            }
            around(cx, at, &mut parts);
        }
        Place::Instruction(at) => {
            in_instruction(cx, at.instruction, &mut parts);
            around(cx, at, &mut parts);
        }
    }
    if let Some(here) = Names::new(cx).at(offset) {
        parts.push(here.range);
    }
    parts.retain(|part| !part.is_empty() && part.contains_inclusive(offset));
    parts
}

/// The commands at a place, the instruction and the stage.
fn around(cx: &Cx<'_>, at: At<'_>, parts: &mut Vec<TextRange>) {
    for script in cx.build.scripts(at.step) {
        parts.push(script.range);
        for command in &script.commands {
            parts.push(command.range);
            parts.extend(command.words.iter().chain(command.redirects.iter().map(|it| &it.target)).map(|it| it.range));
            parts.extend(command.words.iter().flat_map(|word| word.parts()).map(|part| part.range));
        }
        parts.extend(script.scopes.iter().map(|scope| scope.range));
    }
    parts.push(at.instruction.range);
    let outer = cx.build.steps.get(at.step).map(|step| step.instruction.range);
    parts.extend(outer);
    if let Some(stage) = cx.stage_of(at.step) {
        let steps = cx.build.stage_steps(cx.build.stage(stage));
        parts.extend(steps.map(|(_, it)| it.range).reduce(TextRange::cover));
    }
}

fn in_instruction(cx: &Cx<'_>, it: &Instruction, parts: &mut Vec<TextRange>) {
    parts.extend([it.keyword_range, it.arguments]);
    for flag in &it.flags {
        parts.extend([flag.name, flag.range]);
        parts.extend(flag.value.iter().map(|value| value.range));
    }
    let mut variables = Vec::new();
    for word in expanded_words(cx, it) {
        parts.push(word.range);
        word_variables(word, &mut variables);
    }
    parts.extend(variables.iter().flat_map(|variable| [variable.name, variable.range]));
    parts.extend(it.heredocs.iter().map(|heredoc| heredoc.operator));
    match &it.body {
        Body::From(from) => {
            parts.extend(from.name.iter().map(|word| word.range));
            if let Some(image) = &from.reference {
                parts.extend([Some(image.repository), image.registry, image.tag, image.digest].into_iter().flatten());
                let end = image.repository.end();
                parts.push(TextRange::new(image.range.start(), end));
            }
        }
        Body::Arg(pairs) => parts.extend(pairs.iter().map(|pair| pair.range)),
        Body::Env(pairs) | Body::Label(pairs) => parts.extend(pairs.pairs.iter().map(|pair| pair.range)),
        Body::Run(run) => {
            for option in run.mounts.iter().flat_map(|mount| &mount.options) {
                parts.extend([Some(option.key), option.value, Some(option.range)].into_iter().flatten());
            }
            exec(&run.command, parts);
        }
        Body::Cmd(command) | Body::Entrypoint(command) => exec(command, parts),
        Body::Shell(Some(array)) => strings(array, parts),
        _ => {}
    }
}

fn exec(command: &CommandLine, parts: &mut Vec<TextRange>) {
    if let CommandLine::Exec(array) = command {
        strings(array, parts);
    }
}

fn strings(array: &JsonArray, parts: &mut Vec<TextRange>) {
    parts.push(array.range);
    parts.extend(array.elements.iter().flat_map(|word| [word.inner, word.range]));
}

fn word(cx: &Cx<'_>, offset: TextSize) -> TextRange {
    cx.word(offset, TextSize::new(0))
}

/// The line around `offset`, blanks at both ends left out.
fn line(cx: &Cx<'_>, offset: TextSize) -> TextRange {
    let start = super::completion::line_start(cx.source, offset);
    let rest = &cx.source[usize::from(start)..];
    let text = rest.lines().next().unwrap_or("");
    let lead = text.len() - text.trim_start().len();
    TextRange::at(start + plimsoll_text::size(lead), plimsoll_text::size(text.trim().len()))
}
