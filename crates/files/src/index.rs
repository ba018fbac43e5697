//! Which files git calls executable, by its index.
//!
//! Invariant: nothing is started; an index that is not understood says nothing.

use crate::repository;
use std::collections::BTreeMap;
use std::path::Path;

/// Larger indexes are not read.
const LARGEST: u64 = 64 << 20;

/// Every file that git tracks in the work tree at `root`, and whether it is executable. `None` without an index.
pub(crate) fn read(root: &Path) -> Option<BTreeMap<String, bool>> {
    let path = repository::folder(root).join("index");
    if std::fs::metadata(&path).ok()?.len() > LARGEST {
        return None;
    }
    parse(&std::fs::read(path).ok()?)
}

/// Reads versions 2 to 4 of the format. Source: git, "index-format", 2026-11.
fn parse(bytes: &[u8]) -> Option<BTreeMap<String, bool>> {
    let mut rest = bytes.strip_prefix(b"DIRC")?;
    let version = number(&mut rest)?;
    let count = number(&mut rest)?;
    if !(2..=4).contains(&version) {
        return None;
    }
    let mut files = BTreeMap::new();
    let mut name: Vec<u8> = Vec::new();
    for _ in 0..count {
        let entry = rest;
        let mode = u32::from_be_bytes(entry.get(24..28)?.try_into().ok()?);
        let flags = u16::from_be_bytes(entry.get(60..62)?.try_into().ok()?);
        let is_extended = flags & 0x4000 != 0;
        rest = entry.get(if is_extended { 64 } else { 62 }..)?;
        let kept = if version == 4 { name.len().checked_sub(offset(&mut rest)?)? } else { 0 };
        let end = rest.iter().position(|byte| *byte == 0)?;
        name.truncate(kept);
        name.extend_from_slice(&rest[..end]);
        if version == 4 {
            rest = &rest[end + 1..];
        } else {
            let length = entry.len() - rest.len() + end;
            // Between one and eight zeros bring the entry to a multiple of eight.
            rest = entry.get((length / 8 + 1) * 8..)?;
        }
        // Regular files alone: links have another mode.
        if mode & 0o170_000 == 0o100_000
            && let Ok(name) = std::str::from_utf8(&name)
        {
            files.insert(name.to_owned(), mode & 0o111 != 0);
        }
    }
    Some(files)
}

fn number(rest: &mut &[u8]) -> Option<u32> {
    let (first, behind) = rest.split_at_checked(4)?;
    *rest = behind;
    Some(u32::from_be_bytes(first.try_into().ok()?))
}

/// The variable-length number by which version 4 shortens the name before.
fn offset(rest: &mut &[u8]) -> Option<usize> {
    let mut value = 0usize;
    loop {
        let (first, behind) = rest.split_first()?;
        *rest = behind;
        value = value.checked_mul(128)?.checked_add(usize::from(first & 0x7f))?;
        if first & 0x80 == 0 {
            return Some(value);
        }
        value += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::parse;
    use std::path::Path;
    use std::process::Command;

    fn git(folder: &Path, arguments: &[&str]) {
        let status = Command::new("git").arg("-C").arg(folder).args(arguments).status().expect("git runs");
        assert!(status.success(), "git {arguments:?}");
    }

    #[test]
    fn what_git_writes_is_understood_in_every_version() {
        for version in ["2", "3", "4"] {
            let folder = tempfile::tempdir().unwrap();
            git(folder.path(), &["init", "--quiet"]);
            git(folder.path(), &["config", "index.version", version]);
            std::fs::create_dir(folder.path().join("docker")).unwrap();
            for name in ["a.txt", "docker/entrypoint.sh", "docker/entrypoint.txt", "z"] {
                std::fs::write(folder.path().join(name), "x").unwrap();
            }
            git(folder.path(), &["add", "."]);
            git(folder.path(), &["update-index", "--chmod=+x", "docker/entrypoint.sh", "z"]);
            let files = super::read(folder.path()).expect("an index");
            let expected =
                [("a.txt", false), ("docker/entrypoint.sh", true), ("docker/entrypoint.txt", false), ("z", true)];
            assert_eq!(files.into_iter().collect::<Vec<_>>(), expected.map(|(name, mode)| (name.to_owned(), mode)));
        }
    }

    #[test]
    fn anything_else_says_nothing() {
        for bytes in [&b""[..], b"DIRC", b"DIRC\0\0\0\x02\0\0\0\x05short", b"DIRC\0\0\0\x09\0\0\0\0"] {
            assert_eq!(parse(bytes), None);
        }
    }
}
