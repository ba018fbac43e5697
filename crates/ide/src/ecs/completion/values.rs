//! Values: of enumerations, names of the task, what tables and the workspace know.

use super::{Asked, sizes, workspace};
use crate::ecs::names::{Named, occurrences};
use crate::ecs::skeleton::Writer;
use crate::ecs::typed::{Owner, Typed};
use crate::ecs::words;
use crate::{Completion, CompletionKind};
use plimsoll_json::{Kind as JsonKind, Node};
use plimsoll_model::ecs::Object;
use plimsoll_model::tables::schema::{Kind, default_value};
use plimsoll_model::tables::{ecs as facts, ecs_schema_docs};
use std::collections::BTreeSet;

/// A value that may be proposed.
#[derive(Debug, Clone)]
pub(super) struct Value {
    /// The value without quotes.
    pub(super) text: String,
    pub(super) kind: CompletionKind,
    pub(super) detail: Option<String>,
    pub(super) docs: Option<String>,
    pub(super) sort: u16,
}

impl Value {
    pub(super) fn new(text: impl Into<String>, kind: CompletionKind) -> Self {
        Self { text: text.into(), kind, detail: None, docs: None, sort: 10 }
    }

    /// The same with a few words behind it.
    pub(super) fn detail(self, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        Self { detail: (!detail.is_empty()).then_some(detail), ..self }
    }
}

pub(super) fn completions(asked: &Asked<'_, '_>, value: Typed) -> Vec<Completion> {
    let Some(owner) = value.owner else { return Vec::new() };
    let mut found = known(asked, owner);
    let default = default_value(owner.structure, owner.member);
    match value.kind {
        Kind::Boolean => {
            let value = |text, sort| Value { sort, ..Value::new(text, CompletionKind::Value) };
            found.extend([value("true", 1), value("false", 2)]);
        }
        Kind::String | Kind::Integer if found.is_empty() => {
            found.extend(default.map(|default| Value::new(default, CompletionKind::Value)));
        }
        _ => {}
    }
    let strings = asked.cursor.frames.last().map(|frame| (frame.is_object, &frame.strings));
    let is_there = |text: &String| strings.is_some_and(|(is_object, strings)| !is_object && strings.contains(text));
    found.retain(|value| !is_there(&value.text));
    let completion = |found: Value| {
        let mut writer = Writer::new(asked.unit);
        match value.kind {
            Kind::Integer | Kind::Boolean => writer.text(&found.text),
            Kind::String | Kind::Enum(_) => writer.text(&plimsoll_json::quote(&found.text)),
            _ => return None,
        }
        let mut completion = asked.completion(&found.text, found.kind, writer.finish())?;
        // None of the texts has a stop.
        completion.snippet = None;
        let is_default = default == Some(found.text.as_str());
        completion.detail = found.detail.or_else(|| is_default.then(|| "default".to_owned()));
        completion.docs = found.docs;
        completion.sort = found.sort;
        Some(completion)
    };
    found.into_iter().filter_map(completion).collect()
}

/// What is known of the values of a member.
fn known(asked: &Asked<'_, '_>, owner: Owner) -> Vec<Value> {
    match (owner.structure.name, owner.member.name) {
        ("ContainerDependency", "containerName") => without(containers(asked, true), &asked.siblings("containerName")),
        ("VolumeFrom", "sourceContainer") => without(containers(asked, true), &asked.siblings("sourceContainer")),
        ("ContainerDefinition", "links") => containers(asked, true),
        ("ProxyConfiguration", "containerName") => containers(asked, false),
        ("ContainerDependency", "condition") => conditions(asked, owner),
        ("MountPoint", "sourceVolume") => volumes(asked),
        ("ContainerDefinition", "name") => undefined(asked, Named::Container),
        ("Volume", "name") => undefined(asked, Named::Volume),
        ("RegisterTaskDefinitionRequest", "cpu") => sizes::cpu(asked),
        ("RegisterTaskDefinitionRequest", "memory") => sizes::memory(asked),
        ("RegisterTaskDefinitionRequest", role @ ("taskRoleArn" | "executionRoleArn")) => workspace::roles(asked, role),
        ("ContainerDefinition", "image") => workspace::images(asked),
        ("ContainerDefinition", "user") => workspace::users(asked),
        ("PortMapping", "containerPort") => workspace::ports(asked),
        ("KeyValuePair" | "Secret", "name") => without(workspace::variables(asked), &asked.siblings("name")),
        ("KernelCapabilities", list) => capabilities(asked, list == "add"),
        ("LogConfiguration", "logDriver") => log_drivers(asked, owner),
        ("LogConfiguration" | "FirelensConfiguration" | "DockerVolumeConfiguration", _)
            if matches!(owner.member.kind, Kind::Map(_)) =>
        {
            map_value(asked, owner)
        }
        ("HealthCheck", "command") => health_commands(asked),
        _ => enumeration(asked, owner),
    }
}

