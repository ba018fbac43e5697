//! `document-too-large`: document that is larger than ECS takes.

use crate::rule::rule;
use crate::{Category, Check, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_json::{Kind, Node};
use plimsoll_model::ecs::{Object, is_task};
use plimsoll_model::tables::limits;
use plimsoll_model::tables::schema;

rule! {
    /// A task definition has at most 65536 bytes, blanks and line ends not counted.
    ///
    /// Long lists of environment variables and scripts in `command` are what usually fills it; put them into
    /// environment files or the image.
    ///
    /// ```json,bad,pad=66000
    /// {
    /// ^ error: the task definition has 66102 bytes, 65536 are allowed
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "command": ["sh", "-c", "echo …"] }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1" }
    ///   ]
    /// }
    /// ```
    "document-too-large" {
        summary: "document that is larger than ECS takes",
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
    let most = limits::DOCUMENT_BYTES;
    let is_judged = |task: &Object<'_>| cx.source().len() > most && !cx.task.is_template && is_task(*task);
    let Some(task) = cx.task.object.filter(is_judged) else { return };
    let bytes = members(task.node, |key| !schema::response_only().contains(&key));
    if bytes > most {
        sink.report(task.anchor(), format!("the task definition has {bytes} bytes, {most} are allowed"))
            .note("ECS answers \"Max allowed length is '65536' bytes\"");
    }
}

/// The bytes of a value without blanks, and without placeholders, which may become shorter.
fn size(node: Node<'_>) -> usize {
    match node.kind() {
        Kind::Object => members(node, |_| true),
        Kind::Array => {
            let sizes: Vec<usize> = node.elements().map(size).collect();
            2 + sizes.iter().sum::<usize>() + sizes.len().saturating_sub(1)
        }
        Kind::String => {
            let open = node.parts().into_iter().filter(|part| part.placeholder.is_some());
            node.source().len() - open.map(|part| usize::from(part.range.len())).sum::<usize>()
        }
        Kind::Placeholder | Kind::Invalid => 0,
        _ => node.source().len(),
    }
}

fn members(object: Node<'_>, is_counted: impl Fn(&str) -> bool) -> usize {
    let counted = object.members().filter(|member| member.key.text().is_some_and(|key| is_counted(&key)));
    let sizes: Vec<usize> = counted.map(|it| it.key.source().len() + 1 + it.value.map_or(0, size)).collect();
    2 + sizes.iter().sum::<usize>() + sizes.len().saturating_sub(1)
}
