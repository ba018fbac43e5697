//! `invalid-capability`: name of a Linux capability that ECS does not know.

use crate::rule::rule;
use crate::rules::ecs::edits::set;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink, nearest};
use plimsoll_json::{Node, quote};
use plimsoll_model::tables::ecs::{capabilities, capability};

rule! {
    /// Capabilities are written in capitals and without `CAP_`.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 512, "linuxParameters": { "capabilities": { "add": ["net_admin"], "drop": ["CAP_NET_RAW", "CHWON"] } } }
    /// //                                                                                                   ^^^^^^^^^^^ error: `net_admin` is no capability that ECS knows
    /// //                                                                                                                          ^^^^^^^^^^^^^ error: `CAP_NET_RAW` is no capability that ECS knows
    /// //                                                                                                                                         ^^^^^^^ error: `CHWON` is no capability that ECS knows
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,fixed
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 512, "linuxParameters": { "capabilities": { "add": ["NET_ADMIN"], "drop": ["NET_RAW", "CHOWN"] } } }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 512, "linuxParameters": { "capabilities": { "add": ["SYS_PTRACE", "${CAPABILITY}"], "drop": ["ALL", "AUDIT_READ"] } } }
    ///   ]
    /// }
    /// ```
    "invalid-capability" {
        summary: "name of a Linux capability that ECS does not know",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

/// Older lists of what may be dropped had it (botocore, before 2026).
const ONCE_DROPPED: &str = "AUDIT_READ";

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let Some(linux) = cx.container.object.object("linuxParameters").known().copied() else { return };
    let Some(both) = linux.object("capabilities").known().copied() else { return };
    for key in ["add", "drop"] {
        let Some(list) = both.array(key).known().copied() else { continue };
        for (node, name) in list.strings() {
            let Some(name) = name.filter(|name| capability(name).is_none()) else { continue };
            if key == "drop" && name == ONCE_DROPPED {
                continue;
            }
            sink.report(node.range(), format!("`{name}` is no capability that ECS knows")).fix(fix(node, &name));
        }
    }
}

fn fix(node: Node<'_>, name: &str) -> Option<Fix> {
    let upper = name.to_ascii_uppercase();
    let plain = upper.strip_prefix("CAP_").unwrap_or(&upper);
    let write = |name: &str| Some((format!("write `{name}`"), set(node, quote(name))?));
    if capability(plain).is_some() {
        return write(plain).map(|(title, edits)| Fix::safe(title, edits));
    }
    let near = nearest(plain, capabilities().iter().map(|it| it.name), 3)?;
    write(near).map(|(title, edits)| Fix::r#unsafe(title, edits))
}
