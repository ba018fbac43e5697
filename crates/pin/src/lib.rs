//! Where images and requirements can be pinned, and the edits that do it.
//!
//! Invariant: pure functions of texts. Nothing is asked of a registry or an index here: the caller asks, and gives
//! the answers to the places.

pub mod images;
pub mod requirements;
