//! `image-definitions-container-mismatch`: a pipeline that deploys an image into a container that is not there.

use crate::rule::rule;
use crate::{Category, Check, FileKind, FixAvailability, Level, Levels, Sink, TaskCx, nearest};
use plimsoll_text::range;

rule! {
    /// The image definitions of the pipeline name a container that the task definition does not have.
    ///
    /// CodePipeline's deployment to ECS fails.
    ///
    /// ```text,context,file=buildspec.yml
    /// phases:
    ///   post_build:
    ///     commands:
    ///       - printf '[{"name":"app","imageUri":"%s"}]' $IMAGE > imagedefinitions.json
    /// ```
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [{ "name": "web", "image": "web:1" }]
    ///   //                                 ^^^^^ error: the pipeline deploys an image into the container `app`, and there is none
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [{ "name": "app", "image": "web:1" }]
    /// }
    /// ```
    "image-definitions-container-mismatch" {
        summary: "pipeline that deploys an image into a container that is not there",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    let names: Option<Vec<String>> =
        cx.task.containers.iter().map(|container| Some(container.name()?.into_owned())).collect();
    let Some(names) = names.filter(|names| !names.is_empty() && cx.task.is_container_list_complete()) else { return };
    // With several task definitions it is not said which one the pipeline means.
    let tasks = cx.workspace.files().filter(|file| file.kind == Some(FileKind::TaskDefinition)).count();
    if tasks > 1 {
        return;
    }
    for file in cx.workspace.files().filter(|file| is_image_definitions(&file.path) && file.text.contains("imageUri")) {
        for (name, at) in container_names(&file.text) {
            if names.iter().any(|known| known == name) {
                continue;
            }
            let place = nearest(name, names.iter().map(String::as_str), 3).unwrap_or(&names[0]);
            let Some(node) = cx.task.container(place).and_then(|container| container.object.node.get("name")) else {
                continue;
            };
            sink.report(
                node.range(),
                format!("the pipeline deploys an image into the container `{name}`, and there is none"),
            )
            .label_in(&file.path, range(at, at + name.len()), "the name in the image definitions");
        }
    }
}

fn is_image_definitions(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.starts_with("buildspec") || name == "imagedefinitions.json"
}

/// The literal names in `{"name":"web","imageUri":…}`, quoted for a shell or not, with their places.
fn container_names(text: &str) -> Vec<(&str, usize)> {
    let mut found = Vec::new();
    for (uri, _) in text.match_indices("imageUri") {
        // The name stands before the address, or right behind it.
        let start = text[..uri].rfind('{').unwrap_or(uri);
        let before = &text[start..uri];
        let Some(key) = before.find("name") else { continue };
        let rest = &before[key + "name".len()..];
        let value = rest.trim_start_matches(['\\', '"', '\'', ':', ' ']);
        let at = start + before.len() - value.len();
        let end = value.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))).unwrap_or(value.len());
        let is_literal = value[end..].starts_with(['"', '\\']);
        if end > 0 && is_literal {
            found.push((&value[..end], at));
        }
    }
    found
}
