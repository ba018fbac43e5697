//! Whose repository it is, as git knows it.
//!
//! Invariant: nothing is started and nothing asked for; the file `.git/config` is read.

use crate::read;
use std::path::{Path, PathBuf};

/// The account in the address of the remote `origin`, or of the first remote: `acme` of
/// `git@github.com:acme/shop.git`.
pub(crate) fn owner(root: &Path) -> Option<String> {
    let own = folder(root);
    // A worktree has a folder of its own; what it shares with the others is in the common one.
    let common = read::partner(&own.join("commondir")).and_then(|bytes| String::from_utf8(bytes).ok());
    let folder = common.map_or(own.clone(), |common| own.join(common.trim()));
    let config = String::from_utf8(read::partner(&folder.join("config"))?).ok()?;
    owner_of(remote(&config)?).map(str::to_owned)
}

/// The folder in which git keeps what it knows of the work tree at `root`.
pub(crate) fn folder(root: &Path) -> PathBuf {
    let git = root.join(".git");
    pointed_at(&git).map_or(git, |folder| root.join(folder))
}

/// The folder that a `.git` file names.
fn pointed_at(git: &Path) -> Option<String> {
    let text = String::from_utf8(read::partner(git)?).ok()?;
    Some(text.strip_prefix("gitdir:")?.trim().to_owned())
}

/// The address of `origin`, else of the first remote.
fn remote(config: &str) -> Option<&str> {
    let (mut section, mut first) = (None, None);
    for line in config.lines().map(str::trim) {
        if line.starts_with('[') {
            section = line.strip_prefix("[remote \"").and_then(|rest| rest.strip_suffix("\"]"));
            continue;
        }
        let (Some(name), Some((key, value))) = (section, line.split_once('=')) else { continue };
        if key.trim() != "url" {
            continue;
        }
        if name == "origin" {
            return Some(value.trim());
        }
        first = first.or(Some(value.trim()));
    }
    first
}

/// The first folder of the address's path, if the path has more than one part.
fn owner_of(address: &str) -> Option<&str> {
    let path = match address.split_once("://") {
        Some((_, rest)) => rest.split_once('/')?.1,
        None => address.split_once(':').filter(|(host, _)| !host.contains('/'))?.1,
    };
    let (owner, rest) = path.trim_start_matches('/').split_once('/')?;
    (!owner.is_empty() && !rest.is_empty()).then_some(owner)
}

#[cfg(test)]
mod tests {
    use super::{owner_of, remote};

    #[test]
    fn owners_of_addresses() {
        for address in [
            "git@github.com:acme/shop.git",
            "https://github.com/acme/shop",
            "https://user:token@github.com/acme/shop.git",
            "ssh://git@example.com:22/acme/shop.git",
        ] {
            assert_eq!(owner_of(address), Some("acme"), "{address}");
        }
        for address in ["/srv/git/shop.git", "../shop", "https://example.com/shop.git", ""] {
            assert_eq!(owner_of(address), None, "{address}");
        }
    }

    #[test]
    fn origin_wins() {
        let config = "[core]\n\turl = no\n[remote \"fork\"]\n\turl = a\n[remote \"origin\"]\n\turl = b\n";
        assert_eq!(remote(config), Some("b"));
        assert_eq!(remote("[remote \"fork\"]\n\turl = a\n"), Some("a"));
    }
}
