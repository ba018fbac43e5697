//! `duplicate-environment-variable`: an environment variable that is set twice.

use crate::rule::rule;
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_json::delete_element;
use plimsoll_model::ecs::{Field, Object};
use std::collections::HashMap;

rule! {
    /// A variable stands twice in `environment`. Only one of the values counts.
    ///
    /// CloudFormation refuses such a task definition; the API keeps one of the two.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "environment": [
    ///         { "name": "STAGE", "value": "prod" },
    ///         { "name": "PORT", "value": "80" },
    ///         { "name": "STAGE", "value": "prod" }
    ///         //        ^^^^^^^ warning: container `web` sets `STAGE` twice
    ///       ]
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
    ///       "environment": [
    ///         { "name": "PORT", "value": "80" },
    ///         { "name": "STAGE", "value": "prod" }
    ///       ]
    ///     }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "environment": [{ "name": "A", "value": "1" }, { "name": "a", "value": "1" }] },
    ///     { "name": "api", "image": "api:1", "environment": [{ "name": "A", "value": "1" }] }
    ///   ]
    /// }
    /// ```
    "duplicate-environment-variable" {
        summary: "environment variable that is set twice",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let mut seen: HashMap<&str, Object<'_>> = HashMap::with_capacity(cx.container.variables().len());
    for variable in cx.container.variables() {
        let Field::Known { value: name, node, .. } = &variable.name else { continue };
        let entry = variable.entry;
        let Some(first) = seen.insert(name, entry).filter(|_| !name.is_empty()) else { continue };
        let source = |entry: Object<'_>| entry.node.get("value").map(|value| value.source().to_owned());
        let same = source(first) == source(entry);
        let title = format!("delete the first `{name}`");
        let fix = delete_element(first.node).map(|edits| match same {
            true => Fix::r#unsafe(title, edits),
            false => Fix::manual(title, edits),
        });
        sink.report(node.range(), format!("{} sets `{name}` twice", cx.container.called()))
            .label(first.node.range(), "set here too")
            .note("only one of the values counts")
            .fix(fix);
    }
}
