//! `empty-continuation`: empty line inside an instruction.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::{GapKind, Keyword};
use plimsoll_text::{Edit, Edits, TextRange, size};

rule! {
    /// An empty line between continued lines is skipped today. BuildKit warns that it is going to be an error.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN make \
    /// #        ^ warning: an empty line follows inside the instruction
    ///
    ///     && make install
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN make \
    ///     && make install
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN make \
    ///     # why
    ///     && make install
    /// RUN <<EOF
    /// make
    ///
    /// make install
    /// EOF
    /// ```
    "empty-continuation" {
        summary: "empty line inside an instruction",
        category: Category::Style,
        levels: Levels::style(Level::Warning, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &["NoEmptyContinuation"],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    // The inner instruction of an ONBUILD has the gaps of the outer one.
    if cx.build.steps[cx.step].instruction.range != cx.instruction.range {
        return;
    }
    let gaps = &cx.instruction.gaps;
    let blank = gaps.iter().filter(|gap| gap.kind == GapKind::Blank);
    let edits: Vec<Edit> = blank.clone().map(|gap| Edit::delete(gap.range)).collect();
    let Some(first) = blank.clone().next() else { return };
    let mark =
        gaps.iter().rev().find(|gap| gap.kind == GapKind::Continuation && gap.range.end() <= first.range.start());
    let Some(mark) = mark.map(|mark| TextRange::at(mark.range.start(), size(1))) else { return };
    let fix = Edits::new(edits).ok().map(|edits| Fix::safe("delete the empty lines", edits));
    // Without the empty line nobody would see that the instruction behind it is none.
    let fix = fix.filter(|_| !swallows_instruction(cx.source(), mark));
    sink.report(mark, "an empty line follows inside the instruction").fix(fix);
}

/// Whether the continuation at `mark` goes on to a line that begins as an instruction does.
fn swallows_instruction(source: &str, mark: TextRange) -> bool {
    let mut lines = source[usize::from(mark.end())..].lines().skip(1);
    let line = lines.find(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'));
    let word = line.and_then(|line| line.split([' ', '\t']).next());
    word.is_some_and(|word| Keyword::ALL.iter().any(|keyword| keyword.as_str() == word))
}
