//! What may be typed at a place.
//!
//! Invariant: [`Completion::edit`] replaces exactly the word that the cursor stands in, and that word contains the
//! cursor; an empty range inserts.

use crate::{View, dockerfile, ecs};
use plimsoll_analysis::FileKind;
use plimsoll_text::{Edit, Edits, TextSize};

/// The characters behind which an editor should ask without being told to.
pub const COMPLETION_TRIGGERS: &[char] = &['-', '=', ',', '$', '{', ':', '/', '"', '[', ' ', '@'];

/// Whether proposals are wanted because `typed` was typed into a file of this kind. In JSON a bracket or comma is
/// mostly followed by the Enter key, which would take the first proposal.
#[must_use]
pub fn is_trigger(kind: FileKind, typed: char) -> bool {
    match kind {
        FileKind::TaskDefinition => matches!(typed, '"' | ':' | ' '),
        _ => COMPLETION_TRIGGERS.contains(&typed),
    }
}

/// One proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// What the list shows and what is compared with the typed word.
    pub label: String,
    /// What it is.
    pub kind: CompletionKind,
    /// A few words behind the label: the value of a variable, the type of a field.
    pub detail: Option<String>,
    /// An explanation, as Markdown.
    pub docs: Option<String>,
    /// What it does to the file.
    pub edit: Edit,
    /// The text of [`Self::edit`] with tab stops (`$1`, `${2:name}`, `$0`), for editors that know snippets. `$`, `}`
    /// and `\` of the text itself are escaped with `\`. Its later lines are indented as if its first one were not:
    /// editors add the indentation of the line that a snippet goes to. [`Self::edit`] is indented as the file is.
    pub snippet: Option<String>,
    /// Edits elsewhere that belong to it, such as a comma behind the line before.
    pub also: Edits,
    /// Smaller ones come first; equal ones in the order of their labels.
    pub sort: u16,
    /// Whether it is better not taken.
    pub deprecated: bool,
    /// Whether something can be proposed right behind it, so that the editor should ask again.
    pub again: bool,
}

/// What a proposal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CompletionKind {
    /// An instruction, `AS`, `NONE`.
    Keyword,
    /// `--mount`
    Flag,
    /// A key: of a mount, or of a JSON object.
    Field,
    /// One of a list of values.
    Value,
    /// A stage of the file.
    Stage,
    /// A variable.
    Variable,
    /// An image, or one of its tags.
    Image,
    /// A user.
    User,
    /// A rule or a group of rules.
    Rule,
    /// A container or a volume of the task definition.
    Name,
    /// A file or folder of the workspace.
    File,
    /// A piece of text with gaps to fill in.
    Snippet,
}

impl Completion {
    /// A proposal with nothing but a label.
    pub(crate) fn new(label: impl Into<String>, kind: CompletionKind, edit: Edit) -> Self {
        Self {
            label: label.into(),
            kind,
            detail: None,
            docs: None,
            edit,
            snippet: None,
            also: Edits::default(),
            sort: 100,
            deprecated: false,
            again: false,
        }
    }
}

/// What may be typed at `offset`, in the order in which it should be shown. The editor filters by the typed word.
#[must_use]
pub fn completions(view: &View<'_>, offset: TextSize) -> Vec<Completion> {
    let mut found = match view.file.kind {
        FileKind::Dockerfile => dockerfile::read(view, |cx| dockerfile::completion::completions(cx, offset)),
        FileKind::TaskDefinition => ecs::completion::completions(view, offset),
        _ => Vec::new(),
    };
    found.sort_by(|left, right| (left.sort, &left.label).cmp(&(right.sort, &right.label)));
    found
}
