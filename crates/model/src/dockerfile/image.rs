//! The images that a Dockerfile takes from outside.
//!
//! Invariant: stage names, `scratch` and values that cannot be known are no images.

use super::build::{StageId, StepId};
use super::mapped::Mapped;
use plimsoll_dockerfile::ImageReference;
use plimsoll_text::{TextRange, TextSize};

/// An image reference with its variables replaced by the defaults that the file gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// The reference and where its characters are written.
    pub value: Mapped,
    /// Its parts; ranges into [`Self::text`].
    parts: ImageReference,
}

impl Image {
    /// Splits an expanded reference.
    #[must_use]
    pub fn new(value: Mapped) -> Self {
        let parts = ImageReference::parse(&value.text, TextSize::new(0));
        Self { value, parts }
    }

    /// Whether it can be an image reference at all: `__NAME__`, `@NAME@`, `{{ name }}`, `BASEIMAGE` and the like,
    /// which a template tool fills in, are none. What BuildKit refuses for another reason still counts.
    #[must_use]
    pub fn is_plausible(&self) -> bool {
        let text = self.text();
        let plain = |character: char| character.is_ascii_alphanumeric() || "-_./:@".contains(character);
        let starts_well = text.starts_with(|first: char| first.is_ascii_alphanumeric() || first == '[');
        let placeholder = text.contains("__") && text.bytes().any(|byte| byte.is_ascii_uppercase())
            || is_placeholder(self.repository());
        starts_well && text.chars().all(plain) && !placeholder && text.matches('@').count() <= 1
    }

    /// `registry/repository:tag@digest`
    #[must_use]
    pub fn text(&self) -> &str {
        &self.value.text
    }

    /// Host and port as written; `None` means Docker Hub.
    #[must_use]
    pub fn registry(&self) -> Option<&str> {
        self.parts.registry_text(self.text())
    }

    /// Path without the registry, as written.
    #[must_use]
    pub fn repository(&self) -> &str {
        self.parts.repository_text(self.text())
    }

    /// Tag as written; `None` without one.
    #[must_use]
    pub fn tag(&self) -> Option<&str> {
        self.parts.tag_text(self.text())
    }

    /// Digest as written, `sha256:` included; `None` without one.
    #[must_use]
    pub fn digest(&self) -> Option<&str> {
        self.parts.digest_text(self.text())
    }

    /// Registry and repository as written, without tag and digest.
    #[must_use]
    pub fn name(&self) -> &str {
        let end = usize::from(self.parts.repository.end());
        &self.text()[..end]
    }

    /// Where the tag is written, the `:` not included; in the default of an ARG if it comes from there.
    #[must_use]
    pub fn tag_origin(&self) -> Option<TextRange> {
        self.value.origin(self.parts.tag?)
    }

    /// Where the repository is written, without registry.
    #[must_use]
    pub fn repository_origin(&self) -> Option<TextRange> {
        self.value.origin(self.parts.repository)
    }

    /// Where a tag or digest would be added: the end of the reference as it is written.
    #[must_use]
    pub fn end_origin(&self) -> Option<TextSize> {
        let end = self.parts.range.end();
        let last = TextRange::new(end.checked_sub(TextSize::new(1))?, end);
        self.value.origin(last).map(TextRange::end)
    }
}

/// `BASEIMAGE`, `REPLACE-ME`, `BASE_IMAGE`: a name for a script to replace.
fn is_placeholder(repository: &str) -> bool {
    repository.len() > 3 && repository.bytes().all(|byte| byte.is_ascii_uppercase() || matches!(byte, b'_' | b'-'))
}

/// One place that names an image from outside.
#[derive(Debug, Clone)]
pub struct ImageUse {
    /// The image.
    pub image: Image,
    /// The word that names it, as written in the instruction.
    pub range: TextRange,
    /// What names it.
    pub kind: UseKind,
    /// The stage it is used in.
    pub stage: StageId,
    /// The instruction.
    pub step: StepId,
}

/// What names an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UseKind {
    /// `FROM image`
    From,
    /// `COPY --from=image`
    CopyFrom,
    /// `RUN --mount=from=image`
    MountFrom,
}
