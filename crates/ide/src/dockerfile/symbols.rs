//! The outline of a Dockerfile: stages with their instructions, variables and heredocs.

use super::Cx;
use crate::{Symbol, SymbolKind};
use plimsoll_dockerfile::{Body, Heredoc, Instruction, Keyword, Pair, shell_text};
use plimsoll_model::dockerfile::Stage;
use plimsoll_text::TextRange;

/// A detail has at most this many characters.
const LONGEST: usize = 60;

pub(crate) fn symbols(cx: &Cx<'_>) -> Vec<Symbol> {
    let before = cx.build.steps.iter().take_while(|step| step.stage.is_none());
    let mut found: Vec<Symbol> = before.flat_map(|step| instruction(cx, step.instruction)).collect();
    found.extend(cx.build.stages.iter().map(|it| stage(cx, it)));
    found
}

fn stage(cx: &Cx<'_>, stage: &Stage<'_>) -> Symbol {
    let from = cx.build.steps[stage.from_step].instruction;
    let last = cx.build.stage_steps(stage).next_back().map_or(from.range, |(_, it)| it.range);
    let image = stage.from.image.as_ref().map(|word| cx.text(word.range));
    let name = stage.from.name.as_ref();
    let shown = name.map(|word| cx.text(word.range)).or(image).filter(|name| !name.is_empty());
    Symbol {
        name: shown.unwrap_or("FROM").to_owned(),
        detail: image.filter(|_| name.is_some()).map(short),
        kind: SymbolKind::Stage,
        range: from.range.cover(last),
        selection: name.or(stage.from.image.as_ref()).map_or(from.keyword_range, |word| word.range),
        children: cx.build.stage_steps(stage).skip(1).flat_map(|(_, it)| instruction(cx, it)).collect(),
    }
}

/// An instruction; ARG and ENV are one symbol for each name.
fn instruction(cx: &Cx<'_>, it: &Instruction) -> Vec<Symbol> {
    let pairs: &[Pair] = match &it.body {
        Body::Arg(pairs) => pairs,
        Body::Env(pairs) => &pairs.pairs,
        _ => &[],
    };
    if !pairs.is_empty() {
        return pairs.iter().filter_map(|pair| variable(cx, it, pair)).collect();
    }
    let name = cx.text(it.keyword_range);
    if name.is_empty() {
        return Vec::new();
    }
    let name = if it.keyword == Keyword::Unknown { name } else { it.keyword.as_str() };
    vec![Symbol {
        name: name.to_owned(),
        detail: Some(short(&shell_text(cx.source, it, it.arguments)))
            .filter(|detail| !detail.is_empty() && !cx.hides("", detail)),
        kind: SymbolKind::Instruction,
        range: it.range,
        selection: it.keyword_range,
        children: it.heredocs.iter().map(|heredoc| lines(cx, heredoc)).collect(),
    }]
}

fn variable(cx: &Cx<'_>, it: &Instruction, pair: &Pair) -> Option<Symbol> {
    let name = pair.key.literal(cx.source).filter(|name| !name.is_empty())?;
    let value = pair.value.as_ref().map(|word| cx.text(word.range));
    let shown = value.filter(|value| !cx.hides(&name, value.trim_matches(['"', '\''])));
    Some(Symbol {
        detail: Some(match shown {
            Some(value) => format!("{} {}", it.keyword.as_str(), short(value)),
            None => it.keyword.as_str().to_owned(),
        }),
        name: name.into_owned(),
        kind: SymbolKind::Variable,
        range: pair.range,
        selection: pair.key.range,
        children: Vec::new(),
    })
}

fn lines(cx: &Cx<'_>, heredoc: &Heredoc) -> Symbol {
    let end = heredoc.end.unwrap_or(heredoc.body).end();
    let name = cx.text(heredoc.delimiter);
    let start = heredoc.body.start().min(end);
    Symbol {
        name: if name.is_empty() { "<<".to_owned() } else { name.to_owned() },
        detail: None,
        kind: SymbolKind::Heredoc,
        range: TextRange::new(start, end),
        selection: heredoc.end.unwrap_or(TextRange::empty(start)),
        children: Vec::new(),
    }
}

/// `text` on one line, cut where it gets too long.
fn short(text: &str) -> String {
    let line = text.split_whitespace().filter(|word| *word != "\\").collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}
