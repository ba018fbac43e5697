//! All rules, found by id, alias or group.
//!
//! Invariant: ids are unique, and no id is another rule's alias, but for codes of ShellCheck that a rule about heredocs
//! of Dockerfiles answers to as well. A test holds it.

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
    for foreign in foreign_ids() {
        let Some(at) = rules.iter().position(|(_, rule)| rule.id == foreign.rule) else { continue };
        for name in foreign.names() {
            let known = by_alias.entry(name.to_ascii_lowercase()).or_default();
            if !known.contains(&RuleIndex(at)) {
                known.push(RuleIndex(at));
            }
        }
    }
    Registry { rules, by_id, by_alias }
});

const FOREIGN_IDS: &str = include_str!("../data/foreign-ids.tsv");

/// A tool whose ids are known beside the aliases of the rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ForeignTool {
    Kics,
    Sonar,
    Semgrep,
    Tally,
    Droast,
}

/// An id of another tool for a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ForeignId {
    /// The rule of plimsoll.
    pub(crate) rule: &'static str,
    pub(crate) tool: ForeignTool,
    /// As the tool writes it.
    pub(crate) id: &'static str,
}

impl ForeignId {
    /// The names that it goes by: a rule path of semgrep by its last part, too, a key of Sonar without its language,
    /// a rule of tally without the tool.
    fn names(self) -> impl Iterator<Item = &'static str> {
        let short = match self.tool {
            ForeignTool::Semgrep => self.id.rsplit('.').next(),
            ForeignTool::Sonar => self.id.split(':').nth(1),
            ForeignTool::Kics | ForeignTool::Tally | ForeignTool::Droast => None,
        };
        // `missing-user` is both a rule of semgrep and one of plimsoll.
        let is_free = |name: &&str| {
            !GROUPS.iter().any(|group| group.name == *name || group.rules.iter().any(|it| it.id == *name))
        };
        std::iter::once(self.id).chain(short.filter(|short| *short != self.id)).filter(is_free)
    }
}

/// The ids of other tools, beside the aliases of the rules.
pub(crate) fn foreign_ids() -> impl Iterator<Item = ForeignId> {
    FOREIGN_IDS.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut cells = line.split('\t');
        let (rule, tool, id) = (cells.next()?, cells.next()?, cells.next()?);
        let tool = match tool {
            "kics" => ForeignTool::Kics,
            "sonar" => ForeignTool::Sonar,
            "semgrep" => ForeignTool::Semgrep,
            "tally" => ForeignTool::Tally,
            "droast" => ForeignTool::Droast,
            _ => return None,
        };
        Some(ForeignId { rule, tool, id })
    })
}

/// The rules that `tool` has a check for.
pub(crate) fn with_check_of(tool: ForeignTool) -> Vec<RuleIndex> {
    let mut found: Vec<RuleIndex> =
        foreign_ids().filter(|it| it.tool == tool).filter_map(|it| index_of(it.rule)).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// All groups in the order of the documentation.
#[must_use]
pub fn groups() -> &'static [&'static Group] {
    &GROUPS
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
    let aliased = by_alias(name);
    if let Some(rule) = by_id(name) {
        return std::iter::once(rule).chain(aliased.into_iter().map(rule_at)).collect();
    }
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
    } else if rule.level_in(crate::Preset::Recommended) == Level::Error && REGISTRY.rules.iter().any(refuses) {
        Level::Error
    } else {
        Level::Off
    }
}

pub(crate) fn by_alias(alias: &str) -> Vec<RuleIndex> {
    REGISTRY.by_alias.get(&alias.to_ascii_lowercase()).cloned().unwrap_or_default()
}

pub(crate) fn index_of(id: &str) -> Option<RuleIndex> {
    // ShellCheck's codes are known in lower case, too.
    REGISTRY.by_id.get(id).or_else(|| REGISTRY.by_id.get(upper_code(id)?.as_str())).copied()
}

fn upper_code(id: &str) -> Option<String> {
    (id.len() == 6 && id.as_bytes()[..2].eq_ignore_ascii_case(b"sc")).then(|| id.to_ascii_uppercase())
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
            // ShellCheck's codes keep their name.
            let is_code = group.name == "shellcheck";
            let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
            assert!(is_code || rule.id.bytes().all(fits), "{}", rule.id);
            assert!(is_code || by_alias(rule.id).is_empty(), "{} is an alias too", rule.id);
            assert!(GROUPS.iter().all(|other| other.name != rule.id), "{} is a group too", rule.id);
            assert!(!["no-", "prefer-", "avoid-"].iter().any(|prefix| rule.id.starts_with(prefix)), "{}", rule.id);
            assert!(!rule.summary.ends_with('.') && !rule.summary.is_empty(), "summary of {}", rule.id);
            assert!(!group.name.is_empty());
        }
    }

    #[test]
    fn every_foreign_id_belongs_to_a_rule() {
        let rows: Vec<_> = super::foreign_ids().collect();
        let lines = super::FOREIGN_IDS.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(rows.len(), lines, "every line is read");
        for row in rows {
            assert!(by_id(row.rule).is_some(), "{} is no rule", row.rule);
        }
        for name in ["DF001", "docker:S6596", "S6596", "9efb0b2d-89c9-41a3-91ca-dcc0aec911fd", "missing-image-version"]
        {
            assert!(by_alias(name).iter().any(|at| super::rule_at(*at).id == "untagged-base-image"), "{name}");
        }
    }

    #[test]
    fn aliases_find_rules_in_any_case() {
        assert_eq!(by_alias("dl3007").len(), 1);
        assert!(by_id("latest-tag").is_some());
    }
}
