//! From a container to the Dockerfile that builds its image, from a Dockerfile to the containers that run it, and from
//! a container to the workflows that give it an image.
//!
//! Invariant: a pair is one that the analysis uses too; both ways give the same pairs.

use super::each_task;
use super::names::{Named, Occurrence};
use crate::{Lens, Place, View};
use plimsoll_analysis::FileKind;
use plimsoll_model::dockerfile::Build;
use plimsoll_model::ecs::{Container, TaskDefinition};
use plimsoll_text::{TextRange, TextSize};

/// The final stage of a Dockerfile.
pub(super) struct FinalStage {
    /// Path of the Dockerfile.
    pub(super) path: String,
    /// Its FROM.
    pub(super) from: TextRange,
    /// The name of the stage, or else the word `FROM`.
    pub(super) name: TextRange,
}

/// Lenses of a Dockerfile that name the tasks it runs in.
pub(crate) fn lenses(view: &View<'_>) -> Vec<Lens> {
    let Some(stage) = final_stage(&view.file.path, &view.file.text) else { return Vec::new() };
    let runs = runs(view);
    let mut tasks: Vec<&str> = runs.iter().map(|run| run.task.as_str()).collect();
    tasks.dedup();
    let title = match tasks[..] {
        [] => return Vec::new(),
        [task] => format!("runs in task {task}"),
        [first, second] => format!("runs in tasks {first} and {second}"),
        _ => format!("runs in {} tasks", tasks.len()),
    };
    vec![Lens { range: stage.from, title, places: runs.into_iter().map(|run| run.place).collect() }]
}

/// The containers that run the stage whose FROM stands at `offset` of a Dockerfile.
pub(crate) fn references(view: &View<'_>, offset: TextSize) -> Vec<Place> {
    match final_stage(&view.file.path, &view.file.text) {
        Some(stage) if stage.from.contains_inclusive(offset) => runs(view).into_iter().map(|run| run.place).collect(),
        _ => Vec::new(),
    }
}

/// The final stage of the Dockerfile that builds the image of `container`.
pub(super) fn built_by(view: &View<'_>, task: &TaskDefinition<'_>, container: &Container<'_>) -> Option<FinalStage> {
    let file = view.workspace.dockerfile_of(&view.file.path, task, container)?;
    final_stage(&file.path, &file.text)
}

/// Where workflows name the container of these occurrences to put another image into it.
pub(super) fn renderings(view: &View<'_>, same: &[Occurrence<'_>]) -> Vec<Place> {
    let Some(first) = same.first().filter(|first| first.named == Named::Container) else { return Vec::new() };
    let found = view.workspace.renderings(&view.file.path, &first.name).into_iter();
    found.map(|(file, range)| Place { path: Some(file.path.clone()), range }).collect()
}

/// Asks the Dockerfile that builds the image of `container`.
pub(super) fn ask_dockerfile<T>(
    view: &View<'_>,
    task: &TaskDefinition<'_>,
    container: &Container<'_>,
    ask: impl FnOnce(&Build<'_>) -> T,
) -> Option<T> {
    let file = view.workspace.dockerfile_of(&view.file.path, task, container)?;
    let syntax = plimsoll_dockerfile::parse(&file.text);
    Some(ask(&Build::new(&file.text, &syntax)))
}

/// A container that runs the image of a Dockerfile.
struct Run {
    /// The family of its task, or the path of the file where that is not known.
    task: String,
    /// Its `image`, or its name where the image is not given.
    place: Place,
}

/// The containers that run the image of the Dockerfile that was asked about, in the order of the paths.
fn runs(view: &View<'_>) -> Vec<Run> {
    if view.file.kind != FileKind::Dockerfile {
        return Vec::new();
    }
    let mut runs = Vec::new();
    each_task(view, |path, task| {
        for container in &task.containers {
            let builder = view.workspace.dockerfile_of(path, task, container);
            if builder.is_none_or(|builder| builder.path != view.file.path) {
                continue;
            }
            let family = task.object.and_then(|object| object.name("family").known().cloned());
            let node = container.object.node;
            let named = node.get("image").or_else(|| node.get("name"));
            let range = named.map_or(node.range(), |named| named.content_range().unwrap_or(named.range()));
            runs.push(Run {
                task: family.map_or_else(|| path.to_owned(), std::borrow::Cow::into_owned),
                place: Place { path: Some(path.to_owned()), range },
            });
        }
    });
    runs
}

fn final_stage(path: &str, text: &str) -> Option<FinalStage> {
    let syntax = plimsoll_dockerfile::parse(text);
    let build = Build::new(text, &syntax);
    let stage = build.final_stage()?;
    let from = build.steps.get(stage.from_step)?.instruction;
    let name = stage.from.name.as_ref().map_or(from.keyword_range, |name| name.range);
    Some(FinalStage { path: path.to_owned(), from: from.range, name })
}
