//! The types of the protocol, in one place.
//!
//! Invariant: everything but the adapter takes them from here, so that another crate of types is a change of one line.

pub(crate) use tower_lsp_server::ls_types::*;
