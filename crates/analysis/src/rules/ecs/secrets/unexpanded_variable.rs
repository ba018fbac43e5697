//! `unexpanded-variable`: a variable that nobody puts in.

use super::expansion::{is_filled_in, is_shell, reference, runs_in_shell};
use crate::rule::rule;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_json::{Node, quote};
use plimsoll_text::Edit;

rule! {
    /// ECS puts no variables into a task definition, and without a shell nobody else does.
    ///
    /// `$NAME` in `command` or `entryPoint` reaches the program as it is written, and so does a value in `environment` that
    /// names another variable of the container.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "environment": [{ "name": "PORT", "value": "8080" }],
    ///       "command": ["serve", "--port", "$PORT"]
    ///       //                             ^^^^^^^ note: nobody puts in `$PORT`: the command runs without a shell
    ///     }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "environment": [{ "name": "PORT", "value": "8080" }],
    ///       "command": ["sh", "-c", "serve --port $PORT"]
    ///     }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "environment": [{ "name": "PORT", "value": "8080" }],
    ///       "command": ["sh", "-c", "serve --port $PORT"]
    ///     }
    ///   ]
    /// }
    /// ```
    "unexpanded-variable" {
        summary: "variable that nobody puts in",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Note, Level::Warning, Level::Note),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    // Most containers have nothing to put in; the rest of the file is read only for the others.
    let mut open =
        cx.task.containers.iter().filter(|container| container.object.node.source().contains('$')).peekable();
    if open.peek().is_none() || is_filled_in(cx) {
        return;
    }
    for container in open {
        let cx = ContainerCx { task_cx: *cx, container };
        in_environment(&cx, sink);
        in_commands(&cx, sink);
    }
}

fn in_commands(cx: &ContainerCx<'_>, sink: &mut Sink) {
    // The image's own entry point may be a shell.
    if runs_in_shell(cx) {
        return;
    }
    for key in ["entryPoint", "command"] {
        let words = cx.container.words(key);
        if is_shell(&words) {
            return;
        }
        for (node, word) in &words {
            let Some(found) = word.as_ref().and_then(|word| reference(word)) else { continue };
            let fix = (key == "command" && cx.container.object.array("entryPoint").is_absent())
                .then(|| in_shell(&words))
                .flatten();
            sink.report(node.range(), format!("nobody puts in `{found}`: the command runs without a shell")).fix(fix);
        }
    }
}

/// A value that names another variable of the same container. What names an unknown one is a placeholder of some tool.
fn in_environment(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let object = cx.container.object;
    let names: Vec<String> = ["environment", "secrets"]
        .into_iter()
        .flat_map(|list| object.objects(list))
        .filter_map(|entry| entry.string("name").known().map(|name| name.clone().into_owned()))
        .collect();
    for entry in object.objects("environment") {
        let (Some(node), Some(own)) = (entry.node.get("value"), entry.string("name").known().cloned()) else {
            continue;
        };
        let Some(text) = node.text() else { continue };
        let Some(found) = reference(&text) else { continue };
        let name = found.trim_matches(['$', '{', '}']);
        if name != own && names.iter().any(|known| known == name) {
            sink.report(node.range(), format!("nobody puts in `{found}`: ECS takes the value as it is written"));
        }
    }
}

/// The command as the script of a shell.
fn in_shell(words: &[(Node<'_>, Option<std::borrow::Cow<'_, str>>)]) -> Option<Fix> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./:=,@+%${}".contains(&byte);
    let texts: Option<Vec<&str>> = words.iter().map(|(_, word)| word.as_deref()).collect();
    let texts = texts?;
    if texts.iter().any(|text| text.is_empty() || !text.bytes().all(is_plain)) {
        return None;
    }
    let list = words.first()?.0.parent()?;
    let json = format!("[\"sh\", \"-c\", {}]", quote(&texts.join(" ")));
    Some(Fix::r#unsafe("run it in a shell", Edit::replace(list.range(), json)))
}
