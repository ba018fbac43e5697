//! Task definitions, as an editor asks about them.
//!
//! Invariant: a half-typed document is the normal case; whatever is read of it still answers.

pub(crate) mod completion;
pub(crate) mod cross;
pub(crate) mod folding;
pub(crate) mod hover;
pub(crate) mod lenses;
pub(crate) mod links;
pub(crate) mod navigation;
pub(crate) mod rename;
pub(crate) mod selection;
pub(crate) mod symbols;
pub(crate) mod tokens;
