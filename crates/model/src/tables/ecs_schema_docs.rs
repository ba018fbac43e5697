//! What the fields and values of a task definition mean, as Markdown, and where AWS says it.
//!
//! Invariant: the prose of fields is that of one dated botocore release (Apache-2.0, see NOTICE); words about single
//! values that the API's text has not are ours. What neither says gives `None`.

use super::reader::{rows, words};
use super::schema::{Member, Structure};
use std::collections::HashMap;
use std::sync::LazyLock;

pub(super) const DOCS: &str = include_str!("../../data/ecs/docs.tsv");
pub(super) const KEYS: &str = include_str!("../../data/ecs/keys.tsv");
pub(super) const VALUES: &str = include_str!("../../data/ecs/values.tsv");

/// What the API says of `structure`.
#[must_use]
pub fn of_structure(structure: &Structure) -> Option<String> {
    text(structure.name)
}

/// What the API says of `member`.
#[must_use]
pub fn of_member(structure: &Structure, member: &Member) -> Option<String> {
    text(&format!("{}.{}", structure.name, member.name))
}

/// What `word` means where `member` takes it: a value of its enumeration (`"awsvpc"`) or a key of its map
/// (`"awslogs-group"`).
#[must_use]
pub fn of_word(structure: &Structure, member: &Member, word: &str) -> Option<String> {
    let own = || WORDS.get(&(structure.name, member.name, word)).filter(|meaning| !meaning.is_empty());
    text(&format!("{}.{}={word}", structure.name, member.name)).or_else(|| own().map(|meaning| (*meaning).to_owned()))
}

/// The keys of the map `member` of which something is known, sorted.
#[must_use]
pub fn keys(structure: &Structure, member: &Member) -> Vec<&'static str> {
    let start = format!("{}.{}=", structure.name, member.name);
    let first = TEXTS.partition_point(|(name, _)| **name < *start);
    let explained = TEXTS[first..].iter().map_while(|(name, _)| name.strip_prefix(start.as_str()));
    let own = rows(KEYS).filter(|[name, map, _, _, _]| (*name, *map) == (structure.name, member.name));
    let mut keys: Vec<_> = explained.chain(own.map(|[_, _, key, _, _]| key)).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The values that `key` of the map `member` takes, the usual one first; empty where it takes any.
#[must_use]
pub fn values_of_key(structure: &Structure, member: &Member, key: &str) -> Vec<&'static str> {
    let row = rows(KEYS).find(|[name, map, other, _, _]| (*name, *map, *other) == (structure.name, member.name, key));
    row.map(|[_, _, _, values, _]| words(values).collect()).unwrap_or_default()
}

/// The page of the API reference that `structure` has, at `member` if one is given.
#[must_use]
pub fn page(structure: &Structure, member: Option<&Member>) -> String {
    const API: &str = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_";
    // A request is described on the page of its operation, and its members have another kind of anchor.
    let (page, anchor) = match structure.name.strip_suffix("Request") {
        Some(operation) => (operation, format!("ECS-{operation}-request-")),
        None => (structure.name, format!("ECS-Type-{}-", structure.name)),
    };
    member.map_or_else(|| format!("{API}{page}.html"), |member| format!("{API}{page}.html#{anchor}{}", member.name))
}

/// Structure, member and value.
type Key = (&'static str, &'static str, &'static str);

/// Names and texts as they stand in the file, sorted by name.
static TEXTS: LazyLock<Vec<(&'static str, &'static str)>> = LazyLock::new(|| {
    let mut texts: Vec<_> = rows(DOCS).map(|[name, text]| (name, text)).collect();
    texts.sort_unstable();
    texts
});

/// Our own words about values of enumerations and keys of maps.
static WORDS: LazyLock<HashMap<Key, &'static str>> = LazyLock::new(|| {
    let values = rows(VALUES).map(|[structure, member, value, meaning]| ((structure, member, value), meaning));
    let keys = rows(KEYS).map(|[structure, member, key, _, meaning]| ((structure, member, key), meaning));
    values.chain(keys).collect()
});

