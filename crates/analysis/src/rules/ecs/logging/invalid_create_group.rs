//! `invalid-create-group`: `awslogs-create-group` with another value than `true`.

use super::log::awslogs;
use crate::rule::rule;
use crate::rules::ecs::edits::delete;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};

rule! {
    /// `awslogs-create-group` may be `"true"`, in any case, or left out; ECS refuses everything else.
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
    ///           "awslogs-create-group": "false",
    ///           //                      ^^^^^^^ error: `awslogs-create-group` can only be `true`
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
    ///           "awslogs-region": "eu-west-1"
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
    ///         "options": { "awslogs-create-group": "true", "awslogs-group": "/ecs/web", "awslogs-region": "eu-west-1" }
    ///       }
    ///     },
    ///     {
    ///       "name": "api",
    ///       "image": "api:1",
    ///       "logConfiguration": {
    ///         "logDriver": "awslogs",
    ///         "options": { "awslogs-create-group": "${CREATE}", "awslogs-group": "/ecs/web", "awslogs-region": "eu-west-1" }
    ///       }
    ///     }
    ///   ]
    /// }
    /// ```
    "invalid-create-group" {
        summary: "`awslogs-create-group` with another value than `true`",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let Some(log) = awslogs(cx.container) else { return };
    let Some((value, node)) =
        log.option("awslogs-create-group").filter(|(value, _)| !value.eq_ignore_ascii_case("true"))
    else {
        return;
    };
    // `false` and the empty string say what leaving it out says; anything else may be a slip for `true`.
    let fix = delete(node).map(|edits| match &*value.to_ascii_lowercase() {
        "false" | "" => Fix::safe("delete `awslogs-create-group`", edits),
        _ => Fix::r#unsafe("delete `awslogs-create-group`", edits),
    });
    sink.report(node.range(), "`awslogs-create-group` can only be `true`")
        .note("the task stops with \"failed to validate logger args\": it \"should only be set to 'true', else omit option\"")
        .fix(fix);
}
