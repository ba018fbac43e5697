//! `duplicate-port-name`: two ports of one name.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_model::ecs::Field;
use plimsoll_text::{Edit, TextRange};

rule! {
    /// The name of a port mapping is unique in the task: Service Connect finds ports by it.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["FARGATE"],
    ///   "networkMode": "awsvpc",
    ///   "cpu": "256",
    ///   "memory": "512",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "portMappings": [{ "name": "http", "containerPort": 8080 }] },
    ///     { "name": "log", "image": "log:1", "portMappings": [{ "name": "http", "containerPort": 8081 }] }
    /// //                                                                ^^^^^^ error: a second port is called `http`
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["FARGATE"],
    ///   "networkMode": "awsvpc",
    ///   "cpu": "256",
    ///   "memory": "512",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "portMappings": [{ "name": "http", "containerPort": 8080 }, { "name": "${NAME}", "containerPort": 8081 }] },
    ///     { "name": "log", "image": "log:1", "portMappings": [{ "name": "admin", "containerPort": 8082 }, { "name": "${NAME}", "containerPort": 8083 }] }
    ///   ]
    /// }
    /// ```
    "duplicate-port-name" {
        summary: "two ports of one name",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Manual,
        aliases: &["pf-ecs-port-mapping-duplicate-name"],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    let mut seen: Vec<(String, TextRange)> = Vec::new();
    for mapping in cx.task.containers.iter().flat_map(|it| it.object.objects("portMappings")) {
        let Field::Known { value: name, node, .. } = mapping.name("name") else { continue };
        match seen.iter().find(|(known, _)| *known == *name) {
            Some((_, first)) => {
                let end = node.content_range().map(TextRange::end);
                sink.report(node.range(), format!("a second port is called `{name}`"))
                    .label(*first, "the first one")
                    .note("ECS answers \"port mapping name is already used\"")
                    .fix(end.map(|end| Fix::manual("name it otherwise", Edit::insert(end, "-2"))));
            }
            None => seen.push((name.into_owned(), node.range())),
        }
    }
}
