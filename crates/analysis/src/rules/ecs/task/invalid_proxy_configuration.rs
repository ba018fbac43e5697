//! `invalid-proxy-configuration`: App Mesh proxy that is not set up as it must be.

use crate::rule::rule;
use crate::{Category, Check, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_json::Node;
use plimsoll_model::ecs::{Field, NetworkMode, Object, TaskDefinition};
use plimsoll_text::TextRange;
use std::borrow::Cow;

rule! {
    /// The proxy of App Mesh needs the network mode `awsvpc`, its ports, and a user or group whose traffic it leaves
    /// alone.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "networkMode": "bridge",
    ///   "proxyConfiguration": { "containerName": "web", "properties": [{ "name": "ProxyIngressPort", "value": "15000" }, { "name": "ProxyEgressPort", "value": "15001" }, { "name": "AppPorts", "value": "8080" }, { "name": "IgnoredUID", "value": "1337" }] },
    /// //^^^^^^^^^^^^^^^^^^^^ error: a proxy needs the network mode `awsvpc`, not `bridge`
    /// //                                                ^^^^^^^^^^^^ error: the proxy has no property `EgressIgnoredIPs`
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "memory": 512 }
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
    ///   "proxyConfiguration": { "containerName": "web", "properties": [{ "name": "ProxyIngressPort", "value": "15000" }, { "name": "ProxyEgressPort", "value": "15001" }, { "name": "AppPorts", "value": "8080" }, { "name": "EgressIgnoredIPs", "value": "169.254.170.2" }, { "name": "IgnoredUID", "value": "1337" }] },
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "user": "1337" }
    ///   ]
    /// }
    /// ```
    "invalid-proxy-configuration" {
        summary: "App Mesh proxy that is not set up as it must be",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &["pf-ecs-proxy-configuration-awsvpc-required", "pf-ecs-proxy-configuration-missing-required-props"],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    for problem in problems(cx.task) {
        let finding = sink.report(problem.range, problem.message);
        if let Some(answer) = problem.answer {
            finding.note(format!("ECS answers \"{answer}\""));
        }
    }
}

/// What is wrong with the proxy of a task.
pub(super) struct Problem {
    range: TextRange,
    message: String,
    answer: Option<&'static str>,
}

/// What is wrong with the proxy of a task, if it has one of App Mesh.
pub(super) fn problems(task: &TaskDefinition<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    let Some((proxy, key)) = app_mesh_proxy(task) else { return problems };
    let mut add = |range, message, answer| problems.push(Problem { range, message, answer });
    let mode = match task.network_mode() {
        NetworkMode::Host => Some("host"),
        NetworkMode::Bridge => Some("bridge"),
        NetworkMode::None => Some("none"),
        NetworkMode::Awsvpc | NetworkMode::Unknown => None,
    };
    if let Some(mode) = mode {
        let answer = "APPMESH proxy configuration is only supported in networkMode=awsvpc";
        add(key.range(), format!("a proxy needs the network mode `awsvpc`, not `{mode}`"), Some(answer));
    }
    let properties = match proxy.array("properties") {
        Field::Known { value, .. } if value.is_complete() => Properties::read(proxy, value.node.elements().count()),
        Field::Absent { .. } if proxy.is_complete() => Properties::read(proxy, 0),
        _ => None,
    };
    let Some(properties) = properties else { return problems };
    let place = proxy.node.get_member("properties").map_or(key.range(), |member| member.key.range());
    for name in ["ProxyIngressPort", "ProxyEgressPort", "AppPorts", "EgressIgnoredIPs"] {
        if !properties.has(name) {
            let answer = (name == "ProxyIngressPort").then_some("Ingress port not found");
            add(place, format!("the proxy has no property `{name}`"), answer);
        }
    }
    if !properties.has("IgnoredUID") && !properties.has("IgnoredGID") {
        add(place, "the proxy has neither `IgnoredUID` nor `IgnoredGID`".to_owned(), None);
    }
    let user = proxy
        .name("containerName")
        .known()
        .and_then(|name| task.container(name)?.object.string("user").known().cloned());
    if let (Some((uid, node)), Some(user)) = (properties.get("IgnoredUID"), user) {
        let number = user.split(':').next().unwrap_or_default();
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if is_number(number) && is_number(&uid) && uid != number {
            add(node.range(), format!("`IgnoredUID` is {uid}, but the proxy runs as {number}"), None);
        }
    }
    problems
}

/// The proxy with its key, when its type is `APPMESH` or left out.
pub(super) fn app_mesh_proxy<'a>(task: &TaskDefinition<'a>) -> Option<(Object<'a>, Node<'a>)> {
    let Field::Known { value: proxy, key, .. } = task.object?.object("proxyConfiguration") else { return None };
    let kind = proxy.name("type");
    let is_app_mesh = kind.is_absent() || kind.known().is_some_and(|kind| kind == "APPMESH");
    is_app_mesh.then_some((proxy, key))
}

/// The properties of a proxy: name and value.
struct Properties<'a>(Vec<(Cow<'a, str>, Object<'a>)>);

impl<'a> Properties<'a> {
    /// `None` unless the names of all `count` are known.
    fn read(proxy: Object<'a>, count: usize) -> Option<Self> {
        let all: Vec<_> =
            proxy.objects("properties").filter_map(|it| Some((it.name("name").known()?.clone(), it))).collect();
        (all.len() == count).then_some(Self(all))
    }

    fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known == name)
    }

    fn get(&self, name: &str) -> Option<(Cow<'a, str>, Node<'a>)> {
        let (_, property) = self.0.iter().find(|(known, _)| known == name)?;
        match property.name("value") {
            Field::Known { value, node, .. } => Some((value, node)),
            _ => None,
        }
    }
}
