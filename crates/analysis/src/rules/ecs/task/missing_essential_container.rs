//! `missing-essential-container`: nothing keeps the task alive.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_model::ecs::{Container, Field};
use plimsoll_text::Edit;

rule! {
    /// At least one container must be essential: the task lives as long as it does.
    ///
    /// `essential` is true when it is left out, so this happens only when every container says `false`.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    /// //^^^^^^^^^^^^^^^^^^^^^^ error: no container is essential
    ///     { "name": "web", "image": "web:1", "essential": false, "portMappings": [{ "containerPort": 80 }] },
    ///     { "name": "log", "image": "log:1", "essential": false }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "essential": true, "portMappings": [{ "containerPort": 80 }] },
    ///     { "name": "log", "image": "log:1", "essential": false }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1" },
    ///     { "name": "log", "image": "log:1", "essential": false }
    ///   ]
    /// }
    /// ```
    "missing-essential-container" {
        summary: "no container is essential",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &["E3042", "pf-ecs-essential-container"],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    let Some(task) = cx.task.object else { return };
    let Field::Known { value: list, key, .. } = task.array("containerDefinitions") else { return };
    let containers = &cx.task.containers;
    let every = list.node.elements().count() == containers.len() && !containers.is_empty() && list.is_complete();
    let all_false = containers.iter().all(|it| it.object.boolean("essential").known() == Some(&false));
    if !every || !all_false {
        return;
    }
    sink.report(key.range(), "no container is essential")
        .note("ECS answers \"Task definition doesn't have any essential container.\"")
        .fix(fix(containers));
}

/// The one container that publishes a port, or the only one, is what the task is for.
fn fix(containers: &[Container<'_>]) -> Option<Fix> {
    let mut publishing = containers.iter().filter(|it| it.object.objects("portMappings").next().is_some());
    let container = match containers {
        [only] => only,
        _ => publishing.next().filter(|_| publishing.next().is_none())?,
    };
    let node = container.object.boolean("essential").node()?;
    Some(Fix::r#unsafe(format!("make {} essential", container.called()), Edit::replace(node.range(), "true")))
}
