//! `command-ignored-by-entry-point`: a command that the entry point of the image does not get.

use crate::rule::rule;
use crate::rules::ecs::partner::{self, Partner};
use crate::{Category, Check, ContainerCx, FixAvailability, Level, Levels, Sink};
use plimsoll_model::ecs::Field;

rule! {
    /// ENTRYPOINT of the image is shell text, so `command` never arrives.
    ///
    /// Docker hands the command to the shell, which does not look at it. Write ENTRYPOINT as a JSON array, or give the
    /// container an `entryPoint`.
    ///
    /// ```text,context,file=Dockerfile
    /// FROM python:3.12
    /// ENTRYPOINT python app.py
    /// ```
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:1",
    ///       "command": ["--workers", "4"]
    ///     //^^^^^^^^^ warning: `command` does not reach the entry point of container `web`, which is shell text
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
    ///       "image": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:1",
    ///       "entryPoint": ["python", "app.py"],
    ///       "command": ["--workers", "4"]
    ///     }
    ///   ]
    /// }
    /// ```
    "command-ignored-by-entry-point" {
        summary: "command that the entry point of the image does not get",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Warning, Level::Error, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let object = cx.container.object;
    let Field::Known { value: list, key, .. } = object.array("command") else { return };
    if list.node.elements().next().is_none() || !object.is_complete() || !object.array("entryPoint").is_absent() {
        return;
    }
    let Some(partner) = Partner::of(cx, cx.container) else { return };
    let build = partner.build();
    let Some((instruction, line)) = partner::entry_point(&build) else { return };
    let Some(text) = partner::shell_text(&build, line) else { return };
    // Text that asks for its arguments was written for them.
    if ["$@", "$*", "$0", "$1", "${@", "${*", "${1"].iter().any(|form| text.contains(form)) {
        return;
    }
    sink.report(
        key.range(),
        format!("`command` does not reach the entry point of {}, which is shell text", cx.container.called()),
    )
    .label_in(&partner.file.path, instruction.keyword_range, "the entry point");
}
