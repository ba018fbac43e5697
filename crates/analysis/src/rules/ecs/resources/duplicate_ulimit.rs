//! `duplicate-ulimit`: limit that is set twice.

use crate::rule::rule;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_json::{Node, delete_element};
use plimsoll_model::ecs::Field;
use plimsoll_text::TextRange;

rule! {
    /// A container sets one limit twice; which one counts is left open.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "ulimits": [{ "name": "nofile", "softLimit": 1024, "hardLimit": 4096 }, { "name": "nofile", "softLimit": 2048, "hardLimit": 4096 }] }
    /// //                                                                                                                       ^^^^^^^^ warning: container `web` sets the limit `nofile` a second time
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "ulimits": [{ "name": "nofile", "softLimit": 1024, "hardLimit": 4096 }, { "name": "nproc", "softLimit": 64, "hardLimit": 64 }] }
    ///   ]
    /// }
    /// ```
    "duplicate-ulimit" {
        summary: "limit that is set twice",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Manual,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let mut seen: Vec<(String, TextRange, Node<'_>)> = Vec::new();
    for limit in cx.container.object.objects("ulimits") {
        let Field::Known { value: name, node, .. } = limit.name("name") else { continue };
        match seen.iter().find(|(known, ..)| *known == *name) {
            Some((_, first, earlier)) => {
                let fix = delete_element(*earlier).map(|edits| Fix::manual("delete the first one", edits));
                sink.report(node.range(), format!("{} sets the limit `{name}` a second time", cx.container.called()))
                    .label(*first, "the first one")
                    .fix(fix);
            }
            None => seen.push((name.into_owned(), node.range(), limit.node)),
        }
    }
}
