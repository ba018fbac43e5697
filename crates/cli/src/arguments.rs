//! The arguments, and the help that teaches them.

use crate::hadolint::HadolintCommand;
use clap::{Args, Parser, Subcommand, ValueEnum};
use plimsoll_analysis::{Applicability, Preset};
use plimsoll_config::{FailOn, Layer, Loader};
use plimsoll_files::{Problem, Selection};
use std::collections::BTreeSet;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  plimsoll lint                          check the folder you are in; .gitignore counts
  plimsoll lint services Dockerfile      check a folder and a file
  plimsoll lint --fix                    apply the fixes that keep the meaning of the build
  plimsoll explain latest-tag            what a rule finds, why, and examples; DL3007 works too

Exit status: 0 clean, 1 findings at or above --fail-on, 2 could not run";

const LINT_EXAMPLES: &str = "\
Examples:
  plimsoll lint                                    the folder you are in
  plimsoll lint --unsafe-fixes --diff              show what all fixes would change, write nothing
  plimsoll lint --select base-image,DL3002         only a group and the rule that hadolint calls DL3002
  plimsoll lint --preset strict --fail-on warning
  plimsoll lint --format sarif --output-file plimsoll.sarif
  plimsoll lint --write-baseline plimsoll-baseline.json
                                                   accept what is there today …
  plimsoll lint --baseline plimsoll-baseline.json  … and hear of new findings only
  cat Dockerfile | plimsoll lint - --stdin-filename services/api/Dockerfile

Settings come from the nearest plimsoll.toml upward, else from .hadolint.yaml; these options win over them.

Exit status: 0 clean, 1 findings at or above --fail-on, 2 could not run";

const PIN_EXAMPLES: &str = "\
Examples:
  plimsoll pin                         write the digest of every image behind its tag
  plimsoll pin --diff                  show what would change, write nothing
  plimsoll pin --check                 for CI: fail where an image is not pinned, or its tag has moved since
  plimsoll pin --update --only 'python:*'
                                       move the pins of Python images to what their tags name now
  plimsoll pin --tags                  name the tag of images that have a digest only
  plimsoll pin --requirements          boto3 becomes boto3==1.40.1
  plimsoll pin --format json services

Looks at FROM, COPY --from and RUN --mount=from= (in the default of an ARG, where the image is written there), at the
images of task definitions and of Compose files. A tag is never removed, and the digest is that of all platforms.

Credentials are those of `docker login`: ~/.docker/config.json and its credential helpers. They go to the registry
that they belong to and to nobody else.

Exit status: 0 done, 1 with --check or --diff if there is something, 2 if an image could not be asked for";

const FORMAT_EXAMPLES: &str = "\
Examples:
  plimsoll format                 format every Dockerfile in the folder you are in
  plimsoll format --check         for CI: name the files that are not formatted, write nothing
  plimsoll format --diff api
  cat Dockerfile | plimsoll format -

An instruction with a syntax error stays as it is, and so does what stands inside quotes and heredocs.

Exit status: 0 done, 1 with --check or --diff if something is not formatted, 2 could not run";

const DIFF_EXAMPLES: &str = "\
Examples:
  plimsoll diff old.json new.json
  git show main:task-definition.json | plimsoll diff - task-definition.json
  aws ecs describe-task-definition --task-definition web | plimsoll diff - task-definition.json
  plimsoll diff --level warning --format json old.json new.json

The order of keys and of named things, fields that only ECS writes, and values that ECS fills in anyway are no change.
Levels: error for new rights over the machine, warning where another thing runs or runs with other rights, data or
resources, note for the rest. Values of secrets are not shown.

Exit status: 0 no change, 1 changes at or above --level, 2 could not run";

