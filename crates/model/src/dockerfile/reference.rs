//! References of COPY --from and of mounts that name no earlier stage.
//!
//! Invariant: a name that an earlier stage has is never wrong, whatever else has it.

use super::build::{Build, StageId};

/// Why a reference to a stage cannot work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WrongReference {
    /// It names the stage that it stands in.
    Own,
    /// It names a later stage.
    Later(StageId),
    /// It is a number that no stage has.
    NoSuchNumber,
}

impl Build<'_> {
    /// Why `text`, used in `stage`, names a stage that cannot be used there. `None` for an earlier stage, an image and
    /// whatever else it may be. Mounts know no numbers.
    ///
    /// BuildKit looks a name up among all stages, and refuses one that is not built before.
    /// Source: moby/buildkit `dockerfile2llb`, 2026-08.
    #[must_use]
    pub fn wrong_reference(&self, stage: StageId, text: &str, numbers: bool) -> Option<WrongReference> {
        if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
            let number: usize = text.parse().unwrap_or(usize::MAX);
            return match number {
                _ if !numbers || number < stage.0 => None,
                _ if number == stage.0 => Some(WrongReference::Own),
                _ if number < self.stages.len() => Some(WrongReference::Later(StageId(number))),
                _ => Some(WrongReference::NoSuchNumber),
            };
        }
        let lower = text.to_lowercase();
        let has_name = |other: &&super::stage::Stage<'_>| other.name.as_deref() == Some(lower.as_str());
        let found = self.stages.iter().find(has_name)?;
        match found.id {
            id if id < stage => None,
            id if id == stage => Some(WrongReference::Own),
            id => Some(WrongReference::Later(id)),
        }
    }

    /// Whether `# syntax=` names a frontend other than Docker's own, which may know other instructions and flags.
    #[must_use]
    pub fn has_foreign_frontend(&self) -> bool {
        self.syntax.directives().any(|directive| {
            let text = |range| plimsoll_text::slice(self.source, range);
            let image = text(directive.value).split_whitespace().next().unwrap_or("");
            let image = image.strip_prefix("docker.io/").unwrap_or(image);
            text(directive.name).eq_ignore_ascii_case("syntax")
                && !image.is_empty()
                && !image.starts_with("docker/dockerfile")
        })
    }
}
