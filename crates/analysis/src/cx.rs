//! What a rule is given to look at: one context for each level, each with everything of the levels above.
//!
//! Invariant: contexts are read-only, and what a context offers is complete when the rule runs.

use crate::suppression::Suppression;
use crate::{Settings, SourceFile, Workspace};
use plimsoll_carriers::Lowered;
use plimsoll_dockerfile::{Dockerfile, Instruction};
use plimsoll_format::{Changes, FormatOptions};
use plimsoll_json::Document;
use plimsoll_model::dockerfile::{Build, Stage, StageId, StepId};
use plimsoll_model::ecs::{Container, Object, TaskDefinition};
use plimsoll_shell::{Command, Script};
use plimsoll_text::{TextRange, slice};
use std::cell::OnceCell;
use std::ops::Deref;

/// What every context knows.
#[derive(Debug, Clone, Copy)]
pub struct FileCx<'a> {
    /// The analysed file.
    pub file: &'a SourceFile,
    /// What was asked for.
    pub settings: &'a Settings,
    /// The files around it.
    pub workspace: &'a Workspace,
}

impl<'a> FileCx<'a> {
    /// The text of the file.
    #[must_use]
    pub fn source(&self) -> &'a str {
        &self.file.text
    }

    /// The text at `range`.
    #[must_use]
    pub fn text(&self, range: TextRange) -> &'a str {
        slice(&self.file.text, range)
    }
}

/// A whole Dockerfile.
#[derive(Debug, Clone, Copy)]
pub struct DockerfileCx<'a> {
    /// What every context knows.
    pub file_cx: FileCx<'a>,
    /// The tree.
    pub syntax: &'a Dockerfile,
    /// What it means.
    pub build: &'a Build<'a>,
    /// What formatting would change, once a rule has asked.
    pub(crate) formatting: &'a OnceCell<Vec<Changes>>,
}

impl<'a> DockerfileCx<'a> {
    /// What `plimsoll format` would change without options; formatted once a file.
    pub(crate) fn formatting(&self) -> &'a [Changes] {
        self.formatting.get_or_init(|| plimsoll_format::changes(self.source(), &FormatOptions::default()))
    }
}

/// One stage.
#[derive(Debug, Clone, Copy)]
pub struct StageCx<'a> {
    /// The file it belongs to.
    pub dockerfile: DockerfileCx<'a>,
    /// The stage.
    pub stage: &'a Stage<'a>,
}

/// One instruction.
#[derive(Debug, Clone, Copy)]
pub struct InstructionCx<'a> {
    /// The file it belongs to.
    pub dockerfile: DockerfileCx<'a>,
    /// The stage it belongs to; `None` before the first FROM.
    pub stage: Option<StageId>,
    /// Its number; that of the ONBUILD around it when it stands in one.
    pub step: StepId,
    /// The instruction; the inner one of an ONBUILD comes on its own.
    pub instruction: &'a Instruction,
}

/// One simple command that a RUN executes.
#[derive(Debug, Clone, Copy)]
pub struct CommandCx<'a> {
    /// The RUN.
    pub instruction: InstructionCx<'a>,
    /// The script it stands in.
    pub script: &'a Script,
    /// The command.
    pub command: &'a Command,
}

/// A task definition, or an array of container definitions.
#[derive(Debug, Clone, Copy)]
pub struct TaskCx<'a> {
    /// What every context knows.
    pub file_cx: FileCx<'a>,
    /// The tree.
    pub document: &'a Document<'a>,
    /// The other form that it was made from, if it was; places in it are those of the JSON.
    pub carrier: Option<&'a Lowered>,
    /// What it means.
    pub task: &'a TaskDefinition<'a>,
}

/// One container definition.
#[derive(Debug, Clone, Copy)]
pub struct ContainerCx<'a> {
    /// The task definition it belongs to.
    pub task_cx: TaskCx<'a>,
    /// The container definition.
    pub container: &'a Container<'a>,
}

/// A requirements file.
#[derive(Debug, Clone, Copy)]
pub struct RequirementsCx<'a> {
    /// What every context knows.
    pub file_cx: FileCx<'a>,
}

/// A file that goes with task definitions.
#[derive(Debug, Clone, Copy)]
pub struct CompanionCx<'a> {
    /// What every context knows.
    pub file_cx: FileCx<'a>,
}

/// A service.
#[derive(Debug, Clone, Copy)]
pub struct ServiceCx<'a> {
    /// What every context knows.
    pub file_cx: FileCx<'a>,
    /// The template that it was made from, if it was; places in it are those of the JSON.
    pub carrier: Option<&'a Lowered>,
    /// What CreateService takes.
    pub service: Object<'a>,
}

/// The ignore comments of a file, after they have done their work.
#[derive(Debug, Clone, Copy)]
pub struct SuppressionCx<'a> {
    /// What every context knows.
    pub file_cx: FileCx<'a>,
    /// The comments in order of place.
    pub suppressions: &'a [Suppression],
}

/// Lets a context be used as the one above it.
macro_rules! deref {
    ($from:ident . $field:ident : $to:ident) => {
        impl<'a> Deref for $from<'a> {
            type Target = $to<'a>;
            fn deref(&self) -> &Self::Target {
                &self.$field
            }
        }
    };
}

deref!(DockerfileCx.file_cx: FileCx);
deref!(StageCx.dockerfile: DockerfileCx);
deref!(InstructionCx.dockerfile: DockerfileCx);
deref!(CommandCx.instruction: InstructionCx);
deref!(TaskCx.file_cx: FileCx);
deref!(ContainerCx.task_cx: TaskCx);
deref!(RequirementsCx.file_cx: FileCx);
deref!(CompanionCx.file_cx: FileCx);
deref!(ServiceCx.file_cx: FileCx);
deref!(SuppressionCx.file_cx: FileCx);
