//! What hadolint does not read, told from the text alone.
//!
//! Invariant: three rules that a reader can check, each counted for itself. A file that hadolint answers with `DL1000`
//! alone, where BuildKit and plimsoll read it, has nothing to compare. A heredoc in the place of the command that starts
//! with `#!` is read by the program that the line names, while hadolint takes it for a script of `sh`: what ShellCheck
//! says of it is about another language, and where the program is no shell, everything is. A RUN that PowerShell or cmd
//! reads, by SHELL or on a Windows base image, is none of `sh` either: hadolint leaves it to PowerShell under SHELL, but
//! forgets SHELL at the next ENV or ARG, and knows no base images.

use super::compare::Found;
use plimsoll_dockerfile::heredoc_text;
use plimsoll_model::dockerfile::Build;
use plimsoll_text::{Encoding, LineIndex};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// hadolint's code for a file that it cannot read.
const UNREADABLE: &str = "DL1000";

/// What is left out, one more with each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Without {
    Nothing,
    Files,
    Heredocs,
    PowerShell,
}

impl Without {
    pub(super) const ALL: [Self; 4] = [Self::Nothing, Self::Files, Self::Heredocs, Self::PowerShell];

    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Nothing => "all",
            Self::Files => "without files that hadolint cannot read",
            Self::Heredocs => "and without heredocs that begin with `#!`",
            Self::PowerShell => "and without what PowerShell or cmd reads",
        }
    }
}

/// The lines of instructions in a file that hadolint reads as something else than they are.
#[derive(Debug, Default)]
pub(super) struct Unread {
    /// Heredocs in another dialect: codes of ShellCheck are left out.
    scripts: BTreeSet<u32>,
    /// Heredocs in another language: all codes are left out.
    programs: BTreeSet<u32>,
    /// What PowerShell or cmd reads: codes of ShellCheck are left out.
    foreign: BTreeSet<u32>,
}

impl Unread {
    pub(super) fn of(folder: &Path, path: &str) -> Self {
        let source = std::fs::read_to_string(folder.join(path)).unwrap_or_default();
        let syntax = plimsoll_dockerfile::parse(&source);
        let build = Build::new(&source, &syntax);
        let lines = LineIndex::new(&source);
        let mut unread = Self::default();
        for (step, it) in build.steps.iter().enumerate() {
            let instruction = it.instruction;
            let line = lines.position(&source, instruction.range.start(), Encoding::Utf8).line + 1;
            if build.shell_kind(step).dialect().is_none() {
                unread.foreign.insert(line);
            }
            for heredoc in &instruction.heredocs {
                let text = heredoc_text(&source, heredoc);
                let Some(interpreter) = text.strip_prefix("#!").and_then(|rest| rest.lines().next()) else { continue };
                let mut words = interpreter.split(|char: char| char.is_whitespace() || char == '/');
                unread.scripts.insert(line);
                if !words.any(|word| ["sh", "bash", "dash", "ash", "ksh", "zsh"].contains(&word)) {
                    unread.programs.insert(line);
                }
            }
        }
        unread
    }

    fn covers(&self, found: &Found, without: Without) -> bool {
        let is_script = found.code.starts_with("SC");
        let heredocs = if is_script { &self.scripts } else { &self.programs };
        without >= Without::Heredocs && heredocs.contains(&found.line)
            || without >= Without::PowerShell && is_script && self.foreign.contains(&found.line)
    }
}

/// Both sides without what hadolint does not read.
pub(super) fn comparable(
    ours: &BTreeMap<String, Vec<Found>>,
    theirs: &BTreeMap<String, Vec<Found>>,
    unread: &BTreeMap<String, Unread>,
    without: Without,
) -> [BTreeMap<String, Vec<Found>>; 2] {
    let is_refused = |path: &String, of: &BTreeMap<String, Vec<Found>>| {
        of.get(path).is_some_and(|found| found.iter().any(|it| it.code == UNREADABLE))
    };
    let is_left_out = |path: &String| without >= Without::Files && is_refused(path, theirs) && !is_refused(path, ours);
    let left = |of: &BTreeMap<String, Vec<Found>>| {
        let files = of.iter().filter(|(path, _)| !is_left_out(path));
        let kept = files.map(|(path, found)| {
            let is_read = |it: &&Found| unread.get(path).is_none_or(|unread| !unread.covers(it, without));
            (path.clone(), found.iter().filter(is_read).cloned().collect())
        });
        kept.collect()
    };
    [left(ours), left(theirs)]
}
