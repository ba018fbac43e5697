//! `syntax-error`: text that is not JSON.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_json::{Kind, Node, SyntaxError, SyntaxErrorKind};
use plimsoll_text::{Edit, TextRange, range};

rule! {
    /// The file is not JSON, so nothing that registers it can read it.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [{ "name": "web", "image": "web:1", "memory": 128 }],
    /// //                                                                            ^ error: expected another member after `,`, found `}`
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [{ "name": "web", "image": "web:1", "memory": 128 }]
    /// }
    /// ```
    ///
    /// The placeholders of templating tools are no errors, not even without quotes:
    ///
    /// ```json,good
    /// {
    ///   "family": "{{ family }}",
    ///   "cpu": ${CPU},
    ///   "containerDefinitions": [<CONTAINERS>]
    /// }
    /// ```
    "syntax-error" {
        summary: "text that is not JSON",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    if let Some((place, message)) = cx.carrier.and_then(|carrier| carrier.error()) {
        sink.report(place, message);
    }
    // Most files have no error, and then nobody needs to know.
    if cx.document.errors().is_empty() {
        return;
    }
    let has_blocks = cx.document.nodes().any(is_template_item);
    for error in cx.document.errors() {
        let is_comment = matches!(error.kind, SyntaxErrorKind::Comment | SyntaxErrorKind::UnterminatedComment);
        let is_comma = matches!(
            error.kind,
            SyntaxErrorKind::MissingComma | SyntaxErrorKind::TrailingComma | SyntaxErrorKind::ExtraComma
        );
        // What stands between two commas of a template may come and go, and comments are gone when it is filled in.
        if cx.task.is_template && (is_comment || is_comma && has_blocks) {
            continue;
        }
        let finding = sink.report(visible(cx.source(), error.range), error.message.clone());
        if let Some(opener) = error.opener {
            finding.label(opener, "opened here");
        }
        finding.fix(fix(error));
    }
}

fn fix(error: &SyntaxError) -> Option<Fix> {
    let edit = Edit::delete(error.delete?);
    match error.kind {
        SyntaxErrorKind::TrailingComma => Some(Fix::safe("delete the comma", edit)),
        SyntaxErrorKind::ExtraComma => Some(Fix::safe("delete the comma", edit)),
        SyntaxErrorKind::Comment => Some(Fix::r#unsafe("delete the comment", edit)),
        _ => None,
    }
}

/// A placeholder that stands for a member or an element.
fn is_template_item(node: Node<'_>) -> bool {
    node.kind() == Kind::Placeholder && (node.is_key() || node.key_node().is_none())
}

/// An empty range grows over the character before it, so that it can be shown.
fn visible(text: &str, at: TextRange) -> TextRange {
    if !at.is_empty() {
        return at;
    }
    let start = usize::from(at.start()).min(text.len());
    let before = text[..start].trim_end();
    match before.chars().next_back() {
        Some(character) => range(before.len() - character.len_utf8(), before.len()),
        None => range(start, start + text[start..].chars().next().map_or(0, char::len_utf8)),
    }
}
