//! A task definition that stands in a carrier, as the JSON that ECS would get, and the way back to the carrier.
//!
//! Invariant: places are nested as the JSON is. A range of the JSON has exactly one place: that of the smallest part
//! that holds it.

use crate::health::HealthPort;
use plimsoll_text::{TextRange, TextSize};

/// JSON made from a carrier. What only the carrier's tool knows is a placeholder in it: `<%var.image%>`.
#[derive(Debug, Clone)]
pub struct Lowered {
    pub(crate) text: String,
    /// By start, the longer first.
    pub(crate) places: Vec<Segment>,
    pub(crate) files: Vec<String>,
    pub(crate) is_template: bool,
    pub(crate) error: Option<(TextRange, String)>,
    pub(crate) health_ports: Vec<HealthPort>,
}

/// A part of the JSON and where it comes from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Segment {
    pub(crate) written: TextRange,
    pub(crate) place: TextRange,
    pub(crate) file: usize,
    /// Whether both hold the same text.
    pub(crate) is_exact: bool,
    /// Whether it is JSON that the carrier holds as it is.
    pub(crate) is_json: bool,
}

/// Where a part of the JSON comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place<'l> {
    /// Another file that the carrier names; `None` for the carrier itself.
    pub file: Option<&'l str>,
    /// The characters in that file.
    pub range: TextRange,
    /// Whether the text is the same there.
    pub is_exact: bool,
}

impl Lowered {
    /// The JSON.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The ports at which load balancers ask for the health of its containers, as far as the carrier says it.
    #[must_use]
    pub fn health_ports(&self) -> &[HealthPort] {
        &self.health_ports
    }

    /// Whether a templating tool goes over strings that are written out in it.
    #[must_use]
    pub fn is_template(&self) -> bool {
        self.is_template
    }

    /// What is wrong with the syntax of the carrier, and the part of the JSON that stands for the place.
    #[must_use]
    pub fn error(&self) -> Option<(TextRange, &str)> {
        self.error.as_ref().map(|(range, message)| (*range, message.as_str()))
    }

    /// Whether `range` of the JSON is written out as JSON in the carrier itself.
    pub(crate) fn is_json_at(&self, range: TextRange) -> bool {
        self.innermost(range).is_some_and(|segment| segment.is_json && segment.file == 0)
    }

    /// Where `range` of the JSON comes from.
    #[must_use]
    pub fn place(&self, range: TextRange) -> Place<'_> {
        let Some(found) = self.innermost(range) else {
            let range = self.places.first().map_or(TextRange::default(), |whole| whole.place);
            return Place { file: None, range, is_exact: false };
        };
        if let Some(range) = found.inside(range) {
            return self.at(found, range, true);
        }
        // A part of something that is put together: from the place of its first character to that of its last.
        if range != found.written && !range.is_empty() {
            let one = TextSize::new(1);
            let first = self.innermost(TextRange::at(range.start(), one));
            let last = self.innermost(TextRange::at(range.end() - one, one));
            if let (Some(first), Some(last)) = (first, last) {
                let start = first.inside(TextRange::empty(range.start())).unwrap_or(first.place);
                let end = last.inside(TextRange::empty(range.end())).unwrap_or(last.place);
                let is_within = |segment: Segment| segment.written.len() < found.written.len();
                if first.file == last.file && start.start() < end.end() && is_within(first) && is_within(last) {
                    return self.at(first, TextRange::new(start.start(), end.end()), false);
                }
            }
        }
        self.at(found, found.place, false)
    }

    /// The path of the file that `range` of the JSON comes from, and the characters there.
    #[must_use]
    pub fn home(&self, range: TextRange) -> (&str, TextRange) {
        let place = self.place(range);
        (place.file.or(self.files.first().map(String::as_str)).unwrap_or_default(), place.range)
    }

    /// Whether a part of it stands in the file at `path`, which is not the carrier.
    #[must_use]
    pub fn takes_from(&self, path: &str) -> bool {
        let index = self.files.iter().skip(1).position(|file| file == path).map(|at| at + 1);
        index.is_some_and(|index| self.places.iter().any(|segment| segment.file == index))
    }

    /// The place in the JSON of an offset in the carrier; `None` where nothing of it comes from.
    #[must_use]
    pub fn offset(&self, offset: TextSize) -> Option<TextSize> {
        let at = |segment: &&Segment| segment.file == 0 && segment.place.contains_inclusive(offset);
        let found = self.places.iter().filter(at).min_by_key(|segment| (segment.place.len(), !segment.is_exact))?;
        let inside = if found.is_exact { offset - found.place.start() } else { TextSize::new(0) };
        Some(found.written.start() + inside)
    }

    fn at(&self, segment: Segment, range: TextRange, is_exact: bool) -> Place<'_> {
        let file = self.files.get(segment.file).filter(|_| segment.file > 0);
        Place { file: file.map(String::as_str), range, is_exact }
    }

    fn innermost(&self, range: TextRange) -> Option<Segment> {
        let behind = self.places.partition_point(|segment| segment.written.start() <= range.start());
        self.places[..behind].iter().rev().find(|segment| segment.written.contains_range(range)).copied()
    }
}

impl Segment {
    /// The place of a part of it, when both hold the same text.
    fn inside(self, part: TextRange) -> Option<TextRange> {
        (self.is_exact && self.written.contains_range(part)).then(|| part - self.written.start() + self.place.start())
    }
}
