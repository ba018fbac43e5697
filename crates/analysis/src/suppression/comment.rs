//! Reads one comment in the notation of any tool that has one.
//!
//! Example: `# hadolint ignore=DL3008,SC2086` names two ids for the next instruction.

use super::{IgnoreId, Scope, Tool};
use crate::registry::{self, ForeignTool, RuleIndex};
use plimsoll_text::{TextRange, TextSize, range, size};

/// What an ignore comment says, before it is known what it covers.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Parsed {
    pub(super) tool: Tool,
    pub(super) scope: Scope,
    pub(super) ids: Vec<IgnoreId>,
    pub(super) reason: Option<TextRange>,
    /// Whether it names no rules and means all that its tool has.
    pub(super) is_blanket: bool,
}

/// Reads the text of a comment, its `#` included, that stands at `base`. `None` when it is no ignore comment.
pub(super) fn parse(text: &str, base: TextSize) -> Option<Parsed> {
    let body = text.strip_prefix('#')?;
    let lead = text.len() - body.trim_start().len();
    let cursor = Cursor { text, at: lead, base };
    plimsoll(cursor)
        .or_else(|| hadolint(cursor))
        .or_else(|| shellcheck(cursor))
        .or_else(|| checkov(cursor))
        .or_else(|| trivy(cursor))
        .or_else(|| kics(cursor))
        .or_else(|| semgrep(cursor))
        .or_else(|| sonar(cursor))
        .or_else(|| tally(cursor))
        .or_else(|| dockerfile_utils(cursor))
        .or_else(|| {
            let value = cursor.eat_word("check")?.eat("=")?;
            buildkit(value, Scope::Instruction)
        })
}

/// Reads the value of a `# check=` directive, which stands at `base`.
pub(super) fn parse_check(value: &str, base: TextSize) -> Option<Parsed> {
    buildkit(Cursor { text: value, at: 0, base }, Scope::File)
}

/// Whether the value of a `# check=` directive makes findings of build checks errors: `error=true`.
/// Source: moby/buildkit, the build checks' documentation, 2026-10.
pub(super) fn raises_errors(value: &str) -> bool {
    value.split(';').filter_map(|part| part.split_once('=')).any(|(key, value)| {
        key.trim().eq_ignore_ascii_case("error") && matches!(value.trim(), "1" | "t" | "T" | "true" | "TRUE" | "True")
    })
}

/// `plimsoll: ignore[rule-a, rule-b] reason`, `ignore-stage[…]`, `ignore-file[…]`; without brackets they mean every rule.
fn plimsoll(cursor: Cursor<'_>) -> Option<Parsed> {
    let cursor = cursor.eat_word("plimsoll")?.blanks().eat(":")?.blanks();
    let (after, scope) = [("ignore-stage", Scope::Stage), ("ignore-file", Scope::File), ("ignore", Scope::Instruction)]
        .into_iter()
        .find_map(|(word, scope)| Some((cursor.eat_word(word)?, scope)))?;
    let Some(list) = after.blanks().eat("[") else {
        // Where rules are named and the brackets forgotten, the rules are meant, and no others.
        let named = after.blanks();
        let end = named.rest().find([' ', '\t']).unwrap_or(named.rest().len());
        // A word alone, `style` or `shell`, is rather the reason.
        let is_id = named.rest()[..end].contains(|it: char| it == '-' || it.is_ascii_digit());
        let ids = named.ids(end, ',', |id| indices(&registry::resolve(id)));
        if is_id && ids.iter().any(|id| !id.rules.is_empty()) {
            let reason = named.skip(end).trimmed();
            return Some(Parsed { tool: Tool::Plimsoll, scope, ids, reason, is_blanket: false });
        }
        let everything = (0..registry::count()).map(RuleIndex).collect();
        return Some(Parsed {
            reason: after.trimmed(),
            ..blanket(Tool::Plimsoll, scope, cursor, after.at - cursor.at, everything)
        });
    };
    let end = list.rest().find(']')?;
    let ids = list.ids(end, ',', |id| indices(&registry::resolve(id)));
    let reason = list.skip(end + 1).trimmed();
    Some(Parsed { tool: Tool::Plimsoll, scope, ids, reason, is_blanket: false })
}

