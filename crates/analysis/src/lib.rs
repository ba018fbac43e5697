//! Rules, diagnostics, suppressions and fixes.
//!
//! Invariant: analysis is a pure function of a file's text, the settings and a read-only view of the
//! workspace. It does no input or output, cannot fail, and gives the same answer every time.
//!
//! Example:
//!
//! ```
//! use plimsoll_analysis::{FileKind, Settings, SourceFile, Workspace, analyze};
//! let file = SourceFile::new("Dockerfile", "FROM debian:latest\n", FileKind::Dockerfile);
//! let analysis = analyze(&file, &Settings::default(), &Workspace::default());
//! assert!(analysis.diagnostics.iter().any(|diagnostic| diagnostic.rule.id == "latest-tag"));
//! ```

mod answers;
mod carrier;
mod cx;
mod diagnostic;
mod engine;
mod fix;
mod hadolint;
mod inlined;
mod labels;
mod question;
mod questions;
pub mod registry;
mod rule;
mod rules;
mod scripts;
mod settings;
mod shellcheck;
mod sink;
mod source;
mod suggest;
mod suppression;
#[cfg(test)]
mod testing;
mod workspace;

pub use answers::rules_for_answer;
pub use carrier::carried;
pub use cx::{
    CommandCx, CompanionCx, ContainerCx, DockerfileCx, FileCx, InstructionCx, RequirementsCx, ServiceCx, StageCx,
    SuppressionCx, TaskCx,
};
pub use diagnostic::{Applicability, Diagnostic, Elsewhere, Fix, Label, Severity};
pub use engine::{Analysis, Suppressed, analyze, value_path, value_paths};
pub use fix::{Applied, Fixed, choose_elsewhere, fix, fix_rule};
pub use hadolint::{HadolintSeverity, InstructionRanges};
pub use labels::{LabelPattern, LabelSchema, LabelType};
pub use plimsoll_shellcheck::external::{ARGUMENTS as SHELLCHECK_ARGUMENTS, Answers as ShellcheckAnswers};
pub use question::{PackageIndex, Question};
pub use questions::ImageFacts;
pub use registry::Group;
pub use rule::{Category, Check, FixAvailability, Level, Levels, OptionKind, OptionSpec, Preset, Rule};
pub use settings::{CURRENT_EDITION, OptionValue, Settings, SettingsBuilder, SettingsError};
pub use shellcheck::shellcheck_questions;
pub use sink::{Finding, Sink};
pub use source::{FileKind, SourceFile};
pub use suggest::nearest;
pub use suppression::{IgnoreId, Scope, Suppression, Tool, suppress};
pub use workspace::{
    BuildContext, BuildContexts, BuildUse, Entry, Installation, Listing, LockState, Matches, Pair, Presence, SdkUse,
    Wishes, Workspace, WorkspaceFile, is_lock_file,
};