fn enumeration(asked: &Asked<'_, '_>, owner: Owner) -> Vec<Value> {
    let values = owner.member.kind.values().unwrap_or_default();
    let on_fargate = asked.cx.task.launch().fargate;
    // What Fargate does not take is no choice on it (developer guide, "Task definition parameters", 2026-11).
    let fits = |value: &&&str| match owner.member.name {
        _ if !on_fargate || owner.structure.name != "RegisterTaskDefinitionRequest" => true,
        "networkMode" => **value == "awsvpc",
        "pidMode" => **value == "task",
        _ => true,
    };
    let value = |(place, text): (usize, &&'static str)| Value {
        docs: ecs_schema_docs::of_word(owner.structure, owner.member, text),
        sort: u16::try_from(place).unwrap_or(99),
        ..Value::new(*text, CompletionKind::Value)
    };
    values.iter().filter(fits).enumerate().map(value).collect()
}

/// Conditions, with what speaks against them in the container that they wait for.
fn conditions(asked: &Asked<'_, '_>, owner: Owner) -> Vec<Value> {
    let name = asked.cursor.frames.last().and_then(|frame| frame.scalar("containerName"));
    let container = name.and_then(|name| asked.cx.task.container(name));
    let mut found = enumeration(asked, owner);
    for value in &mut found {
        let Some(container) = &container else { continue };
        let against = match value.text.as_str() {
            "HEALTHY" if !words::has_health_check(container.object) => "has no health check",
            "COMPLETE" | "SUCCESS" if container.is_essential() == Some(true) => "is essential",
            _ => continue,
        };
        value.detail = Some(format!("{} {against}", container.called()));
        value.sort += 50;
    }
    found
}

/// `values` without those that are there.
fn without(mut values: Vec<Value>, there: &[String]) -> Vec<Value> {
    values.retain(|value| !there.contains(&value.text));
    values
}

fn containers(asked: &Asked<'_, '_>, but_its_own: bool) -> Vec<Value> {
    let own = asked.own_name().filter(|_| but_its_own);
    let mut seen = BTreeSet::new();
    // A bracket that is still to be typed can hide containers from the list, so every object that looks like one counts.
    let looks_so = |node: &Node<'_>| node.kind() == JsonKind::Object && node.get_member("image").is_some();
    let known = asked.cx.task.containers.iter().map(|container| container.object);
    let all = known.chain(asked.cx.document.nodes().filter(looks_so).filter_map(Object::new));
    let value = |object: Object<'_>| {
        let name = object.name("name").known()?.to_string();
        let is_new = own != Some(&name) && seen.insert(name.clone());
        let health = if words::has_health_check(object) { ", has a health check" } else { "" };
        let image = words::image(object.node).unwrap_or_default();
        is_new.then(|| Value::new(name, CompletionKind::Name).detail(format!("{image}{health}")))
    };
    all.filter_map(value).collect()
}