/// A comment that means all of `rules`; its one id is the word of `len` bytes.
fn blanket(tool: Tool, scope: Scope, word: Cursor<'_>, len: usize, rules: Vec<RuleIndex>) -> Parsed {
    let range = TextRange::at(size(word.at), size(len)) + word.base;
    Parsed { tool, scope, ids: vec![IgnoreId::new(range, rules)], reason: None, is_blanket: true }
}

/// `hadolint ignore=DL3008,SC2086 # reason`, `hadolint global ignore=…`, `hadolint stage ignore=…`
fn hadolint(cursor: Cursor<'_>) -> Option<Parsed> {
    let cursor = cursor.eat_word("hadolint")?.blanks();
    let (cursor, scope) = if let Some(cursor) = cursor.eat_word("global") {
        (cursor.blanks(), Scope::File)
    } else if let Some(cursor) = cursor.eat_word("stage") {
        (cursor.blanks(), Scope::Stage)
    } else {
        (cursor, Scope::Instruction)
    };
    let cursor = cursor.eat_word("ignore")?.blanks().eat("=")?.blanks();
    let list = |rest: &str| {
        let is_id = |character: char| character.is_ascii_alphanumeric() || "-_, \t/".contains(character);
        rest.find(|character| !is_id(character)).unwrap_or(rest.len())
    };
    let end = list(cursor.rest());
    let ids = cursor.ids(end, ',', alias);
    let reason = cursor.skip(end).trim_marks(&['#', ' ', '\t']).trimmed();
    Some(Parsed { tool: Tool::Hadolint, scope, ids, reason, is_blanket: false })
}

/// `shellcheck disable=SC2086,SC2046`, perhaps with other directives around it. Source: ShellCheck's wiki,
/// "Directive", 2026-11.
fn shellcheck(cursor: Cursor<'_>) -> Option<Parsed> {
    let mut cursor = cursor.eat_word("shellcheck")?.blanks();
    while !cursor.rest().starts_with("disable=") {
        let skipped = cursor.rest().find([' ', '\t'])?;
        if cursor.rest().starts_with('#') {
            return None;
        }
        cursor = cursor.skip(skipped).blanks();
    }
    let cursor = cursor.eat("disable=")?;
    let end = cursor.rest().find([' ', '\t', '#']).unwrap_or(cursor.rest().len());
    let ids = cursor.ids(end, ',', alias);
    let reason = cursor.skip(end).trim_marks(&['#', ' ', '\t']).trimmed();
    Some(Parsed { tool: Tool::Shellcheck, scope: Scope::Instruction, ids, reason, is_blanket: false })
}

/// `checkov:skip=CKV_DOCKER_3:reason`; it counts for the whole file. Source: checkov documentation,
/// "Suppressing and skipping policies", 2026-11.
fn checkov(cursor: Cursor<'_>) -> Option<Parsed> {
    let cursor = cursor.eat_word("checkov")?.eat(":")?.eat_word("skip")?.blanks().eat("=")?.blanks();
    let end = cursor.rest().find([':', ' ', '\t']).unwrap_or(cursor.rest().len());
    let ids = cursor.ids(end, ',', alias);
    let reason = cursor.skip(end).trim_marks(&[':', ' ', '\t']).trimmed();
    Some(Parsed { tool: Tool::Checkov, scope: Scope::File, ids, reason, is_blanket: false })
}

