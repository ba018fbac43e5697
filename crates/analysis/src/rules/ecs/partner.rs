//! The Dockerfile that builds a container's image, for rules that look at both.
//!
//! Invariant: a Dockerfile is given only if exactly one fits; what its base image does stays unknown.

use crate::{FileKind, TaskCx, WorkspaceFile};
use plimsoll_dockerfile::{Body, CommandLine, Dockerfile, Healthcheck, Instruction, JsonArray};
use plimsoll_model::dockerfile::{Build, Stage};
use plimsoll_model::ecs::Container;
use plimsoll_text::slice;

/// A Dockerfile beside the task definition.
pub(super) struct Partner<'w> {
    pub(super) file: &'w WorkspaceFile,
    syntax: Dockerfile,
}

impl<'w> Partner<'w> {
    /// The Dockerfile of the container's image.
    pub(super) fn of(cx: &TaskCx<'w>, container: &Container<'_>) -> Option<Self> {
        // Without any Dockerfile the images need not be looked at.
        cx.workspace.files().find(|file| file.kind == Some(FileKind::Dockerfile))?;
        let file = cx.workspace.dockerfile_of(&cx.file.path, cx.task, container)?;
        Some(Self { file, syntax: plimsoll_dockerfile::parse(&file.text) })
    }

    /// What it means.
    pub(super) fn build(&self) -> Build<'_> {
        Build::new(&self.file.text, &self.syntax)
    }
}

/// The last ENTRYPOINT that the image gets from the Dockerfile.
pub(super) fn entry_point<'a>(build: &Build<'a>) -> Option<(&'a Instruction, &'a CommandLine)> {
    latest(build, |body| if let Body::Entrypoint(line) = body { Some(line) } else { None })
}

/// The last CMD that the image gets from the Dockerfile.
pub(super) fn command<'a>(build: &Build<'a>) -> Option<(&'a Instruction, &'a CommandLine)> {
    latest(build, |body| if let Body::Cmd(line) = body { Some(line) } else { None })
}

/// The last HEALTHCHECK that the image gets from the Dockerfile.
pub(super) fn health_check<'a>(build: &Build<'a>) -> Option<(&'a Instruction, &'a Healthcheck)> {
    latest(build, |body| if let Body::Healthcheck(check) = body { Some(check) } else { None })
}

/// The words of an exec form.
pub(super) fn words<'a>(build: &'a Build<'_>, array: &'a JsonArray) -> Vec<&'a str> {
    array.elements.iter().map(|element| element.text(build.source)).collect()
}

/// The text of a shell form with continuation lines joined; `None` for other forms.
pub(super) fn shell_text(build: &Build<'_>, line: &CommandLine) -> Option<String> {
    let CommandLine::Shell { range, .. } = line else { return None };
    let text = slice(build.source, *range);
    let lines = text.lines().map(|line| line.trim().trim_end_matches('\\').trim_end());
    Some(lines.filter(|line| !line.is_empty() && !line.starts_with('#')).collect::<Vec<_>>().join(" "))
}

fn latest<'a, T>(build: &Build<'a>, pick: impl Fn(&'a Body) -> Option<&'a T>) -> Option<(&'a Instruction, &'a T)> {
    let stage: &Stage<'_> = build.final_stage()?;
    build.latest(stage.id, stage.steps.end, |_, it| pick(&it.body).map(|found| (it, found)))
}
