//! What formatting would change, as findings.
//!
//! Invariant: a fix holds exactly the formatter's own edits about one thing.

use crate::{DockerfileCx, Fix, Sink};
use plimsoll_format::{Aspect, Changes, FormatOptions, changes};
use plimsoll_text::{Edits, TextRange, size};

/// Reports every item of the file in which formatting would change something about `aspect`.
pub(super) fn report(cx: &DockerfileCx<'_>, sink: &mut Sink, aspect: Aspect, message: &str, title: &str) {
    report_all(cx, sink, aspect, cx.formatting(), message, title);
}

/// As [`report`], formatted with `options`.
pub(super) fn report_with(
    cx: &DockerfileCx<'_>,
    sink: &mut Sink,
    aspect: Aspect,
    options: &FormatOptions,
    message: &str,
    title: &str,
) {
    report_all(cx, sink, aspect, &changes(cx.source(), options), message, title);
}

fn report_all(cx: &DockerfileCx<'_>, sink: &mut Sink, aspect: Aspect, changes: &[Changes], message: &str, title: &str) {
    for change in changes {
        let edits: Vec<_> = change.about(aspect).cloned().collect();
        let Some(first) = edits.first().map(|edit| edit.range) else { continue };
        let fix = Edits::new(edits).ok().map(|edits| Fix::safe(title, edits));
        sink.report(visible(cx, first, aspect), message).fix(fix);
    }
}

/// The characters to point at: those of the edit, or where they are no more than line ends, the line that they follow,
/// and where there are none, the line that they come before.
fn visible(cx: &DockerfileCx<'_>, range: TextRange, aspect: Aspect) -> TextRange {
    let source = cx.source();
    if cx.text(range).chars().next().is_some_and(|first| !matches!(first, '\n' | '\r')) {
        return range;
    }
    let at = usize::from(range.start());
    if aspect == Aspect::StageSpacing || aspect == Aspect::Indentation {
        let line = &source[at..];
        let line = &line[..line.find(['\n', '\r']).unwrap_or(line.len())];
        return TextRange::at(range.start(), size(line.len()));
    }
    let before = source[..at].trim_end_matches(['\n', '\r']);
    let start = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    TextRange::new(size(start), size(before.len()))
}
