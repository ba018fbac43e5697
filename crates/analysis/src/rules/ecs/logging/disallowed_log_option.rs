//! `disallowed-log-option`: a log option that the driver does not have.

use super::log::log;
use crate::rule::rule;
use crate::rules::ecs::edits::delete;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink, nearest};
use plimsoll_json::rename_key;
use plimsoll_model::tables::ecs::log_driver;

rule! {
    /// `awslogs` takes eight options, and ECS refuses others.
    ///
    /// Its options all begin with `awslogs-`, but for `mode` and `max-buffer-size`.
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
    ///           "awslogs-streamprefix": "web"
    ///         //^^^^^^^^^^^^^^^^^^^^^^ warning: the log driver `awslogs` has no option `awslogs-streamprefix`
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
    ///           "awslogs-stream-prefix": "web"
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
    ///         "logDriver": "awsfirelens",
    ///         "options": { "Name": "datadog", "dd_service": "web" }
    ///       }
    ///     }
    ///   ]
    /// }
    /// ```
    "disallowed-log-option" {
        summary: "log option that the driver does not have",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Warning, Level::Error, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &["E3046"],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let Some(log) = log(cx.container) else { return };
    let Some(driver) = log_driver(&log.driver).filter(|driver| driver.closed) else { return };
    let Some(options) = log.options() else { return };
    for member in options.node.members() {
        let Some(name) = member.key.text().filter(|_| member.key.parts().iter().all(|part| part.placeholder.is_none()))
        else {
            continue;
        };
        if name.is_empty() || driver.options.contains(&&*name) {
            continue;
        }
        let near = nearest(&name, driver.options.iter().copied(), 3);
        let fix = match near.filter(|near| options.node.get_member(near).is_none()) {
            Some(near) => rename_key(member, near).map(|edits| Fix::r#unsafe(format!("use `{near}`"), edits)),
            None => delete(member.key).map(|edits| Fix::r#unsafe(format!("delete `{name}`"), edits)),
        };
        sink.report(member.key.range(), format!("the log driver `{}` has no option `{name}`", log.driver))
            .note(format!("ECS answers \"Log driver {} disallows options: {name}\"", log.driver))
            .fix(fix);
    }
}
