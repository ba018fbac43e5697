//! Ignore comments and parser directives.

use super::Cx;
use crate::{Completion, CompletionKind};
use plimsoll_analysis::{Check, Rule, analyze, registry};
use plimsoll_dockerfile::Directive;
use plimsoll_text::{Edit, TextRange, TextSize, range, size};
use std::collections::{BTreeMap, BTreeSet};

/// Whose ids a list in a comment takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ids {
    Plimsoll,
    Hadolint,
    Buildkit,
    Checkov,
    Trivy,
}

/// In a comment: ids behind a mark that takes them, else the marks.
pub(super) fn in_comment(cx: &Cx<'_>, comment: TextRange, offset: TextSize) -> Vec<Completion> {
    let typed = cx.text(TextRange::new(comment.start(), offset));
    let body = typed.trim_start_matches('#').trim_start();
    match list(body) {
        Some(ids) => ids_at(cx, ids, offset, comment.end()),
        None => marks(cx, comment, offset, body),
    }
}

/// In the value of a parser directive.
pub(super) fn in_directive(cx: &Cx<'_>, directive: &Directive, offset: TextSize) -> Vec<Completion> {
    if offset < directive.value.start() {
        return Vec::new();
    }
    let value = |text: &str| Completion::new(text, CompletionKind::Value, Edit::replace(directive.value, text));
    match cx.text(directive.name).to_ascii_lowercase().as_str() {
        "syntax" => vec![value("docker/dockerfile:1")],
        "escape" => vec![value("\\"), value("`")],
        _ => {
            let typed = cx.text(TextRange::new(directive.value.start(), offset));
            match list(&format!("check={typed}")) {
                Some(ids) => ids_at(cx, ids, offset, directive.range.end()),
                None => ["skip=", "error=true"].into_iter().map(value).collect(),
            }
        }
    }
}

/// Whose list of ids is open at the end of `body`.
pub(crate) fn list(body: &str) -> Option<Ids> {
    let lower = body.to_ascii_lowercase();
    let squeezed: String = lower.chars().filter(|ch| !ch.is_whitespace()).collect();
    let open = |head: &str| squeezed.strip_prefix(head);
    if let Some(rest) = open("plimsoll:ignore")
        && let Some((scope, ids)) = rest.split_once('[')
        && ["", "-stage", "-file"].contains(&scope)
    {
        return (!ids.contains(']')).then_some(Ids::Plimsoll);
    }
    for (heads, ids) in [
        (&["hadolintignore=", "hadolintglobalignore=", "hadolintstageignore="][..], Ids::Hadolint),
        (&["check=skip="][..], Ids::Buildkit),
        (&["checkov:skip="][..], Ids::Checkov),
        (&["trivy:ignore:"][..], Ids::Trivy),
    ] {
        if let Some(rest) = heads.iter().find_map(|head| open(head)) {
            return rest.chars().all(|ch| ch.is_ascii_alphanumeric() || "-_,".contains(ch)).then_some(ids);
        }
    }
    None
}

fn ids_at(cx: &Cx<'_>, ids: Ids, offset: TextSize, end: TextSize) -> Vec<Completion> {
    let is_id = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let bytes = cx.source.as_bytes();
    let at = usize::from(offset);
    let before = bytes[..at].iter().rev().take_while(|byte| is_id(byte)).count();
    let behind = bytes[at..usize::from(end).max(at)].iter().take_while(|byte| is_id(byte)).count();
    let word = range(at - before, at + behind);
    let reported: BTreeSet<&str> = analyze(cx.view.file, cx.view.settings, cx.view.workspace)
        .diagnostics
        .iter()
        .map(|diagnostic| diagnostic.rule.id)
        .collect();
    let item = |label: &str, rules: &[&'static Rule], summary: &str| {
        let mut completion = Completion::new(label, CompletionKind::Rule, Edit::replace(word, label));
        completion.detail = Some(summary.to_owned());
        completion.docs = (rules.len() == 1).then(|| rules[0].docs.lines().take(3).collect::<Vec<_>>().join("\n"));
        completion.sort = if rules.iter().any(|rule| reported.contains(rule.id)) { 10 } else { 50 };
        completion
    };
    let of_dockerfiles = || registry::rules().filter(|(_, rule)| is_of_dockerfiles(rule));
    if ids == Ids::Plimsoll {
        let mut found: Vec<Completion> =
            of_dockerfiles().map(|(_, rule)| item(rule.id, &[rule], rule.summary)).collect();
        let groups = registry::groups().iter().filter(|group| group.rules.iter().any(|rule| is_of_dockerfiles(rule)));
        found.extend(groups.map(|group| Completion {
            sort: 70,
            ..item(group.name, &[], &format!("all {} rules of the group", group.rules.len()))
        }));
        return found;
    }
    let mut by_alias: BTreeMap<&str, Vec<&'static Rule>> = BTreeMap::new();
    for (_, rule) in of_dockerfiles() {
        for alias in rule.aliases.iter().filter(|alias| belongs(alias, ids)) {
            by_alias.entry(alias).or_default().push(rule);
        }
    }
    by_alias.iter().map(|(alias, rules)| item(alias, rules, rules.first().map_or("", |rule| rule.summary))).collect()
}

