//! Names of files and folders, as far as somebody looked at them.
//!
//! Invariant: a folder that was not looked at is unknown, and so is everything in it. Nobody takes an unknown file for
//! a missing one.

use std::collections::{BTreeMap, BTreeSet};

/// The names in the folders that were looked at.
#[derive(Debug, Default, Clone)]
pub struct Listing {
    folders: BTreeMap<String, Vec<Entry>>,
    ignored: BTreeSet<String>,
}

/// A name in a folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// The name.
    pub name: String,
    /// Whether it is a folder.
    pub is_folder: bool,
    /// Whether the file may be executed; `None` for a folder, and where the file system does not say.
    pub executable: Option<bool>,
}

/// What stands at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence<'w> {
    /// Nobody looked.
    Unknown,
    /// Nothing, and git does not ignore the path.
    Absent,
    /// Nothing; git ignores the path or its folder is empty, so a build makes it, or it is part of a submodule.
    Generated,
    /// This.
    There(&'w Entry),
    /// The folder that everything else stands in.
    Root,
}

impl Listing {
    /// Adds all names of the folder at `path` (empty for the root).
    pub fn add_folder(&mut self, path: &str, mut entries: Vec<Entry>) {
        entries.sort();
        self.folders.insert(path.to_owned(), entries);
    }

    /// Says that git ignores `path`, at which there is nothing.
    pub fn add_ignored(&mut self, path: &str) {
        self.ignored.insert(path.to_owned());
    }

    /// Says whether the file at `path` may be executed.
    pub fn set_executable(&mut self, path: &str, executable: bool) {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let entry = self.folders.get_mut(folder).and_then(|entries| entries.iter_mut().find(|it| it.name == name));
        if let Some(entry) = entry {
            entry.executable = Some(executable);
        }
    }

    /// The names in the folder at `path`, sorted; `None` when nobody looked, or there is no such folder.
    #[must_use]
    pub fn folder(&self, path: &str) -> Option<&[Entry]> {
        self.folders.get(path).map(Vec::as_slice)
    }

    /// Whether nobody looked at anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.folders.is_empty()
    }

    /// What stands at `path`.
    #[must_use]
    pub fn presence(&self, path: &str) -> Presence<'_> {
        if path.is_empty() {
            return if self.folders.contains_key("") { Presence::Root } else { Presence::Unknown };
        }
        if self.ignored.contains(path) {
            return Presence::Generated;
        }
        let mut folder = "";
        for (at, part) in parts(path) {
            let Some(entries) = self.folders.get(folder) else { return Presence::Unknown };
            // Git keeps no empty folder: this one is a submodule that is not checked out, or a build fills it.
            if entries.is_empty() && !folder.is_empty() {
                return Presence::Generated;
            }
            match entries.binary_search_by(|entry| entry.name.as_str().cmp(part)) {
                Err(_) if self.ignored.contains(&path[..at]) => return Presence::Generated,
                Err(_) => return Presence::Absent,
                Ok(found) if at == path.len() => return Presence::There(&entries[found]),
                Ok(found) if !entries[found].is_folder => return Presence::Absent,
                Ok(_) => folder = &path[..at],
            }
        }
        Presence::Unknown
    }
}

/// Each part of a path with the offset behind it.
fn parts(path: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    path.split('/').map(move |part| {
        let end = start + part.len();
        start = end + 1;
        (end, part)
    })
}

#[cfg(test)]
mod tests {
    use super::{Entry, Listing, Presence};

    fn entry(name: &str, is_folder: bool) -> Entry {
        Entry { name: name.to_owned(), is_folder, executable: None }
    }

    #[test]
    fn what_nobody_looked_at_is_unknown() {
        let mut listing = Listing::default();
        listing.add_folder("", vec![entry("src", true), entry("lib", true), entry("a.txt", false)]);
        listing.add_folder("src", vec![entry("main.rs", false)]);
        listing.add_ignored("dist");
        assert_eq!(listing.presence("src/main.rs"), Presence::There(&entry("main.rs", false)));
        assert_eq!(listing.presence("src/other.rs"), Presence::Absent);
        assert_eq!(listing.presence("a.txt/b"), Presence::Absent);
        assert_eq!(listing.presence("lib/x"), Presence::Unknown);
        listing.add_folder("lib", Vec::new());
        assert_eq!(listing.presence("lib/x"), Presence::Generated, "a submodule that is not checked out");
        assert_eq!(listing.presence("dist/app.js"), Presence::Generated);
        assert_eq!(listing.presence(""), Presence::Root);
        assert_eq!(Listing::default().presence("a"), Presence::Unknown);
    }
}