fn volumes(asked: &Asked<'_, '_>) -> Vec<Value> {
    // As with containers, a bracket that is still to be typed can hide the list.
    let lists = asked.cx.document.nodes().filter_map(|node| node.get_member("volumes")?.value);
    let known = asked.cx.task.object.into_iter().flat_map(|object| object.objects("volumes"));
    let mut seen = BTreeSet::new();
    let value = |volume: Object<'_>| {
        let name = volume.name("name").known()?.to_string();
        let is_new = seen.insert(name.clone());
        is_new.then(|| Value::new(name, CompletionKind::Name).detail(words::volume(volume.node)))
    };
    known.chain(lists.flat_map(Node::elements).filter_map(Object::new)).filter_map(value).collect()
}

/// Names that are referred to and that nothing has.
fn undefined(asked: &Asked<'_, '_>, named: Named) -> Vec<Value> {
    let all = occurrences(asked.cx.task);
    let all: Vec<_> = all.iter().filter(|it| it.named == named).collect();
    let defined: BTreeSet<&str> = all.iter().filter(|it| it.definition.is_some()).map(|it| it.name.as_str()).collect();
    let used: BTreeSet<&str> = all.iter().filter(|it| it.definition.is_none()).map(|it| it.name.as_str()).collect();
    let missing = used.difference(&defined);
    missing.map(|name| Value::new(*name, CompletionKind::Name).detail("named elsewhere in the task")).collect()
}

fn capabilities(asked: &Asked<'_, '_>, adds: bool) -> Vec<Value> {
    let on_fargate = asked.cx.task.launch().fargate;
    let offered = facts::capabilities().iter().filter(|it| !(adds && on_fargate) || it.may_be_added_on_fargate);
    let value = |capability: &facts::Capability| Value {
        sort: if capability.name == "ALL" { 1 } else { 10 },
        ..Value::new(capability.name, CompletionKind::Value).detail(words::capability(capability))
    };
    offered.map(value).collect()
}

fn log_drivers(asked: &Asked<'_, '_>, owner: Owner) -> Vec<Value> {
    let launch = asked.cx.task.launch();
    let runs = |driver: &&facts::LogDriver| {
        (!launch.fargate || driver.on_fargate) && (!launch.managed_instances || driver.on_managed_instances)
    };
    let value = |(place, driver): (usize, &facts::LogDriver)| Value {
        docs: ecs_schema_docs::of_word(owner.structure, owner.member, driver.name)
            .map(|meaning| format!("{meaning}\n\n{}", words::log_driver(driver))),
        sort: u16::try_from(place).unwrap_or(99),
        ..Value::new(driver.name, CompletionKind::Value)
    };
    facts::log_drivers().iter().filter(runs).enumerate().map(value).collect()
}

/// The value of one key of a map.
fn map_value(asked: &Asked<'_, '_>, owner: Owner) -> Vec<Value> {
    let key = asked.cursor.frames.last().and_then(|frame| frame.key.as_deref());
    let plain = |text: &str| Value::new(text, CompletionKind::Value);
    let task = asked.cx.task.object;
    match key {
        Some("awslogs-region") => workspace::regions(asked).iter().map(|region| plain(region)).collect(),
        Some("awslogs-stream-prefix") => asked.own_name().map(plain).into_iter().collect(),
        Some("awslogs-group") => {
            let family = task.and_then(|task| task.name("family").known().cloned());
            family.map(|family| plain(&format!("/ecs/{family}"))).into_iter().collect()
        }
        Some(key) => {
            let values = ecs_schema_docs::values_of_key(owner.structure, owner.member, key);
            let places = (0..).zip(values);
            places.map(|(sort, value)| Value { sort, ..plain(value) }).collect()
        }
        None => Vec::new(),
    }
}

fn health_commands(asked: &Asked<'_, '_>) -> Vec<Value> {
    let is_first = asked.cursor.frames.last().is_some_and(|frame| frame.strings.is_empty());
    let words = [
        ("CMD-SHELL", "the next string goes to the shell of the container"),
        ("CMD", "the next strings are a program and its arguments"),
        ("NONE", "no health check, also not the image's own"),
    ];
    let value = |(text, detail): (&str, &str)| Value::new(text, CompletionKind::Value).detail(detail);
    if is_first { words.map(value).into() } else { Vec::new() }
}
