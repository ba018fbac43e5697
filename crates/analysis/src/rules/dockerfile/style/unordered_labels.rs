//! `unordered-labels`: labels in no order.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_text::{Edit, Edits, TextRange};

rule! {
    /// Labels in the order of their keys, or of the schema in `plimsoll.toml`, are found at a glance.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// LABEL com.example.tier=web com.example.team=platform
    /// #     ^^^^^^^^^^^^^^^^^^^^ note: the labels are not in the order of their keys
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// LABEL com.example.team=platform com.example.tier=web
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// LABEL com.example.team=platform com.example.tier=web
    /// ```
    "unordered-labels" {
        summary: "labels in no order",
        category: Category::Style,
        levels: Levels::style(Level::Off, Level::Off, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Body::Label(pairs) = &cx.instruction.body else { return };
    if pairs.legacy || pairs.pairs.len() < 2 || !cx.instruction.comments.is_empty() {
        return;
    }
    let schema = &cx.settings.labels().labels;
    let mut keyed = Vec::new();
    for pair in &pairs.pairs {
        let Some(key) = pair.key.literal(cx.source()) else { return };
        let place = schema.iter().position(|(name, _)| *name == key).unwrap_or(schema.len());
        keyed.push(((place, key), pair.range));
    }
    let places: Vec<TextRange> = keyed.iter().map(|(_, range)| *range).collect();
    keyed.sort_by(|(left, _), (right, _)| left.cmp(right));
    // Of two with one key, the later counts.
    let is_twice = keyed.windows(2).any(|pair| pair[0].0 == pair[1].0);
    let moved = places.iter().zip(&keyed).filter(|(place, (_, range))| *place != range);
    let edits: Vec<Edit> = moved.map(|(place, (_, range))| Edit::replace(*place, cx.text(*range))).collect();
    let Some(first) = edits.first().map(|edit| edit.range).filter(|_| !is_twice) else { return };
    let is_plain = !edits.iter().any(|edit| edit.text.contains('\n'));
    let fix = Edits::new(edits).ok().filter(|_| is_plain);
    sink.report(first, "the labels are not in the order of their keys")
        .fix(fix.map(|edits| Fix::safe("sort them", edits)));
}
