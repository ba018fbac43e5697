//! Package managers: what a command asks of them.
//!
//! Example: `sudo apt-get -qq install -y curl=7.88.*` is an [`Action::Install`] of apt with one operand.

use super::managers::{Action, Manager, Spec, program_of};
use super::operands::{Operand, Operands, OptionKind};
use crate::tables::options;
use plimsoll_shell::{Command, Word};
use plimsoll_text::{TextRange, TextSize};

/// A command that runs a package manager.
#[derive(Debug, Clone)]
pub struct PackageCommand<'a> {
    /// Which one.
    pub manager: Manager,
    /// What it is asked to do.
    pub action: Action,
    /// `install`, as it is called here: `in`, `dist-clean`.
    pub subcommand: &'a str,
    /// `apt-get … install`: from the program to the subcommand.
    pub head: TextRange,
    /// The arguments behind the subcommand.
    pub operands: Operands<'a>,
    /// Options between program and subcommand.
    pub global: Operands<'a>,
}

impl<'a> PackageCommand<'a> {
    /// The packages that an install names. Files, URLs and words with expansions are left out.
    pub fn packages(&self) -> impl Iterator<Item = (&'a Word, &'a str)> {
        let operands = self.operands.operands.iter().filter(|_| self.action == Action::Install);
        operands.filter_map(|operand| Some((operand.word, operand.text?))).filter(|(_, text)| !is_path(text))
    }

    /// Whether one of the options in `names` is given, in front of the subcommand or behind it.
    #[must_use]
    pub fn has(&self, names: &[&str]) -> bool {
        self.global.has(names) || self.operands.has(names)
    }

    /// How often one of the options in `names` is given; `-qq` gives `-q` twice.
    #[must_use]
    pub fn count(&self, names: &[&str]) -> usize {
        let options = self.global.options.iter().chain(&self.operands.options);
        options.filter(|(name, ..)| names.contains(name)).count()
    }

    /// The arguments given to one of the options in `names`, in front of the subcommand or behind it.
    pub fn arguments<'n>(&self, names: &'n [&str]) -> impl Iterator<Item = Operand<'a>> + use<'_, 'a, 'n> {
        self.global.arguments(names).chain(self.operands.arguments(names))
    }

    /// Whether apt is asked to delete its package lists.
    #[must_use]
    pub fn is_dist_clean(&self) -> bool {
        self.action == Action::Clean && self.subcommand.ends_with("clean") && self.subcommand.starts_with("dist")
    }

    /// Where another option is added: behind the options that follow the subcommand, or directly behind it.
    #[must_use]
    pub fn option_place(&self) -> TextSize {
        let first = self.operands.operands.first().map(|operand| operand.word.range.start());
        let ends = self.operands.options.iter().map(|(_, word, value)| {
            let value = value.map_or(word.range.end(), |value| value.word.range.end());
            value.max(word.range.end())
        });
        let leading = ends.filter(|end| first.is_none_or(|first| *end <= first));
        leading.max().unwrap_or(self.head.end()).max(self.head.end())
    }

    /// The requirements files that a pip or uv install names.
    pub fn requirement_files(&self) -> Vec<Operand<'a>> {
        let is_below_pip = || self.global.operands.iter().any(|it| it.text == Some("pip"));
        match self.manager {
            // `uv pip sync requirements.txt`
            Manager::Uv if self.subcommand == "sync" && is_below_pip() => self.operands.operands.clone(),
            Manager::Pip | Manager::Uv => self.operands.arguments(&["-r", "--requirement", "--requirements"]).collect(),
            _ => Vec::new(),
        }
    }

    /// The constraints files that a pip or uv install names.
    pub fn constraint_files(&self) -> Vec<Operand<'a>> {
        match self.manager {
            Manager::Pip | Manager::Uv => self.operands.arguments(&["-c", "--constraint", "--constraints"]).collect(),
            _ => Vec::new(),
        }
    }
}

/// Reads a command as one of a package manager; wrappers such as `sudo` are seen through. `None` when it is
/// none, or asks for something else.
#[must_use]
pub fn package_command(command: &Command) -> Option<PackageCommand<'_>> {
    let effective = command.effective();
    let (program, args) = (effective.word?, effective.args);
    let (manager, args) = program_of(effective.name()?, args)?;
    let spec = manager.spec();
    let mut start = 0;
    let mut table = spec.table.to_owned();
    // `uv pip install`, `dnf -y group install`: a word in front of the subcommand.
    if let Some((at, prefix)) = prefix(spec, args) {
        start = at + 1;
        table = format!("{} {prefix}", spec.table);
    }
    let found = subcommand(spec, &args[start..]).map(|(at, action)| (start + at, action));
    let is_bare =
        || spec.bare && start == 0 && args.iter().all(|word| word.literal().is_some_and(is_option_of_install));
    if found.is_none() && !is_bare() {
        return None;
    }
    let table = format!("{table} install");
    let kind = |option: &str| match options::takes_argument(&table, option) {
        Some(true) => OptionKind::Argument,
        Some(false) => OptionKind::Flag,
        None => OptionKind::Unknown,
    };
    let (before, behind) = match found {
        Some((at, _)) if !spec.dashed => (&args[..at], &args[at + 1..]),
        _ => (&args[..0], args),
    };
    Some(PackageCommand {
        manager,
        action: found.map_or(Action::Install, |(_, action)| action),
        subcommand: found.and_then(|(at, _)| args[at].literal()).unwrap_or(""),
        head: found.map_or(program.range, |(at, _)| program.range.cover(args[at].range)),
        operands: Operands::read(behind, kind),
        global: Operands::read(before, kind),
    })
}

/// A word that stands in front of the subcommand; options may stand before it.
fn prefix(spec: &Spec, args: &[Word]) -> Option<(usize, &'static str)> {
    let mut skip = false;
    for (at, word) in args.iter().enumerate().filter(|_| !spec.prefixes.is_empty()) {
        let text = word.literal()?;
        if std::mem::take(&mut skip) {
            continue;
        }
        if !text.starts_with('-') {
            return spec.prefixes.iter().find(|prefix| **prefix == text).map(|prefix| (at, *prefix));
        }
        skip = !text.contains('=') && options::takes_argument(&format!("{} install", spec.table), text) == Some(true);
    }
    None
}

/// The first word that is a subcommand; options may stand before it.
fn subcommand(spec: &Spec, args: &[Word]) -> Option<(usize, Action)> {
    let mut skip = false;
    for (at, word) in args.iter().enumerate() {
        let text = word.literal();
        if std::mem::take(&mut skip) {
            continue;
        }
        let text = text?;
        if spec.dashed {
            return spec.subcommands.iter().find(|(name, _)| text.starts_with(name)).map(|(_, action)| (at, *action));
        }
        if text.starts_with('-') {
            skip =
                !text.contains('=') && options::takes_argument(&format!("{} install", spec.table), text) == Some(true);
            continue;
        }
        return spec.subcommands.iter().find(|(name, _)| *name == text).map(|(_, action)| (at, *action));
    }
    None
}

/// Whether a word may stand in an install that is not called one: `yarn --frozen-lockfile`.
fn is_option_of_install(text: &str) -> bool {
    text.starts_with('-') && !matches!(text, "-v" | "--version" | "-h" | "--help")
}

/// Whether an operand names a file, a folder or a URL instead of a package.
fn is_path(text: &str) -> bool {
    text.contains('/') || text.starts_with('.') || text.contains("://") || text.starts_with('~')
}
