//! Which package managers there are, how they are started, and what their subcommands do.
//!
//! Invariant: a subcommand that is not listed is none: what it does to the image is not known.

use plimsoll_shell::Word;

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
    Bun,
    Pipenv,
    Poetry,
    Bundle,
    Composer,
    Dotnet,
    Nuget,
    Choco,
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
    /// Build the project in the folder, and fetch for it what its manifest names.
    Build,
}

/// How one package manager is called.
pub(super) struct Spec {
    /// Its name in the table of options.
    pub(super) table: &'static str,
    /// Words that may stand in front of the subcommand.
    pub(super) prefixes: &'static [&'static str],
    /// Subcommands and what they do.
    pub(super) subcommands: &'static [(&'static str, Action)],
    /// Whether the subcommand is an option (`pacman -S`).
    pub(super) dashed: bool,
    /// Whether no subcommand means `install` (`yarn`).
    pub(super) bare: bool,
}

/// Which manager a program is; `python -m pip` counts as pip.
pub(super) fn program_of<'a>(name: &str, args: &'a [Word]) -> Option<(Manager, &'a [Word])> {
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
    if name == "php" {
        let script = args.first()?.literal()?;
        let is_composer = matches!(script.rsplit('/').next(), Some("composer" | "composer.phar"));
        return is_composer.then(|| (Manager::Composer, &args[1..]));
    }
    if matches!(name, "bundle" | "bundler") {
        // `bundle _2.3.4_ install` runs that version.
        let version = args
            .first()
            .and_then(Word::literal)
            .is_some_and(|text| text.len() > 2 && text.starts_with('_') && text.ends_with('_'));
        return Some((Manager::Bundle, &args[usize::from(version)..]));
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
        "bun" => Manager::Bun,
        "pipenv" => Manager::Pipenv,
        "poetry" => Manager::Poetry,
        "composer" | "composer.phar" => Manager::Composer,
        "dotnet" => Manager::Dotnet,
        "nuget" | "nuget.exe" => Manager::Nuget,
        "choco" | "choco.exe" | "cinst" => Manager::Choco,
        _ => return None,
    };
    Some((manager, args))
}

