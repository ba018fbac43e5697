//! `empty-volume`: volume without a path.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, PathList};
use plimsoll_text::{Edit, TextRange};

rule! {
    /// VOLUME needs paths; an empty one stops the build.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// VOLUME ["/data", ""]
    /// #                ^^ error: the path of this volume is empty
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// VOLUME ["/data"]
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// VOLUME ["/data"]
    /// VOLUME $DATA
    /// ```
    "empty-volume" {
        summary: "volume without a path",
        category: Category::Correctness,
        levels: Levels::always(Level::Error),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Body::Volume(paths) = &cx.instruction.body else { return };
    let empty: Vec<TextRange> = match paths {
        PathList::Json(array) => array
            .elements
            .iter()
            .filter(|path| path.text(cx.source()).trim().is_empty())
            .map(|path| path.range)
            .collect(),
        PathList::Words(words) => {
            let is_empty = |word: &str| word.trim().is_empty();
            words
                .iter()
                .filter(|word| word.literal(cx.source()).is_some_and(|text| is_empty(&text)))
                .map(|word| word.range)
                .collect()
        }
    };
    for range in empty {
        let fix = without(cx, paths, range).map(|edit| Fix::safe("delete it", edit));
        sink.report(range, "the path of this volume is empty").note("BuildKit stops here").fix(fix);
    }
}

/// Takes one of several paths out, with its comma or the blanks in front of it.
fn without(cx: &InstructionCx<'_>, paths: &PathList, empty: TextRange) -> Option<Edit> {
    let all: Vec<TextRange> = match paths {
        PathList::Json(array) => array.elements.iter().map(|path| path.range).collect(),
        PathList::Words(words) => words.iter().map(|word| word.range).collect(),
    };
    let at = all.iter().position(|range| *range == empty)?;
    let range = match (at.checked_sub(1).map(|at| all[at]), all.get(at + 1)) {
        (Some(before), _) => TextRange::new(before.end(), empty.end()),
        (None, Some(next)) => TextRange::new(empty.start(), next.start()),
        (None, None) => return None,
    };
    cx.instruction.comments.is_empty().then(|| Edit::delete(range))
}
