//! Variables behind a `$`, and names that ARG may declare.

use super::{At, Cx};
use crate::dockerfile::names::{Bound, Names};
use crate::{Completion, CompletionKind};
use plimsoll_dockerfile::{Heredoc, Keyword};
use plimsoll_model::dockerfile::{Binding, BindingKind, BindingValue};
use plimsoll_model::tables::arguments::{self, Predefined};
use plimsoll_text::{Edit, TextRange, TextSize, range};
use std::collections::BTreeMap;

/// The variables that may stand at `offset`, when a `$` is in front of what is typed; `None` when there is none, or
/// when nothing is expanded there.
pub(super) fn at_dollar(cx: &Cx<'_>, at: At<'_>, offset: TextSize, word: TextRange) -> Option<Vec<Completion>> {
    let is_from_flag = cx.text(word).starts_with("--from=");
    (!is_from_flag && at.instruction.keyword != Keyword::Unknown).then(|| expansion(cx, at, offset, word.start()))?
}

/// The variables that may stand at `offset` in the lines of a heredoc.
pub(super) fn in_heredoc(cx: &Cx<'_>, at: At<'_>, heredoc: &Heredoc, offset: TextSize) -> Vec<Completion> {
    let is_script = cx.build.scripts(at.step).iter().any(|script| script.range.start() == heredoc.body.start());
    if heredoc.quoted && !is_script {
        return Vec::new();
    }
    expansion(cx, at, offset, heredoc.body.start()).unwrap_or_default()
}

/// Names that ARG may declare: those before the first FROM and the builder's own, without what the stage has.
pub(super) fn to_declare(cx: &Cx<'_>, at: At<'_>, word: TextRange) -> Vec<Completion> {
    let Some(stage) = cx.stage_of(at.step) else { return Vec::new() };
    let has = |name: &str| cx.build.binding(stage, at.step, name).is_some();
    let mut found: Vec<Completion> = Vec::new();
    for binding in cx.build.global_args.iter().filter(|binding| !has(&binding.name)) {
        let mut completion = item(&binding.name, word, &binding.name);
        completion.detail = value(cx, binding);
        completion.sort = 10;
        found.push(completion);
    }
    for name in arguments::names(Predefined::Platform).filter(|name| !has(name)) {
        let mut completion = item(name, word, name);
        completion.docs = arguments::docs(name).map(str::to_owned);
        completion.sort = 50;
        found.push(completion);
    }
    found
}

fn expansion(cx: &Cx<'_>, at: At<'_>, offset: TextSize, floor: TextSize) -> Option<Vec<Completion>> {
    let end = usize::from(offset);
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let bytes = cx.source.as_bytes();
    let typed = bytes[usize::from(floor)..end].iter().rev().take_while(|byte| is_name(byte)).count();
    let start = end - typed;
    let before = &cx.source[usize::from(floor)..start];
    let has_brace = before.ends_with("${");
    let head = before.strip_suffix("${").or_else(|| before.strip_suffix('$'))?;
    if head.chars().rev().take_while(|ch| *ch == '\\').count() % 2 == 1 {
        return None;
    }
    let behind = bytes[end..].iter().take_while(|byte| is_name(byte)).count();
    let name = range(start, end + behind);
    let closes =
        has_brace && !cx.source[usize::from(name.end())..].starts_with(['}', ':', '-', '+', '?', '#', '%', '/']);
    let names = visible(cx, at);
    let items = names.into_iter().map(|(label, (sort, detail, docs))| {
        let text = if closes { format!("{label}}}") } else { label.clone() };
        let mut completion = item(&label, name, &text);
        (completion.sort, completion.detail, completion.docs) = (sort, detail, docs);
        completion
    });
    Some(items.collect())
}

type Known = (u16, Option<String>, Option<String>);

/// The variables that are seen in the instruction of `at`, by name.
fn visible(cx: &Cx<'_>, at: At<'_>) -> BTreeMap<String, Known> {
    let mut found: BTreeMap<String, Known> = BTreeMap::new();
    let keyword = at.instruction.keyword;
    let stage = cx.stage_of(at.step).filter(|stage| cx.build.stage(*stage).from_step != at.step);
    let at_run_time = at.is_trigger || matches!(keyword, Keyword::Cmd | Keyword::Entrypoint | Keyword::Healthcheck);
    match stage {
        None => {
            for binding in cx.build.global_args.iter().filter(|binding| binding.step < at.step) {
                found.insert(binding.name.clone(), (10, value(cx, binding), None));
            }
            for name in arguments::names(Predefined::Platform) {
                found.insert(name.to_owned(), (50, None, arguments::docs(name).map(str::to_owned)));
            }
        }
        Some(stage) => {
            let names = Names::new(cx);
            let of_stage = |bound: &&Bound<'_>| {
                bound.stage.is_some_and(|own| cx.build.ancestry(stage).any(|other| other.id == own))
                    && if at_run_time { bound.binding.kind == BindingKind::Env } else { bound.binding.step < at.step }
            };
            for bound in names.bound.iter().filter(of_stage) {
                let winner = cx.build.binding(stage, at.step + usize::from(at_run_time), &bound.binding.name);
                let shown = winner.unwrap_or(bound.binding);
                found.insert(shown.name.clone(), (10, value(cx, shown), None));
            }
            if keyword == Keyword::Run && !at.is_trigger {
                for name in ["PATH", "HOME", "PWD"].into_iter().chain(arguments::names(Predefined::Proxy)) {
                    let docs = arguments::docs(name).map(str::to_owned);
                    found.entry(name.to_owned()).or_insert((60, None, docs));
                }
            }
        }
    }
    found
}

/// The value of a variable for a list. Values that may be secret are never shown.
fn value(cx: &Cx<'_>, binding: &Binding<'_>) -> Option<String> {
    match &binding.value {
        BindingValue::Known(known) if !cx.hides(&binding.name, &known.text) => Some(known.text.clone()),
        BindingValue::NoDefault => Some("no default".to_owned()),
        _ => None,
    }
}

fn item(label: &str, place: TextRange, text: &str) -> Completion {
    Completion::new(label, CompletionKind::Variable, Edit::replace(place, text))
}
