//! `ignored-log-buffer`: a buffer size in a mode that has no buffer.

use super::log::log;
use crate::rule::rule;
use crate::rules::ecs::edits::delete;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};

rule! {
    /// `max-buffer-size` has no effect in the mode `blocking`, which has no buffer.
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
    ///           "awslogs-group": "/ecs/web",
    ///           "awslogs-region": "eu-west-1",
    ///           "mode": "blocking",
    ///           "max-buffer-size": "25m"
    ///         //^^^^^^^^^^^^^^^^^ warning: `max-buffer-size` has no effect in the mode `blocking`
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
    ///           "mode": "blocking"
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
    ///         "options": { "awslogs-group": "/ecs/web", "awslogs-region": "eu-west-1", "max-buffer-size": "25m" }
    ///       }
    ///     }
    ///   ]
    /// }
    /// ```
    "ignored-log-buffer" {
        summary: "buffer size in a mode that has no buffer",
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
    let Some(log) = log(cx.container) else { return };
    let Some((_, mode)) = log.option("mode").filter(|(mode, _)| mode == "blocking") else { return };
    let Some(member) = log.options().and_then(|options| options.node.get_member("max-buffer-size")) else { return };
    sink.report(member.key.range(), "`max-buffer-size` has no effect in the mode `blocking`")
        .label(mode.range(), "the mode")
        .fix(delete(member.key).map(|edits| Fix::r#unsafe("delete `max-buffer-size`", edits)));
}
