//! Writes what was decided.
//!
//! Invariant: an edit replaces a specifier, or inserts one or hashes behind a requirement; nothing else of a file changes.

use super::{Outcome, Place, Plan};
use plimsoll_text::{Edit, Edits, TextSize, lines};
use std::collections::BTreeMap;

/// The hashes of places by their numbers, or why none are added, in words.
pub type Hashes = Result<BTreeMap<usize, Vec<String>>, Vec<String>>;

/// What was decided about a plan.
#[derive(Debug, Clone)]
pub struct Decisions {
    /// For each place of the plan, in its order.
    pub outcomes: Vec<Outcome>,
    /// When hashes were asked for and the plan has lines that can have some.
    pub hashes: Option<Hashes>,
}

impl Decisions {
    /// The edits of the file at `path`.
    #[must_use]
    pub fn edits(&self, plan: &Plan, path: &str) -> Edits {
        // Places do not overlap, so neither do their edits.
        Edits::new(self.list(plan, path)).unwrap_or_default()
    }

    fn list(&self, plan: &Plan, path: &str) -> Vec<Edit> {
        let mut edits = Vec::new();
        for (number, (place, outcome)) in plan.places.iter().zip(&self.outcomes).enumerate() {
            if place.path != path {
                continue;
            }
            edits.extend(version(place, outcome));
            edits.extend(self.hashes_of(plan, number, place));
        }
        edits
    }

    /// Whether something is written to the place: a version or hashes.
    #[must_use]
    pub fn changes(&self, number: usize) -> bool {
        let hashes = self.hashes.as_ref().and_then(|hashes| hashes.as_ref().ok());
        matches!(self.outcomes.get(number), Some(Outcome::Pin { .. }))
            || hashes.is_some_and(|hashes| hashes.contains_key(&number))
    }

    fn hashes_of(&self, plan: &Plan, number: usize, place: &Place) -> Option<Edit> {
        let hashes = self.hashes.as_ref()?.as_ref().ok()?.get(&number)?;
        let at = place.hashes_at?;
        let text = plan.texts.iter().find(|(path, _)| *path == place.path).map(|(_, text)| &**text)?;
        let end = line_end(text, at);
        let lines = hashes.iter().map(|hash| format!(" \\{end}    --hash=sha256:{hash}"));
        Some(Edit::insert(at, lines.collect::<String>())).filter(|edit| !edit.text.is_empty())
    }
}

/// The edits of the file at `path` by all plans: several commands of a Dockerfile are in plans of their own.
#[must_use]
pub fn edits<'a>(decided: impl IntoIterator<Item = (&'a Plan, &'a Decisions)>, path: &str) -> Edits {
    let all = decided.into_iter().flat_map(|(plan, decisions)| decisions.list(plan, path));
    Edits::new(all.collect()).unwrap_or_default()
}

fn version(place: &Place, outcome: &Outcome) -> Option<Edit> {
    match outcome {
        Outcome::Pin { version, .. } => Some(Edit::replace(place.specifier_range, format!("=={version}"))),
        Outcome::Current(_) | Outcome::Skipped(_) => None,
    }
}

/// The line end of the line at `at`, else that of the file's first line.
fn line_end(text: &str, at: TextSize) -> &str {
    let mut ends = lines(text).filter(|line| !line.end.is_empty());
    let first = ends.next();
    let own = ends.find(|line| line.next_start() > usize::from(at));
    let first_is_own = first.is_some_and(|line| line.next_start() > usize::from(at));
    if first_is_own { first } else { own.or(first) }.map_or("\n", |line| line.end)
}

#[cfg(test)]
mod tests {
    use super::line_end;

    #[test]
    fn the_line_end_of_the_line() {
        assert_eq!(line_end("a\r\nb\nc", 0.into()), "\r\n");
        assert_eq!(line_end("a\r\nb\nc", 3.into()), "\n");
        assert_eq!(line_end("a\r\nb\nc", 5.into()), "\r\n");
        assert_eq!(line_end("a", 0.into()), "\n");
    }
}
