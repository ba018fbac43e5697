//! Why a reference is left as it is.
//!
//! Invariant: whoever reads the reason knows what to do, or that there is nothing to do.

use std::fmt;

/// Why a reference is left as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Skip {
    /// It names a stage of the same file.
    Stage,
    /// `scratch`, which is no image.
    Scratch,
    /// Its value depends on something outside the file: a variable or a placeholder.
    Unknown,
    /// Repository and tag are put together from several values.
    Composed,
    /// The ARG that holds it is read for something else, too.
    Shared(String),
    /// The image is built from source, and the name is given to it afterwards; or it is a context of the build.
    Built,
    /// A workflow puts another image there before it is used.
    Rendered,
    /// An ignore comment or the settings ask for it.
    Ignored,
    /// It is written with escapes, so that it has no place in the file.
    Escaped,
}

impl Skip {
    /// Whether nothing could be expected here: the reference is no image from outside.
    #[must_use]
    pub fn is_expected(&self) -> bool {
        matches!(self, Self::Stage | Self::Scratch | Self::Built)
    }

    /// Whether it is an image from outside that is known to have no pin.
    #[must_use]
    pub fn is_unpinned(&self) -> bool {
        matches!(self, Self::Composed | Self::Shared(_))
    }

    /// One word for programs, kebab-case.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Stage => "stage",
            Self::Scratch => "scratch",
            Self::Unknown => "unknown-value",
            Self::Composed => "composed",
            Self::Shared(_) => "shared-argument",
            Self::Built => "built-here",
            Self::Rendered => "replaced-by-workflow",
            Self::Ignored => "ignored",
            Self::Escaped => "escaped",
        }
    }
}

impl fmt::Display for Skip {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stage => formatter.write_str("a stage of the same file"),
            Self::Scratch => formatter.write_str("no image"),
            Self::Unknown => formatter.write_str("its value cannot be known from the file"),
            Self::Composed => {
                formatter.write_str("its name and tag are put together from several values; keep them in one ARG")
            }
            Self::Shared(name) => {
                write!(formatter, "`{name}` is used for something else, too; give the image an ARG of its own")
            }
            Self::Built => formatter.write_str("built from source"),
            Self::Rendered => formatter.write_str("a workflow puts another image there"),
            Self::Ignored => formatter.write_str("ignored by a comment or by the settings"),
            Self::Escaped => formatter.write_str("written with escapes or as an alias"),
        }
    }
}
