//! What a question is asked about.
//!
//! Invariant: a view only borrows; whoever asks owns the texts and keeps them as they are until the answer is there.

use plimsoll_analysis::{Settings, SourceFile, Workspace};

/// A file in its workspace.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// The file that is asked about, as it stands in the editor.
    pub file: &'a SourceFile,
    /// What holds for it.
    pub settings: &'a Settings,
    /// The files around it.
    pub workspace: &'a Workspace,
}
