//! The archives of Debian and Ubuntu: their lists of packages.
//!
//! Invariant: the answer is what `apt-get install` takes in a fresh image of the release: the newest of the release, its
//! updates and its security updates, for amd64.
//! Source: Debian wiki, "Debian Repository Format", 2026-11.

use super::{Error, Found, Newest, Versions, debian_version, launchpad, packed};
use crate::packages::IndexUrl;

/// The parts of Ubuntu's archive that its images take packages from.
const UBUNTU: [&str; 4] = ["main", "universe", "restricted", "multiverse"];

pub(super) fn newest_in_debian(client: &Newest, codename: &str, name: &str) -> Result<Found, Error> {
    let base = &client.options.sources.debian;
    if !is_codename(codename) {
        return Ok(Found::nothing(base));
    }
    let list = |folder: &str, suite: &str| format!("{folder}/dists/{suite}/main/binary-amd64/Packages");
    let release = list("debian", codename);
    let others = [
        list("debian", &format!("{codename}-updates")),
        list("debian-security", &format!("{codename}-security")),
        // The releases before 11 have their security updates there.
        list("debian-security", &format!("{codename}/updates")),
    ];
    newest(client, base, &[release], &others, name)
}

/// Ubuntu's archive speaks no https, so Launchpad is asked, unless a mirror of the archive is named.
pub(super) fn newest_in_ubuntu(client: &Newest, codename: &str, name: &str) -> Result<Found, Error> {
    let sources = &client.options.sources;
    if !is_codename(codename) {
        return Ok(Found::nothing(&sources.launchpad));
    }
    if !sources.has_mirror(&sources.ubuntu) {
        return launchpad::newest(client, codename, name);
    }
    let list = |suite: &str, part: &str| format!("ubuntu/dists/{codename}{suite}/{part}/binary-amd64/Packages");
    for part in UBUNTU {
        let others = [list("-updates", part), list("-security", part)];
        let found = newest(client, &sources.ubuntu, &[list("", part)], &others, name)?;
        if !matches!(found, Found::Nothing(_)) {
            return Ok(found);
        }
    }
    Ok(Found::nothing(&sources.ubuntu))
}

/// The newest version in lists of which the first must be there.
fn newest(client: &Newest, base: &IndexUrl, needed: &[String], others: &[String], name: &str) -> Result<Found, Error> {
    let mut newest: Option<String> = None;
    for (at, path) in needed.iter().chain(others).enumerate() {
        // Debian packs all lists with xz, and few with gzip as well; other makers of archives know gzip alone.
        let mut versions = client.list(base, &format!("{path}.xz"), read)?;
        if versions.is_none() {
            versions = client.list(base, &format!("{path}.gz"), read)?;
        }
        let Some(versions) = versions else {
            if at < needed.len() {
                let problem = format!("there is no `{path}`");
                return Err(Error::Answer { host: base.host(), problem });
            }
            continue;
        };
        let Some(version) = versions.get(name) else { continue };
        if newest.as_deref().is_none_or(|other| debian_version::compare(version, other).is_gt()) {
            newest = Some(version.to_string());
        }
    }
    Ok(newest.map_or_else(|| Found::nothing(base), Found::Version))
}

/// `Package:` and `Version:` of each paragraph; of a package that is there twice, the newer version.
fn read(body: &[u8]) -> Result<Versions, String> {
    let mut found = Versions::new();
    let mut name: Option<Box<str>> = None;
    packed::lines(body, &mut |line| {
        let value = |key: &[u8]| {
            let rest = line.strip_prefix(key)?;
            std::str::from_utf8(rest).ok().map(|text| Box::from(text.trim()))
        };
        if line.is_empty() {
            name = None;
        } else if let Some(package) = value(b"Package:") {
            name = Some(package);
        } else if let Some(version) = value(b"Version:")
            && let Some(package) = name.take()
        {
            let entry = found.entry(package).or_insert_with(|| Box::clone(&version));
            if debian_version::compare(&version, entry).is_gt() {
                *entry = version;
            }
        }
    })?;
    // A list may be empty, but a page that is no list must not look like one.
    if found.is_empty() && !body.is_empty() && !packed::is_packed(body) {
        return Err("it is no list of packages".to_owned());
    }
    Ok(found)
}

fn is_codename(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn paragraphs() {
        let text = "Package: a\nArchitecture: amd64\nVersion: 1.10-1\nDescription: x\n Version: 9\n\nPackage: b\nVersion: 1:2\n\nPackage: a\nVersion: 1.9-1\n";
        let found = read(text.as_bytes()).unwrap();
        let pairs: Vec<(&str, &str)> = found.iter().map(|(name, version)| (&**name, &**version)).collect();
        assert_eq!(pairs, [("a", "1.10-1"), ("b", "1:2")]);
        assert!(read(b"<html>not found</html>").is_err());
        assert!(read(b"").unwrap().is_empty());
    }
}
