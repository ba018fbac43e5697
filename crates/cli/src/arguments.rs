//! The arguments, and the help that teaches them.

use clap::{Args, Parser, Subcommand, ValueEnum};
use plimsoll_analysis::{Applicability, Preset};
use plimsoll_config::{FailOn, Layer};
use plimsoll_files::Selection;
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
  cat Dockerfile | plimsoll lint - --stdin-filename services/api/Dockerfile

Settings come from the nearest plimsoll.toml upward, else from .hadolint.yaml; these options win over them.

Exit status: 0 clean, 1 findings at or above --fail-on, 2 could not run";

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
    /// Show what a rule finds, why, and examples.
    Explain {
        /// Id of a rule, or its name in another tool: latest-tag, DL3007, CKV_DOCKER_7, ECS.5.
        rule: String,
    },
    /// List all rules.
    Rules {
        /// How to write the list.
        #[arg(long, value_name = "FORMAT", default_value = "terminal")]
        format: ListFormat,
    },
    /// Print the completions of a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Lint {
    /// Files and folders to check; `-` reads from stdin.
    #[arg(value_name = "PATH", default_value = ".")]
    pub(crate) paths: Vec<PathBuf>,

    /// Where the text of stdin belongs: decides what it is, its settings, and the path that is shown.
    #[arg(long, value_name = "PATH")]
    pub(crate) stdin_filename: Option<PathBuf>,

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

    /// The levels to start from: recommended, strict, hadolint or security-hub.
    #[arg(long, value_name = "PRESET", value_parser = preset, help_heading = "Rules")]
    pub(crate) preset: Option<Preset>,

    /// Freeze the rule set: rules newer than this edition report notes.
    #[arg(long, value_name = "YEAR.NUMBER", help_heading = "Rules")]
    pub(crate) edition: Option<String>,

    /// From which level on findings give exit status 1: note, warning, error or never [default: error].
    #[arg(long, value_name = "LEVEL", value_parser = fail_on, help_heading = "Output")]
    pub(crate) fail_on: Option<FailOn>,

    /// How to write the findings.
    #[arg(long, value_name = "FORMAT", default_value = "terminal", help_heading = "Output")]
    pub(crate) format: Format,

    /// Write the findings to a file.
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub(crate) output_file: Option<PathBuf>,

    /// Show how often each rule fired in place of the findings.
    #[arg(long, help_heading = "Output")]
    pub(crate) statistics: bool,

    /// Leave out the closing line, the progress bar and what was fixed.
    #[arg(long, short, help_heading = "Output")]
    pub(crate) quiet: bool,

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
    /// The documented contract, docs/json.md.
    Json,
    /// SARIF 2.1.0.
    Sarif,
    /// Annotations in GitHub Actions.
    Github,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    /// For people.
    Terminal,
    /// For programs.
    Json,
}

impl Lint {
    /// What the command line asks for on top of any configuration.
    pub(crate) fn layer(&self) -> Layer {
        let named = |names: &[String]| {
            let names = names.iter().map(|name| name.trim().to_owned());
            names.filter(|name| !name.is_empty()).collect()
        };
        Layer { select: named(&self.select), ignore: named(&self.ignore), ..Layer::default() }
    }

    /// The files that it asks for.
    pub(crate) fn selection(&self) -> Selection {
        Selection {
            paths: self.paths.clone(),
            stdin_filename: self.stdin_filename.clone(),
            no_ignore: self.no_ignore,
            exclude: self.exclude.clone(),
            force_exclude: self.force_exclude,
            compose: false,
        }
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

fn preset(text: &str) -> Result<Preset, String> {
    Preset::parse(text).ok_or_else(|| one_of(text, &Preset::ALL.map(Preset::as_str)))
}

fn fail_on(text: &str) -> Result<FailOn, String> {
    FailOn::parse(text).ok_or_else(|| one_of(text, &FailOn::NAMES))
}

fn one_of(text: &str, known: &[&str]) -> String {
    match plimsoll_analysis::nearest(text, known.iter().copied(), 3) {
        Some(name) => format!("did you mean `{name}`?"),
        None => format!("one of {}", known.join(", ")),
    }
}
