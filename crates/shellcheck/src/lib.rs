//! ShellCheck's codes for the scripts of a Dockerfile: `SC2086` and its like, at ranges of the file.
//!
//! A [`Linter`] takes scripts as `plimsoll-shell` read them and gives [`Finding`]s. The linter underneath stays hidden;
//! what it says is checked against what is known about a build, and what means nothing there is left out.
//!
//! Invariant: linting never fails and does no input or output; the same script gives the same findings. Ranges and
//! edits are ranges of the file, and an edit never touches a character that the shell does not see.

mod codes;
mod engine;
pub mod external;
mod fixes;
mod lists;
mod meant;
mod own;
mod quiet;
mod text;
mod words;

pub use codes::{Code, CodeLevel, CodePlace, code, codes};
pub use text::LONGEST;

use plimsoll_shell::{Dialect, Script, SetVariable, ShellOptions};
use plimsoll_text::{Edits, TextRange};
use text::Text;

/// What a linter found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// `2086`
    pub code: u16,
    /// The characters that it is about.
    pub range: TextRange,
    /// What is there: lower case, no full stop.
    pub message: String,
    /// What can be done.
    pub fix: Option<Fix>,
}

/// A change that mends a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as an order.
    pub title: String,
    /// How far it may be trusted.
    pub trust: Trust,
    /// The change.
    pub edits: Edits,
}

/// How far a fix may be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust {
    /// It says what may be meant; a person must look.
    Choice,
    /// It may change behaviour.
    Unsafe,
    /// The build keeps its meaning.
    Safe,
}

/// A script and what is known about its shell.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The text of the file.
    pub source: &'a str,
    /// The script.
    pub script: &'a Script,
    /// What `sh` is in the image.
    pub sh: Dialect,
    /// The options that the shell was started with.
    pub options: ShellOptions,
    /// Whether continued lines were joined before the shell sees them, as in everything but heredocs.
    pub is_joined: bool,
    /// `<<EOF` of heredocs that the builder takes out of the command line.
    pub heredocs: &'a [TextRange],
    /// What is set when the script begins.
    pub variables: &'a [SetVariable<'a>],
    /// Whether the script runs when the container starts, with variables that the build does not know.
    pub at_run_time: bool,
    /// Whether findings that mean nothing in a build are wanted all the same.
    pub everything: bool,
}

/// Lints scripts for a set of codes.
#[derive(Debug)]
pub struct Linter {
    engine: engine::Engine,
    codes: Vec<u16>,
}

impl Linter {
    /// A linter for these codes.
    #[must_use]
    pub fn new(codes: impl IntoIterator<Item = u16>) -> Self {
        let mut codes: Vec<u16> = codes.into_iter().collect();
        codes.sort_unstable();
        codes.dedup();
        Self { engine: engine::Engine::new(&codes), codes }
    }

    /// Whether there is a code to look for.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.codes.is_empty()
    }

    /// Lints one script, and the scripts inside it.
    #[must_use]
    pub fn lint(&mut self, request: &Request<'_>) -> Vec<Finding> {
        self.collect(request, |engine, text| engine.lint(text))
    }

    /// What a ShellCheck that ran before said of the script; a text that it was not asked about has no findings.
    #[must_use]
    pub fn recall(&mut self, request: &Request<'_>, answers: &external::Answers) -> Vec<Finding> {
        self.collect(request, |_, text| answers.findings(text, request))
    }

    fn collect(
        &mut self,
        request: &Request<'_>,
        lint: impl Fn(&mut engine::Engine, &Text<'_>) -> Vec<Finding>,
    ) -> Vec<Finding> {
        let mut findings = Vec::new();
        for text in text::all(request) {
            let mut found = lint(&mut self.engine, &text);
            found.retain(|finding| self.codes.binary_search(&finding.code).is_ok());
            found.retain(|finding| match request.everything {
                true => !quiet::is_unknown_to_hadolint(finding, &text, request),
                false => !quiet::is_pointless(finding, &text, request),
            });
            found.iter_mut().for_each(|finding| fixes::complete(finding, &text, request));
            findings.append(&mut found);
        }
        findings.sort_by_key(|finding| (finding.range.start(), finding.code));
        findings.dedup();
        findings
    }
}

/// Whether plimsoll finds a code by itself; else only a real ShellCheck does.
#[must_use]
pub fn is_built_in(code: u16) -> bool {
    engine::is_known(code) || own::CODES.contains(&code)
}
