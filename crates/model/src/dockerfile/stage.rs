//! Stages and how they hang together.
//!
//! Invariant: an edge goes from the later to the earlier stage; a reference to a later stage is none.

use super::build::{StageId, StepId};
use super::image::Image;
use super::scope::Binding;
use plimsoll_dockerfile::{From, Word};
use plimsoll_text::TextRange;

/// One build stage: a FROM and the instructions up to the next one.
#[derive(Debug, Clone)]
pub struct Stage<'a> {
    /// Its place among the stages.
    pub id: StageId,
    /// The FROM instruction.
    pub from_step: StepId,
    /// What FROM says.
    pub from: &'a From,
    /// The instructions of the stage, FROM first.
    pub steps: std::ops::Range<StepId>,
    /// Its name in lower case, as BuildKit compares them.
    pub name: Option<String>,
    /// What it starts from.
    pub base: Base,
    /// Whether its layers are in a final image: it is final, or a final stage starts from it through FROM.
    pub shipped: bool,
    /// Whether a final stage needs it at all, through FROM, COPY --from or a mount.
    pub reachable: bool,
    /// What ARG and ENV of this stage bound, in order.
    pub bindings: Vec<Binding<'a>>,
    /// The stages that it takes something from, in order of place.
    pub edges: Vec<Edge>,
    /// Its USER, WORKDIR and SHELL instructions: many rules ask what holds at a step, and most steps change nothing of it.
    pub(super) settings: Vec<StepId>,
}

/// What a stage starts from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Base {
    /// An earlier stage.
    Stage(StageId),
    /// `scratch`: nothing.
    Scratch,
    /// An image from outside.
    Image(Image),
    /// A value that cannot be known from the file.
    Unknown,
}

/// One stage takes something from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edge {
    /// The earlier stage.
    pub to: StageId,
    /// How.
    pub kind: EdgeKind,
    /// The word that names it.
    pub range: TextRange,
    /// The instruction.
    pub step: StepId,
}

/// How one stage takes something from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EdgeKind {
    /// `FROM stage`
    From,
    /// `COPY --from=stage`
    CopyFrom,
    /// `RUN --mount=from=stage`
    MountFrom,
}

/// What the word in FROM, `--from=` or a mount's `from=` means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StageReference {
    /// An earlier stage, by name or number.
    Stage(StageId),
    /// `scratch`
    Scratch,
    /// An image from outside, or a named context of the build that the file does not show.
    Image(Image),
    /// The stage itself, a later one, or a number that no stage has.
    NotYet,
    /// A value that cannot be known from the file.
    Unknown,
}

/// A value that an instruction set and that holds until another one sets it anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting<'a> {
    /// The instruction that set it; perhaps in a stage that this one starts from.
    pub step: StepId,
    /// The word that set it.
    pub word: &'a Word,
    /// Its value with variables replaced; `None` when it cannot be known.
    pub value: Option<String>,
}
