//! `unsplit-command`: a whole command line in one string.

use crate::rule::rule;
use crate::rules::ecs::partner::{self, Partner};
use crate::rules::ecs::shell::{is_script_flag, needs_shell};
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::CommandLine;
use plimsoll_json::quote;
use plimsoll_model::ecs::Field;
use plimsoll_text::Edit;

rule! {
    /// `command` and `entryPoint` are lists of words. A command line in one string is taken for the name of a program.
    ///
    /// The task fails with "executable file not found in $PATH".
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "command": ["npm start"] }
    ///     //                                             ^^^^^^^^^^^ warning: no program is called `npm start`
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "command": ["npm", "start"] }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "command": ["npm", "start"] },
    ///     { "name": "api", "image": "api:1", "entryPoint": ["sh", "-c"], "command": ["npm start"] },
    ///     { "name": "job", "image": "job:1", "command": ["C:\\Program Files\\job.exe"] }
    ///   ]
    /// }
    /// ```
    "unsplit-command" {
        summary: "whole command line in one string",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    if cx.task.launch().windows {
        return;
    }
    for key in ["entryPoint", "command"] {
        let Field::Known { value: list, .. } = cx.container.object.array(key) else { continue };
        let words = cx.container.words(key);
        let [(node, Some(text))] = &words[..] else { continue };
        if !list.is_complete() || !text.trim().contains(char::is_whitespace) || text.contains('\\') {
            continue;
        }
        if key == "command" && may_be_a_script(cx) {
            continue;
        }
        let json = if needs_shell(text) || text.contains('\n') {
            format!("[\"sh\", \"-c\", {}]", quote(text))
        } else {
            let words: Vec<String> = text.split_whitespace().map(quote).collect();
            format!("[{}]", words.join(", "))
        };
        sink.report(node.range(), format!("no program is called `{}`", text.lines().next().unwrap_or(text)))
            .note("the task fails with \"executable file not found in $PATH\"")
            .fix(Fix::r#unsafe("split it into words", Edit::replace(list.node.range(), json)));
    }
}

/// Whether the entry point takes the command as a script, or may.
fn may_be_a_script(cx: &ContainerCx<'_>) -> bool {
    match cx.container.object.array("entryPoint") {
        Field::Known { value: list, .. } if list.node.elements().next().is_some() => {
            let words = cx.container.words("entryPoint");
            words.last().is_none_or(|(_, last)| last.as_deref().is_none_or(is_script_flag))
        }
        Field::Absent { .. } | Field::Known { .. } => {
            let Some(partner) = Partner::of(cx, cx.container) else { return false };
            let build = partner.build();
            match partner::entry_point(&build) {
                Some((_, CommandLine::Exec(array))) => {
                    partner::words(&build, array).last().is_some_and(|last| is_script_flag(last))
                }
                _ => false,
            }
        }
        _ => true,
    }
}