/// A load line for containers: checks Dockerfiles and ECS task definitions, and repairs them.
#[derive(Debug, Parser)]
#[command(name = "plimsoll", version, after_help = EXAMPLES, max_term_width = 100, propagate_version = false)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,

    /// Whether the output has colours; auto looks at the terminal, NO_COLOR and CLICOLOR_FORCE.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Color,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check Dockerfiles and task definitions.
    #[command(after_help = LINT_EXAMPLES)]
    Lint(Lint),
    /// Pin images by digest: python:3.12-slim becomes python:3.12-slim@sha256:…
    #[command(after_help = PIN_EXAMPLES)]
    Pin(Pin),
    /// Format Dockerfiles: keywords, blanks, continuation lines, blank lines. Comments and meaning are kept.
    #[command(after_help = FORMAT_EXAMPLES)]
    Format(FormatCommand),
    /// Show what changed between two task definitions, and how much it matters.
    #[command(after_help = DIFF_EXAMPLES)]
    Diff(Diff),
    /// Show what a rule finds, why, and examples.
    Explain {
        /// Id of a rule, or its name in another tool: latest-tag, DL3007, CKV_DOCKER_7, ECS.5. Or an error that AWS
        /// gave, in quotes: "Too many containers".
        rule: String,
    },
    /// List all rules.
    Rules {
        /// How to write the list.
        #[arg(long, value_name = "FORMAT", default_value = "terminal")]
        format: ListFormat,
    },
    /// Stand in for hadolint: its options, settings, formats and exit status.
    #[command(after_help = crate::hadolint::EXAMPLES)]
    Hadolint(HadolintCommand),
    /// Serve an editor: the language server, over stdin and stdout.
    Lsp(Lsp),
    /// Print the completions of a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
}

#[derive(Debug, Clone, Args)]
pub(crate) struct Lint {
    #[command(flatten)]
    pub(crate) files: Files,

    /// Apply the fixes that keep the meaning of the build.
    #[arg(long, help_heading = "Fixing")]
    pub(crate) fix: bool,

    /// Apply the fixes that may change behaviour, too.
    #[arg(long, help_heading = "Fixing")]
    pub(crate) unsafe_fixes: bool,

    /// Show what fixes would change and write nothing; exit status 1 if there is something.
    #[arg(long, help_heading = "Fixing")]
    pub(crate) diff: bool,

    /// Run only these: rule ids, names of other tools, groups, or `all`; a comma between two.
    #[arg(long, value_name = "RULES", value_delimiter = ',', help_heading = "Rules")]
    pub(crate) select: Vec<String>,

    /// Do not run these.
    #[arg(long, value_name = "RULES", value_delimiter = ',', help_heading = "Rules")]
    pub(crate) ignore: Vec<String>,

    /// The levels to start from: recommended, strict, hadolint, buildkit, security-hub or style.
    #[arg(long, value_name = "PRESET", value_parser = preset, help_heading = "Rules")]
    pub(crate) preset: Option<Preset>,

    /// Ask this ShellCheck about the scripts in place of the built-in linter; its findings have no fixes.
    #[arg(long, value_name = "PATH", conflicts_with_all = ["fix", "unsafe_fixes"], help_heading = "Rules")]
    pub(crate) shellcheck: Option<PathBuf>,

    /// Freeze the rule set: rules newer than this edition report notes.
    #[arg(long, value_name = "YEAR.NUMBER", help_heading = "Rules")]
    pub(crate) edition: Option<String>,

    /// Keep quiet what this file knows; only new findings are shown and count.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["write_baseline", "diff"], help_heading = "Baseline")]
    pub(crate) baseline: Option<PathBuf>,

    /// Write all findings to this file, for --baseline, in place of showing them.
    #[arg(long, value_name = "FILE", conflicts_with = "diff", help_heading = "Baseline")]
    pub(crate) write_baseline: Option<PathBuf>,

    /// From which level on findings give exit status 1: note, warning, error or never [default: error].
    #[arg(long, value_name = "LEVEL", value_parser = fail_on, help_heading = "Output")]
    pub(crate) fail_on: Option<FailOn>,

    /// How to write the findings [default: terminal].
    #[arg(long, value_name = "FORMAT", help_heading = "Output")]
    pub(crate) format: Option<Format>,

    /// Write the findings to a file.
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub(crate) output_file: Option<PathBuf>,

