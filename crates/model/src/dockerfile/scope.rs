//! Which variables hold which values, and which pair of which instruction gave them.
//!
//! Invariant: bindings stand in the order of the file, so the value at an instruction is the last binding
//! before it. A stage that starts from another one begins with what held at that one's end.

use super::build::StepId;
use super::mapped::Mapped;
use plimsoll_dockerfile::Pair;

/// A name bound to a value by ARG or ENV.
#[derive(Debug, Clone)]
pub struct Binding<'a> {
    /// The name.
    pub name: String,
    /// Its value, expanded where it was set.
    pub value: BindingValue,
    /// What bound it.
    pub kind: BindingKind,
    /// The ARG or ENV instruction.
    pub step: StepId,
    /// `NAME=value` in that instruction.
    pub pair: &'a Pair,
}

/// Which instruction bound a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BindingKind {
    /// ARG before the first FROM.
    GlobalArg,
    /// ARG in a stage.
    Arg,
    /// ENV.
    Env,
}

/// The value of a binding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BindingValue {
    /// The value that the file gives; for ARG the default, which `--build-arg` may replace.
    Known(Mapped),
    /// `ARG NAME`: whatever the build is given.
    NoDefault,
    /// It depends on something outside the file.
    Unknown,
}

/// The variables at one place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scope<'s> {
    /// Innermost first: the bindings of the stage so far, then those of the stages it starts from.
    pub(super) layers: &'s [&'s [Binding<'s>]],
    /// Whether names that are not bound here may still have a value (from the base image).
    pub(super) open: bool,
}

impl<'s> Scope<'s> {
    /// The binding that counts: ENV wins over ARG wherever it stands, else the later one.
    /// Source: Dockerfile reference, "Using ARG variables", 2026-11.
    pub(super) fn binding(&self, name: &str) -> Option<&'s Binding<'s>> {
        let all = || self.layers.iter().flat_map(|layer| layer.iter().rev()).filter(|binding| binding.name == name);
        all().find(|binding| binding.kind == BindingKind::Env).or_else(|| all().next())
    }

    pub(super) fn get(&self, name: &str) -> Option<&'s BindingValue> {
        self.binding(name).map(|binding| &binding.value)
    }

    pub(super) fn is_open(&self) -> bool {
        self.open
    }
}
