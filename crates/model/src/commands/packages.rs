//! Package managers: what a command asks of them.
//!
//! Example: `sudo apt-get -qq install -y curl=7.88.*` is an [`Action::Install`] of apt with one operand.

use super::operands::{Operand, Operands, OptionKind};
use crate::tables::options;
use plimsoll_shell::{Command, Word};
use plimsoll_text::{TextRange, TextSize};

/// A package manager.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Manager {
    Apt,
    Apk,
    Yum,
    Dnf,
    Microdnf,
    Tdnf,
    Zypper,
    Pacman,
    Pip,
    Uv,
    Pipx,
    Npm,
    Yarn,
    Pnpm,
    Gem,
    Go,
    Cargo,
    Conda,
}

/// What a package manager is asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Install the operands, or what the files given by options name.
    Install,
    /// Fetch the package lists.
    Update,
    /// Replace installed packages by newer ones.
    Upgrade,
    /// Remove packages.
    Remove,
    /// Delete caches.
    Clean,
}

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
        match self.manager {
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
    for prefix in spec.prefixes {
        // `uv pip install`, `yarn global add`: a word in front of the subcommand.
        if args.get(start).is_some_and(|word| word.is(prefix)) {
            start += 1;
            table = format!("{} {prefix}", spec.table);
        }
    }
    let (at, action) = subcommand(spec, &args[start..])?;
    let at = start + at;
    let table = format!("{table} install");
    let kind = |option: &str| match options::takes_argument(&table, option) {
        Some(true) => OptionKind::Argument,
        Some(false) => OptionKind::Flag,
        None => OptionKind::Unknown,
    };
    let (before, behind) = if spec.dashed { (&args[..0], args) } else { (&args[..at], &args[at + 1..]) };
    Some(PackageCommand {
        manager,
        action,
        subcommand: args[at].literal().unwrap_or(""),
        head: program.range.cover(args[at].range),
        operands: Operands::read(behind, kind),
        global: Operands::read(before, kind),
    })
}

/// How one package manager is called.
struct Spec {
    /// Its name in the table of options.
    table: &'static str,
    /// Words that may stand in front of the subcommand.
    prefixes: &'static [&'static str],
    /// Subcommands and what they do.
    subcommands: &'static [(&'static str, Action)],
    /// Whether the subcommand is an option (`pacman -S`).
    dashed: bool,
}

