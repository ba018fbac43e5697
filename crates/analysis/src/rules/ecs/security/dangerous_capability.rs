//! `dangerous-capability`: a capability that comes close to root on the instance.

use super::capabilities::capabilities;
use crate::rule::rule;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, OptionKind, OptionSpec, Sink};
use plimsoll_json::delete_element;
use plimsoll_model::ecs::Field;
use plimsoll_model::tables::ecs::capability;

rule! {
    /// The container gets a capability with which it can leave its container, or nearly.
    ///
    /// ```json,bad
    /// {
    ///   "family": "agent",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "agent",
    ///       "image": "agent:1",
    ///       "linuxParameters": { "capabilities": { "add": ["SYS_ADMIN", "NET_RAW"] } }
    ///       //                                             ^^^^^^^^^^^ warning: container `agent` gets the capability `SYS_ADMIN`
    ///     }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "agent",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "agent",
    ///       "image": "agent:1",
    ///       "linuxParameters": { "capabilities": { "add": ["NET_RAW"] } }
    ///     }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "agent",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "containerDefinitions": [
    ///     { "name": "agent", "image": "agent:1", "linuxParameters": { "capabilities": { "add": ["NET_RAW", "${CAP}"] } } }
    ///   ]
    /// }
    /// ```
    "dangerous-capability" {
        summary: "capability that comes close to root on the instance",
        category: Category::Security,
        levels: Levels::ecs(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[OptionSpec { name: "allow", kind: OptionKind::List, docs: "Capabilities that containers may add." }],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    if cx.task.launch().fargate {
        return;
    }
    let Some(capabilities) = capabilities(cx.container) else { return };
    let allowed = cx.settings.list(&RULE, "allow");
    let drops_all = capabilities
        .array("drop")
        .known()
        .is_some_and(|drop| drop.strings().any(|(_, name)| name.is_some_and(|name| canonical(&name) == "ALL")));
    let Field::Known { value: add, .. } = capabilities.array("add") else { return };
    for (node, name) in add.strings() {
        // Another rule mends the spelling; what is meant is as dangerous.
        let Some(name) = name.map(|name| canonical(&name)) else { continue };
        let Some(known) = capability(&name).filter(|known| known.dangerous) else { continue };
        let is_given_anyway = known.default && !drops_all;
        if is_given_anyway || allowed.contains(&name) || name == "NET_ADMIN" && is_proxy(cx) {
            continue;
        }
        sink.report(node.range(), format!("{} gets the capability `{name}`", cx.container.called()))
            .note("with it a container can leave its container, or nearly")
            .fix(delete_element(node).map(|edits| Fix::r#unsafe(format!("delete `{name}`"), edits)));
    }
}

/// `CAP_SYS_ADMIN` and `sys_admin` as ECS writes them.
fn canonical(name: &str) -> String {
    let upper = name.to_ascii_uppercase();
    upper.strip_prefix("CAP_").map_or(upper.clone(), str::to_owned)
}

/// Whether the container is the proxy of the task, which needs to change the network.
fn is_proxy(cx: &ContainerCx<'_>) -> bool {
    let proxy = cx.task.object.and_then(|task| task.object("proxyConfiguration").known().copied());
    let name = proxy.map(|proxy| proxy.name("containerName"));
    name.is_some_and(|name| name.known().is_none_or(|name| cx.container.name().is_none_or(|own| own == *name)))
}
