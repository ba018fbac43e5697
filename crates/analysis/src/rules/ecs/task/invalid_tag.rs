//! `invalid-tag`: tag that ECS does not take.

use crate::rule::rule;
use crate::{Category, Check, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_model::ecs::Field;
use plimsoll_model::tables::limits;
use plimsoll_text::TextRange;

rule! {
    /// A task definition has up to 50 tags, each key once.
    ///
    /// A key has 1 to 128 characters, a value up to 256: letters, digits, blanks and `_ . : / = + - @`. Keys and values
    /// that start with `aws:` belong to AWS.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "tags": [{ "key": "team;stage", "value": "web" }, { "key": "aws:owner", "value": "web" }],
    /// //                  ^^^^^^^^^^^^ error: the key `team;stage` of a tag has `;` in it
    /// //                                                           ^^^^^^^^^^^ error: the key `aws:owner` of a tag starts with `aws:`
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1" }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "tags": [{ "key": "Größe", "value": "a b_c.d:e/f=g+h-i@j" }, { "key": "stage", "value": "" }, { "key": "${KEY}", "value": "$;" }],
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1" }
    ///   ]
    /// }
    /// ```
    "invalid-tag" {
        summary: "tag that ECS does not take",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    let Some(task) = cx.task.object else { return };
    let Field::Known { value: list, key, .. } = task.array("tags") else { return };
    let count = list.node.elements().count();
    if count > limits::TAGS {
        sink.report(key.range(), format!("the task definition has {count} tags"))
            .note("50 is the most that there can be");
    }
    let mut keys: Vec<(String, TextRange)> = Vec::new();
    for tag in task.objects("tags") {
        let Field::Known { value: name, node, .. } = tag.string("key") else { continue };
        if let Some(problem) = problem(&name, *limits::TAG_KEY.end()) {
            sink.report(node.range(), format!("the key `{name}` of a tag {problem}"));
        }
        if let Field::Known { value, node, .. } = tag.string("value")
            && let Some(problem) = problem(&value, *limits::TAG_VALUE.end())
        {
            sink.report(node.range(), format!("the value of the tag `{name}` {problem}"));
        }
        match keys.iter().find(|(known, _)| *known == *name) {
            Some((_, first)) => {
                sink.report(node.range(), format!("a second tag has the key `{name}`")).label(*first, "the first one");
            }
            None => keys.push((name.into_owned(), node.range())),
        }
    }
}

fn problem(text: &str, most: usize) -> Option<String> {
    let count = text.chars().count();
    let is_usual = |it: char| it.is_alphanumeric() || it.is_whitespace() || "_.:/=+-@".contains(it) || !it.is_ascii();
    if text.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("aws:")) {
        return Some("starts with `aws:`".to_owned());
    }
    if count > most {
        return Some(format!("is {count} characters long, {most} are allowed"));
    }
    text.chars().find(|it| !is_usual(*it)).map(|strange| format!("has `{strange}` in it"))
}
