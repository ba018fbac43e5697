//! hadolint's command line.
//!
//! Invariant: what hadolint 2.15 takes is taken, with the same meaning. Names of rules are taken as well where hadolint
//! takes its codes, several with commas between them.

use clap::Args;
use plimsoll_analysis::{HadolintSeverity, LabelType};
use plimsoll_config::Hadolint;
use plimsoll_report::HadolintFormat;
use std::path::PathBuf;

pub(crate) const EXAMPLES: &str = "\
Examples:
  plimsoll hadolint Dockerfile
  plimsoll hadolint --ignore DL3008 --failure-threshold error -f json api/Dockerfile web/Dockerfile
  plimsoll hadolint - < Dockerfile
  ln -s \"$(command -v plimsoll)\" ~/bin/hadolint    # a pipeline that calls hadolint calls plimsoll

Settings come from .hadolint.yaml in the folder you are in, else from $XDG_CONFIG_HOME or your home,
and from the environment: HADOLINT_IGNORE, HADOLINT_FORMAT, HADOLINT_FAILURE_THRESHOLD and so on.

Exit status: 0 clean, 1 findings at or above --failure-threshold, or something could not be read.
Always 0 for findings with --no-fail, and in the formats codeclimate and codacy.";

/// What hadolint's command line says.
#[derive(Debug, Args)]
#[command(disable_version_flag = true)]
pub(crate) struct HadolintCommand {
    /// Dockerfiles; `-` reads from stdin.
    #[arg(value_name = "DOCKERFILE")]
    pub(crate) files: Vec<PathBuf>,

    /// Print the version.
    #[arg(short, long)]
    pub(crate) version: bool,

    /// Take the settings from this file.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,

    /// Write this path in place of the file's, in the formats checkstyle, codeclimate, gitlab_codeclimate, sonarqube
    /// and junit.
    #[arg(long, value_name = "PATH")]
    pub(crate) file_path_in_report: Option<String>,

    /// Write the findings to this file. The first --output goes with the first format, and so on.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Vec<PathBuf>,

    /// End with 0 whatever was found.
    #[arg(long)]
    pub(crate) no_fail: bool,

    /// Leave out the colours.
    #[arg(long)]
    pub(crate) no_color: bool,

    /// Show the settings that count, on stderr.
    #[arg(short = 'V', long)]
    pub(crate) verbose: bool,

    /// How to write the findings: tty, json, checkstyle, codeclimate, gitlab_codeclimate, gnu, codacy, sonarqube, sarif
    /// or junit [default: tty]. Repeatable: they are written in each, and in the format of the settings.
    #[arg(short, long, value_name = "FORMAT", value_parser = format)]
    pub(crate) format: Vec<String>,

    /// Report these as errors. Repeatable, as are the next ones.
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub(crate) error: Vec<String>,

    /// Report these as warnings.
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub(crate) warning: Vec<String>,

    /// Report these as infos.
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub(crate) info: Vec<String>,

    /// Report these as matters of style.
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub(crate) style: Vec<String>,

    /// Do not report these, nor those that the settings ignore.
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub(crate) ignore: Vec<String>,

    /// Report images that do not come from one of these registries.
    #[arg(long, value_name = "REGISTRY")]
    pub(crate) trusted_registry: Vec<String>,

    /// Report images without this label, or with another kind of value in it: maintainer:text. Types: text, url,
    /// rfc3339, semver, hash, spdx, email.
    #[arg(long, value_name = "LABEL:TYPE", value_parser = label)]
    pub(crate) require_label: Vec<(String, LabelType)>,

    /// Report labels that no --require-label names.
    #[arg(long)]
    pub(crate) strict_labels: bool,

    /// Let comments such as `# hadolint ignore=DL3008` count for nothing.
    #[arg(long)]
    pub(crate) disable_ignore_pragma: bool,

    /// From which severity on findings give exit status 1: error, warning, info, style, ignore or none [default: info].
    #[arg(short = 't', long, value_name = "SEVERITY", value_parser = threshold)]
    pub(crate) failure_threshold: Option<HadolintSeverity>,
}

impl HadolintCommand {
    /// What the options ask for.
    pub(crate) fn settings(&self) -> Hadolint {
        let set = |flag: bool| flag.then_some(true);
        let overrides = [
            (HadolintSeverity::Error, &self.error),
            (HadolintSeverity::Warning, &self.warning),
            (HadolintSeverity::Info, &self.info),
            (HadolintSeverity::Style, &self.style),
        ];
        let named = |(severity, codes): (HadolintSeverity, &Vec<String>)| {
            names(codes).into_iter().map(move |code| (severity, code)).collect::<Vec<_>>()
        };
        Hadolint {
            ignored: names(&self.ignore),
            overrides: overrides.into_iter().flat_map(named).collect(),
            registries: self.trusted_registry.clone(),
            labels: self.require_label.clone(),
            strict_labels: set(self.strict_labels),
            disable_ignore_pragma: set(self.disable_ignore_pragma),
            threshold: self.failure_threshold,
            no_fail: set(self.no_fail),
            no_color: set(self.no_color),
            formats: self.format.clone(),
        }
    }
}

fn names(codes: &[String]) -> Vec<String> {
    codes.iter().map(|code| code.trim().to_owned()).filter(|code| !code.is_empty()).collect()
}

fn format(word: &str) -> Result<String, String> {
    let known = HadolintFormat::parse(word).map(|format| format.as_str().to_owned());
    known.ok_or_else(|| crate::arguments::one_of(word, &Hadolint::FORMATS))
}

fn threshold(word: &str) -> Result<HadolintSeverity, String> {
    let known = ["error", "warning", "info", "style", "ignore", "none"];
    Hadolint::threshold(word).ok_or_else(|| crate::arguments::one_of(word, &known))
}

/// `maintainer:text`; a label without a type takes any text.
pub(super) fn label(text: &str) -> Result<(String, LabelType), String> {
    let (name, kind) = text.split_once(':').unwrap_or((text, ""));
    let kind = Hadolint::label_type(kind).ok_or_else(|| crate::arguments::one_of(kind, &Hadolint::LABEL_TYPES))?;
    Ok((name.to_owned(), kind))
}

#[cfg(test)]
mod tests {
    use plimsoll_config::Hadolint;
    use plimsoll_report::HadolintFormat;

    #[test]
    fn settings_and_output_know_the_same_formats() {
        assert_eq!(Hadolint::FORMATS, HadolintFormat::ALL.map(HadolintFormat::as_str));
    }
}
