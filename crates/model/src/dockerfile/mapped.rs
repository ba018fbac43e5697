//! An expanded word that still knows where its characters were written.
//!
//! Invariant: a range of [`Mapped::text`] is mapped back only if all of it was written at one place of the
//! file as it stands there; else there is no answer.

use super::scope::{BindingValue, Scope};
use plimsoll_dockerfile::{ModifierKind, Variable, Word, WordPart};
use plimsoll_text::{TextRange, TextSize, range, size, slice};

/// An expanded word.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapped {
    /// The value.
    pub text: String,
    /// Where the characters came from; the pieces tile `text`.
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece {
    /// Byte offset in the value where the piece starts.
    start: usize,
    /// Where it is written, when it is written there to the letter.
    origin: Option<TextSize>,
}

impl Mapped {
    /// A value that stands in the file as it is, at `origin`.
    #[must_use]
    pub fn written(text: &str, origin: TextSize) -> Self {
        let mut mapped = Self::default();
        mapped.push(text, Some(origin));
        mapped
    }

    /// Where the part `part` of [`Self::text`] is written in the file.
    #[must_use]
    pub fn origin(&self, part: TextRange) -> Option<TextRange> {
        let at = usize::from(part.start());
        let index = self.pieces.partition_point(|piece| piece.start <= at).checked_sub(1)?;
        let piece = self.pieces[index];
        let end = self.pieces.get(index + 1).map_or(self.text.len(), |next| next.start);
        if usize::from(part.end()) > end {
            return None;
        }
        let start = piece.origin? + size(at - piece.start);
        Some(TextRange::at(start, part.len()))
    }

    /// Where all of it is written, when that is one place.
    #[must_use]
    pub fn whole_origin(&self) -> Option<TextRange> {
        self.origin(range(0, self.text.len()))
    }

    fn push(&mut self, text: &str, origin: Option<TextSize>) {
        if !text.is_empty() {
            self.pieces.push(Piece { start: self.text.len(), origin });
            self.text.push_str(text);
        }
    }

    fn append(&mut self, other: &Self) {
        let shift = self.text.len();
        self.pieces.extend(other.pieces.iter().map(|piece| Piece { start: piece.start + shift, ..*piece }));
        self.text.push_str(&other.text);
    }
}

/// Expands `word` with what `scope` knows. `None` when a variable's value cannot be known; a variable that is
/// not set counts as unknown unless a modifier says what happens then.
pub(super) fn expand(source: &str, word: &Word, scope: &Scope<'_>) -> Option<Mapped> {
    if word.parts.is_empty() {
        return Some(Mapped::written(word.raw(source), word.range.start()));
    }
    let mut result = Mapped::default();
    for part in &word.parts {
        match part {
            WordPart::Text { range, value: None } => result.push(slice(source, *range), Some(range.start())),
            WordPart::Text { value: Some(value), .. } => result.push(value, None),
            WordPart::Variable(variable) => result.append(&expand_variable(source, variable, scope)?),
        }
    }
    Some(result)
}

fn expand_variable(source: &str, variable: &Variable, scope: &Scope<'_>) -> Option<Mapped> {
    let binding = scope.get(slice(source, variable.name));
    let value = match binding {
        Some(BindingValue::Known(value)) => Some(value),
        Some(BindingValue::NoDefault) | None if !scope.is_open() || binding.is_some() => None,
        _ => return None,
    };
    let Some(modifier) = &variable.modifier else {
        return value.cloned();
    };
    match (modifier.kind, value) {
        (ModifierKind::Default { colon }, Some(value)) if !(colon && value.text.is_empty()) => Some(value.clone()),
        (ModifierKind::Default { .. }, _) => expand(source, &modifier.word, scope),
        (ModifierKind::Alternative { colon }, Some(value)) if !(colon && value.text.is_empty()) => {
            expand(source, &modifier.word, scope)
        }
        (ModifierKind::Alternative { .. }, _) => Some(Mapped::default()),
        (ModifierKind::Required { .. }, Some(value)) if !value.text.is_empty() => Some(value.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::Mapped;
    use plimsoll_text::{range, size};

    #[test]
    fn a_part_maps_back_only_from_one_place() {
        let mut mapped = Mapped::written("python:", size(5));
        mapped.append(&Mapped::written("3.12", size(40)));
        assert_eq!(mapped.text, "python:3.12");
        assert_eq!(mapped.origin(range(0, 6)), Some(range(5, 11)));
        assert_eq!(mapped.origin(range(7, 11)), Some(range(40, 44)));
        assert_eq!(mapped.origin(range(3, 9)), None);
        assert_eq!(mapped.whole_origin(), None);
    }
}
