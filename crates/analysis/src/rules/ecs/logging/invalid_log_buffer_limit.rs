//! `invalid-log-buffer-limit`: a buffer limit that the log driver does not take.

use super::log::log;
use crate::rule::rule;
use crate::rules::ecs::edits::delete;
use crate::rules::ecs::inserts::replace_text;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_model::tables::ecs::log_driver;
use plimsoll_model::tables::limits::FIRELENS_BUFFER_LIMIT;

rule! {
    /// `log-driver-buffer-limit` is a number of lines from 0 to 536870912, and only `awsfirelens` has it.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "logConfiguration": {
    ///         "logDriver": "awsfirelens",
    ///         "options": { "Name": "datadog", "log-driver-buffer-limit": "1073741824" }
    ///         //                                                         ^^^^^^^^^^^^ error: `log-driver-buffer-limit` must be a number from 0 to 536870912
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
    ///         "logDriver": "awsfirelens",
    ///         "options": { "Name": "datadog", "log-driver-buffer-limit": "536870912" }
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
    ///         "options": { "Name": "datadog", "log-driver-buffer-limit": "2097152" }
    ///       }
    ///     }
    ///   ]
    /// }
    /// ```
    "invalid-log-buffer-limit" {
        summary: "buffer limit that the log driver does not take",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

const KEY: &str = "log-driver-buffer-limit";

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let Some(log) = log(cx.container) else { return };
    if log.driver == "awsfirelens" {
        let Some((text, node)) = log.option(KEY) else { return };
        let limit = text.parse::<i64>();
        if limit.as_ref().is_ok_and(|limit| FIRELENS_BUFFER_LIMIT.contains(limit)) {
            return;
        }
        let (least, most) = (*FIRELENS_BUFFER_LIMIT.start(), *FIRELENS_BUFFER_LIMIT.end());
        let fix = limit.ok().and_then(|limit| {
            let near = limit.clamp(least, most).to_string();
            Some(Fix::r#unsafe(format!("use `{near}`"), replace_text(node, &near)?))
        });
        sink.report(node.range(), format!("`{KEY}` must be a number from {least} to {most}")).fix(fix);
        return;
    }
    // Drivers that refuse every unknown option are another rule's.
    let is_open = log_driver(&log.driver).is_some_and(|driver| !driver.closed);
    let member = log.options().and_then(|options| options.node.get_member(KEY)).filter(|_| is_open);
    if let Some(member) = member {
        sink.report(member.key.range(), format!("the log driver `{}` has no option `{KEY}`", log.driver))
            .note("only `awsfirelens` has it")
            .fix(delete(member.key).map(|edits| Fix::r#unsafe(format!("delete `{KEY}`"), edits)));
    }
}
