//! Unpacks gzip, xz and Zstandard, with an end to what comes out.
//!
//! Invariant: never more than the limit is held, however little came in.

use flate2::read::MultiGzDecoder;
use lzma_rust2::XzReader;
use ruzstd::decoding::StreamingDecoder;
use std::io::{self, BufRead, BufReader, Read};

/// The longest text that comes out of a list of a distribution. Debian's `main` has about 55 MB (2026-11).
const LIST: u64 = 512 * 1024 * 1024;

/// The most memory that unpacking xz may take, in KiB. What `xz -9` makes needs 65 MiB.
const XZ_MEMORY: u32 = 128 * 1024;

/// The largest window of Zstandard. What `zstd --ultra -22` makes needs 128 MiB.
const ZSTD_WINDOW: u64 = 128 * 1024 * 1024;

/// The bytes unpacked, or as they are when they are not packed.
pub(super) fn unpacked(bytes: Vec<u8>, limit: u64) -> Result<Vec<u8>, String> {
    if !is_gzip(&bytes) {
        return Ok(bytes);
    }
    let mut found = Vec::new();
    MultiGzDecoder::new(&bytes[..]).take(limit + 1).read_to_end(&mut found).map_err(|_| damaged())?;
    if found.len() as u64 > limit { Err(longer_than(limit)) } else { Ok(found) }
}

/// Calls `line` for each line of a list, packed or not, without its end.
pub(super) fn lines(bytes: &[u8], line: &mut dyn FnMut(&[u8])) -> Result<(), String> {
    let mut reader = BufReader::with_capacity(64 * 1024, reader(bytes)?);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        let read = reader.read_until(b'\n', &mut buffer).map_err(|error| problem(&error))?;
        if read == 0 {
            return Ok(());
        }
        line(buffer.trim_ascii_end());
    }
}

/// A list, packed or not, as a stream that fails where it becomes too long.
pub(super) fn reader<'b>(bytes: &'b [u8]) -> Result<Box<dyn Read + 'b>, String> {
    let inner: Box<dyn Read + 'b> = if is_gzip(bytes) {
        Box::new(MultiGzDecoder::new(bytes))
    } else if is_xz(bytes) {
        Box::new(XzReader::new_mem_limit(bytes, true, XZ_MEMORY))
    } else if is_zstd(bytes) {
        Box::new(StreamingDecoder::new_with_max_window_size(bytes, ZSTD_WINDOW).map_err(|_| damaged())?)
    } else {
        Box::new(bytes)
    };
    Ok(Box::new(Limited { inner, left: LIST }))
}

/// What an error of [`reader`] means.
pub(super) fn problem(error: &io::Error) -> String {
    if error.kind() == io::ErrorKind::FileTooLarge { error.to_string() } else { damaged() }
}

/// The error of a text that is longer than `limit`.
pub(super) fn too_long(limit: u64) -> io::Error {
    io::Error::new(io::ErrorKind::FileTooLarge, longer_than(limit))
}

struct Limited<'b> {
    inner: Box<dyn Read + 'b>,
    left: u64,
}

impl Read for Limited<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.left = self.left.checked_sub(read as u64).ok_or_else(|| too_long(LIST))?;
        Ok(read)
    }
}

/// Whether bytes are packed, by any of the programs.
pub(super) fn is_packed(bytes: &[u8]) -> bool {
    is_gzip(bytes) || is_xz(bytes) || is_zstd(bytes)
}

fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x1f, 0x8b])
}

fn is_xz(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xfd7zXZ\0")
}

fn is_zstd(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x28, 0xb5, 0x2f, 0xfd])
}

fn damaged() -> String {
    "it is packed and damaged".to_owned()
}

fn longer_than(limit: u64) -> String {
    format!("it is longer than {limit} bytes when unpacked")
}

#[cfg(test)]
mod tests {
    use super::{lines, unpacked};
    use flate2::{Compression, write::GzEncoder};
    use std::io::Write;

    fn gzipped(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn several_members_are_one_text() {
        let bytes = [gzipped(b"a\nb"), gzipped(b"c\nd")].concat();
        assert_eq!(unpacked(bytes.clone(), 100).unwrap(), b"a\nbc\nd");
        let mut found = Vec::new();
        lines(&bytes, &mut |line| found.push(String::from_utf8_lossy(line).into_owned())).unwrap();
        assert_eq!(found, ["a", "bc", "d"]);
        assert_eq!(unpacked(b"plain".to_vec(), 1).unwrap(), b"plain");
    }

    #[test]
    fn a_bomb_and_damage() {
        let bomb = gzipped(&vec![0; 1 << 20]);
        assert!(bomb.len() < 2000);
        assert!(unpacked(bomb, 1000).unwrap_err().contains("longer than 1000 bytes"));
        let mut cut = gzipped(b"some text that is long enough");
        cut.truncate(20);
        assert_eq!(unpacked(cut.clone(), 1000).unwrap_err(), "it is packed and damaged");
        assert!(lines(&cut, &mut |_| {}).is_err());
    }
}
