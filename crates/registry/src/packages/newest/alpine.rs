//! Alpine's repositories: `APKINDEX` in a signed archive.
//!
//! Invariant: a branch has one version of each package; `main` counts before `community`. The list of x86_64 is read.
//! Source: Alpine wiki, "Apk spec", 2026-11.

use super::{Error, Found, Newest, Versions, packed};

/// The longest list that is read, unpacked. `community` has about 12 MB (2026-11).
const LIST: u64 = 256 * 1024 * 1024;

const BLOCK: usize = 512;

pub(super) fn newest(client: &Newest, branch: &str, name: &str) -> Result<Found, Error> {
    let base = &client.options.sources.alpine;
    if !super::is_plain(branch) {
        return Ok(Found::nothing(base));
    }
    for (at, repository) in ["main", "community"].into_iter().enumerate() {
        let path = format!("alpine/{branch}/{repository}/x86_64/APKINDEX.tar.gz");
        match client.list(base, &path, read)? {
            Some(versions) => {
                if let Some(version) = versions.get(name) {
                    return Ok(Found::Version(version.to_string()));
                }
            }
            // The oldest branches have no `community`.
            None if at == 0 => {
                return Err(Error::Answer { host: base.host(), problem: format!("there is no `{path}`") });
            }
            None => {}
        }
    }
    Ok(Found::nothing(base))
}

/// `P:` and `V:` of each paragraph.
fn read(body: &[u8]) -> Result<Versions, String> {
    let archive = packed::unpacked(body.to_vec(), LIST)?;
    let list = entry(&archive, "APKINDEX").ok_or("it is no archive with an `APKINDEX`")?;
    let mut found = Versions::new();
    let mut name: Option<&str> = None;
    let text = String::from_utf8_lossy(list);
    for line in text.lines() {
        match line.split_once(':') {
            Some(("P", package)) => name = Some(package),
            Some(("V", version)) => {
                if let Some(package) = name {
                    found.insert(package.into(), version.into());
                }
            }
            None => name = None,
            _ => {}
        }
    }
    Ok(found)
}

/// A file of a tar archive. The signature before it is an archive of its own without an end.
/// Source: POSIX.1-2017, `pax`, "ustar Interchange Format".
fn entry<'a>(archive: &'a [u8], wanted: &str) -> Option<&'a [u8]> {
    let mut at = 0;
    while let Some(header) = archive.get(at..at + BLOCK) {
        let name = header.get(..100)?.split(|byte| *byte == 0).next()?;
        let size = std::str::from_utf8(header.get(124..136)?).ok()?;
        at += BLOCK;
        if name.is_empty() {
            continue;
        }
        let size = usize::from_str_radix(size.trim_matches(['\0', ' ']), 8).ok()?;
        if name == wanted.as_bytes() {
            return archive.get(at..at.checked_add(size)?);
        }
        at = at.checked_add(size.div_ceil(BLOCK) * BLOCK)?;
    }
    None
}
