//! Reads files.
//!
//! Invariant: what is read is UTF-8 and within its limit; everything else is an error that says what to do.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Larger files are no Dockerfiles or task definitions that anybody wrote.
pub const LARGEST: u64 = 10 << 20;

/// Larger files are not looked at when they only might matter.
pub const LARGEST_PARTNER: u64 = 256 << 10;

/// Reads a file that is to be linted.
///
/// # Errors
/// It cannot be read, is too large or is not UTF-8; the message is for the user.
pub fn text(path: &Path) -> Result<String, String> {
    let mut file = File::open(path).map_err(|error| reason(&error))?;
    let metadata = file.metadata().map_err(|error| reason(&error))?;
    if metadata.is_dir() {
        return Err("is a folder".to_owned());
    }
    if metadata.len() > LARGEST {
        return Err(too_large(metadata.len()));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0) + 1);
    // A pipe has no length beforehand.
    file.by_ref().take(LARGEST + 1).read_to_end(&mut bytes).map_err(|error| reason(&error))?;
    decoded(bytes)
}

/// Reads the text of stdin.
///
/// # Errors
/// As for [`text`].
pub fn stdin() -> Result<String, String> {
    let mut bytes = Vec::new();
    io::stdin().lock().take(LARGEST + 1).read_to_end(&mut bytes).map_err(|error| reason(&error))?;
    decoded(bytes)
}

/// The bytes of a file that only might matter; `None` when it cannot be read or is too large.
pub fn partner(path: &Path) -> Option<Vec<u8>> {
    let file = File::open(path).ok()?;
    let length = file.metadata().ok().filter(|metadata| metadata.is_file())?.len();
    if length > LARGEST_PARTNER {
        return None;
    }
    let mut bytes = Vec::with_capacity(usize::try_from(length).ok()? + 1);
    file.take(LARGEST_PARTNER).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// What the system says, without its error number.
pub fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let mut characters = text.chars();
    let first = characters.next().map(|first| first.to_lowercase().to_string()).unwrap_or_default();
    format!("{first}{}", characters.as_str())
}

fn decoded(bytes: Vec<u8>) -> Result<String, String> {
    let length = bytes.len() as u64;
    if length > LARGEST {
        return Err(too_large(length));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let bytes = error.as_bytes();
        let line = bytes.iter().take(at).filter(|byte| **byte == b'\n').count() + 1;
        let byte = bytes.get(at).copied().unwrap_or_default();
        format!("not UTF-8: byte {byte:#04x} at offset {at}, line {line}; save the file as UTF-8")
    })
}

fn too_large(length: u64) -> String {
    format!("too large: {} MiB, the limit is {} MiB", length.div_ceil(1 << 20), LARGEST >> 20)
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn a_byte_that_is_not_utf8_is_named_with_its_place() {
        let error = decoded(b"FROM a\nENV x=\xff\n".to_vec()).unwrap_err();
        assert!(error.starts_with("not UTF-8: byte 0xff at offset 13, line 2"), "{error}");
    }
}
