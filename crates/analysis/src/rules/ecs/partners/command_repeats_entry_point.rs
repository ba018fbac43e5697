//! `command-repeats-entry-point`: a command that begins with the entry point once more.

use crate::rule::rule;
use crate::rules::ecs::partner::{self, Partner};
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::CommandLine;
use plimsoll_json::delete_element;
use plimsoll_model::ecs::Field;

rule! {
    /// The command is appended to the entry point, and begins with the same program.
    ///
    /// `python python app.py` looks for a file called `python`.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "entryPoint": ["python"], "command": ["python", "app.py"] }
    ///     //                                                                       ^^^^^^^^ warning: the entry point of container `web` is `python` already
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "entryPoint": ["python"], "command": ["app.py"] }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "entryPoint": ["tini", "--"], "command": ["python", "app.py"] }
    ///   ]
    /// }
    /// ```
    "command-repeats-entry-point" {
        summary: "command that begins with the entry point once more",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

/// Programs that take a file as their first argument, which is never called like them.
const INTERPRETERS: [&str; 10] = ["python", "python3", "node", "ruby", "java", "php", "perl", "deno", "bun", "dotnet"];

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let command = cx.container.words("command");
    let Some((node, Some(first))) = command.first() else { return };
    if !INTERPRETERS.contains(&&**first) || command.len() < 2 {
        return;
    }
    let own = cx.container.words("entryPoint");
    let is_same = match cx.container.object.array("entryPoint") {
        Field::Absent { .. } => {
            let Some(partner) = Partner::of(cx, cx.container) else { return };
            let build = partner.build();
            match partner::entry_point(&build) {
                Some((_, CommandLine::Exec(array))) => partner::words(&build, array).last() == Some(&&**first),
                _ => false,
            }
        }
        _ => own.last().is_some_and(|(_, last)| last.as_deref() == Some(&**first)),
    };
    if is_same {
        let edits = delete_element(*node);
        sink.report(node.range(), format!("the entry point of {} is `{first}` already", cx.container.called()))
            .note("the command is appended to it")
            .fix(edits.map(|edits| Fix::r#unsafe(format!("delete `{first}`"), edits)));
    }
}
