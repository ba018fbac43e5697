//! What holds around a command or a stage: its purpose, its variables, what it starts from.
//!
//! Invariant: what the file does not show is unknown, never unset.

use crate::{CommandCx, DockerfileCx};
use plimsoll_model::dockerfile::{Base, BindingValue, Stage, StageId, StepId};
use plimsoll_model::tables::eol;
use plimsoll_model::tables::image_name::ImageName;

/// The value of a variable at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Variable {
    /// Nothing in the file sets it.
    Unset,
    /// It has this value, unless the build is told otherwise.
    Known(String),
    /// Something sets it.
    Unknown,
}

impl Variable {
    /// Whether nothing sets it, or to what means no.
    pub(super) fn is_off(&self) -> bool {
        match self {
            Self::Unset => true,
            Self::Known(value) => matches!(value.to_ascii_lowercase().as_str(), "" | "0" | "false" | "no" | "off"),
            Self::Unknown => false,
        }
    }

    /// Whether it has one of `values`.
    pub(super) fn is_one_of(&self, values: &[&str]) -> bool {
        matches!(self, Self::Known(value) if values.contains(&value.as_str()))
    }
}

/// The variable `name` as the command sees it: of the command itself, an `export` before it, ENV and ARG.
pub(super) fn variable(cx: &CommandCx<'_>, name: &str) -> Variable {
    let before = cx.script.commands.iter().filter(|other| other.range.start() <= cx.command.range.start());
    let mut found = None;
    for command in before {
        let own = command.range == cx.command.range;
        // An assignment in front of another command is gone with it.
        let assignments = command.assignments.iter().filter(|_| own || command.words.is_empty());
        for assignment in assignments.chain(&command.declarations).filter(|it| it.name() == name) {
            found = Some(assignment.value.literal().map(str::to_owned));
        }
        for word in command.words.iter().filter(|_| own) {
            // `env NAME=value program`
            if let Some(value) = word.prefix_literal().strip_prefix(name).and_then(|rest| rest.strip_prefix('=')) {
                found = Some(word.literal().map(|_| value.to_owned()));
            }
        }
    }
    match found {
        Some(Some(value)) => Variable::Known(value),
        Some(None) => Variable::Unknown,
        None => cx.stage.map_or(Variable::Unknown, |stage| bound(cx, stage, cx.step, name)),
    }
}

/// The variable `name` as ENV and ARG leave it just before `step`.
pub(super) fn bound(cx: &DockerfileCx<'_>, stage: StageId, step: StepId, name: &str) -> Variable {
    match cx.build.binding(stage, step, name).map(|binding| &binding.value) {
        None => Variable::Unset,
        Some(BindingValue::Known(value)) => Variable::Known(value.text.clone()),
        Some(_) => Variable::Unknown,
    }
}

/// Whether a stage is meant for work on the program, by its name, that of the file, or a folder above it.
pub(super) fn is_for_development(cx: &DockerfileCx<'_>, stage: &Stage<'_>) -> bool {
    const WORDS: [&str; 12] = [
        "dev",
        "devel",
        "devcontainer",
        "development",
        "test",
        "tests",
        "testing",
        "local",
        "debug",
        "compose",
        "lint",
        "ci",
    ];
    let words = |text: &str| {
        let text = text.to_ascii_lowercase();
        text.split(|it: char| !it.is_ascii_alphanumeric()).any(|word| WORDS.contains(&word))
    };
    words(&cx.file.path) || stage.name.as_deref().is_some_and(|name| words(name) || name.starts_with("dev"))
}

/// Whether the base image is one of which it is known that it brings no settings for package managers, and sets no variables
/// but those of `image-variables.tsv`: an official one, or one of a publisher whose images are in the tables.
pub(super) fn has_plain_base(cx: &DockerfileCx<'_>, stage: StageId) -> bool {
    match cx.build.external_base(stage) {
        Base::Scratch => true,
        Base::Image(image) => {
            let name = ImageName::from_parts(image.registry(), image.repository());
            name.official().is_some()
                || eol::system(&name, image.tag()).is_some()
                || name.registry == "mcr.microsoft.com"
        }
        _ => false,
    }
}

/// Whether the stage or one it starts from says one of `needles` (lower case) anywhere.
pub(super) fn says(cx: &DockerfileCx<'_>, stage: StageId, needles: &[&str]) -> bool {
    cx.build.ancestry(stage).flat_map(|stage| cx.build.stage_steps(stage)).any(|(_, instruction)| {
        let text = cx.text(instruction.range).to_ascii_lowercase();
        needles.iter().any(|needle| text.contains(needle))
    })
}
