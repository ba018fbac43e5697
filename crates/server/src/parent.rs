//! Whether the process that started the server is still there.
//!
//! Invariant: a server never outlives its editor for long. Where the system cannot be asked, the end of stdin is all
//! that tells.

use std::time::Duration;

/// How often the question is asked.
const EVERY: Duration = Duration::from_secs(3);

/// Comes to an end when the process is gone.
pub(crate) async fn gone(process: u32) {
    while is_alive(process) {
        tokio::time::sleep(EVERY).await;
    }
}

#[cfg(unix)]
fn is_alive(process: u32) -> bool {
    let id = i32::try_from(process).ok().and_then(rustix::process::Pid::from_raw);
    // A process of somebody else may not be asked, and lives.
    id.is_none_or(|id| rustix::process::test_kill_process(id) != Err(rustix::io::Errno::SRCH))
}

#[cfg(not(unix))]
fn is_alive(_process: u32) -> bool {
    true
}