    /// Show how often each rule fired in place of the findings.
    #[arg(long, help_heading = "Output")]
    pub(crate) statistics: bool,

    /// Leave out the closing line, the progress bar and what was fixed.
    #[arg(long, short, help_heading = "Output")]
    pub(crate) quiet: bool,

    /// Ask the network for what fixes need: digests and versions of base images, checksums of downloads, commits of
    /// repositories, newest versions of packages.
    #[arg(long, help_heading = "Registry")]
    pub(crate) online: bool,

    #[command(flatten)]
    pub(crate) registry: Registry,
}

#[derive(Debug, Args)]
pub(crate) struct Diff {
    /// The task definition before: a file, or - for stdin.
    pub(crate) old: PathBuf,

    /// The task definition after: a file, or - for stdin.
    pub(crate) new: PathBuf,

    /// Leave out changes below this level.
    #[arg(long, value_name = "LEVEL", default_value = "note")]
    pub(crate) level: DiffLevel,

    /// How to write the changes.
    #[arg(long, value_name = "FORMAT", default_value = "terminal")]
    pub(crate) format: DiffFormat,
}

/// How much a change matters at least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffLevel {
    /// Everything.
    Note,
    /// What runs otherwise, or with other rights, data or resources.
    Warning,
    /// New rights over the machine.
    Error,
}

/// How `plimsoll diff` writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffFormat {
    /// For people.
    Terminal,
    /// For programs.
    Json,
}

#[derive(Debug, Args)]
pub(crate) struct FormatCommand {
    #[command(flatten)]
    pub(crate) files: Files,

    /// Write nothing; name the files that are not formatted, exit status 1 if there are any.
    #[arg(long)]
    pub(crate) check: bool,

    /// Write nothing; show what would change, exit status 1 if there is something.
    #[arg(long, conflicts_with = "check")]
    pub(crate) diff: bool,

    /// Blanks before a continuation line.
    #[arg(long, value_name = "BLANKS", default_value_t = 4, value_parser = indent)]
    pub(crate) indent: usize,

