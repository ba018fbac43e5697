//! A mistake of ours in one file costs that file only.
//!
//! Invariant: the message names the file and asks for a report; no backtrace of ours lands in the user's output.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};

thread_local! {
    static LAST: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Keeps panics from printing; [`caught`] returns their words. Once per process.
pub(crate) fn keep_quiet() {
    set_hook(Box::new(|panic| {
        let place = panic.location().map_or_else(String::new, |place| format!(" at {}:{}", place.file(), place.line()));
        let words = panic.payload_as_str().unwrap_or("panic");
        LAST.with(|last| *last.borrow_mut() = Some(format!("{words}{place}")));
    }));
}

/// What to do about a mistake of ours.
pub(crate) const REPORT: &str = "please report it at https://github.com/plimsoll/plimsoll/issues";

/// Runs `work` for one file.
///
/// # Errors
/// It panicked; the message is for the user.
pub(crate) fn caught<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    // What `work` leaves half done is thrown away with it.
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| {
        let words = LAST.with(|last| last.borrow_mut().take()).unwrap_or_default();
        format!("internal error: {words}; {REPORT}")
    })
}
