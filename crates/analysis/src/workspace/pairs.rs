//! Which Dockerfile builds the image of a container.
//!
//! Invariant: a pair is given only if exactly one Dockerfile fits. A public image or a well-known companion is
//! never paired.

use super::{Workspace, WorkspaceFile};
use crate::FileKind;
use plimsoll_model::ecs::{Container, Field, Shape, TaskDefinition};
use std::collections::BTreeMap;

/// Folders whose Dockerfiles build no shipped image.
const ASIDE: &[&str] =
    &["test", "tests", "fixtures", "examples", "example", "docs", ".devcontainer", "node_modules", "vendor"];

/// The Dockerfile that builds the image of a container, as the configuration names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// Path of the task definition in the workspace.
    pub task_definition: String,
    /// The name of the container.
    pub container: String,
    /// Path of the Dockerfile in the workspace.
    pub dockerfile: String,
}

impl Workspace {
    /// The Dockerfile that probably builds the container's image: the one that the configuration names; the one
    /// named like the image or the container
    /// (`services/api/Dockerfile`, `Dockerfile.api`); else, for the only own image of the task definition at `path`,
    /// the only one beside it, or the only one of the workspace.
    #[must_use]
    pub fn dockerfile_of(
        &self,
        path: &str,
        task: &TaskDefinition<'_>,
        container: &Container<'_>,
    ) -> Option<&WorkspaceFile> {
        let name = container.name();
        if let Some(name) = &name
            && let Some(pair) = self.pairs.iter().find(|it| it.task_definition == path && it.container == **name)
        {
            return self.get(&pair.dockerfile);
        }
        if !is_own(container) {
            return None;
        }
        let image = container.image_parts().map(|image| image.base_name().to_owned());
        for wanted in [image.as_deref(), name.as_deref()].into_iter().flatten() {
            if let Some(file) = only(self.dockerfiles().filter(|file| is_named(&file.path, wanted))) {
                return Some(file);
            }
        }
        let is_only_own = || only(task.containers.iter().filter(|container| is_own(container))).is_some();
        let folder = |path: &str| path.rsplit_once('/').map_or(String::new(), |(folder, _)| folder.to_owned());
        let beside =
            self.files().filter(|file| file.kind == Some(FileKind::Dockerfile) && folder(&file.path) == folder(path));
        only(beside).or_else(|| only(self.dockerfiles())).filter(|_| is_only_own())
    }

    /// The platform that the task definitions which run what the Dockerfile at `path` builds ask for, as Docker names it:
    /// `linux/arm64`. `None` where there is none, or where they differ.
    #[must_use]
    pub fn task_platform(&self, path: &str) -> Option<String> {
        self.platforms.get_or_init(|| self.platforms_by_dockerfile()).get(path).cloned().flatten()
    }

    /// Which platform each Dockerfile is run on that a task definition runs; `None` where nobody says, or they differ.
    fn platforms_by_dockerfile(&self) -> BTreeMap<String, Option<String>> {
        let mut found: BTreeMap<String, Option<String>> = BTreeMap::new();
        for file in self.files().filter(|file| file.kind == Some(FileKind::TaskDefinition)) {
            let document = plimsoll_json::parse(&file.text);
            let task = TaskDefinition::read_file(&document, &file.path);
            let wanted = platform(&task);
            for container in &task.containers {
                let Some(dockerfile) = self.dockerfile_of(&file.path, &task, container) else { continue };
                let known = found.entry(dockerfile.path.clone()).or_insert_with(|| wanted.clone());
                if *known != wanted {
                    *known = None;
                }
            }
        }
        found
    }

    /// The Dockerfiles that may build a shipped image.
    fn dockerfiles(&self) -> impl Iterator<Item = &WorkspaceFile> {
        self.files().filter(|file| {
            let folders = file.path.rsplit_once('/').map_or("", |(folders, _)| folders);
            file.kind == Some(FileKind::Dockerfile) && !folders.split('/').any(|folder| ASIDE.contains(&folder))
        })
    }

    /// Whether `task` is the only task definition of the workspace and has one own image.
    pub(super) fn is_only_task(&self, task: &TaskDefinition<'_>) -> bool {
        let tasks = self.files().filter(|file| file.kind == Some(FileKind::TaskDefinition)).count();
        tasks == 1
            && task.shape != Shape::ContainerArray
            && only(task.containers.iter().filter(|container| !container.is_sidecar())).is_some_and(is_own)
    }
}

/// The platform that a task definition asks for, as Docker names it.
fn platform(task: &TaskDefinition<'_>) -> Option<String> {
    let platform = task.object?.object("runtimePlatform").known().copied()?;
    let is_linux = platform.string("operatingSystemFamily").known().is_none_or(|it| it == "LINUX");
    let architecture = match platform.string("cpuArchitecture").known()?.as_ref() {
        "X86_64" => "amd64",
        "ARM64" => "arm64",
        _ => return None,
    };
    Some(format!("{}/{architecture}", if is_linux { "linux" } else { "windows" }))
}

/// Whether the image may be built in the repository: in a private ECR repository, a placeholder, or not given.
fn is_own(container: &Container<'_>) -> bool {
    if container.is_sidecar() {
        return false;
    }
    match container.image() {
        Field::Absent { .. } | Field::Unknown { .. } => true,
        Field::Known { .. } => container.image_parts().is_some_and(|image| image.is_private_ecr()),
        Field::Partial { node, .. } => {
            node.parts().first().is_some_and(|part| part.placeholder.is_some())
                || container.image_parts().is_some_and(|image| image.is_private_ecr())
        }
    }
}

/// Whether a Dockerfile is that of `wanted`: by its folder, or by its own name.
fn is_named(path: &str, wanted: &str) -> bool {
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    let folder = folders.rsplit('/').next().unwrap_or(folders);
    let is_wanted = |text: Option<&str>| text.is_some_and(|text| text.eq_ignore_ascii_case(wanted));
    is_wanted(Some(folder))
        || is_wanted(name.strip_prefix("Dockerfile."))
        || is_wanted(name.strip_suffix(".Dockerfile"))
}

fn only<T>(mut candidates: impl Iterator<Item = T>) -> Option<T> {
    let first = candidates.next()?;
    candidates.next().is_none().then_some(first)
}
