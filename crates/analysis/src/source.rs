//! A file to analyse.

use std::sync::Arc;

/// What a file is; it decides which rules run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileKind {
    /// A Dockerfile.
    Dockerfile,
    /// An ECS task definition as JSON, an array of container definitions, or saved describe output.
    TaskDefinition,
    /// A pip requirements or constraints file.
    Requirements,
    /// A Compose file. The Dockerfiles that stand in it are checked; its images can be pinned.
    Compose,
    /// A Bake file, HCL or JSON by its name. Of it the Dockerfiles are checked that stand in it.
    Bake,
}

impl FileKind {
    /// `"dockerfile"`, `"task-definition"`, `"requirements"`, `"compose"` or `"bake"`, as the JSON output names it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Dockerfile => "dockerfile",
            Self::TaskDefinition => "task-definition",
            Self::Requirements => "requirements",
            Self::Compose => "compose",
            Self::Bake => "bake",
        }
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
