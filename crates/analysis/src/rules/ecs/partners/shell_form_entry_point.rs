//! `shell-form-entry-point`: an application that does not hear the signal to stop.

use crate::rule::rule;
use crate::rules::ecs::partner::{self, Partner};
use crate::{Category, Check, ContainerCx, FixAvailability, Level, Levels, Sink};
use plimsoll_model::ecs::Field;

rule! {
    /// The image starts its application through a shell, and the shell does not pass signals on.
    ///
    /// ECS sends SIGTERM to the shell and kills everything after `stopTimeout`. Write ENTRYPOINT or CMD as a JSON array,
    /// begin the text with `exec`, or turn `initProcessEnabled` on.
    ///
    /// ```text,context,file=Dockerfile
    /// FROM python:3.12
    /// CMD cd /app && python app.py
    /// ```
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:1" }
    ///   //^ note: a shell stands between ECS and the application of container `web`
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
    ///       "linuxParameters": { "initProcessEnabled": true }
    ///     }
    ///   ]
    /// }
    /// ```
    "shell-form-entry-point" {
        summary: "application that does not hear the signal to stop",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let object = cx.container.object;
    let has_own = !object.array("command").is_absent() || !object.array("entryPoint").is_absent();
    if !object.is_complete() || has_own || cx.task.launch().windows {
        return;
    }
    let has_init = match object.object("linuxParameters") {
        Field::Absent { .. } => false,
        Field::Known { value: linux, .. } => {
            !linux.is_complete()
                || linux.boolean("initProcessEnabled").known() != Some(&false)
                    && !linux.boolean("initProcessEnabled").is_absent()
        }
        _ => true,
    };
    if has_init {
        return;
    }
    let Some(partner) = Partner::of(cx, cx.container) else { return };
    let build = partner.build();
    let Some((instruction, line)) = partner::entry_point(&build).or_else(|| partner::command(&build)) else { return };
    let Some(text) = partner::shell_text(&build, line).filter(|text| !text.is_empty()) else { return };
    if text.starts_with("exec ") || text.contains("&& exec ") || text.contains("; exec ") {
        return;
    }
    sink.report(
        object.anchor(),
        format!("a shell stands between ECS and the application of {}", cx.container.called()),
    )
    .label_in(&partner.file.path, instruction.keyword_range, "started through a shell")
    .note("SIGTERM does not reach the application, so it is killed after `stopTimeout`, with exit code 137");
}
