//! A file to analyse.

use std::sync::Arc;

/// What a file is; it decides which rules run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileKind {
    /// A Dockerfile.
    Dockerfile,
    /// An ECS task definition as JSON, an array of container definitions, or saved describe output.
    TaskDefinition,
    /// An ECS task definition as YAML.
    YamlTaskDefinition,
    /// A CloudFormation or SAM template, as JSON or YAML, with task definitions in it.
    CloudFormation,
    /// A Terraform file with task definitions in it.
    Terraform,
    /// A pip requirements or constraints file.
    Requirements,
    /// A Compose file. The Dockerfiles that stand in it are checked; its images can be pinned.
    Compose,
    /// A Bake file, HCL or JSON by its name. Of it the Dockerfiles are checked that stand in it.
    Bake,
    /// What goes with task definitions and is checked against them: a workflow that deploys one, a service definition,
    /// an environment file.
    Companion,
}

impl FileKind {
    /// `"dockerfile"`, `"task-definition"` (JSON or YAML), `"cloudformation"`, `"terraform"`, `"requirements"`,
    /// `"compose"`, `"bake"` or `"companion"`, as the JSON output names it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Dockerfile => "dockerfile",
            Self::TaskDefinition | Self::YamlTaskDefinition => "task-definition",
            Self::CloudFormation => "cloudformation",
            Self::Terraform => "terraform",
            Self::Requirements => "requirements",
            Self::Compose => "compose",
            Self::Bake => "bake",
            Self::Companion => "companion",
        }
    }

    /// What a [`crate::WorkspaceFile`] of this kind is to the rules that look at other files: a companion is looked at,
    /// whether it is checked as well or not.
    #[must_use]
    pub fn in_workspace(self) -> Option<Self> {
        Some(self).filter(|kind| *kind != Self::Companion)
    }

    /// Whether task definitions stand in it in another form than JSON of their own.
    #[must_use]
    pub fn is_carrier(self) -> bool {
        matches!(self, Self::YamlTaskDefinition | Self::CloudFormation | Self::Terraform)
    }
}

/// A file as it was read.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Path with `/` between folders, as it is shown; relative to the workspace where there is one.
    pub path: String,
    /// Its text, a byte order mark included.
    pub text: Arc<str>,
    /// What it is.
    pub kind: FileKind,
}

impl SourceFile {
    /// Takes a file as it was read.
    pub fn new(path: impl Into<String>, text: impl Into<Arc<str>>, kind: FileKind) -> Self {
        Self { path: path.into(), text: text.into(), kind }
    }
}
