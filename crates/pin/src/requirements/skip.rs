//! Why a requirement is left as it is.
//!
//! Invariant: whoever reads the reason knows what to do, or that there is nothing to do.

use std::fmt;

/// Why a requirement is left as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Skip {
    /// An ignore comment or the settings ask for it.
    Ignored,
    /// A build tool, which is brought up to date before the real installation.
    Tool,
    /// A tool made the file.
    Generated,
    /// `-e .`, a path, an archive or a commit: it has no version to write.
    Local,
    /// A URL that names no version.
    Url,
    /// A variable or a placeholder, or no requirement at all.
    Unknown,
    /// A word with escapes or several quotes, which has no place in the file.
    Escaped,
    /// `pip install django>5`: the shell reads `>5` as a redirect.
    Redirect,
    /// A constraints file fixes it, or may do so.
    Constrained(String),
    /// Its marker says that it is not installed here.
    NotInstalled,
    /// Whether its marker holds cannot be known.
    Marker(String),
    /// The lock file is no help.
    Lock {
        /// Its path.
        path: String,
        /// What is wrong with it.
        problem: String,
    },
    /// Which version is installed depends on the Python, and that is not known.
    Python {
        /// What is known instead.
        why: String,
    },
    /// Which version is installed depends on the machine or its C library.
    Platform,
    /// No version fits.
    NoVersion(String),
    /// Which index it comes from is not clear, or none is asked.
    Index(String),
    /// There was no answer.
    Failed(String),
    /// A chosen version would not go together with another one.
    Conflict {
        /// `boto3 1.40.1`
        other: String,
        /// `botocore<1.41,>=1.40.1`
        needs: String,
    },
}

impl Skip {
    /// Whether nothing could be expected here.
    #[must_use]
    pub fn is_expected(&self) -> bool {
        matches!(self, Self::Ignored | Self::Tool | Self::Generated | Self::Local | Self::NotInstalled)
            || matches!(self, Self::Constrained(_))
    }

    /// Whether it is known to have no exact version, and should have one.
    #[must_use]
    pub fn is_unpinned(&self) -> bool {
        !self.is_expected() && !matches!(self, Self::Unknown)
    }

    /// One word for programs, kebab-case.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Ignored => "ignored",
            Self::Tool => "build-tool",
            Self::Generated => "generated",
            Self::Local => "local",
            Self::Url => "url",
            Self::Unknown => "unknown-value",
            Self::Escaped => "escaped",
            Self::Redirect => "redirect",
            Self::Constrained(_) => "constrained",
            Self::NotInstalled => "not-installed",
            Self::Marker(_) => "unknown-marker",
            Self::Lock { .. } => "unclear-lock",
            Self::Python { .. } => "unknown-python",
            Self::Platform => "unknown-platform",
            Self::NoVersion(_) => "no-version",
            Self::Index(_) => "unclear-index",
            Self::Failed(_) => "failed",
            Self::Conflict { .. } => "conflict",
        }
    }
}

impl fmt::Display for Skip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ignored => f.write_str("ignored by a comment or by the settings"),
            Self::Tool => f.write_str("a build tool, left to be brought up to date"),
            Self::Generated => f.write_str("a tool made the file; let it write the versions"),
            Self::Local => f.write_str("a path, an archive or a commit, which has no version to write"),
            Self::Url => f.write_str("a URL; name a commit, a tag or a hash in it"),
            Self::Unknown => f.write_str("its value cannot be known from the file"),
            Self::Escaped => f.write_str("written with escapes or several quotes"),
            Self::Redirect => f.write_str("the shell reads the specifier as a redirect; put the word into quotes"),
            Self::Constrained(path) => write!(f, "the constraints file `{path}` decides"),
            Self::NotInstalled => f.write_str("its marker says that it is not installed in this image"),
            Self::Marker(marker) => write!(f, "whether `{marker}` holds in the image is not known"),
            Self::Lock { path, problem } => write!(f, "`{path}` {problem}"),
            Self::Python { why } => {
                write!(f, "the version depends on the Python of the image, and {why}; say it with `--python 3.12`")
            }
            Self::Platform => f.write_str("the version depends on the machine that the image is built for"),
            Self::NoVersion(problem) => f.write_str(problem),
            Self::Index(problem) | Self::Failed(problem) => f.write_str(problem),
            Self::Conflict { other, needs } => {
                write!(f, "`{other}` needs `{needs}`, which does not go together with the rest")
            }
        }
    }
}