/// `trivy:ignore:DS-0002`, several in one comment, each perhaps with `:exp:2026-01-01`. Source: trivy
/// documentation, "Filtering", 2026-11.
fn trivy(cursor: Cursor<'_>) -> Option<Parsed> {
    cursor.eat_word("trivy")?.eat(":")?.eat_word("ignore")?.eat(":")?;
    let mut ids = Vec::new();
    let mut at = cursor.at;
    while let Some(found) = cursor.text[at..].find("trivy:ignore:") {
        let start = at + found + "trivy:ignore:".len();
        let rest = &cursor.text[start..];
        let len = rest.find([' ', '\t', ':', '[']).unwrap_or(rest.len());
        let id = Cursor { at: start, ..cursor };
        ids.extend(id.ids(len, ',', |id| alias(&trivy_id(id))));
        at = start + len;
    }
    Some(Parsed { tool: Tool::Trivy, scope: Scope::Instruction, ids, reason: None, is_blanket: false })
}

/// `skip=JSONArgsRecommended,StageNameCasing;error=true`, the value of a `check=` comment.
fn buildkit(cursor: Cursor<'_>, scope: Scope) -> Option<Parsed> {
    let mut ids = Vec::new();
    let mut start = cursor.at;
    for part in cursor.text[cursor.at..].split(';') {
        let key = part.trim_start();
        if let Some(names) = key.strip_prefix("skip").map(str::trim_start).and_then(|rest| rest.strip_prefix('=')) {
            let at = start + part.len() - names.len();
            let names = Cursor { at, ..cursor };
            ids.extend(names.ids(part.len() - (at - start), ',', |id| {
                if id.eq_ignore_ascii_case("all") { every_buildkit_check() } else { alias(id) }
            }));
        }
        start += part.len() + 1;
    }
    let is_all = |id: &IgnoreId| {
        let start = usize::from(id.range.start() - cursor.base);
        cursor.text[start..start + usize::from(id.range.len())].eq_ignore_ascii_case("all")
    };
    let is_blanket = ids.iter().any(is_all);
    (!ids.is_empty()).then_some(Parsed { tool: Tool::Buildkit, scope, ids, reason: None, is_blanket })
}

/// `kics-scan ignore`, `kics-scan ignore-line`, `kics-scan ignore-block`, `kics-scan disable=ID,ID`. Source: KICS
/// documentation, "Running KICS", 2026-11.
fn kics(cursor: Cursor<'_>) -> Option<Parsed> {
    let cursor = cursor.eat_word("kics-scan")?.blanks();
    if let Some(list) = cursor.eat("disable=") {
        let end = list.rest().find([' ', '\t']).unwrap_or(list.rest().len());
        let ids = list.ids(end, ',', alias);
        return Some(Parsed { tool: Tool::Kics, scope: Scope::File, ids, reason: None, is_blanket: false });
    }
    let forms = [("ignore-line", Scope::Instruction), ("ignore-block", Scope::Instruction), ("ignore", Scope::File)];
    let (word, scope) = forms.into_iter().find(|(word, _)| cursor.eat_word(word).is_some())?;
    Some(blanket(Tool::Kics, scope, cursor, word.len(), registry::with_check_of(ForeignTool::Kics)))
}

/// `nosemgrep`, `nosemgrep: rule, rule`. Source: semgrep documentation, "Ignore files, folders, and code", 2026-11.
fn semgrep(cursor: Cursor<'_>) -> Option<Parsed> {
    let after = cursor.eat_word("nosemgrep").or_else(|| cursor.eat_word("nosem"))?;
    match after.eat(":").filter(|list| !list.rest().trim().is_empty()) {
        Some(list) => {
            let ids = list.ids(list.rest().len(), ',', alias);
            Some(Parsed { tool: Tool::Semgrep, scope: Scope::Instruction, ids, reason: None, is_blanket: false })
        }
        None => {
            let rules = registry::with_check_of(ForeignTool::Semgrep);
            Some(blanket(Tool::Semgrep, Scope::Instruction, cursor, after.at - cursor.at, rules))
        }
    }
}

