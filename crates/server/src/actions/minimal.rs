//! From two texts to the edits that lead from the one to the other.
//!
//! Invariant: applying the edits to the old text gives the new one. Lines that are the same are not touched, so that
//! cursors and marks stay where they are.

use plimsoll_text::{Edit, Edits, range};
use similar::{DiffOp, TextDiff};

/// The edits from `old` to `new`.
pub(super) fn edits(old: &str, new: &str) -> Edits {
    let diff = TextDiff::from_lines(old, new);
    let starts = |lines: Vec<usize>| {
        let ends = lines.into_iter().scan(0, |end, length| {
            *end += length;
            Some(*end)
        });
        [0].into_iter().chain(ends).collect::<Vec<usize>>()
    };
    let olds = starts(diff.iter_old_slices().map(str::len).collect());
    let news = starts(diff.iter_new_slices().map(str::len).collect());
    let changed = diff.ops().iter().filter(|op| !matches!(op, DiffOp::Equal { .. }));
    let edits = changed.map(|op| {
        let (before, after) = (op.old_range(), op.new_range());
        let (start, end) = (olds[before.start], olds[before.end]);
        trimmed(old, start, end, &new[news[after.start]..news[after.end]])
    });
    // The parts of a diff are disjoint.
    Edits::new(edits.collect()).unwrap_or_else(|_| Edits::from(Edit::replace(range(0, old.len()), new)))
}

/// The edit without what both texts begin and end with.
fn trimmed(old: &str, start: usize, end: usize, new: &str) -> Edit {
    let part = &old[start..end];
    let same = |(left, right): &(char, char)| left == right;
    let head: usize = part.chars().zip(new.chars()).take_while(same).map(|(it, _)| it.len_utf8()).sum();
    let tail = part[head..].chars().rev().zip(new[head..].chars().rev());
    let tail: usize = tail.take_while(same).map(|(it, _)| it.len_utf8()).sum();
    Edit::replace(range(start + head, end - tail), &new[head..new.len() - tail])
}

#[cfg(test)]
mod tests {
    use super::edits;
    use proptest::prelude::*;

    #[test]
    fn equal_lines_are_not_touched() {
        let (old, new) = ("FROM a:é\nRUN x\nUSER b\n", "FROM a:ü\nRUN x\nUSER b\nCMD c\n");
        let edits = edits(old, new);
        let shown: Vec<(u32, u32, &str)> =
            edits.iter().map(|it| (it.range.start().into(), it.range.end().into(), it.text.as_str())).collect();
        assert_eq!(shown, [(7, 9, "ü"), (23, 23, "CMD c\n")]);
    }

    proptest! {
        #[test]
        fn the_edits_lead_to_the_new_text(old in "[ab\r\n é💙]{0,40}", new in "[ab\r\n é💙]{0,40}") {
            prop_assert_eq!(edits(&old, &new).apply(&old), new);
        }
    }
}
