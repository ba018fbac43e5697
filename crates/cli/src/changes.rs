//! Files whose texts a command has changed in memory: to be shown, or written.
//!
//! Invariant: a file that cannot be written keeps its old text, on disk and here.

use crate::beside::Beside;
use crate::console::Console;
use crate::write;
use plimsoll_files::{Collected, Problem};
use std::io;
use std::sync::Arc;

/// A file that a command changes.
#[derive(Debug)]
pub(crate) struct Change {
    /// Its place among the targets, whose text is the new one.
    pub(crate) at: usize,
    /// The text before.
    pub(crate) before: Arc<str>,
}

/// Takes `text` for the file at `at`; `None` when it is the one that is there.
pub(crate) fn take(collected: &mut Collected, at: usize, text: Arc<str>) -> Option<Change> {
    let target = collected.targets.get_mut(at).filter(|target| target.text != text)?;
    let before = std::mem::replace(&mut target.text, text);
    Some(Change { at, before })
}

/// Writes the file of a change, unless it is stdin. Says whether it was written; why not, is among the problems.
pub(crate) fn write(collected: &mut Collected, change: &Change) -> bool {
    let Some(target) = collected.targets.get_mut(change.at) else { return false };
    if target.is_stdin {
        return true;
    }
    let Err(message) = write::replace(&target.absolute, &target.text) else { return true };
    target.text = Arc::clone(&change.before);
    collected.problems.insert(Problem::new(&target.shown, message));
    false
}

/// Shows changes as one diff that `patch` takes.
///
/// # Errors
/// Stdout cannot be written to.
pub(crate) fn show<'c>(
    console: &Console,
    collected: &Collected,
    changes: impl IntoIterator<Item = &'c Change>,
) -> io::Result<bool> {
    console.stdout(|out| {
        for change in changes {
            let Some(target) = collected.targets.get(change.at) else { continue };
            let colors = console.stdout_has_colors();
            out.write_all(plimsoll_report::diff(&target.shown, &change.before, &target.text, colors).as_bytes())?;
        }
        Ok(())
    })
}

/// Shows what becomes of files that are only looked at.
///
/// # Errors
/// Stdout cannot be written to.
pub(crate) fn show_beside(console: &Console, collected: &Collected, beside: &[Beside]) -> io::Result<bool> {
    let colors = console.stdout_has_colors();
    console.stdout(|out| beside.iter().try_for_each(|it| out.write_all(it.diff(collected, colors).as_bytes())))
}

/// Shows the texts of stdin as they are now.
///
/// # Errors
/// Stdout cannot be written to.
pub(crate) fn show_stdin(console: &Console, collected: &Collected) -> io::Result<bool> {
    let texts = collected.targets.iter().filter(|target| target.is_stdin);
    console.stdout(|out| texts.into_iter().try_for_each(|target| out.write_all(target.text.as_bytes())))
}
