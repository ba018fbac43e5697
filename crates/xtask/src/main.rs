//! Development tasks: `cargo xtask --help`.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tasks read, write and start things")]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "tasks talk to the person who starts them")]

mod docs;
mod editors;
mod figures;
mod measure;
mod new_rule;
mod parity;
mod picture;
mod refresh;
mod test;

use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// Development tasks of plimsoll.
#[derive(Parser)]
#[command(bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Install what the tests need, and run them all.
    Test,
    /// Install the editors that tests start, and package the extension of VS Code; part of `test`.
    Editors,
    /// Start a new rule: its file with an example to fill in, and its line in the group's list.
    NewRule {
        /// The rule's id, kebab-case; it names the problem.
        id: String,
        /// Where it belongs: `dockerfile/base-image`, `ecs/task` …
        #[arg(long)]
        group: String,
    },
    /// Write docs/rules/ and the tables in README.md from the rules themselves.
    Docs {
        /// Write nothing; fail if something is not up to date.
        #[arg(long)]
        check: bool,
    },
    /// Draw docs/walkthrough.svg from a real run over fixtures/walkthrough.
    Picture {
        /// Write nothing; fail if the picture is not up to date.
        #[arg(long)]
        check: bool,
    },
    /// Run the rules over a folder of real files and show what they say, for judging them.
    Measure {
        /// The folder; every file in it is read as KIND. For `ecs` it holds one folder for each repository.
        folder: PathBuf,
        /// `dockerfile`, `task-definition`, `yaml-task-definition`, `cloudformation`, `terraform`; or `ecs` for all that has
        /// to do with task definitions, recognised and seen with the files around as the command line does.
        #[arg(long, default_value = "dockerfile")]
        kind: String,
        /// The preset to run.
        #[arg(long, default_value = "recommended")]
        preset: String,
        /// Only these rules or groups.
        #[arg(long, value_delimiter = ',')]
        rules: Vec<String>,
        /// Hits to show for each rule.
        #[arg(long, default_value_t = 0)]
        sample: usize,
        /// Source lines to show from each hit on.
        #[arg(long, default_value_t = 0)]
        lines: usize,
        /// Run all rules and write how many files each fires on to docs/figures, for the rules' pages.
        #[arg(long)]
        figures: bool,
        /// The day on which the files were collected, YYYY-MM-DD; for `--figures`.
        #[arg(long)]
        date: Option<String>,
        /// Apply all fixes in memory and say where they do not settle or bring something new.
        #[arg(long)]
        fix: bool,
    },
    /// Compare what `--preset hadolint` says with the real hadolint, over a folder of real files.
    Parity {
        /// The tool; `hadolint`.
        #[arg(value_parser = ["hadolint"])]
        tool: String,
        /// The folder; every file in it is read as a Dockerfile.
        folder: PathBuf,
        /// Places to show for each class of difference.
        #[arg(long, default_value_t = 0)]
        sample: usize,
        /// Show only these codes.
        #[arg(long, value_delimiter = ',')]
        codes: Vec<String>,
        /// Take hadolint's answers of the last run.
        #[arg(long)]
        reuse: bool,
        /// Ask this ShellCheck in place of the built-in linter, to tell whose difference a code is.
        #[arg(long)]
        shellcheck: Option<PathBuf>,
        /// Write the figures into docs/parity.md.
        #[arg(long)]
        write: bool,
    },
    /// Fetch facts anew and rewrite their tables.
    Refresh {
        /// What to fetch, and its options: `ecs [--wheel PATH]`, `cloudformation [--wheel PATH]`, `spdx [--wheel PATH]`, `eol`, `images`, `deprecated`.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, required = true)]
        arguments: Vec<String>,
    },
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().task {
        Task::Test => test::run(),
        Task::Editors => editors::run(),
        Task::NewRule { id, group } => new_rule::run(&id, &group),
        Task::Docs { check } => docs::run(check),
        Task::Picture { check } => picture::run(check),
        Task::Measure { folder, kind, preset, rules, sample, lines, figures, date, fix } => {
            let kind_name = kind;
            let kind = match kind_name.as_str() {
                "task-definition" => plimsoll_analysis::FileKind::TaskDefinition,
                "yaml-task-definition" => plimsoll_analysis::FileKind::YamlTaskDefinition,
                "cloudformation" => plimsoll_analysis::FileKind::CloudFormation,
                "terraform" => plimsoll_analysis::FileKind::Terraform,
                _ => plimsoll_analysis::FileKind::Dockerfile,
            };
            let kind = (kind_name != "ecs").then_some(kind);
            measure::run(&measure::Options { folder, kind, preset, rules, sample, lines, figures, date, fix })
        }
        Task::Parity { tool: _, folder, sample, codes, reuse, shellcheck, write } => {
            parity::run(&parity::Options { folder, sample, codes, reuse, shellcheck, write })
        }
        Task::Refresh { arguments } => refresh::run(&arguments),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

/// The root of the repository.
fn root() -> PathBuf {
    let manifest = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    manifest.ancestors().nth(2).map(PathBuf::from).unwrap_or(manifest)
}

/// Writes `text` to `path` below the root, or with `check` only says whether it is there already.
fn write_or_check(path: &str, text: &str, check: bool) -> Result<(), String> {
    let full = root().join(path);
    if std::fs::read_to_string(&full).is_ok_and(|old| old == text) {
        return Ok(());
    }
    if check {
        return Err(format!("{path} is not up to date; run `cargo xtask docs` and `cargo xtask picture`"));
    }
    if let Some(folder) = full.parent() {
        std::fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    std::fs::write(&full, text).map_err(|error| format!("{path}: {error}"))?;
    println!("wrote {path}");
    Ok(())
}
