//! A mistake of ours costs the one request that met it.
//!
//! Invariant: a panic becomes an error that says so; nothing is printed, for stdout belongs to the protocol.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};

thread_local! {
    static LAST: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Keeps panics from printing; [`contained`] returns their words. Once per process.
pub(crate) fn keep_quiet() {
    set_hook(Box::new(|panic| {
        let place = panic.location().map_or_else(String::new, |place| format!(" at {}:{}", place.file(), place.line()));
        let words = panic.payload_as_str().unwrap_or("panic");
        LAST.with(|last| *last.borrow_mut() = Some(format!("{words}{place}")));
    }));
}

/// Runs `work`.
///
/// # Errors
/// It panicked; the message is for the log.
pub(crate) fn contained<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    // What `work` leaves half done is thrown away with it.
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| {
        let words = LAST.with(|last| last.borrow_mut().take()).unwrap_or_default();
        format!("internal error: {words}; please report it at https://github.com/plimsoll/plimsoll/issues")
    })
}

#[cfg(test)]
mod tests {
    use super::{contained, keep_quiet};

    #[test]
    fn a_panic_is_an_error_with_its_words_and_place() {
        keep_quiet();
        let error = contained(|| -> u32 { panic!("the sky fell") }).unwrap_err();
        assert!(error.contains("the sky fell at ") && error.contains("contained.rs"), "{error}");
        assert_eq!(contained(|| 1), Ok(1));
    }
}