/// `NOSONAR`, perhaps with words behind it. It never names a rule. Source: SonarQube documentation, "Managing
/// issues", 2026-11.
fn sonar(cursor: Cursor<'_>) -> Option<Parsed> {
    let after = cursor.eat_word("NOSONAR")?;
    let rules = registry::with_check_of(ForeignTool::Sonar);
    let parsed = blanket(Tool::Sonar, Scope::Instruction, cursor, after.at - cursor.at, rules);
    Some(Parsed { reason: after.trim_marks(&[':', '-', ' ', '\t']).trimmed(), ..parsed })
}

/// `tally ignore=tally/a,hadolint/DL3008;reason=why`, `tally global ignore=…`. Source: tally's documentation, 0.44.
fn tally(cursor: Cursor<'_>) -> Option<Parsed> {
    let cursor = cursor.eat_word("tally")?.blanks();
    let (cursor, scope) = match cursor.eat_word("global") {
        Some(cursor) => (cursor.blanks(), Scope::File),
        None => (cursor, Scope::Instruction),
    };
    let list = cursor.eat_word("ignore")?.blanks().eat("=")?.blanks();
    let end = list.rest().find(';').unwrap_or(list.rest().len());
    let ids = list.ids(end, ',', |id| {
        let known = alias(id);
        let short = ["hadolint/", "buildkit/", "shellcheck/"].iter().find_map(|tool| id.strip_prefix(tool));
        if known.is_empty() { short.map(alias).unwrap_or_default() } else { known }
    });
    let reason = list.skip(end).trim_marks(&[';', ' ', '\t']).eat("reason=").and_then(Cursor::trimmed);
    Some(Parsed { tool: Tool::Tally, scope, ids, reason, is_blanket: false })
}

/// `dockerfile-utils: ignore`; that tool looks at syntax and at what BuildKit checks. Source: the README of
/// dockerfile-utils, 0.16.
fn dockerfile_utils(cursor: Cursor<'_>) -> Option<Parsed> {
    let word = cursor.eat_word("dockerfile-utils")?.blanks().eat(":")?.blanks();
    word.eat_word("ignore")?;
    let of_syntax = registry::rules().filter(|(group, rule)| group.name == "syntax" || rule.buildkit_check().is_some());
    let rules = of_syntax.filter_map(|(_, rule)| registry::index_of(rule.id)).collect();
    Some(blanket(Tool::DockerfileUtils, Scope::Instruction, word, "ignore".len(), rules))
}

fn every_buildkit_check() -> Vec<RuleIndex> {
    let rules = registry::rules().filter(|(_, rule)| rule.buildkit_check().is_some());
    rules.filter_map(|(_, rule)| registry::index_of(rule.id)).collect()
}

/// trivy knows one check as `DS-0002`, `DS002` and `AVD-DS-0002`; ours carry the first form.
fn trivy_id(id: &str) -> String {
    let id = id.to_ascii_uppercase();
    let id = id.strip_prefix("AVD-").unwrap_or(&id);
    match id.strip_prefix("DS").map(|rest| rest.trim_start_matches('-')) {
        Some(number) if !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!("DS-{number:0>4}")
        }
        _ => id.to_owned(),
    }
}

fn alias(id: &str) -> Vec<RuleIndex> {
    registry::index_of(id).into_iter().chain(registry::by_alias(id)).collect()
}

fn indices(rules: &[&'static crate::Rule]) -> Vec<RuleIndex> {
    rules.iter().filter_map(|rule| registry::index_of(rule.id)).collect()
}

/// A place in the text of a comment.
#[derive(Clone, Copy)]
struct Cursor<'t> {
    text: &'t str,
    at: usize,
    base: TextSize,
}

