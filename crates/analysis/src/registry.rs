//! All rules, found by id, alias or group.
//!
//! Invariant: ids are unique, and no id is another rule's alias. A test holds it.

use crate::rules::GROUPS;
use crate::{Level, Rule, nearest};
use std::collections::HashMap;
use std::sync::LazyLock;

/// A folder of rules; a unit of documentation and configuration.
#[derive(Debug)]
pub struct Group {
    /// Kebab-case: `"base-image"`.
    pub name: &'static str,
    /// What its rules are about, in Markdown.
    pub docs: &'static str,
    /// Its rules in the order of their list.
    pub rules: &'static [&'static Rule],
}

/// Place of a rule among [`rules`]; stable within one build of plimsoll.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleIndex(pub(crate) usize);

struct Registry {
    rules: Vec<(&'static Group, &'static Rule)>,
    by_id: HashMap<&'static str, RuleIndex>,
    by_alias: HashMap<String, Vec<RuleIndex>>,
}

static REGISTRY: LazyLock<Registry> = LazyLock::new(|| {
    let rules: Vec<_> = GROUPS.iter().flat_map(|group| group.rules.iter().map(|rule| (*group, *rule))).collect();
    let by_id = rules.iter().enumerate().map(|(at, (_, rule))| (rule.id, RuleIndex(at))).collect();
    let mut by_alias: HashMap<String, Vec<RuleIndex>> = HashMap::new();
    for (at, (_, rule)) in rules.iter().enumerate() {
        for alias in rule.aliases {
            by_alias.entry(alias.to_ascii_lowercase()).or_default().push(RuleIndex(at));
        }
    }
    Registry { rules, by_id, by_alias }
});

/// All groups in the order of the documentation.
#[must_use]
pub fn groups() -> &'static [&'static Group] {
    GROUPS
}

/// All rules with their groups, in the order of the documentation.
pub fn rules() -> impl ExactSizeIterator<Item = (&'static Group, &'static Rule)> {
    REGISTRY.rules.iter().copied()
}

/// The rule called `id`, exactly.
#[must_use]
pub fn by_id(id: &str) -> Option<&'static Rule> {
    index_of(id).map(rule_at)
}

/// The rules that `name` stands for: one by its id, all that carry it as an alias (in any case), or all of the
/// group of that name. Empty for an unknown name.
#[must_use]
pub fn resolve(name: &str) -> Vec<&'static Rule> {
    if let Some(rule) = by_id(name) {
        return vec![rule];
    }
    let aliased = by_alias(name);
    if !aliased.is_empty() {
        return aliased.into_iter().map(rule_at).collect();
    }
    GROUPS.iter().filter(|group| group.name == name).flat_map(|group| group.rules.iter().copied()).collect()
}

/// The name of a rule or group, or the alias, that `name` was probably meant to be.
#[must_use]
pub fn suggestion(name: &str) -> Option<&'static str> {
    let ids = REGISTRY.rules.iter().map(|(_, rule)| rule.id);
    let groups = GROUPS.iter().map(|group| group.name);
    let aliases = REGISTRY.rules.iter().flat_map(|(_, rule)| rule.aliases.iter().copied());
    nearest(name, ids.chain(groups), 3).or_else(|| nearest(name, aliases, 1))
}

/// The level in the preset `buildkit`: its checks warn, and what its frontend refuses, the group `syntax`, is an error.
pub(crate) fn buildkit_level(rule: &Rule) -> Level {
    let refuses = |(group, other): &(&Group, &Rule)| {
        group.name == "syntax" && *other == rule && rule.level_in(crate::Preset::Strict) == Level::Error
    };
    if rule.buildkit_check().is_some() {
        Level::Warning
    } else if rule.level_in(crate::Preset::Recommended) == Level::Error && REGISTRY.rules.iter().any(|it| refuses(it)) {
        Level::Error
    } else {
        Level::Off
    }
}

pub(crate) fn by_alias(alias: &str) -> Vec<RuleIndex> {
    REGISTRY.by_alias.get(&alias.to_ascii_lowercase()).cloned().unwrap_or_default()
}

pub(crate) fn index_of(id: &str) -> Option<RuleIndex> {
    REGISTRY.by_id.get(id).copied()
}

pub(crate) fn rule_at(index: RuleIndex) -> &'static Rule {
    REGISTRY.rules[index.0].1
}

pub(crate) fn count() -> usize {
    REGISTRY.rules.len()
}

#[cfg(test)]
mod tests {
    use super::{GROUPS, by_alias, by_id, rules};
    use std::collections::HashSet;

    #[test]
    fn ids_are_unique_kebab_case_and_nobodys_alias() {
        let mut seen = HashSet::new();
        for (group, rule) in rules() {
            assert!(seen.insert(rule.id), "{} stands twice", rule.id);
            assert!(rule.id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'));
            assert!(by_alias(rule.id).is_empty(), "{} is an alias too", rule.id);
            assert!(GROUPS.iter().all(|other| other.name != rule.id), "{} is a group too", rule.id);
            assert!(!["no-", "prefer-", "avoid-"].iter().any(|prefix| rule.id.starts_with(prefix)), "{}", rule.id);
            assert!(!rule.summary.ends_with('.') && !rule.summary.is_empty(), "summary of {}", rule.id);
            assert!(!group.name.is_empty());
        }
    }

    #[test]
    fn aliases_find_rules_in_any_case() {
        assert_eq!(by_alias("dl3007").len(), 1);
        assert!(by_id("latest-tag").is_some());
    }
}