fn text(name: &str) -> Option<String> {
    let at = TEXTS.binary_search_by(|(other, _)| (**other).cmp(name)).ok()?;
    let written = TEXTS.get(at)?.1;
    let mut text = String::with_capacity(written.len());
    let mut parts = written.split('\\');
    text.push_str(parts.next().unwrap_or_default());
    // Behind each backslash stands an `n`, or nothing and another backslash.
    while let Some(part) = parts.next() {
        match part.strip_prefix('n') {
            Some(rest) => {
                text.push('\n');
                text.push_str(rest);
            }
            None => {
                text.push('\\');
                text.push_str(parts.next().unwrap_or_default());
            }
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::schema;

    fn member(structure: &str, name: &str) -> (&'static Structure, &'static Member) {
        let structure = schema::structure(structure).unwrap();
        (structure, structure.member(name).unwrap())
    }

    #[test]
    fn texts_are_read_as_they_were_written() {
        let (volume, host) = member("Volume", "host");
        let text = of_member(volume, host).unwrap();
        assert!(text.contains(r"`C:\my\path:C:\my\path` and `D:\:D:\`"), "{text}");
        assert!(text.contains("\n\nWindows containers"), "{text}");
        assert!(of_structure(schema::container()).is_some_and(|text| text.starts_with("Container definitions are")));
        assert!(TEXTS.iter().all(|(name, _)| super::text(name).is_some_and(|text| !text.is_empty())));
    }

    #[test]
    fn nearly_every_member_is_described() {
        let members = || schema::structures().iter().flat_map(|it| it.members.iter().map(move |member| (*it, member)));
        let silent: Vec<_> = members()
            .filter(|(structure, member)| of_member(structure, member).is_none())
            .map(|(structure, member)| format!("{}.{}", structure.name, member.name))
            .collect();
        assert!(silent.len() < 8 && members().count() > 150, "{silent:?}");
    }

    #[test]
    fn every_value_of_every_enumeration_has_one_meaning() {
        for structure in schema::structures() {
            for member in structure.members {
                for value in member.kind.values().unwrap_or_default() {
                    let place = format!("{}.{}={value}", structure.name, member.name);
                    assert!(of_word(structure, member, value).is_some(), "{place} lacks words");
                    let ours = WORDS.contains_key(&(structure.name, member.name, value));
                    assert!(!(ours && text(&place).is_some()), "{place} is explained twice");
                }
            }
        }
        for [structure, name, value, _] in rows(VALUES) {
            let (_, member) = member(structure, name);
            assert!(member.kind.values().unwrap_or_default().contains(&value), "{structure}.{name}={value}");
        }
    }

    #[test]
    fn keys_of_maps_are_listed() {
        let (structure, options) = member("LogConfiguration", "options");
        let all = keys(structure, options);
        assert!(all.contains(&"awslogs-group") && all.contains(&"splunk-url") && all.contains(&"mode"), "{all:?}");
        assert_eq!(values_of_key(structure, options, "mode"), ["non-blocking", "blocking"]);
        assert!(values_of_key(structure, options, "awslogs-group").is_empty());
        let (structure, family) = member("RegisterTaskDefinitionRequest", "family");
        assert!(keys(structure, family).is_empty());
    }

    #[test]
    fn every_option_of_every_log_driver_has_one_meaning() {
        let (structure, options) = member("LogConfiguration", "options");
        for driver in crate::tables::ecs::log_drivers() {
            for option in &driver.options {
                assert!(of_word(structure, options, option).is_some(), "{option} lacks words");
            }
        }
        for [name, map, key, _, meaning] in rows(KEYS) {
            let (_, map) = member(name, map);
            assert!(matches!(map.kind, schema::Kind::Map(_)), "{name}.{}", map.name);
            let explained = text(&format!("{name}.{}={key}", map.name)).is_some();
            assert!(explained == meaning.is_empty(), "{name}.{}={key} is explained twice, or not at all", map.name);
        }
    }

    #[test]
    fn pages_are_those_of_the_reference() {
        let (structure, image) = member("ContainerDefinition", "image");
        let api = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/";
        assert_eq!(
            page(structure, Some(image)),
            format!("{api}API_ContainerDefinition.html#ECS-Type-ContainerDefinition-image")
        );
        let (structure, family) = member("RegisterTaskDefinitionRequest", "family");
        assert_eq!(
            page(structure, Some(family)),
            format!("{api}API_RegisterTaskDefinition.html#ECS-RegisterTaskDefinition-request-family")
        );
        assert_eq!(page(structure, None), format!("{api}API_RegisterTaskDefinition.html"));
    }
}
