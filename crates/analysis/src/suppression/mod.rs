//! Comments that keep rules quiet.
//!
//! Invariant: which diagnostics a comment keeps quiet is decided after the rules ran, so an ignore comment that
//! does nothing is known as such.

mod comment;
mod scope;

use crate::Settings;
use crate::registry::RuleIndex;
use plimsoll_text::TextRange;

pub(crate) use scope::{in_dockerfile, in_requirements};

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
}

impl IgnoreId {
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
}

impl Ledger {
    pub(crate) fn new(mut suppressions: Vec<Suppression>, settings: &Settings) -> Self {
        if !settings.inline_ignores() {
            suppressions.clear();
        }
        for id in suppressions.iter_mut().flat_map(|suppression| &mut suppression.ids) {
            id.live = id.rules.iter().any(|rule| settings.is_on(*rule));
        }
        Self { suppressions }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.suppressions.is_empty()
    }

    /// The comment that keeps `rule` quiet at `range`. All that do count as used.
    pub(crate) fn cover(&mut self, rule: RuleIndex, range: TextRange) -> Option<TextRange> {
        let mut found = None;
        for suppression in &mut self.suppressions {
            if suppression.covers.is_some_and(|covers| !covers.contains_inclusive(range.start())) {
                continue;
            }
            for id in suppression.ids.iter_mut().filter(|id| id.rules.contains(&rule)) {
                id.used = true;
                found.get_or_insert(suppression.range);
            }
        }
        found
    }

    pub(crate) fn finish(self) -> Vec<Suppression> {
        self.suppressions
    }
}
