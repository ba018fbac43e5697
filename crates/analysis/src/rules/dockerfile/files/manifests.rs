//! The commands that install a project's dependencies, and the files that they need for it.
//!
//! Invariant: a manifest that points at other files of the project is never called enough.

use plimsoll_shell::Command;

/// What a manager needs to install the dependencies of a project.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Manifest {
    /// The file that names them; `*` when it has no fixed name.
    pub(super) file: &'static str,
    /// Files beside it that the manager reads as well.
    pub(super) further: &'static [&'static str],
    /// Names beside it with which the sources are needed as well.
    stops: &'static [&'static str],
    /// Words in the manifest with which the sources are needed as well.
    words: &'static [&'static str],
}

/// Source: the managers' documentation, 2026-11.
const NPM: Manifest = Manifest {
    file: "package.json",
    further: &[
        "package-lock.json",
        "npm-shrinkwrap.json",
        "yarn.lock",
        "pnpm-lock.yaml",
        "bun.lock",
        "bun.lockb",
        "bunfig.toml",
        ".npmrc",
        ".yarnrc",
        ".yarnrc.yml",
    ],
    stops: &[".yarn", "pnpm-workspace.yaml", "patches", "lerna.json", ".pnpmfile.cjs"],
    words: &[
        "\"workspaces\"",
        "\"file:",
        "\"link:",
        "\"portal:",
        "\"preinstall\"",
        "\"install\"",
        "\"postinstall\"",
        "\"prepare\"",
    ],
};
const PIP: Manifest = Manifest {
    file: "requirements.txt",
    further: &[],
    stops: &[],
    words: &["-r", "-c", "-e", "--requirement", "--constraint", "--editable", "--find-links", "./", "../", "file:"],
};
const BUNDLER: Manifest = Manifest {
    file: "Gemfile",
    further: &["Gemfile.lock", ".ruby-version", ".tool-versions"],
    stops: &[],
    words: &["gemspec", "path:", "path =>", "path \"", "eval_gemfile", "require_relative"],
};
const GO: Manifest =
    Manifest { file: "go.mod", further: &["go.sum"], stops: &["go.work", "vendor"], words: &["=> ./", "=> ../"] };
const CARGO: Manifest = Manifest { file: "Cargo.toml", further: &["Cargo.lock"], stops: &["src"], words: &[] };
const DOTNET: Manifest = Manifest { file: "*", further: &[], stops: &[], words: &[] };
const MAVEN: Manifest =
    Manifest { file: "pom.xml", further: &[], stops: &[".mvn"], words: &["<module>", "<relativePath>", "systemPath"] };
const COMPOSER: Manifest = Manifest {
    file: "composer.json",
    further: &["composer.lock"],
    stops: &[],
    words: &["\"path\"", "\"files\"", "\"classmap\"", "\"scripts\""],
};
const POETRY: Manifest = Manifest {
    file: "pyproject.toml",
    further: &["poetry.lock", "poetry.toml"],
    stops: &[],
    words: &["path =", "path="],
};
const UV: Manifest = Manifest {
    file: "pyproject.toml",
    further: &["uv.lock", "uv.toml", ".python-version"],
    stops: &[],
    words: &["path =", "path=", "workspace"],
};

/// Names beside a manifest, and words in it, by which a project has further ones in its folders.
const WORKSPACES: ([&str; 4], [&str; 2]) =
    (["pnpm-workspace.yaml", "lerna.json", "go.work", "turbo.json"], ["\"workspaces\"", "<module>"]);

impl Manifest {
    /// Whether the manifest, with `text` in it and `beside` in its folder, has others in folders below.
    pub(super) fn is_of_many(&self, text: &str, beside: &[&str]) -> bool {
        let (names, words) = WORKSPACES;
        names.iter().any(|name| beside.contains(name)) || words.iter().any(|word| text.contains(word))
    }

    /// Whether the manifest alone is enough, with `text` in it and `beside` in its folder.
    pub(super) fn is_enough(&self, text: &str, beside: &[&str]) -> bool {
        self.file != "*"
            && !self.words.iter().any(|word| text.contains(word))
            && !self.stops.iter().any(|name| beside.contains(name))
    }
}

/// The install command as it is called, and what it needs.
pub(super) fn installs(command: &Command) -> Option<(String, &'static Manifest)> {
    let effective = command.effective();
    let words: Vec<&str> = effective.args.iter().map_while(|word| word.literal()).collect();
    let first = words.first().copied().unwrap_or_default();
    let name = effective.name()?;
    let called = |manifest| Some((format!("{name} {first}"), manifest));
    match (name, first) {
        ("npm", "ci" | "install" | "i") if words.iter().skip(1).all(|word| word.starts_with('-')) => called(&NPM),
        ("yarn" | "pnpm" | "bun", "install") => called(&NPM),
        ("yarn", "") => Some(("yarn".to_owned(), &NPM)),
        ("pip" | "pip3", "install") => {
            let is_plain = words.contains(&"requirements.txt") && !words.iter().any(|it| matches!(*it, "." | "-e"));
            is_plain.then(|| called(&PIP))?
        }
        ("bundle", "install") => called(&BUNDLER),
        ("go", "mod") if words.get(1) == Some(&"download") => Some(("go mod download".to_owned(), &GO)),
        ("cargo", "fetch") => called(&CARGO),
        ("dotnet", "restore") => called(&DOTNET),
        ("mvn", _) if words.iter().any(|word| word.contains("dependency:")) => Some(("mvn".to_owned(), &MAVEN)),
        // Without these options the project itself is installed, too.
        ("composer", "install") if words.contains(&"--no-autoloader") || words.contains(&"--no-scripts") => {
            called(&COMPOSER)
        }
        ("poetry", "install") if words.contains(&"--no-root") => called(&POETRY),
        ("uv", "sync") if words.contains(&"--no-install-project") => called(&UV),
        _ => None,
    }
}
