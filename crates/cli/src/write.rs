//! Writes files.
//!
//! Invariant: a file has its old content or its new one, never half of it; permissions stay, and a symbolic link
//! stays one.

use plimsoll_files::read::reason;
use std::fs::{canonicalize, metadata};
use std::io::Write;
use std::path::Path;

/// Puts `text` in the place of what the file holds.
///
/// # Errors
/// It cannot be written; the message is for the user.
pub(crate) fn replace(path: &Path, text: &str) -> Result<(), String> {
    let write = || {
        let target = canonicalize(path)?;
        let permissions = metadata(&target)?.permissions();
        if permissions.readonly() {
            return Err(std::io::Error::other("is read-only"));
        }
        let folder = target.parent().unwrap_or(Path::new("."));
        let mut file = tempfile::Builder::new().prefix(".plimsoll-").tempfile_in(folder)?;
        file.write_all(text.as_bytes())?;
        file.as_file().set_permissions(permissions)?;
        file.as_file().sync_all()?;
        file.persist(&target).map_err(|error| error.error)?;
        Ok(())
    };
    write().map_err(|error: std::io::Error| format!("could not be written: {}", reason(&error)))
}

/// Makes a file that is not there yet.
///
/// # Errors
/// It is there by now, or cannot be written; the message is for the user.
pub(crate) fn create_new(path: &Path, text: &str) -> Result<(), String> {
    let write = || {
        let mut file = std::fs::File::create_new(path)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()
    };
    write().map_err(|error: std::io::Error| format!("could not be written: {}", reason(&error)))
}

/// Writes a file of our own, such as `--output-file`.
///
/// # Errors
/// It cannot be written; the message is for the user.
pub(crate) fn create(path: &Path, bytes: &[u8]) -> Result<(), String> {
    std::fs::write(path, bytes).map_err(|error| format!("{}: could not be written: {}", path.display(), reason(&error)))
}