    /// Leave out the closing line.
    #[arg(long, short, help_heading = "Output")]
    pub(crate) quiet: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Pin {
    #[command(flatten)]
    pub(crate) files: Files,

    /// Show what would change and write nothing; exit status 1 if there is something.
    #[arg(long)]
    pub(crate) diff: bool,

    /// Only look: exit status 1 where an image is not pinned, or its tag names other bytes than its digest.
    #[arg(long, conflicts_with_all = ["diff", "update", "tags"])]
    pub(crate) check: bool,

    /// Move digests that are there to what their tags name now.
    #[arg(long)]
    pub(crate) update: bool,

    /// Name the tag of images that have a digest only. Asks for the list of tags, and for the likely ones.
    #[arg(long)]
    pub(crate) tags: bool,

    /// Pin Python packages in place of images: in the requirements files that Dockerfiles install, and in `pip install`.
    #[arg(long, conflicts_with_all = ["update", "tags", "only", "dates"], help_heading = "Requirements")]
    pub(crate) requirements: bool,

    /// Add the hashes of their files, where the file names everything that will be installed.
    #[arg(long, requires = "requirements", help_heading = "Requirements")]
    pub(crate) hashes: bool,

    /// The Python of the images, where their base does not tell: 3.12.
    #[arg(long, value_name = "VERSION", requires = "requirements", help_heading = "Requirements")]
    pub(crate) python: Option<String>,

    /// The package index, in place of the one that pip's configuration names. What a file or command says wins.
    #[arg(long, value_name = "URL", requires = "requirements", help_heading = "Requirements")]
    pub(crate) index_url: Option<String>,

    /// Only these images; `*` stands for anything: 'python:*', 'ghcr.io/acme/*'. Repeatable.
    #[arg(long, value_name = "GLOB")]
    pub(crate) only: Vec<String>,

    /// Show when an image was built, where the registry does not say when it was pushed. Takes up to three more
    /// requests for each image, which Docker Hub counts as pulls.
    #[arg(long, help_heading = "Output")]
    pub(crate) dates: bool,

    /// How to write what was done.
    #[arg(long, value_name = "FORMAT", default_value = "terminal", help_heading = "Output")]
    pub(crate) format: PinFormat,

    /// Say nothing but what failed, and the table.
    #[arg(long, short, help_heading = "Output")]
    pub(crate) quiet: bool,

    #[command(flatten)]
    pub(crate) registry: Registry,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PinFormat {
    /// For people: a table, or the diff with --diff.
    Terminal,
    /// The documented contract, docs/pin.md.
    Json,
}

#[derive(Debug, Args)]
pub(crate) struct Lsp {
    /// Wait for the editor on this port of 127.0.0.1 instead. For looking into a conversation.
    #[arg(long, value_name = "PORT", value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) socket: Option<u16>,

    /// Some editors say so; it is what happens anyway.
    #[arg(long, hide = true, conflicts_with = "socket")]
    pub(crate) stdio: bool,
}

/// Which files, and whose settings.
#[derive(Debug, Clone, Args)]
pub(crate) struct Files {
    /// Files and folders; `-` reads from stdin.
    #[arg(value_name = "PATH", default_value = ".")]
    pub(crate) paths: Vec<PathBuf>,

    /// Where the text of stdin belongs: decides what it is, its settings, and the path that is shown.
    #[arg(long, value_name = "PATH", help_heading = "Files")]
    pub(crate) stdin_filename: Option<PathBuf>,

    /// Take this configuration for every file.
    #[arg(long, value_name = "FILE", conflicts_with = "no_config", help_heading = "Files")]
    pub(crate) config: Option<PathBuf>,

    /// Read no configuration.
    #[arg(long, help_heading = "Files")]
    pub(crate) no_config: bool,

    /// Also check what .gitignore and the like leave out.
    #[arg(long, help_heading = "Files")]
    pub(crate) no_ignore: bool,

    /// Leave out files and folders; as in .gitignore, from the folder you are in. Repeatable.
    #[arg(long, value_name = "GLOB", help_heading = "Files")]
    pub(crate) exclude: Vec<String>,

    /// Hold named files to what holds for found ones: pass over those that are excluded or not recognised. For
    /// hooks, which hand over lists of files.
    #[arg(long, help_heading = "Files")]
    pub(crate) force_exclude: bool,
}

/// How registries are asked.
#[derive(Debug, Clone, Args)]
pub(crate) struct Registry {
    /// Open no connection: take what the cache holds, of any age.
    #[arg(long, help_heading = "Registry")]
    pub(crate) offline: bool,

    /// Ask anew, whatever the cache holds.
    #[arg(long, conflicts_with = "offline", help_heading = "Registry")]
    pub(crate) refresh: bool,

    /// Speak plain http with this registry, or https whatever its certificate; host or host:port. Credentials for it
    /// then travel in the clear. Repeatable.
    #[arg(long, value_name = "HOST", help_heading = "Registry")]
    pub(crate) insecure_registry: Vec<String>,

    /// Ask this mirror before the registry itself: docker.io=https://mirror.example.com. Repeatable.
    #[arg(long, value_name = "HOST=URL", value_parser = mirror, help_heading = "Registry")]
    pub(crate) mirror: Vec<(String, String)>,

    /// Let a registry name this host for tokens or redirects although it is link-local, of this machine or of a metadata
    /// service. Repeatable.
    #[arg(long, value_name = "HOST", help_heading = "Registry")]
    pub(crate) allow_host: Vec<String>,

    /// Seconds that one request may take [default: 30].
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=3600), help_heading = "Registry")]
    pub(crate) timeout: Option<u64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people: findings in their source.
    Terminal,
    /// A line for each finding, as compilers print them: for grep and editors.
    Concise,
    /// The documented contract, docs/json.md.
    Json,
    /// SARIF 2.1.0.
    Sarif,
    /// Annotations in GitHub Actions.
    Github,
    /// GitLab's Code Quality.
    Gitlab,
    /// JUnit's XML: a test for each finding.
    Junit,
    /// Checkstyle's XML.
    Checkstyle,
}

