//! Comments that keep rules quiet.
//!
//! Invariant: which diagnostics a comment keeps quiet is decided after the rules ran, so an ignore comment that
//! does nothing is known as such.

mod blocks;
mod comment;
mod delete;
mod insert;
mod scope;

use crate::Settings;
use crate::registry::RuleIndex;
use plimsoll_text::TextRange;

pub(crate) use blocks::in_carrier;
pub(crate) use delete::whole_comment;
pub use insert::suppress;
pub(crate) use scope::{in_dockerfile, in_requirements, raises_errors};

/// One comment that keeps rules quiet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppression {
    /// `# hadolint ignore=DL3008`: the whole comment.
    pub range: TextRange,
    /// Whose notation it is.
    pub tool: Tool,
    /// What the comment covers, as written.
    pub scope: Scope,
    /// The text that it covers; `None` for the whole file.
    pub covers: Option<TextRange>,
    /// The ids, in order.
    pub ids: Vec<IgnoreId>,
    /// The reason that it gives.
    pub reason: Option<TextRange>,
    /// Whether it names no rules and means all that its tool has; its one id is then the word that says so.
    pub is_blanket: bool,
}

/// One id in an ignore comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IgnoreId {
    /// `DL3008`
    pub range: TextRange,
    /// The rules that it stands for; empty when it is unknown.
    pub(crate) rules: Vec<RuleIndex>,
    /// Whether it kept something quiet.
    pub used: bool,
    /// Whether one of its rules ran, so that it could have kept something quiet.
    pub live: bool,
    /// The rules that it kept quiet, in the order of what was found.
    pub(crate) hits: Vec<RuleIndex>,
}

impl IgnoreId {
    pub(crate) fn new(range: TextRange, rules: Vec<RuleIndex>) -> Self {
        Self { range, rules, used: false, live: false, hits: Vec::new() }
    }

    /// Whether it stands for a rule of plimsoll.
    #[must_use]
    pub fn is_known(&self) -> bool {
        !self.rules.is_empty()
    }
}

/// Whose notation an ignore comment has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tool {
    /// `# plimsoll: ignore[…]`
    Plimsoll,
    /// `# hadolint ignore=…`
    Hadolint,
    /// `# check=skip=…`
    Buildkit,
    /// `#checkov:skip=…`
    Checkov,
    /// `#trivy:ignore:…`
    Trivy,
    /// `# shellcheck disable=…` between the lines of a RUN, or above it.
    Shellcheck,
    /// `# kics-scan ignore-line`
    Kics,
    /// `# nosemgrep: …`
    Semgrep,
    /// `# NOSONAR`
    Sonar,
    /// `# tally ignore=…`
    Tally,
    /// `# dockerfile-utils: ignore`
    DockerfileUtils,
}

/// How far an ignore comment reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// The next instruction, or the one around it.
    Instruction,
    /// The stage.
    Stage,
    /// The file.
    File,
}

/// Keeps the books: which comment kept what quiet.
#[derive(Debug)]
pub(crate) struct Ledger {
    suppressions: Vec<Suppression>,
    /// Whether comments count; those that do not are still there for the rules about them.
    counts: bool,
}

impl Ledger {
    pub(crate) fn new(mut suppressions: Vec<Suppression>, settings: &Settings) -> Self {
        let counts = settings.inline_ignores();
        for id in suppressions.iter_mut().flat_map(|suppression| &mut suppression.ids) {
            id.live = counts && id.rules.iter().any(|rule| settings.is_on(*rule));
        }
        Self { suppressions, counts }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.suppressions.is_empty()
    }

    /// The comment that keeps `rule` quiet at `range`. All that do count as used.
    pub(crate) fn cover(&mut self, rule: RuleIndex, range: TextRange) -> Option<TextRange> {
        let mut found = None;
        if !self.counts {
            return found;
        }
        for suppression in &mut self.suppressions {
            if suppression.covers.is_some_and(|covers| !covers.contains_inclusive(range.start())) {
                continue;
            }
            for id in suppression.ids.iter_mut().filter(|id| id.rules.contains(&rule)) {
                id.used = true;
                if !id.hits.contains(&rule) {
                    id.hits.push(rule);
                }
                found.get_or_insert(suppression.range);
            }
        }
        found
    }

