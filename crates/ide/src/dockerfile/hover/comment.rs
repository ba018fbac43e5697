//! About ignore comments and parser directives.

use super::Cx;
use crate::Hover;
use crate::dockerfile::completion::{Ids, list};
use plimsoll_analysis::{Rule, registry};
use plimsoll_dockerfile::Directive;
use plimsoll_text::{TextRange, TextSize, range};
use std::fmt::Write;

/// The page of the rule whose id stands at `offset` of an ignore comment.
pub(super) fn in_comment(cx: &Cx<'_>, comment: TextRange, offset: TextSize) -> Option<Hover> {
    let word = id_at(cx, comment, offset);
    let before = cx.text(TextRange::new(comment.start(), word.start()));
    let ids = list(before.trim_start_matches('#').trim_start())?;
    rules(cx, ids, word)
}

pub(super) fn in_directive(cx: &Cx<'_>, directive: &Directive, offset: TextSize) -> Option<Hover> {
    let docs = match cx.text(directive.name).to_ascii_lowercase().as_str() {
        "syntax" => "The image of the frontend that reads this file. `docker/dockerfile:1` is the newest of version 1.",
        "escape" => "The character that continues a line and takes the meaning off the next one: `\\` or a backtick.",
        "check" if offset < directive.value.start() => CHECK,
        "check" => {
            let word = id_at(cx, directive.value, offset);
            let before = cx.text(TextRange::new(directive.value.start(), word.start()));
            if let Some(found) = list(&format!("check={before}")).and_then(|ids| rules(cx, ids, word)) {
                return Some(found);
            }
            CHECK
        }
        _ => return None,
    };
    Some(Hover { range: directive.range, markdown: docs.to_owned() })
}

const CHECK: &str = "Build checks of BuildKit for this file: `skip=` names those that are not wanted, `error=true` lets the build fail.";

fn rules(cx: &Cx<'_>, ids: Ids, word: TextRange) -> Option<Hover> {
    let text = cx.text(word);
    let found = match ids {
        Ids::Trivy => registry::resolve(text.to_ascii_uppercase().trim_start_matches("AVD-")),
        _ => registry::resolve(text),
    };
    let group = registry::groups().iter().find(|group| group.name == text);
    let markdown = match (group, &found[..]) {
        (Some(group), rules) => {
            let mut page = format!("**{}**: {}\n", group.name, group.docs.trim());
            for rule in rules {
                let _ = write!(page, "\n- [{}]({}): {}", rule.id, rule.url(), rule.summary);
            }
            page
        }
        (None, []) => return None,
        (None, rules) => rules.iter().map(|rule| page(cx, rule)).collect::<Vec<_>>().join("\n\n---\n\n"),
    };
    Some(Hover { range: word, markdown })
}

/// What a rule's page says before its examples.
fn page(cx: &Cx<'_>, rule: &Rule) -> String {
    let prose: Vec<&str> = rule
        .docs
        .lines()
        .take_while(|line| !line.trim_start().starts_with("```"))
        .map(|line| line.strip_prefix(' ').unwrap_or(line))
        .collect();
    let level = cx.view.settings.level(rule).as_str();
    format!(
        "**{}**: {} ({level}, {})\n\n{}\n\n[Rule page]({})",
        rule.id,
        rule.summary,
        rule.category.as_str(),
        prose.join("\n").trim(),
        rule.url()
    )
}

/// The letters, digits and hyphens around `offset`, inside of `within`.
fn id_at(cx: &Cx<'_>, within: TextRange, offset: TextSize) -> TextRange {
    let is_id = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let bytes = cx.source.as_bytes();
    let at = usize::from(offset);
    let before = bytes[usize::from(within.start()).min(at)..at].iter().rev().take_while(|byte| is_id(byte)).count();
    let behind = bytes[at..usize::from(within.end()).max(at)].iter().take_while(|byte| is_id(byte)).count();
    range(at - before, at + behind)
}
