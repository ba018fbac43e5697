//! `weakened-security-option`: a container without one of Docker's protections.

use crate::rule::rule;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_json::delete_element;
use plimsoll_model::ecs::Field;

rule! {
    /// An option takes one of the protections away that Docker gives every container.
    ///
    /// ```json,bad
    /// {
    ///   "family": "agent",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "containerDefinitions": [
    ///     { "name": "agent", "image": "agent:1", "dockerSecurityOptions": ["apparmor:unconfined", "no-new-privileges"] }
    ///     //                                                               ^^^^^^^^^^^^^^^^^^^^^ warning: `apparmor:unconfined` takes a protection of container `agent` away
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "agent",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "containerDefinitions": [
    ///     { "name": "agent", "image": "agent:1", "dockerSecurityOptions": ["no-new-privileges"] }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "agent",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "containerDefinitions": [
    ///     { "name": "agent", "image": "agent:1", "dockerSecurityOptions": ["no-new-privileges", "apparmor:docker-agent"] }
    ///   ]
    /// }
    /// ```
    "weakened-security-option" {
        summary: "container without one of Docker's protections",
        category: Category::Security,
        levels: Levels::ecs(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    const OPTIONS: [&str; 3] = ["apparmor:unconfined", "seccomp:unconfined", "label:disable"];
    let launch = cx.task.launch();
    let Field::Known { value: options, .. } = cx.container.object.array("dockerSecurityOptions") else { return };
    if launch.fargate || !(launch.ec2 || launch.external) {
        return;
    }
    for (node, option) in options.strings() {
        let Some(option) = option.filter(|option| OPTIONS.contains(&&*option.replacen('=', ":", 1))) else { continue };
        let edits = delete_element(node);
        sink.report(node.range(), format!("`{option}` takes a protection of {} away", cx.container.called()))
            .fix(edits.map(|edits| Fix::r#unsafe(format!("delete `{option}`"), edits)));
    }
}
