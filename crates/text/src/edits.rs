//! Changes to a text.
//!
//! Invariant of [`Edits`]: sorted by start, and no two overlap. Two insertions at one place are allowed and
//! keep their order.

use crate::{TextRange, TextSize, slice};

/// Put `text` in the place of `range`; an empty range inserts, an empty text deletes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Edit {
    /// What is replaced, in bytes of the text before any edit.
    pub range: TextRange,
    /// What comes there.
    pub text: String,
}

impl Edit {
    /// Puts `text` before the character at `offset`.
    pub fn insert(offset: TextSize, text: impl Into<String>) -> Self {
        Self { range: TextRange::empty(offset), text: text.into() }
    }

    /// Removes `range`.
    #[must_use]
    pub fn delete(range: TextRange) -> Self {
        Self { range, text: String::new() }
    }

    /// Puts `text` in the place of `range`.
    pub fn replace(range: TextRange, text: impl Into<String>) -> Self {
        Self { range, text: text.into() }
    }
}

/// Two of the edits given to [`Edits::new`] overlap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OverlappingEdits;

/// Edits of one text, sorted and disjoint.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Edits(Vec<Edit>);

impl From<Edit> for Edits {
    fn from(edit: Edit) -> Self {
        Self(vec![edit])
    }
}

impl Edits {
    /// Sorts `edits`; identical ones count once.
    ///
    /// # Errors
    /// Two different edits overlap.
    pub fn new(mut edits: Vec<Edit>) -> Result<Self, OverlappingEdits> {
        edits.sort_by_key(|edit| (edit.range.start(), edit.range.end()));
        edits.dedup();
        if edits.windows(2).any(|pair| pair[0].range.end() > pair[1].range.start()) {
            return Err(OverlappingEdits);
        }
        Ok(Self(edits))
    }

    /// The edits in the order of their places.
    pub fn iter(&self) -> std::slice::Iter<'_, Edit> {
        self.0.iter()
    }

    /// Whether there is nothing to do.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// From the start of the first edit to the end of the last; `None` without edits.
    #[must_use]
    pub fn range(&self) -> Option<TextRange> {
        Some(TextRange::new(self.0.first()?.range.start(), self.0.last()?.range.end()))
    }

    /// Whether an edit of the one overlaps or touches an edit of the other.
    #[must_use]
    pub fn touches(&self, other: &Self) -> bool {
        let (mut mine, mut theirs) = (self.0.iter().peekable(), other.0.iter().peekable());
        while let (Some(left), Some(right)) = (mine.peek(), theirs.peek()) {
            if left.range.intersect(right.range).is_some() {
                return true;
            }
            if left.range.end() < right.range.start() {
                mine.next()
            } else {
                theirs.next()
            };
        }
        false
    }

    /// `text` with the edits applied. Cannot fail: an edit past the end of `text` is left out.
    #[must_use]
    pub fn apply(&self, text: &str) -> String {
        let grown: usize = self.0.iter().map(|edit| edit.text.len()).sum();
        let mut result = String::with_capacity(text.len() + grown);
        let mut done = TextSize::new(0);
        for edit in &self.0 {
            if usize::from(edit.range.end()) > text.len() {
                break;
            }
            result.push_str(slice(text, TextRange::new(done, edit.range.start())));
            result.push_str(&edit.text);
            done = edit.range.end();
        }
        result.push_str(&text[usize::from(done)..]);
        result
    }
}

impl<'a> IntoIterator for &'a Edits {
    type Item = &'a Edit;
    type IntoIter = std::slice::Iter<'a, Edit>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::{Edit, Edits, OverlappingEdits};
    use crate::range;

    #[test]
    fn apply_in_order_of_place() {
        let edits = Edits::new(vec![
            Edit::delete(range(4, 6)),
            Edit::replace(range(0, 1), "X"),
            Edit::insert(range(2, 2).start(), "--"),
        ]);
        assert_eq!(edits.unwrap().apply("abcdef"), "Xb--cd");
    }

    #[test]
    fn overlap_is_refused_and_doubles_count_once() {
        let double = vec![Edit::delete(range(1, 3)), Edit::delete(range(1, 3))];
        assert_eq!(Edits::new(double).unwrap().iter().count(), 1);
        let overlapping = vec![Edit::delete(range(1, 3)), Edit::delete(range(2, 4))];
        assert_eq!(Edits::new(overlapping), Err(OverlappingEdits));
    }

    #[test]
    fn touching_is_noticed() {
        let left = Edits::from(Edit::delete(range(0, 3)));
        assert!(left.touches(&Edits::from(Edit::insert(range(3, 3).start(), "x"))));
        assert!(!left.touches(&Edits::from(Edit::delete(range(4, 5)))));
    }
}
