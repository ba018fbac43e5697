//! `duplicate-label`: label that is set twice.

use super::pairs::delete_pair;
use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, StageCx};
use plimsoll_dockerfile::Body;

rule! {
    /// A label that is set again in the same stage keeps only the last value.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// LABEL version=1.3 vendor=acme
    /// #     ^^^^^^^^^^^ warning: the label `version` is set again below, and this value is lost
    /// LABEL version=1.4
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// LABEL vendor=acme
    /// LABEL version=1.4
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11 AS base
    /// LABEL version=1.3
    /// FROM base
    /// LABEL version=1.4
    /// ```
    "duplicate-label" {
        summary: "label that is set twice",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Stage(check),
    }
}

fn check(cx: &StageCx<'_>, sink: &mut Sink) {
    let mut labels = Vec::new();
    for (_, instruction) in cx.build.stage_steps(cx.stage) {
        let Body::Label(pairs) = &instruction.body else { continue };
        let keyed = pairs.pairs.iter().enumerate();
        let keyed = keyed.filter_map(|(at, pair)| Some((pair.key.literal(cx.source())?, at, pair, pairs, instruction)));
        labels.extend(keyed);
    }
    for (number, (key, at, pair, pairs, instruction)) in labels.iter().enumerate() {
        let Some((_, _, again, ..)) = labels[number + 1..].iter().find(|(other, ..)| other == key) else { continue };
        let edits = delete_pair(cx, instruction, &pairs.pairs, *at).filter(|_| !pairs.legacy || pairs.pairs.len() == 1);
        // Two pairs of one instruction that both go would take the blank between them twice.
        let is_alone =
            labels.iter().filter(|(other, _, _, _, place)| other == key && place.range == instruction.range).count()
                <= 2;
        sink.report(pair.range, format!("the label `{key}` is set again below, and this value is lost"))
            .label(again.range, "set again here")
            .fix(edits.filter(|_| is_alone).map(|edits| Fix::safe("delete the first one", edits)));
    }
}