fn is_of_dockerfiles(rule: &Rule) -> bool {
    matches!(
        rule.check,
        Check::Dockerfile(_) | Check::Stage(_) | Check::Instruction(_) | Check::Command(_) | Check::Suppressions(_)
    )
}

fn belongs(alias: &str, ids: Ids) -> bool {
    match ids {
        Ids::Plimsoll => false,
        Ids::Hadolint => alias.starts_with("DL") || alias.starts_with("SC"),
        Ids::Checkov => alias.starts_with("CKV"),
        Ids::Trivy => alias.starts_with("DS-"),
        Ids::Buildkit => {
            alias.starts_with(|first: char| first.is_ascii_uppercase())
                && alias.bytes().all(|byte| byte.is_ascii_alphabetic())
                && alias.bytes().any(|byte| byte.is_ascii_lowercase())
        }
    }
}

/// The beginnings of ignore comments, and at the top of the file of parser directives.
fn marks(cx: &Cx<'_>, comment: TextRange, offset: TextSize, body: &str) -> Vec<Completion> {
    if body.contains(char::is_whitespace) && !body.starts_with("plimsoll:") {
        return Vec::new();
    }
    let start = offset - size(body.len());
    let word = TextRange::new(start, comment.end().max(offset));
    let is_alone = !cx.text(TextRange::new(offset, comment.end().max(offset))).contains(char::is_whitespace);
    if !is_alone {
        return Vec::new();
    }
    let mark = |label: &str, snippet: &str, detail: &str, sort: u16| {
        let plain = snippet.replace("$1", "").replace("$0", "");
        let mut completion = Completion::new(label, CompletionKind::Snippet, Edit::replace(word, plain));
        completion.snippet = Some(snippet.to_owned());
        completion.detail = Some(detail.to_owned());
        completion.sort = sort;
        completion.again = true;
        completion
    };
    let mut found = vec![
        mark("plimsoll: ignore[]", "plimsoll: ignore[$1] $0", "for the next instruction", 20),
        mark("plimsoll: ignore-stage[]", "plimsoll: ignore-stage[$1] $0", "for the stage", 21),
        mark("plimsoll: ignore-file[]", "plimsoll: ignore-file[$1] $0", "for the file", 22),
    ];
    let at_top = cx.syntax.instructions().next().is_none_or(|first| comment.end() <= first.range.start());
    let before = cx.source.get(..usize::from(comment.start())).unwrap_or_default();
    let directives = ["syntax", "escape", "check"];
    let is_directive = |line: &str| {
        let name = line.trim_start_matches('#').trim_start();
        line.starts_with('#') && directives.iter().any(|directive| name.to_ascii_lowercase().starts_with(directive))
    };
    if at_top && before.lines().all(is_directive) {
        found.push(mark(
            "syntax=docker/dockerfile:1",
            "syntax=docker/dockerfile:1",
            "the newest frontend of version 1",
            10,
        ));
        found.push(mark("check=skip=", "check=skip=$1", "build checks that are not wanted", 11));
        found.push(mark("escape=`", "escape=`", "another escape character, for Windows paths", 12));
        found.push(mark("check=error=true", "check=error=true", "a failed build check stops the build", 13));
    }
    found
}
