//! Every place that names a stage, a variable or a heredoc, with what it names.
//!
//! Invariant: an occurrence covers the bare name and nothing else, occurrences are sorted and disjoint, and what a
//! variable refers to is decided as BuildKit does: ENV before ARG, the later one first, ARGs before the first FROM
//! only where a stage declares them again. A place that may or may not mean a variable is a [`Doubt`].

mod collect;
mod shell;
mod variables;

use super::Cx;
use plimsoll_model::dockerfile::{Binding, StageId};
use plimsoll_text::{TextRange, TextSize, slice};

pub(crate) use variables::{Bound, expanded_words, word_variables};

/// The names of a Dockerfile.
pub(crate) struct Names<'a> {
    /// What is named.
    pub(crate) things: Vec<Thing>,
    /// All pairs of ARG and ENV that bind a name.
    pub(crate) bound: Vec<Bound<'a>>,
    /// Where, in order of place.
    pub(crate) occurrences: Vec<Occurrence>,
    /// Places that only the shell can judge.
    pub(crate) doubts: Vec<Doubt>,
}

/// Something with a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Thing {
    /// A build stage.
    Stage(StageId),
    /// A variable: all pairs that set it over again count as one.
    Variable(String),
    /// A heredoc.
    Heredoc,
}

/// A place that names a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Occurrence {
    /// The name.
    pub(crate) range: TextRange,
    /// Index of what it names.
    pub(crate) thing: usize,
    /// Whether the thing is declared, or set, here.
    pub(crate) declares: bool,
    /// For a variable, the index of the pair that gives the value: this one, or the one in effect here.
    pub(crate) bound: Option<usize>,
}

/// A place that may mean a variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Doubt {
    /// The place.
    pub(crate) range: TextRange,
    /// Index of the variable.
    pub(crate) thing: usize,
    /// Why it is not known, to follow "because".
    pub(crate) why: &'static str,
}

impl<'a> Names<'a> {
    /// Reads all names of a file.
    pub(crate) fn new(cx: &Cx<'a>) -> Self {
        collect::collect(cx)
    }

    /// What is named at `offset`.
    pub(crate) fn at(&self, offset: TextSize) -> Option<&Occurrence> {
        let end = self.occurrences.partition_point(|it| it.range.end() < offset);
        self.occurrences[end..].iter().take_while(|it| it.range.start() <= offset).last()
    }

    /// All occurrences of what is named at `offset`, in order.
    pub(crate) fn same(&self, offset: TextSize) -> impl Iterator<Item = &Occurrence> {
        let thing = self.at(offset).map(|it| it.thing);
        self.occurrences.iter().filter(move |it| Some(it.thing) == thing)
    }

    /// The pair that gives a variable its value at `occurrence`.
    pub(crate) fn binding(&self, occurrence: &Occurrence) -> Option<&'a Binding<'a>> {
        self.bound.get(occurrence.bound?).map(|bound| bound.binding)
    }

    /// The name of a thing, as it is declared.
    pub(crate) fn name<'s>(&'s self, cx: &Cx<'s>, thing: usize) -> &'s str {
        let declared = self.occurrences.iter().find(|it| it.thing == thing && it.declares);
        declared.map_or("", |it| slice(cx.source, it.range))
    }
}
