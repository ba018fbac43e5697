//! `invalid-container-timeout`: a time limit that a container cannot have.

use crate::rule::rule;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_json::replace_value;
use plimsoll_model::ecs::Field;
use plimsoll_model::tables::limits::{CONTAINER_TIMEOUT_LEAST, FARGATE_TIMEOUT_MOST};

rule! {
    /// `startTimeout` and `stopTimeout` are at least 2 seconds, and on Fargate at most 120.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["FARGATE"],
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "stopTimeout": 300 }
    ///     //                                                ^^^ error: `stopTimeout` is 300, and Fargate takes at most 120
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["FARGATE"],
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "stopTimeout": 120 }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "stopTimeout": 300 }
    ///   ]
    /// }
    /// ```
    "invalid-container-timeout" {
        summary: "time limit that a container cannot have",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let on_fargate = cx.task.launch().fargate;
    for key in ["startTimeout", "stopTimeout"] {
        let Field::Known { value, node, .. } = cx.container.object.integer(key) else { continue };
        let (limit, message) = if value < CONTAINER_TIMEOUT_LEAST {
            (CONTAINER_TIMEOUT_LEAST, format!("`{key}` is {value}, and must be at least {CONTAINER_TIMEOUT_LEAST}"))
        } else if on_fargate && value > FARGATE_TIMEOUT_MOST {
            (FARGATE_TIMEOUT_MOST, format!("`{key}` is {value}, and Fargate takes at most {FARGATE_TIMEOUT_MOST}"))
        } else {
            continue;
        };
        let finding = sink.report(node.range(), message);
        if key == "stopTimeout" && limit == FARGATE_TIMEOUT_MOST {
            finding
                .note("ECS answers that the container \"must have a container stop timeout of less than 120 seconds\"");
        }
        finding.fix(replace_value(node, &limit.to_string()).map(|edits| Fix::r#unsafe(format!("use {limit}"), edits)));
    }
}
