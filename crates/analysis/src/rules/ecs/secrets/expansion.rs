//! Whether somebody puts variables into a task definition, and where they stand.
//!
//! Invariant: any sign of a tool or a shell that may fill them in counts.

use crate::rules::ecs::partner::{self, Partner};
use crate::rules::ecs::shell::is_script_flag;
use crate::{ContainerCx, TaskCx};
use plimsoll_dockerfile::CommandLine;
use plimsoll_json::{Kind, Node};
use std::borrow::Cow;

/// Whether a tool may go over the file before it is registered.
pub(super) fn is_filled_in(cx: &TaskCx<'_>) -> bool {
    const TOOLS: [&str; 4] = ["envsubst", "sed ", "gomplate", "eval "];
    if cx.task.is_template {
        return true;
    }
    if cx.workspace.deployers(&cx.file.path).any(|file| TOOLS.iter().any(|tool| file.text.contains(tool))) {
        return true;
    }
    // A `$` elsewhere is a placeholder for certain, so the same form here may be one.
    cx.document.nodes().any(|node| {
        let is_dollar = node.kind() != Kind::Object
            && node.kind() != Kind::Array
            && node.source().contains('$')
            && node.parts().iter().any(|part| part.placeholder.is_some_and(|form| form.is_dollar()));
        is_dollar && !may_mean_a_shell(node)
    })
}

/// Whether the string stands where people write the text of a shell: a word of a command, or the value of a variable.
fn may_mean_a_shell(node: Node<'_>) -> bool {
    let key = node.key_node().or_else(|| node.parent()?.key_node()).and_then(Node::text);
    key.is_some_and(|key| matches!(&*key, "command" | "entryPoint" | "value"))
}

/// Whether the words begin with a shell that gets its script as an argument: `sh -c`.
pub(super) fn is_shell(words: &[(Node<'_>, Option<Cow<'_, str>>)]) -> bool {
    words.iter().any(|(_, word)| word.as_deref().is_none_or(is_script_flag))
}

/// Whether the image's entry point is a shell that gets the command as its script.
pub(super) fn runs_in_shell(cx: &ContainerCx<'_>) -> bool {
    if !cx.container.object.array("entryPoint").is_absent() {
        return false;
    }
    let Some(partner) = Partner::of(cx, cx.container) else { return false };
    let build = partner.build();
    match partner::entry_point(&build) {
        Some((_, CommandLine::Exec(array))) => {
            partner::words(&build, array).last().is_some_and(|last| is_script_flag(last))
        }
        _ => false,
    }
}

/// The first `$NAME` or `${NAME}` in `text`, as it is written.
pub(super) fn reference(text: &str) -> Option<&str> {
    text.match_indices('$').find_map(|(at, _)| {
        let rest = &text[at + 1..];
        if text[..at].ends_with(['$', '\\']) {
            return None;
        }
        let (open, inside) = rest.strip_prefix('{').map_or((0, rest), |inside| (1, inside));
        let end = inside.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(inside.len());
        let starts = inside.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
        let closed = open == 0 || inside[end..].starts_with('}');
        (starts && closed).then(|| &text[at..at + 1 + open + end + open])
    })
}

#[cfg(test)]
mod tests {
    use super::reference;

    #[test]
    fn references_are_found_as_they_stand() {
        assert_eq!(reference("http://${HOST}:1"), Some("${HOST}"));
        assert_eq!(reference("--port=$PORT/x"), Some("$PORT"));
        for text in ["$$X", "\\$X", "$1", "a$", "$(id)", "${X:-1}", "%{x}"] {
            assert_eq!(reference(text), None, "{text}");
        }
    }
}