impl Format {
    /// The nearest to a format of hadolint; `None` for those of services that have none here.
    pub(crate) fn of_hadolint(word: &str) -> Option<Self> {
        match word {
            "tty" => Some(Self::Terminal),
            "gnu" => Some(Self::Concise),
            "json" => Some(Self::Json),
            "checkstyle" => Some(Self::Checkstyle),
            "codeclimate" | "gitlab_codeclimate" => Some(Self::Gitlab),
            "sarif" => Some(Self::Sarif),
            "junit" => Some(Self::Junit),
            _ => None,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    /// For people.
    Terminal,
    /// For programs.
    Json,
}

impl Files {
    /// The files that are asked for; `compose`: Compose files are wanted as well.
    pub(crate) fn selection(&self, compose: bool) -> Selection {
        Selection {
            paths: self.paths.clone(),
            stdin_filename: self.stdin_filename.clone(),
            no_ignore: self.no_ignore,
            exclude: self.exclude.clone(),
            force_exclude: self.force_exclude,
            compose,
        }
    }

    /// What is wrong with them beyond what the parser of arguments knows.
    pub(crate) fn mistakes(&self) -> BTreeSet<Problem> {
        let mut mistakes = BTreeSet::new();
        if self.stdin_filename.is_some() && !self.paths.iter().any(|path| path.as_os_str() == "-") {
            mistakes.insert(Problem::new("", "--stdin-filename needs `-` among the paths"));
        }
        for glob in &self.exclude {
            if let Err(error) = ignore::gitignore::GitignoreBuilder::new("/").add_line(None, glob) {
                mistakes.insert(Problem::new("", format!("--exclude {glob}: {error}")));
            }
        }
        mistakes
    }

    /// Finds the settings of files: `loader`, or what is asked for in its place.
    pub(crate) fn loader(&self, loader: Loader) -> Loader {
        match &self.config {
            Some(path) => loader.only(&std::path::absolute(path).unwrap_or_else(|_| path.clone())),
            None if self.no_config => loader.none(),
            None => loader,
        }
    }
}

impl Lint {
    /// How to write the findings.
    pub(crate) fn format(&self) -> Format {
        self.format.unwrap_or(Format::Terminal)
    }

    /// What the command line asks for on top of any configuration.
    pub(crate) fn layer(&self) -> Layer {
        let named = |names: &[String]| {
            let names = names.iter().map(|name| name.trim().to_owned());
            names.filter(|name| !name.is_empty()).collect()
        };
        Layer { select: named(&self.select), ignore: named(&self.ignore), ..Layer::default() }
    }

    /// The least trusted fixes to apply; `None` when nothing is to be fixed.
    pub(crate) fn applicability(&self) -> Option<Applicability> {
        if self.unsafe_fixes {
            Some(Applicability::Unsafe)
        } else {
            (self.fix || self.diff).then_some(Applicability::Safe)
        }
    }
}

fn indent(text: &str) -> Result<usize, String> {
    let blanks = text.parse::<usize>().ok().filter(|blanks| (1..=16).contains(blanks));
    blanks.ok_or_else(|| "a number from 1 to 16".to_owned())
}

fn mirror(text: &str) -> Result<(String, String), String> {
    let pair = text.split_once('=').filter(|(host, url)| !host.is_empty() && url.contains("://"));
    let (host, url) = pair.ok_or("expected HOST=URL, such as docker.io=https://mirror.example.com")?;
    Ok((host.to_owned(), url.to_owned()))
}

fn preset(text: &str) -> Result<Preset, String> {
    Preset::parse(text).ok_or_else(|| one_of(text, &Preset::ALL.map(Preset::as_str)))
}

fn fail_on(text: &str) -> Result<FailOn, String> {
    FailOn::parse(text).ok_or_else(|| one_of(text, &FailOn::NAMES))
}

pub(crate) fn one_of(text: &str, known: &[&str]) -> String {
    match plimsoll_analysis::nearest(text, known.iter().copied(), 3) {
        Some(name) => format!("did you mean `{name}`?"),
        None => format!("one of {}", known.join(", ")),
    }
}
