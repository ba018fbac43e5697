//! Unpacks gzip and xz, with an end to what comes out.
//!
//! Invariant: never more than the limit is held, however little came in.

use flate2::read::MultiGzDecoder;
use lzma_rust2::XzReader;
use std::io::{BufRead, BufReader, Read};

/// The longest text that comes out of a list of a distribution. Debian's `main` has about 55 MB (2026-11).
const LIST: u64 = 512 * 1024 * 1024;

/// The most memory that unpacking xz may take, in KiB. What `xz -9` makes needs 65 MiB.
const XZ_MEMORY: u32 = 128 * 1024;

/// The bytes unpacked, or as they are when they are not packed.
pub(super) fn unpacked(bytes: Vec<u8>, limit: u64) -> Result<Vec<u8>, String> {
    if !is_gzip(&bytes) {
        return Ok(bytes);
    }
    let mut found = Vec::new();
    MultiGzDecoder::new(&bytes[..]).take(limit + 1).read_to_end(&mut found).map_err(|_| damaged())?;
    if found.len() as u64 > limit { Err(too_long(limit)) } else { Ok(found) }
}

/// Calls `line` for each line of a list, packed or not, without its end.
pub(super) fn lines(bytes: &[u8], line: &mut dyn FnMut(&[u8])) -> Result<(), String> {
    let reader: Box<dyn Read + '_> = if is_gzip(bytes) {
        Box::new(MultiGzDecoder::new(bytes))
    } else if is_xz(bytes) {
        Box::new(XzReader::new_mem_limit(bytes, true, XZ_MEMORY))
    } else {
        Box::new(bytes)
    };
    let mut reader = BufReader::with_capacity(64 * 1024, reader.take(LIST + 1));
    let (mut buffer, mut length) = (Vec::new(), 0);
    loop {
        buffer.clear();
        let read = reader.read_until(b'\n', &mut buffer).map_err(|_| damaged())?;
        length += read as u64;
        if read == 0 {
            return Ok(());
        }
        if length > LIST {
            return Err(too_long(LIST));
        }
        line(buffer.trim_ascii_end());
    }
}

/// Whether bytes are packed, by either program.
pub(super) fn is_packed(bytes: &[u8]) -> bool {
    is_gzip(bytes) || is_xz(bytes)
}

fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x1f, 0x8b])
}

fn is_xz(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xfd7zXZ\0")
}

fn damaged() -> String {
    "it is packed and damaged".to_owned()
}

fn too_long(limit: u64) -> String {
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
