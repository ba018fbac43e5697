//! `privilege-escalation-allowed`: a container whose processes may gain rights.

use crate::rule::rule;
use crate::rules::ecs::inserts::{append, insert};
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_model::ecs::{Field, List};

rule! {
    /// Without `no-new-privileges` a process can gain rights through programs such as `sudo`.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1" }
    ///   //^ note: the processes of container `web` may gain rights
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "dockerSecurityOptions": ["no-new-privileges"] }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "dockerSecurityOptions": ["no-new-privileges"] }
    ///   ]
    /// }
    /// ```
    "privilege-escalation-allowed" {
        summary: "container whose processes may gain rights",
        category: Category::Security,
        levels: Levels::ecs(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    const KEY: &str = "dockerSecurityOptions";
    let (launch, object) = (cx.task.launch(), cx.container.object);
    if launch.windows || launch.fargate || !(launch.ec2 || launch.external) {
        return;
    }
    let (place, edits) = match object.array(KEY) {
        Field::Absent { .. } if object.is_complete() => {
            (object.anchor(), insert(object, KEY, "[\"no-new-privileges\"]"))
        }
        Field::Known { value: options, node, .. } if lacks(options) => {
            (node.range(), append(object, KEY, "\"no-new-privileges\""))
        }
        _ => return,
    };
    sink.report(place, format!("the processes of {} may gain rights", cx.container.called()))
        .note("`no-new-privileges` keeps programs such as `sudo` from giving them any")
        .fix(edits.map(|edits| Fix::r#unsafe("add `no-new-privileges`", edits)));
}

fn lacks(options: List<'_>) -> bool {
    let is_other = |option: &str| !option.starts_with("no-new-privileges");
    options.is_complete() && options.strings().all(|(_, option)| option.is_some_and(|option| is_other(&option)))
}
