//! Values: of enumerations, names of the task, what tables and the workspace know.

use super::{Asked, sizes};
use crate::ecs::names::{Named, occurrences};
use crate::ecs::skeleton::Writer;
use crate::ecs::typed::{self, Owner, Typed};
use crate::ecs::{cross, each_task, words};
use crate::{Completion, CompletionKind};
use plimsoll_dockerfile::Body;
use plimsoll_json::{Kind as JsonKind, Node};
use plimsoll_model::dockerfile::BindingKind;
use plimsoll_model::ecs::{Field, Object, TaskDefinition};
use plimsoll_model::tables::schema::{Kind, default_value};
use plimsoll_model::tables::{ecs as facts, ecs_schema_docs};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

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

    fn detail(self, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        Self { detail: (!detail.is_empty()).then_some(detail), ..self }
    }
}

/// Most proposals from other files.
const MOST: usize = 200;

pub(super) fn completions(asked: &Asked<'_>, value: Typed) -> Vec<Completion> {
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
fn known(asked: &Asked<'_>, owner: Owner) -> Vec<Value> {
    match (owner.structure.name, owner.member.name) {
        ("ContainerDependency", "containerName") | ("VolumeFrom", "sourceContainer") => containers(asked, true),
        ("ContainerDefinition", "links") => containers(asked, true),
        ("ProxyConfiguration", "containerName") => containers(asked, false),
        ("MountPoint", "sourceVolume") => volumes(asked),
        ("ContainerDefinition", "name") => undefined(asked, Named::Container),
        ("Volume", "name") => undefined(asked, Named::Volume),
        ("RegisterTaskDefinitionRequest", "cpu") => sizes::cpu(asked),
        ("RegisterTaskDefinitionRequest", "memory") => sizes::memory(asked),
        ("RegisterTaskDefinitionRequest", role @ ("taskRoleArn" | "executionRoleArn")) => roles(asked, role),
        ("ContainerDefinition", "image") => images(asked),
        ("ContainerDefinition", "user") => users(asked),
        ("PortMapping", "containerPort") => ports(asked),
        ("KeyValuePair" | "Secret", "name") => variables(asked),
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

fn enumeration(asked: &Asked<'_>, owner: Owner) -> Vec<Value> {
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

fn containers(asked: &Asked<'_>, but_its_own: bool) -> Vec<Value> {
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

fn volumes(asked: &Asked<'_>) -> Vec<Value> {
    let definitions = occurrences(asked.cx.task).into_iter().filter(|it| it.named == Named::Volume);
    let volume = |name: String, node: Node<'_>| Value::new(name, CompletionKind::Name).detail(words::volume(node));
    let mut seen = BTreeSet::new();
    definitions
        .filter_map(|it| it.definition.map(|node| (it.name, node)))
        .filter(|(name, _)| seen.insert(name.clone()))
        .map(|(name, node)| volume(name, node))
        .collect()
}

/// Names that are referred to and that nothing has.
fn undefined(asked: &Asked<'_>, named: Named) -> Vec<Value> {
    let all = occurrences(asked.cx.task);
    let all: Vec<_> = all.iter().filter(|it| it.named == named).collect();
    let defined: BTreeSet<&str> = all.iter().filter(|it| it.definition.is_some()).map(|it| it.name.as_str()).collect();
    let used: BTreeSet<&str> = all.iter().filter(|it| it.definition.is_none()).map(|it| it.name.as_str()).collect();
    let missing = used.difference(&defined);
    missing.map(|name| Value::new(*name, CompletionKind::Name).detail("named elsewhere in the task")).collect()
}

fn images(asked: &Asked<'_>) -> Vec<Value> {
    let images = collect(asked, |task| task.containers.iter().map(|container| container.image()).collect());
    let value = |(image, path): (String, String)| Value::new(image, CompletionKind::Image).detail(path);
    images.into_iter().take(MOST).map(value).collect()
}

fn roles(asked: &Asked<'_>, key: &str) -> Vec<Value> {
    let roles = collect(asked, |task| task.object.map(|object| object.name(key)).into_iter().collect());
    let value = |(role, path): (String, String)| Value::new(role, CompletionKind::Value).detail(path);
    roles.into_iter().take(MOST).map(value).collect()
}

/// The known values that `pick` finds in any task definition, each with the first path that has it; not the one
/// that is being typed.
fn collect(
    asked: &Asked<'_>,
    pick: impl for<'d> Fn(&TaskDefinition<'d>) -> Vec<Field<'d, Cow<'d, str>>>,
) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let cursor = asked.cursor.word.range;
    each(asked, |path, task| {
        for field in pick(task) {
            let Field::Known { value, node, .. } = field else { continue };
            let is_typed = path == asked.cx.view.file.path && node.range().contains_range(cursor);
            if !is_typed {
                found.entry(value.into_owned()).or_insert_with(|| path.to_owned());
            }
        }
    });
    found
}

/// Asks every task definition of the workspace, and this one also when it is not part of it.
fn each(asked: &Asked<'_>, mut ask: impl FnMut(&str, &TaskDefinition<'_>)) {
    let view = asked.cx.view;
    if view.workspace.get(&view.file.path).is_none() {
        ask(&view.file.path, asked.cx.task);
    }
    each_task(view, ask);
}

fn capabilities(asked: &Asked<'_>, adds: bool) -> Vec<Value> {
    let on_fargate = asked.cx.task.launch().fargate;
    let offered = facts::capabilities().iter().filter(|it| !(adds && on_fargate) || it.may_be_added_on_fargate);
    let value = |capability: &facts::Capability| Value {
        sort: if capability.name == "ALL" { 1 } else { 10 },
        ..Value::new(capability.name, CompletionKind::Value).detail(words::capability(capability))
    };
    offered.map(value).collect()
}

fn log_drivers(asked: &Asked<'_>, owner: Owner) -> Vec<Value> {
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
fn map_value(asked: &Asked<'_>, owner: Owner) -> Vec<Value> {
    let key = asked.cursor.frames.last().and_then(|frame| frame.key.as_deref());
    let plain = |text: &str| Value::new(text, CompletionKind::Value);
    let task = asked.cx.task.object;
    match key {
        Some("awslogs-region") => regions(asked).iter().map(|region| plain(region)).collect(),
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

/// The regions that the file and the other task definitions mention.
fn regions(asked: &Asked<'_>) -> BTreeSet<String> {
    let mut regions = BTreeSet::new();
    each(asked, |_, task| {
        let words = task.document.text().split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
        regions.extend(words.filter(|word| facts::partition(word).is_some()).map(str::to_owned));
    });
    regions
}

fn health_commands(asked: &Asked<'_>) -> Vec<Value> {
    let is_first = asked.cursor.frames.last().is_some_and(|frame| frame.strings.is_empty());
    let words = [
        ("CMD-SHELL", "the next string goes to the shell of the container"),
        ("CMD", "the next strings are a program and its arguments"),
        ("NONE", "no health check, also not the image's own"),
    ];
    let value = |(text, detail): (&str, &str)| Value::new(text, CompletionKind::Value).detail(detail);
    if is_first { words.map(value).into() } else { Vec::new() }
}

/// The ports that the Dockerfile of the container exposes.
fn ports(asked: &Asked<'_>) -> Vec<Value> {
    let ports = from_dockerfile(asked, |build| {
        let mut ports = BTreeSet::new();
        let Some(stage) = build.final_stage() else { return ports };
        for stage in build.ancestry(stage.id) {
            for (step, instruction) in build.stage_steps(stage) {
                let Body::Expose(words) = &instruction.body else { continue };
                let values = words.iter().filter_map(|word| build.expand(step, word));
                ports.extend(values.filter_map(|value| value.text.split('/').next()?.parse::<u16>().ok()));
            }
        }
        ports
    });
    let value = |port: u16| Value::new(port.to_string(), CompletionKind::Value).detail("exposed by the Dockerfile");
    ports.unwrap_or_default().into_iter().map(value).collect()
}

/// The variables that the Dockerfile of the container sets, for its environment; the properties of a proxy.
fn variables(asked: &Asked<'_>) -> Vec<Value> {
    let frames = &asked.cursor.frames;
    let list = typed::of_frames(asked.cx.task, &frames[..frames.len().saturating_sub(1)]).and_then(|list| list.owner);
    let Some(list) = list else { return Vec::new() };
    if list.is("ProxyConfiguration", "properties") {
        let words = ecs_schema_docs::keys(list.structure, list.member);
        let value = |word: &'static str| Value {
            docs: ecs_schema_docs::of_word(list.structure, list.member, word),
            ..Value::new(word, CompletionKind::Value)
        };
        return words.into_iter().map(value).collect();
    }
    if list.structure.name != "ContainerDefinition" {
        return Vec::new();
    }
    let names = from_dockerfile(asked, |build| {
        let Some(stage) = build.final_stage() else { return BTreeSet::new() };
        let bindings = build.ancestry(stage.id).flat_map(|stage| &stage.bindings);
        bindings.filter(|binding| binding.kind == BindingKind::Env).map(|binding| binding.name.clone()).collect()
    });
    let value = |name: String| Value::new(name, CompletionKind::Variable).detail("set by the Dockerfile");
    names.unwrap_or_default().into_iter().map(value).collect()
}

/// The user that the Dockerfile of the container sets.
fn users(asked: &Asked<'_>) -> Vec<Value> {
    let user = from_dockerfile(asked, |build| {
        let stage = build.final_stage()?;
        build.user(stage.id, stage.steps.end)?.value
    });
    let value = |user: String| Value::new(user, CompletionKind::User).detail("USER of the Dockerfile");
    user.flatten().map(value).into_iter().collect()
}

/// Asks the Dockerfile that builds the image of the container around the cursor.
fn from_dockerfile<T>(asked: &Asked<'_>, ask: impl FnOnce(&plimsoll_model::dockerfile::Build<'_>) -> T) -> Option<T> {
    let task = asked.cx.task;
    let start = asked.cursor.word.range.start();
    let around = task.containers.iter().rfind(|container| container.object.node.range().contains_inclusive(start))?;
    cross::ask_dockerfile(asked.cx.view, task, around, ask)
}