impl<'t> Cursor<'t> {
    fn rest(self) -> &'t str {
        &self.text[self.at..]
    }

    fn skip(self, bytes: usize) -> Self {
        Self { at: (self.at + bytes).min(self.text.len()), ..self }
    }

    fn blanks(self) -> Self {
        self.trim_marks(&[' ', '\t'])
    }

    fn trim_marks(self, marks: &[char]) -> Self {
        self.skip(self.rest().len() - self.rest().trim_start_matches(marks).len())
    }

    fn eat(self, token: &str) -> Option<Self> {
        self.rest().starts_with(token).then(|| self.skip(token.len()))
    }

    /// Eats a word in any case that ends here.
    fn eat_word(self, word: &str) -> Option<Self> {
        let head = self.rest().get(..word.len())?;
        let after = self.skip(word.len());
        let ends = !after.rest().starts_with(|next: char| next.is_ascii_alphanumeric() || next == '-' || next == '_');
        (head.eq_ignore_ascii_case(word) && ends).then_some(after)
    }

    /// The ids in the next `len` bytes, each looked up.
    fn ids(self, len: usize, separator: char, look_up: impl Fn(&str) -> Vec<RuleIndex>) -> Vec<IgnoreId> {
        let mut start = self.at;
        let mut ids = Vec::new();
        for part in self.text[self.at..self.at + len].split(separator) {
            let id = part.trim();
            if let Some(id) = id.split_ascii_whitespace().next() {
                let at = start + (part.len() - part.trim_start().len());
                let range = range(at, at + id.len()) + self.base;
                ids.push(IgnoreId::new(range, look_up(id)));
            }
            start += part.len() + separator.len_utf8();
        }
        ids
    }

    fn trimmed(self) -> Option<TextRange> {
        let start = self.blanks();
        let text = start.rest().trim_end();
        (!text.is_empty()).then(|| TextRange::at(size(start.at), size(text.len())) + self.base)
    }
}

#[cfg(test)]
mod tests {
    use super::{Parsed, Scope, Tool, parse, raises_errors, trivy_id};
    use plimsoll_text::{TextSize, slice};

    fn read(text: &str) -> (Parsed, Vec<&str>) {
        let parsed = parse(text, TextSize::new(0)).unwrap_or_else(|| panic!("{text} is an ignore comment"));
        let ids = parsed.ids.iter().map(|id| slice(text, id.range)).collect();
        (parsed, ids)
    }

