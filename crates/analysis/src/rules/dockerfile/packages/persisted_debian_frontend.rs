//! `persisted-debian-frontend`: DEBIAN_FRONTEND stays set in the image.

use crate::rule::rule;
use crate::rules::dockerfile::lines::before;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, StageCx};
use plimsoll_dockerfile::{Body, Instruction, Pair, Pairs};
use plimsoll_model::dockerfile::StepId;
use plimsoll_text::{Edit, Edits, TextRange};

rule! {
    /// ENV is still there when somebody works in the container, and keeps apt from asking them anything. ARG holds for
    /// the build alone.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// ENV DEBIAN_FRONTEND=noninteractive
    ///   # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: DEBIAN_FRONTEND stays set in the image
    /// RUN apt-get update
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// ARG DEBIAN_FRONTEND=noninteractive
    /// RUN apt-get update
    /// ```
    ///
    /// From among other variables it is taken out:
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// ENV LANG=C.UTF-8 \
    ///     DEBIAN_FRONTEND=noninteractive \
    ///   # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: DEBIAN_FRONTEND stays set in the image
    ///     TZ=UTC
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// ARG DEBIAN_FRONTEND=noninteractive
    /// ENV LANG=C.UTF-8 \
    ///     TZ=UTC
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// ARG DEBIAN_FRONTEND=noninteractive
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// ENV DEBIAN_FRONTEND=noninteractive
    /// RUN apt-get update
    /// ENV DEBIAN_FRONTEND=dialog
    /// ```
    "persisted-debian-frontend" {
        summary: "DEBIAN_FRONTEND stays set in the image",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Stage(check),
    }
}

fn check(cx: &StageCx<'_>, sink: &mut Sink) {
    if !cx.stage.shipped {
        return;
    }
    let mut found = None;
    for (step, instruction) in cx.build.stage_steps(cx.stage) {
        let Body::Env(pairs) = &instruction.body else { continue };
        for pair in pairs.pairs.iter().filter(|pair| pair.key.raw(cx.source()) == "DEBIAN_FRONTEND") {
            let value = pair.value.as_ref().and_then(|value| value.literal(cx.source()));
            let back = value.is_some_and(|value| matches!(&*value, "" | "dialog" | "newt" | "readline" | "teletype"));
            found = (!back).then_some((step, instruction, pairs, pair));
        }
    }
    let Some((step, instruction, pairs, pair)) = found else { return };
    // A child stage inherits ENV and not, with every builder, ARG.
    let edits = (!is_parent(cx)).then(|| edits(cx, step, instruction, pairs, pair)).flatten();
    sink.report(pair.range, "DEBIAN_FRONTEND stays set in the image")
        .note("ARG holds for the build alone")
        .fix(edits.map(|edits| Fix::safe("use ARG", edits)));
}

/// Makes an ARG of the pair, and leaves the others where they are.
fn edits(cx: &StageCx<'_>, step: StepId, instruction: &Instruction, pairs: &Pairs, pair: &Pair) -> Option<Edits> {
    let text = cx.text(pair.range);
    let keyword = || Edit::replace(instruction.keyword_range, "ARG");
    if pairs.legacy {
        let value = pair.value.as_ref()?.range;
        let is_word = cx.text(value).bytes().all(|byte| byte.is_ascii_alphabetic());
        let gap = Edit::replace(TextRange::new(pair.key.range.end(), value.start()), "=");
        return Edits::new(vec![keyword(), gap]).ok().filter(|_| is_word);
    }
    let at = pairs.pairs.iter().position(|other| other.range == pair.range)?;
    let gone = match (at.checked_sub(1).and_then(|at| pairs.pairs.get(at)), pairs.pairs.get(at + 1)) {
        (None, None) => return Some(keyword().into()),
        (Some(before), _) => TextRange::new(before.range.end(), pair.range.end()),
        (None, Some(next)) => TextRange::new(pair.range.start(), next.range.start()),
    };
    let crosses = instruction.comments.iter().any(|comment| comment.range.intersect(gone).is_some());
    let is_plain = !crosses && !text.contains(['\n', '$']);
    let line = before(cx, step, &format!("ARG {text}")).filter(|_| is_plain)?;
    Edits::new(vec![line, Edit::delete(gone)]).ok()
}

fn is_parent(cx: &StageCx<'_>) -> bool {
    cx.build.stages.iter().any(|other| other.base == plimsoll_model::dockerfile::Base::Stage(cx.stage.id))
}
