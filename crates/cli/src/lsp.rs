//! `plimsoll lsp`.
//!
//! Invariant: stdout belongs to the protocol. The exit status is the protocol's: 0 after `shutdown` and `exit`, else 1;
//! 2 when the server could not start.

use crate::arguments::Lsp;
use crate::console::Console;
use plimsoll_server::{Ended, Transport};
use std::process::ExitCode;

/// Deep trees are walked by recursion.
const STACK: usize = 16 << 20;

pub(crate) fn run(lsp: &Lsp, console: &Console) -> ExitCode {
    // Files are read by this pool; it was built before only if somebody else did it, with as good a stack.
    let _ = rayon::ThreadPoolBuilder::new().stack_size(STACK).build_global();
    match plimsoll_server::serve(lsp.socket.map_or(Transport::Stdio, Transport::Socket)) {
        Ok(Ended::AsAsked) => ExitCode::SUCCESS,
        Ok(Ended::Early) => ExitCode::from(1),
        Err(error) => {
            console.error(&format!("the language server could not start: {error}"));
            ExitCode::from(2)
        }
    }
}
