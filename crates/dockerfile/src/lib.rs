//! Dockerfile syntax: lossless, recovers from everything.
//!
//! Invariant: [`parse`] gives a tree for every text, and the ranges of the tree's items tile the text.

mod ast;
mod bodies;
mod check;
mod cursor;
mod error;
mod flags;
mod heredoc;
mod image;
mod json;
mod keyword;
mod lex;
mod line;
mod mask;
mod mount;
mod parse;
mod reader;
mod template;
mod word;

pub use ast::{
    Body, CommandLine, Comment, Copy, Directive, Dockerfile, Flag, From, Gap, GapKind, Healthcheck, Heredoc,
    Instruction, Item, ItemKind, JsonArray, JsonString, Mount, MountOption, Pair, Pairs, PathList, Run, Template,
};
pub use error::{SyntaxError, SyntaxErrorKind};
pub use image::ImageReference;
pub use keyword::Keyword;
pub use mask::{heredoc_text, shell_text};
pub use parse::parse;
pub use word::{Lookup, Modifier, ModifierKind, Variable, Word, WordPart};