    #[test]
    fn every_notation() {
        for (text, tool, scope, ids) in [
            (
                "# plimsoll: ignore[latest-tag, root-user] on purpose",
                Tool::Plimsoll,
                Scope::Instruction,
                &["latest-tag", "root-user"][..],
            ),
            (
                "# plimsoll: ignore-file latest-tag,DL3008 on purpose",
                Tool::Plimsoll,
                Scope::File,
                &["latest-tag", "DL3008"],
            ),
            ("# plimsoll: ignore style matters little", Tool::Plimsoll, Scope::Instruction, &["ignore"]),
            ("#plimsoll: ignore-file[base-image]", Tool::Plimsoll, Scope::File, &["base-image"]),
            ("# plimsoll: ignore-stage[latest-tag]", Tool::Plimsoll, Scope::Stage, &["latest-tag"]),
            ("# hadolint ignore=DL3008,SC2086", Tool::Hadolint, Scope::Instruction, &["DL3008", "SC2086"]),
            ("#hadolint ignore = DL3008 , DL3007 # old", Tool::Hadolint, Scope::Instruction, &["DL3008", "DL3007"]),
            ("# hadolint global ignore=DL3007", Tool::Hadolint, Scope::File, &["DL3007"]),
            (
                "# check=skip=FromPlatformFlagConstDisallowed,JSONArgsRecommended",
                Tool::Buildkit,
                Scope::Instruction,
                &["FromPlatformFlagConstDisallowed", "JSONArgsRecommended"],
            ),
            (
                "# shellcheck shell=bash disable=SC2086,SC2046 # split on purpose",
                Tool::Shellcheck,
                Scope::Instruction,
                &["SC2086", "SC2046"],
            ),
            ("#checkov:skip=CKV_DOCKER_3:not here", Tool::Checkov, Scope::File, &["CKV_DOCKER_3"]),
            (
                "# trivy:ignore:DS002 trivy:ignore:AVD-DS-0001:exp:2027-01-01",
                Tool::Trivy,
                Scope::Instruction,
                &["DS002", "AVD-DS-0001"],
            ),
            ("# plimsoll: ignore-file made by a tool", Tool::Plimsoll, Scope::File, &["ignore-file"]),
            ("# kics-scan ignore", Tool::Kics, Scope::File, &["ignore"]),
            ("# kics-scan ignore-line", Tool::Kics, Scope::Instruction, &["ignore-line"]),
            ("# kics-scan disable=ab-1,cd-2", Tool::Kics, Scope::File, &["ab-1", "cd-2"]),
            ("# nosemgrep", Tool::Semgrep, Scope::Instruction, &["nosemgrep"]),
            ("# nosemgrep: a.b.c, d", Tool::Semgrep, Scope::Instruction, &["a.b.c", "d"]),
            ("# NOSONAR the base is ours", Tool::Sonar, Scope::Instruction, &["NOSONAR"]),
            (
                "# tally ignore=tally/max-lines,hadolint/DL3008;reason=no",
                Tool::Tally,
                Scope::Instruction,
                &["tally/max-lines", "hadolint/DL3008"],
            ),
            ("# tally global ignore=DL3008", Tool::Tally, Scope::File, &["DL3008"]),
            ("# dockerfile-utils: ignore", Tool::DockerfileUtils, Scope::Instruction, &["ignore"]),
        ] {
            let (parsed, found) = read(text);
            assert_eq!((parsed.tool, parsed.scope, &found[..]), (tool, scope, ids), "{text}");
        }
    }

    #[test]
    fn reasons() {
        let (parsed, _) = read("# plimsoll: ignore[latest-tag] we build it ourselves ");
        assert_eq!(
            slice("# plimsoll: ignore[latest-tag] we build it ourselves ", parsed.reason.unwrap()),
            "we build it ourselves"
        );
        let (parsed, _) = read("# hadolint ignore=DL3008 # pinned by snapshot");
        assert_eq!(
            slice("# hadolint ignore=DL3008 # pinned by snapshot", parsed.reason.unwrap()),
            "pinned by snapshot"
        );
    }

    #[test]
    fn a_blanket_is_known_as_one() {
        for text in ["# plimsoll: ignore-file", "# check=skip=all", "# NOSONAR", "# nosemgrep", "# kics-scan ignore"] {
            assert!(read(text).0.is_blanket, "{text}");
        }
        for text in ["# plimsoll: ignore-file[all]", "# check=skip=StageNameCasing", "# nosemgrep: a"] {
            assert!(!read(text).0.is_blanket, "{text}");
        }
    }

    #[test]
    fn build_checks_become_errors() {
        for value in ["error=true", "skip=all;error=true", "skip=A; error = True ", "error=1"] {
            assert!(raises_errors(value), "{value}");
        }
        for value in ["", "skip=all", "error=false", "error", "skip=error=true"] {
            assert!(!raises_errors(value), "{value}");
        }
    }

    #[test]
    fn other_comments_are_none() {
        for text in [
            "# ignore=DL3008",
            "# hadolint is a linter",
            "# check the tag",
            "# plimsoll ignore",
            "#",
            "# trivy",
            "# nosonars",
            "# kics-scan enable=x",
            "# tally shell=bash",
        ] {
            assert_eq!(parse(text, TextSize::new(0)), None, "{text}");
        }
    }

    #[test]
    fn trivy_ids_have_one_form() {
        assert_eq!(["DS002", "DS-0002", "AVD-DS-0002", "ds-0002"].map(trivy_id), ["DS-0002"; 4]);
    }
}
