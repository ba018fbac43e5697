//! Values that the files of the workspace give: images, roles and regions of other task definitions, and what the
//! Dockerfile of the container says.
//!
//! Invariant: what is being typed is not among them.

use super::Asked;
use super::values::Value;
use crate::CompletionKind;
use crate::ecs::{cross, each_task, typed};
use plimsoll_dockerfile::Body;
use plimsoll_model::dockerfile::{BindingKind, Build};
use plimsoll_model::ecs::{Field, TaskDefinition};
use plimsoll_model::tables::{ecs as facts, ecs_schema_docs};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// Most proposals from other files.
const MOST: usize = 200;

/// The images that task definitions run.
pub(super) fn images(asked: &Asked<'_, '_>) -> Vec<Value> {
    let images = collect(asked, |task| task.containers.iter().map(|container| container.image()).collect());
    let value = |(image, path): (String, String)| Value::new(image, CompletionKind::Image).detail(path);
    images.into_iter().take(MOST).map(value).collect()
}

/// The roles that task definitions have under `key`.
pub(super) fn roles(asked: &Asked<'_, '_>, key: &str) -> Vec<Value> {
    let roles = collect(asked, |task| task.object.map(|object| object.name(key)).into_iter().collect());
    let value = |(role, path): (String, String)| Value::new(role, CompletionKind::Value).detail(path);
    roles.into_iter().take(MOST).map(value).collect()
}

/// The regions that the file and the other task definitions mention.
pub(super) fn regions(asked: &Asked<'_, '_>) -> BTreeSet<String> {
    let mut regions = BTreeSet::new();
    each(asked, |_, task| {
        let words = task.document.text().split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
        regions.extend(words.filter(|word| facts::partition(word).is_some()).map(str::to_owned));
    });
    regions
}

/// The ports that the Dockerfile of the container exposes.
pub(super) fn ports(asked: &Asked<'_, '_>) -> Vec<Value> {
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
pub(super) fn variables(asked: &Asked<'_, '_>) -> Vec<Value> {
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
pub(super) fn users(asked: &Asked<'_, '_>) -> Vec<Value> {
    let user = from_dockerfile(asked, |build| {
        let stage = build.final_stage()?;
        build.user(stage.id, stage.steps.end)?.value
    });
    let value = |user: String| Value::new(user, CompletionKind::User).detail("USER of the Dockerfile");
    user.flatten().map(value).into_iter().collect()
}

/// The known values that `pick` finds in any task definition, each with the first path that has it; not the one
/// that is being typed.
fn collect(
    asked: &Asked<'_, '_>,
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
fn each(asked: &Asked<'_, '_>, mut ask: impl FnMut(&str, &TaskDefinition<'_>)) {
    let view = asked.cx.view;
    if view.workspace.get(&view.file.path).is_none() {
        ask(&view.file.path, asked.cx.task);
    }
    each_task(view, ask);
}

/// Asks the Dockerfile that builds the image of the container around the cursor.
fn from_dockerfile<T>(asked: &Asked<'_, '_>, ask: impl FnOnce(&Build<'_>) -> T) -> Option<T> {
    let task = asked.cx.task;
    let start = asked.cursor.word.range.start();
    let around = task.containers.iter().rfind(|container| container.object.node.range().contains_inclusive(start))?;
    cross::ask_dockerfile(asked.cx.view, task, around, ask)
}
