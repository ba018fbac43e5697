//! Instructions and snippets where a line begins.

use super::{Cx, snippets};
use crate::dockerfile::place::At;
use crate::{Completion, CompletionKind};
use plimsoll_dockerfile::{Instruction, Keyword};
use plimsoll_model::tables::instructions;
use plimsoll_text::{Edit, TextRange};

/// Everything that may begin at `word`, which no instruction holds yet.
pub(super) fn between(cx: &Cx<'_>, word: TextRange) -> Vec<Completion> {
    let has_from = !cx.build.stages.is_empty() && stands_behind_from(cx, word);
    let mut found = all(cx, word, None, |it| has_from || matches!(it, Keyword::From | Keyword::Arg));
    found.extend(snippets::snippets(word, has_from));
    found
}

/// Everything that may stand in place of the keyword of `at`.
pub(super) fn keyword(cx: &Cx<'_>, at: At<'_>, word: TextRange) -> Vec<Completion> {
    if at.is_trigger {
        return triggers(cx, word);
    }
    let has_from = stands_behind_from(cx, word);
    // What stands behind the keyword stays, so only a bare one gets a blank.
    let mut found = all(cx, word, Some(at.instruction), |it| has_from || matches!(it, Keyword::From | Keyword::Arg));
    if at.instruction.range == at.instruction.keyword_range {
        found.extend(snippets::snippets(word, has_from));
    }
    found
}

/// What ONBUILD takes.
pub(super) fn triggers(cx: &Cx<'_>, word: TextRange) -> Vec<Completion> {
    all(cx, word, None, |it| !matches!(it, Keyword::From | Keyword::Onbuild | Keyword::Maintainer))
}

fn all(cx: &Cx<'_>, word: TextRange, own: Option<&Instruction>, fits: impl Fn(Keyword) -> bool) -> Vec<Completion> {
    let lower = is_lower_case(cx, word);
    let is_bare = !cx.source[usize::from(word.end())..].starts_with([' ', '\t']);
    let is_bare = is_bare && own.is_none_or(|own| own.range == own.keyword_range);
    let keywords = Keyword::ALL.into_iter().filter(|keyword| fits(*keyword));
    keywords
        .map(|it| {
            let name = if lower { it.as_str().to_ascii_lowercase() } else { it.as_str().to_owned() };
            let text = if is_bare { format!("{name} ") } else { name.clone() };
            let docs = instructions::docs(it.as_str());
            let mut completion = keyword_item(&name, word, text);
            completion.docs = docs.map(|docs| format!("```Dockerfile\n{}\n```\n\n{}", docs.form, docs.docs));
            completion.deprecated = it == Keyword::Maintainer;
            completion.sort = if it == Keyword::Maintainer { 90 } else { 20 };
            completion.again = is_bare;
            completion
        })
        .collect()
}

fn keyword_item(name: &str, word: TextRange, text: String) -> Completion {
    Completion::new(name, CompletionKind::Keyword, Edit::replace(word, text))
}

/// Whether a FROM stands before `word`.
fn stands_behind_from(cx: &Cx<'_>, word: TextRange) -> bool {
    cx.build.stages.first().is_some_and(|stage| {
        cx.build.steps.get(stage.from_step).is_some_and(|step| step.instruction.range.end() <= word.start())
    })
}

/// Whether this file writes its instructions in lower case: by the first one that is not being typed.
fn is_lower_case(cx: &Cx<'_>, word: TextRange) -> bool {
    let others = cx.syntax.instructions().filter(|it| it.keyword != Keyword::Unknown && it.keyword_range != word);
    others.map(|it| cx.text(it.keyword_range)).next().is_some_and(|text| text == text.to_ascii_lowercase())
}