impl Manager {
    /// Its name: `"apt"`, `"pip"`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Apt => "apt",
            Self::Apk => "apk",
            Self::Yum => "yum",
            Self::Dnf => "dnf",
            Self::Microdnf => "microdnf",
            Self::Tdnf => "tdnf",
            Self::Zypper => "zypper",
            Self::Pacman => "pacman",
            Self::Pip => "pip",
            Self::Uv => "uv",
            Self::Pipx => "pipx",
            Self::Npm => "npm",
            Self::Yarn => "yarn",
            Self::Pnpm => "pnpm",
            Self::Gem => "gem",
            Self::Go => "go",
            Self::Cargo => "cargo",
            Self::Conda => "conda",
            Self::Bun => "bun",
            Self::Pipenv => "pipenv",
            Self::Poetry => "poetry",
            Self::Bundle => "bundle",
            Self::Composer => "composer",
            Self::Dotnet => "dotnet",
            Self::Nuget => "nuget",
            Self::Choco => "choco",
        }
    }

    pub(super) fn spec(self) -> &'static Spec {
        use Action::{Build, Clean, Install, Remove, Update, Upgrade};
        const fn spec(table: &'static str, subcommands: &'static [(&'static str, Action)]) -> Spec {
            Spec { table, prefixes: &[], subcommands, dashed: false, bare: false }
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
        static RPM: Spec = Spec {
            prefixes: &["group", "groups", "module"],
            ..spec(
                "dnf",
                &[
                    ("install", Install),
                    ("reinstall", Install),
                    ("localinstall", Install),
                    ("groupinstall", Install),
                    ("swap", Upgrade),
                    ("makecache", Update),
                    ("update", Upgrade),
                    ("upgrade", Upgrade),
                    ("remove", Remove),
                    ("erase", Remove),
                    ("autoremove", Remove),
                    ("clean", Clean),
                ],
            )
        };
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
                ("verify", Install),
                ("ve", Install),
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
                ("in", Install),
                ("ins", Install),
                ("inst", Install),
                ("insta", Install),
                ("instal", Install),
                ("isnt", Install),
                ("isnta", Install),
                ("isntal", Install),
                ("isntall", Install),
                ("ci", Install),
                ("clean-install", Install),
                ("ic", Install),
                ("update", Upgrade),
                ("uninstall", Remove),
                ("cache", Clean),
                ("prune", Remove),
            ],
        );
        static YARN: Spec = Spec {
            prefixes: &["global"],
            bare: true,
            ..spec("yarn", &[("add", Install), ("install", Install), ("remove", Remove), ("cache", Clean)])
        };
        static PNPM: Spec = spec("pnpm", &[("add", Install), ("install", Install), ("i", Install), ("remove", Remove)]);
        static GEM: Spec = spec(
            "gem",
            &[("install", Install), ("i", Install), ("update", Upgrade), ("uninstall", Remove), ("cleanup", Clean)],
        );
        static GO: Spec = spec("go", &[("install", Install), ("get", Install), ("run", Build), ("clean", Clean)]);
        static CARGO: Spec = spec(
            "cargo",
            &[
                ("install", Install),
                ("binstall", Install),
                ("uninstall", Remove),
                ("build", Build),
                ("b", Build),
                ("fetch", Build),
            ],
        );
        static CONDA: Spec = Spec {
            prefixes: &["env"],
            ..spec(
                "conda",
                &[("install", Install), ("create", Install), ("update", Upgrade), ("remove", Remove), ("clean", Clean)],
            )
        };
        static BUN: Spec = spec(
            "bun",
            &[
                ("install", Install),
                ("i", Install),
                ("add", Install),
                ("a", Install),
                ("ci", Install),
                ("update", Upgrade),
                ("remove", Remove),
                ("rm", Remove),
            ],
        );
        static PIPENV: Spec =
            spec("pipenv", &[("install", Install), ("sync", Install), ("update", Upgrade), ("uninstall", Remove)]);
        static POETRY: Spec = spec(
            "poetry",
            &[("install", Install), ("sync", Install), ("add", Install), ("update", Upgrade), ("remove", Remove)],
        );
        static BUNDLE: Spec = Spec {
            bare: true,
            ..spec("bundle", &[("install", Install), ("i", Install), ("update", Upgrade), ("clean", Clean)])
        };
        static COMPOSER: Spec = Spec {
            prefixes: &["global"],
            ..spec(
                "composer",
                &[
                    ("install", Install),
                    ("i", Install),
                    ("require", Install),
                    ("req", Install),
                    ("create-project", Install),
                    ("update", Upgrade),
                    ("u", Upgrade),
                    ("upgrade", Upgrade),
                    ("remove", Remove),
                    ("clear-cache", Clean),
                    ("clearcache", Clean),
                    ("cc", Clean),
                ],
            )
        };
        static DOTNET: Spec = Spec {
            prefixes: &["tool"],
            ..spec(
                "dotnet",
                &[
                    ("install", Install),
                    ("add", Install),
                    ("restore", Install),
                    ("update", Upgrade),
                    ("uninstall", Remove),
                ],
            )
        };
        static NUGET: Spec = spec("nuget", &[("install", Install), ("restore", Install), ("update", Upgrade)]);
        static CHOCO: Spec = spec("choco", &[("install", Install), ("upgrade", Upgrade), ("uninstall", Remove)]);
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
            Self::Bun => &BUN,
            Self::Pipenv => &PIPENV,
            Self::Poetry => &POETRY,
            Self::Bundle => &BUNDLE,
            Self::Composer => &COMPOSER,
            Self::Dotnet => &DOTNET,
            Self::Nuget => &NUGET,
            Self::Choco => &CHOCO,
        }
    }
}
