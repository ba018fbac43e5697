//! `implicit-log-mode`: log messages that may be lost without anybody having said so.

use super::log::awslogs;
use crate::rule::rule;
use crate::rules::ecs::inserts::{insert, insert_all};
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};

rule! {
    /// `awslogs` without `mode` drops log messages when its buffer of 10 MiB is full.
    ///
    /// Since 25 June 2025 the default is `non-blocking`; before, it was `blocking`. Say which one you mean, and give the
    /// buffer a size that fits.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "logConfiguration": {
    ///         "logDriver": "awslogs",
    ///         "options": {
    ///       //^^^^^^^^^ note: the log configuration of container `web` has no `mode`
    ///           "awslogs-group": "/ecs/web",
    ///           "awslogs-region": "eu-west-1"
    ///         }
    ///       }
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
    ///       "logConfiguration": {
    ///         "logDriver": "awslogs",
    ///         "options": {
    ///           "awslogs-group": "/ecs/web",
    ///           "awslogs-region": "eu-west-1",
    ///           "mode": "non-blocking",
    ///           "max-buffer-size": "25m"
    ///         }
    ///       }
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
    ///       "logConfiguration": {
    ///         "logDriver": "awslogs",
    ///         "options": { "awslogs-group": "/ecs/web", "awslogs-region": "eu-west-1", "mode": "blocking" }
    ///       }
    ///     }
    ///   ]
    /// }
    /// ```
    "implicit-log-mode" {
        summary: "log messages that may be lost without anybody having said so",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let Some(log) = awslogs(cx.container).filter(|log| log.lacks("mode")) else { return };
    let Some(options) = log.options() else { return };
    let mode = ("mode", "\"non-blocking\"");
    let edits = match options.node.get_member("max-buffer-size") {
        Some(_) => insert(options, mode.0, mode.1),
        None => insert_all(options, &[mode, ("max-buffer-size", "\"25m\"")]),
    };
    sink.report(options.anchor(), format!("the log configuration of {} has no `mode`", cx.container.called()))
        .note("the default is `non-blocking` since 2025-06-25: what does not fit into the buffer is lost")
        .fix(edits.map(|edits| Fix::r#unsafe("write the default out, with a larger buffer", edits)));
}
