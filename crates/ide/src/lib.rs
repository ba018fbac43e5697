//! What an editor asks about a file, in byte ranges; no protocol.
//!
//! Invariant: every answer is a pure function of a [`View`]: a file as it is being typed, the settings and a
//! read-only workspace. Nothing here fails or guesses; where the text says too little the answer is empty, and an
//! edit replaces exactly what was typed. Each feature has one module with its types and the function that asks the
//! language of the file: [`dockerfile`](self) or task definition.
//!
//! Example:
//!
//! ```
//! use plimsoll_analysis::{FileKind, Settings, SourceFile, Workspace};
//! use plimsoll_ide::{View, completions};
//! let file = SourceFile::new("Dockerfile", "FROM debian:12\nWOR", FileKind::Dockerfile);
//! let (settings, workspace) = (Settings::default(), Workspace::default());
//! let view = View { file: &file, settings: &settings, workspace: &workspace };
//! let found = completions(&view, 18.into());
//! assert!(found.iter().any(|completion| completion.label == "WORKDIR"));
//! ```

mod completion;
mod dockerfile;
mod ecs;
mod folding;
mod format;
mod hints;
mod hover;
mod images;
mod lenses;
mod links;
mod navigation;
mod registries;
mod rename;
mod secrets;
mod selection;
mod signature;
mod symbols;
mod tokens;
mod view;

pub use completion::{COMPLETION_TRIGGERS, Completion, CompletionKind, completions, is_trigger};
pub use folding::{Fold, FoldKind, folding};
pub use format::{FORMAT_TRIGGERS, FormatOptions, format, format_on_type};
pub use hints::{Hint, HintKind, hints};
pub use hover::{Hover, hover};
pub use lenses::{Lens, lenses};
pub use links::{Link, LinkTarget, links};
pub use navigation::{Highlight, HighlightKind, Place, Target, definition, highlights, references};
pub use rename::{CannotRename, Renamable, prepare_rename, rename};
pub use selection::selection;
pub use signature::{Parameter, SIGNATURE_TRIGGERS, Signature, signature};
pub use symbols::{Symbol, SymbolKind, WorkspaceSymbol, symbols, workspace_symbols};
pub use tokens::{Token, TokenKind, TokenModifier, TokenModifiers, tokens};
pub use view::View;
