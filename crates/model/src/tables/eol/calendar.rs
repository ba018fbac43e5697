//! The calendar as it lies in memory, and the look-up of one word of a tag.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use super::super::image_name::ImageName;
use super::super::reader::{head, rows, words};
use super::{Date, PRODUCTS, RELEASES, Release};

pub(super) static CALENDAR: LazyLock<Calendar> = LazyLock::new(Calendar::read);

pub(super) struct Calendar {
    pub(super) as_of: Option<Date>,
    products: Vec<Product>,
    /// Registry and path of a repository, or of a folder of repositories with `/*`, to its product.
    repositories: HashMap<(&'static str, &'static str), usize>,
    folders: Vec<(&'static str, &'static str, usize)>,
    /// Code name of a system to product and entry.
    codenames: HashMap<&'static str, (usize, usize)>,
}

pub(super) struct Product {
    pub(super) name: &'static str,
    title: &'static str,
    pub(super) kind: Kind,
    pub(super) suffixes: Vec<&'static str>,
    entries: Vec<Entry>,
}

/// What a product is; see the head of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    System,
    Runtime,
    Database,
    Moved,
    Carrier,
}

struct Entry {
    name: &'static str,
    end: Option<Date>,
    ended: bool,
    names: Vec<&'static str>,
}

/// An entry of a product.
#[derive(Clone, Copy)]
pub(super) struct Found {
    index: usize,
    /// Whether the tag used another word than the number.
    pub(super) by_name: bool,
}

impl Calendar {
    pub(super) fn product_of(&self, image: &ImageName<'_>) -> Option<&Product> {
        let index = self.repositories.get(&(image.registry, image.path)).copied().or_else(|| {
            let inside = |(registry, folder, _): &&(&str, &str, usize)| {
                *registry == image.registry && image.path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
            };
            self.folders.iter().find(inside).map(|(_, _, index)| *index)
        })?;
        self.products.get(index)
    }

    /// The operating system that `word` names: `buster`, `alpine3.17`, `ubuntu18.04`.
    pub(super) fn system(&self, word: &str) -> Option<(&Product, Found)> {
        if let Some((product, index)) = self.codenames.get(word) {
            return Some((self.products.get(*product)?, Found { index: *index, by_name: true }));
        }
        let digit = word.find(|c: char| c.is_ascii_digit()).filter(|digit| *digit > 0)?;
        let (name, version) = word.split_at(digit);
        let product = self.products.iter().find(|product| product.kind == Kind::System && product.name == name)?;
        Some((product, product.find_version(version)?))
    }

    fn read() -> Self {
        let as_of = Date::parse(head(RELEASES, "as-of"));
        let mut entries: HashMap<&str, Vec<Entry>> = HashMap::new();
        for [product, name, end, names] in rows(RELEASES) {
            let end = Date::parse(end);
            let ended = end.zip(as_of).is_some_and(|(end, as_of)| end < as_of);
            entries.entry(product).or_default().push(Entry { name, end, ended, names: words(names).collect() });
        }
        let mut calendar = Self {
            as_of,
            products: Vec::new(),
            repositories: HashMap::new(),
            folders: Vec::new(),
            codenames: HashMap::new(),
        };
        for [name, title, kind, repositories, suffixes] in rows(PRODUCTS) {
            let kind = match kind {
                "system" => Kind::System,
                "database" => Kind::Database,
                "moved" => Kind::Moved,
                "carrier" => Kind::Carrier,
                _ => Kind::Runtime,
            };
            let index = calendar.products.len();
            for repository in words(repositories) {
                let image = ImageName::parse(repository);
                match image.path.strip_suffix("/*") {
                    Some(folder) => calendar.folders.push((image.registry, folder, index)),
                    None => _ = calendar.repositories.insert((image.registry, image.path), index),
                }
            }
            let own: Vec<Entry> = entries.get(name).into_iter().flatten().map(Entry::copy).collect();
            if kind == Kind::System {
                for (entry, release) in own.iter().enumerate() {
                    for codename in release.names.iter().filter(|name| **name != LATEST) {
                        calendar.codenames.insert(codename, (index, entry));
                    }
                }
            }
            let suffixes = words(suffixes).collect();
            calendar.products.push(Product { name, title, kind, suffixes, entries: own });
        }
        calendar
    }
}

impl Product {
    /// The release that `word`, the first of a tag, names: a number with more parts than the table's, or a name.
    pub(super) fn find(&self, word: &str) -> Option<Found> {
        if let Some(index) = self.entries.iter().position(|entry| entry.names.contains(&word)) {
            return Some(Found { index, by_name: true });
        }
        // Docker Hub has `centos:centos7` beside `centos:7`.
        self.find_version(word.strip_prefix(self.name).unwrap_or(word))
    }

    pub(super) fn find_version(&self, version: &str) -> Option<Found> {
        let fits = |entry: &Entry| {
            version.strip_prefix(entry.name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let (index, _) =
            self.entries.iter().enumerate().filter(|(_, entry)| fits(entry)).max_by_key(|(_, e)| e.name.len())?;
        Some(Found { index, by_name: false })
    }

    /// The oldest release that is newer than `found` and still supported: its number and its name in tags.
    pub(super) fn successor(&self, found: Found) -> Option<(&'static str, Option<&'static str>)> {
        let next = self.entries.get(found.index + 1..)?.iter().find(|entry| !entry.ended)?;
        Some((next.name, next.names.first().copied()))
    }

    /// The newest release of the table.
    pub(super) fn newest(&self) -> Option<Release> {
        let index = self.entries.len().checked_sub(1)?;
        Some(Found { index, by_name: false }.release(self, 0..0))
    }

    /// The number under which the table has `found`.
    pub(super) fn release_name(&self, found: Found) -> Option<&'static str> {
        self.entries.get(found.index).map(|entry| entry.name)
    }

    pub(super) fn has_ended(&self, found: Found) -> bool {
        self.entries.get(found.index).is_some_and(|entry| entry.ended)
    }
}

impl Found {
    pub(super) fn release(self, product: &Product, at: Range<usize>) -> Release {
        let entry = product.entries.get(self.index);
        Release {
            id: product.name,
            product: product.title,
            name: entry.map_or("", |entry| entry.name),
            codename: entry.and_then(|entry| entry.names.first().copied()).filter(|name| *name != LATEST),
            end: entry.and_then(|entry| entry.end),
            ended: product.has_ended(self),
            successor: product.successor(self).map(|(name, _)| name),
            at,
        }
    }
}

impl Entry {
    fn copy(&self) -> Self {
        Self { name: self.name, end: self.end, ended: self.ended, names: self.names.clone() }
    }
}

/// Stands among the names of the release that an old `latest` points to for good.
const LATEST: &str = "latest";
