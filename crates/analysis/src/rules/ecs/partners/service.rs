//! The service that runs a task definition, in a JSON file beside it.
//!
//! Invariant: a file counts only if it says for certain which task definition it runs: by ecspresso's settings, by the
//! family, or by being the only service beside the only task definition.

use crate::{FileKind, TaskCx, WorkspaceFile};
use plimsoll_json::Document;
use plimsoll_model::ecs::Object;

/// The service files of this task definition.
pub(super) fn services<'w>(cx: &TaskCx<'w>) -> Vec<(&'w WorkspaceFile, Document<'w>)> {
    // What a template or Terraform makes is run by what stands beside it there.
    if cx.carrier.is_some_and(|_| !cx.file.path.ends_with(".json")) {
        return Vec::new();
    }
    let all: Vec<(&WorkspaceFile, Document<'_>)> = cx
        .workspace
        .files()
        .filter(|file| file.kind.is_none() && file.path.ends_with(".json") && !file.path.ends_with("package.json"))
        .map(|file| (file, plimsoll_json::parse(&file.text)))
        .filter(|(_, document)| service(document).is_some())
        .collect();
    let count = |folder: &str| all.iter().filter(|(file, _)| self::folder(&file.path) == folder).count();
    let counts: Vec<usize> = all.iter().map(|(file, _)| count(folder(&file.path))).collect();
    all.into_iter()
        .zip(counts)
        .filter(|((file, document), count)| runs(cx, file, document, *count))
        .map(|(it, _)| it)
        .collect()
}

/// The service, if the document is one: what CreateService takes, or what DescribeServices answers for one.
pub(super) fn service<'a>(document: &'a Document<'a>) -> Option<Object<'a>> {
    let root = Object::new(document.root()?)?;
    let has = |key: &str| root.node.get_member(key).is_some();
    let is_service = has("loadBalancers")
        || has("serviceConnectConfiguration")
        || has("networkConfiguration")
        || has("enableExecuteCommand");
    let is_other = has("containerDefinitions") || has("Statement") || has("AWSTemplateFormatVersion");
    (is_service && !is_other).then_some(root)
}

fn runs(cx: &TaskCx<'_>, file: &WorkspaceFile, document: &Document<'_>, services_beside: usize) -> bool {
    if let Some(task) = named_by_ecspresso(cx, file) {
        return task == cx.file.path;
    }
    let Some(service) = service(document) else { return false };
    let named = service.name("taskDefinition");
    if let Some(named) = named.known() {
        let family = named.rsplit('/').next().unwrap_or(named).split(':').next().unwrap_or_default();
        let own = cx.task.object.map(|task| task.name("family"));
        return own.is_some_and(|own| own.known().is_some_and(|own| *own == family));
    }
    let tasks = cx.workspace.files().filter(|other| other.kind == Some(FileKind::TaskDefinition));
    let beside = tasks.filter(|other| folder(&other.path) == folder(&file.path)).count();
    named.is_absent() && services_beside == 1 && beside == 1 && folder(&file.path) == folder(&cx.file.path)
}

/// The path of the task definition that ecspresso's settings name together with this service.
fn named_by_ecspresso(cx: &TaskCx<'_>, file: &WorkspaceFile) -> Option<String> {
    cx.workspace.files().find_map(|settings| {
        let name = settings.path.rsplit('/').next()?;
        if !name.starts_with("ecspresso") || !(name.ends_with(".yml") || name.ends_with(".yaml")) {
            return None;
        }
        let value = |key: &str| {
            let line = settings.text.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(':'))?;
            let path = line.trim().trim_matches(['"', '\'']);
            let folder = folder(&settings.path);
            Some(if folder.is_empty() { path.to_owned() } else { format!("{folder}/{path}") })
        };
        (value("service_definition")? == file.path).then(|| value("task_definition")).flatten()
    })
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}