    pub(crate) fn finish(self) -> Vec<Suppression> {
        self.suppressions
    }
}

#[cfg(test)]
mod tests {
    use crate::{FileKind, Level, Preset, SettingsBuilder, SourceFile, Workspace, analyze};

    /// Lines, from 1, of the `latest-tag` findings that are left.
    fn left(text: &str) -> Vec<usize> {
        let mut builder = SettingsBuilder::new(Preset::Recommended);
        let settings = builder.only().level("latest-tag", Level::Warning).expect("a rule").build();
        let file = SourceFile::new("Dockerfile", text, FileKind::Dockerfile);
        let diagnostics = analyze(&file, &settings, &Workspace::default()).diagnostics;
        diagnostics.iter().map(|it| text[..usize::from(it.range.start())].matches('\n').count() + 1).collect()
    }

    #[test]
    fn the_next_instruction() {
        for comment in [
            "# plimsoll: ignore[latest-tag] ours",
            "# plimsoll: ignore[DL3007]",
            "# hadolint ignore=DL3007",
            "# hadolint ignore=latest-tag,DL3008",
        ] {
            assert_eq!(left(&format!("{comment}\nFROM a:latest\nFROM b:latest\n")), [3], "{comment}");
        }
    }

    #[test]
    fn the_file() {
        for comment in [
            "# plimsoll: ignore-file[latest-tag]",
            "# hadolint global ignore=DL3007",
            "#checkov:skip=CKV_DOCKER_7:ours",
            "# trivy:ignore:DS001",
        ] {
            assert_eq!(left(&format!("{comment}\nFROM a:latest\nFROM b:latest\n")), [0; 0], "{comment}");
        }
    }

    #[test]
    fn the_stage() {
        let text = "FROM a:latest AS a\n# plimsoll: ignore-stage[latest-tag]\nFROM b:latest\nCOPY --from=c:latest x y\nFROM d:latest\n";
        assert_eq!(left(text), [1, 5]);
        let text = "# hadolint stage ignore=DL3007\nFROM b:latest\nCOPY --from=c:latest x y\nFROM d:latest\n";
        assert_eq!(left(text), [4]);
    }

    #[test]
    fn inside_a_continuation() {
        let text = "FROM a:1\nRUN --mount=from=b:latest,target=/x \\\n  # plimsoll: ignore[latest-tag]\n  true\nFROM c:latest\n";
        assert_eq!(left(text), [5]);
    }

    #[test]
    fn comments_do_not_count_where_settings_say_so() {
        let mut builder = SettingsBuilder::new(Preset::Recommended);
        let settings = builder.inline_ignores(false).build();
        let file = SourceFile::new("Dockerfile", "# hadolint ignore=DL3007\nFROM a:latest\n", FileKind::Dockerfile);
        let analysis = analyze(&file, &settings, &Workspace::default());
        assert!(analysis.diagnostics.iter().any(|it| it.rule.id == "latest-tag"));
        assert!(analysis.suppressed.is_empty());
    }

    #[test]
    fn what_is_kept_quiet_is_known() {
        let file = SourceFile::new("Dockerfile", "# hadolint ignore=DL3007\nFROM a:latest\n", FileKind::Dockerfile);
        let settings = crate::Settings::default();
        let analysis = analyze(&file, &settings, &Workspace::default());
        let quiet: Vec<_> =
            analysis.suppressed.iter().map(|it| (it.diagnostic.rule.id, it.comment.is_some())).collect();
        assert_eq!(quiet, [("latest-tag", true)]);
    }

    #[test]
    fn a_value_path_of_a_task_definition() {
        let text = r#"{"family":"x","containerDefinitions":[{"name":"a","image":"a:latest"},{"name":"b","image":"b:latest"}]}"#;
        let file = SourceFile::new("task.json", text, FileKind::TaskDefinition);
        let mut builder = SettingsBuilder::new(Preset::Recommended);
        builder.only().on("latest-container-image").expect("a rule");
        builder.ignore_at("latest-container-image", "containerDefinitions[a]").expect("a rule");
        let analysis = analyze(&file, &builder.build(), &Workspace::default());
        assert_eq!((analysis.diagnostics.len(), analysis.suppressed.len()), (1, 1));
        assert!(analysis.suppressed[0].comment.is_none());
    }
}