/// Which manager a program is; `python -m pip` counts as pip.
fn program_of<'a>(name: &str, args: &'a [Word]) -> Option<(Manager, &'a [Word])> {
    let versioned = |base: &str| {
        let rest = name.strip_prefix(base)?;
        rest.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.').then_some(())
    };
    if versioned("python").is_some() || versioned("pypy").is_some() {
        let module = args.iter().position(|word| word.is("-m"))?;
        return args.get(module + 1).is_some_and(|word| word.is("pip")).then(|| (Manager::Pip, &args[module + 2..]));
    }
    if versioned("pip").is_some() {
        return Some((Manager::Pip, args));
    }
    let manager = match name {
        "apt-get" | "apt" | "aptitude" => Manager::Apt,
        "apk" => Manager::Apk,
        "yum" => Manager::Yum,
        "dnf" | "dnf5" => Manager::Dnf,
        "microdnf" => Manager::Microdnf,
        "tdnf" => Manager::Tdnf,
        "zypper" => Manager::Zypper,
        "pacman" => Manager::Pacman,
        "uv" => Manager::Uv,
        "pipx" => Manager::Pipx,
        "npm" => Manager::Npm,
        "yarn" => Manager::Yarn,
        "pnpm" => Manager::Pnpm,
        "gem" => Manager::Gem,
        "go" => Manager::Go,
        "cargo" => Manager::Cargo,
        "conda" | "mamba" | "micromamba" => Manager::Conda,
        _ => return None,
    };
    Some((manager, args))
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

/// Whether an operand names a file, a folder or a URL instead of a package.
fn is_path(text: &str) -> bool {
    text.contains('/') || text.starts_with('.') || text.contains("://") || text.starts_with('~')
}

impl Manager {
    fn spec(self) -> &'static Spec {
        use Action::{Clean, Install, Remove, Update, Upgrade};
        const fn spec(table: &'static str, subcommands: &'static [(&'static str, Action)]) -> Spec {
            Spec { table, prefixes: &[], subcommands, dashed: false }
        }
        static APT: Spec = spec(
            "apt-get",
            &[
                ("install", Install),
                ("reinstall", Install),
                ("build-dep", Install),
                ("update", Update),
                ("upgrade", Upgrade),
                ("dist-upgrade", Upgrade),
                ("full-upgrade", Upgrade),
                ("safe-upgrade", Upgrade),
                ("remove", Remove),
                ("purge", Remove),
                ("autoremove", Remove),
                ("clean", Clean),
                ("autoclean", Clean),
                ("dist-clean", Clean),
                ("distclean", Clean),
            ],
        );
        static APK: Spec = spec(
            "apk",
            &[("add", Install), ("update", Update), ("upgrade", Upgrade), ("del", Remove), ("cache", Clean)],
        );
        static RPM: Spec = spec(
            "dnf",
            &[
                ("install", Install),
                ("reinstall", Install),
                ("localinstall", Install),
                ("groupinstall", Install),
                ("makecache", Update),
                ("update", Upgrade),
                ("upgrade", Upgrade),
                ("remove", Remove),
                ("erase", Remove),
                ("autoremove", Remove),
                ("clean", Clean),
            ],
        );
        static ZYPPER: Spec = spec(
            "zypper",
            &[
                ("install", Install),
                ("in", Install),
                ("refresh", Update),
                ("ref", Update),
                ("update", Upgrade),
                ("up", Upgrade),
                ("patch", Upgrade),
                ("dist-upgrade", Upgrade),
                ("dup", Upgrade),
                ("source-install", Install),
                ("si", Install),
                ("remove", Remove),
                ("rm", Remove),
                ("clean", Clean),
                ("cc", Clean),
            ],
        );
        static PACMAN: Spec = Spec {
            dashed: true,
            ..spec(
                "pacman",
                &[
                    ("-Syu", Upgrade),
                    ("-Sc", Clean),
                    ("-Syy", Update),
                    ("-R", Remove),
                    ("-S", Install),
                    ("-U", Install),
                ],
            )
        };
        static PIP: Spec = spec("pip", &[("install", Install), ("uninstall", Remove), ("cache", Clean)]);
        static UV: Spec = Spec {
            prefixes: &["pip", "tool"],
            ..spec("uv", &[("install", Install), ("sync", Install), ("uninstall", Remove), ("cache", Clean)])
        };
        static PIPX: Spec = spec("pipx", &[("install", Install), ("upgrade", Upgrade), ("uninstall", Remove)]);
        static NPM: Spec = spec(
            "npm",
            &[
                ("install", Install),
                ("i", Install),
                ("add", Install),
                ("ci", Install),
                ("update", Upgrade),
                ("uninstall", Remove),
                ("cache", Clean),
            ],
        );
        static YARN: Spec = Spec {
            prefixes: &["global"],
            ..spec("yarn", &[("add", Install), ("install", Install), ("remove", Remove), ("cache", Clean)])
        };
        static PNPM: Spec = spec("pnpm", &[("add", Install), ("install", Install), ("i", Install), ("remove", Remove)]);
        static GEM: Spec =
            spec("gem", &[("install", Install), ("update", Upgrade), ("uninstall", Remove), ("cleanup", Clean)]);
        static GO: Spec = spec("go", &[("install", Install), ("get", Install), ("clean", Clean)]);
        static CARGO: Spec = spec("cargo", &[("install", Install), ("uninstall", Remove)]);
        static CONDA: Spec = spec(
            "conda",
            &[("install", Install), ("create", Install), ("update", Upgrade), ("remove", Remove), ("clean", Clean)],
        );
        match self {
            Self::Apt => &APT,
            Self::Apk => &APK,
            Self::Yum | Self::Dnf | Self::Microdnf | Self::Tdnf => &RPM,
            Self::Zypper => &ZYPPER,
            Self::Pacman => &PACMAN,
            Self::Pip => &PIP,
            Self::Uv => &UV,
            Self::Pipx => &PIPX,
            Self::Npm => &NPM,
            Self::Yarn => &YARN,
            Self::Pnpm => &PNPM,
            Self::Gem => &GEM,
            Self::Go => &GO,
            Self::Cargo => &CARGO,
            Self::Conda => &CONDA,
        }
    }
}
