//! Edits, each with what it is about.
//!
//! Invariant: every edit of the formatter is about exactly one thing, so a linter can speak of that thing alone.

use plimsoll_text::Edit;

/// What an edit is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Aspect {
    /// Keywords in capitals.
    Casing,
    /// Names of parser directives in small letters.
    DirectiveCasing,
    /// One blank between words.
    Spaces,
    /// No blanks at the ends of lines.
    LineEnds,
    /// How far lines are indented.
    Indentation,
    /// No two empty lines in a row, and none at the end.
    BlankLines,
    /// An empty line before each stage.
    StageSpacing,
    /// A line end at the end of the file.
    FinalNewline,
    /// The packages of an install in the order of their names.
    Packages,
}

/// The changes of one item of the file, or of one list of packages.
#[derive(Debug, Default)]
pub struct Changes(Vec<(Aspect, Edit)>);

impl Changes {
    pub(crate) fn add(&mut self, aspect: Aspect, edit: Option<Edit>) {
        self.0.extend(edit.map(|edit| (aspect, edit)));
    }

    /// All edits.
    pub fn edits(&self) -> impl Iterator<Item = &Edit> {
        self.0.iter().map(|(_, edit)| edit)
    }

    /// The edits about `aspect`.
    pub fn about(&self, aspect: Aspect) -> impl Iterator<Item = &Edit> {
        self.0.iter().filter(move |(other, _)| *other == aspect).map(|(_, edit)| edit)
    }
}
