//! The language server.
//!
//! Invariant: a document is changed before the first `await` of the handler that was told of the change, and every
//! answer is a function of a snapshot. The library that speaks the protocol is used in `adapter` alone; what is
//! known of files comes from `analysis` and `ide`, in byte ranges.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a server has a clock, listens on a port and looks after files"
)]

mod abilities;
mod actions;
mod adapter;
mod capabilities;
mod contained;
mod core;
mod diagnostics;
mod features;
mod outbox;
mod parent;
mod pin;
mod protocol;
mod pull;
mod queue;
mod scan;
mod settings;
mod state;
mod watching;
mod worker;

pub use adapter::{Ended, Transport, serve};
