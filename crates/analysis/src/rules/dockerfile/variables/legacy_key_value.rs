//! `legacy-key-value`: ENV or LABEL without an equals sign.

use super::pairs::as_one_word;
use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, Gap};
use plimsoll_text::{Edit, Edits, TextRange, TextSize};

rule! {
    /// `ENV NAME value` is the old form: it takes the rest of the line as one value.
    ///
    /// It sets a single variable however many words follow, which is easily misread. `NAME=value` says what is meant.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// ENV LANG C.UTF-8
    /// #   ^^^^ warning: `LANG` is set in the old form, without `=`
    /// LABEL description A small server
    /// #     ^^^^^^^^^^^ warning: `description` is set in the old form, without `=`
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// ENV LANG=C.UTF-8
    /// LABEL description="A small server"
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// ENV LANG=C.UTF-8
    /// ```
    "legacy-key-value" {
        summary: "ENV or LABEL without an equals sign",
        category: Category::Style,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &["LegacyKeyValueFormat"],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let (Body::Env(pairs) | Body::Label(pairs)) = &cx.instruction.body else { return };
    let ([pair], true) = (&pairs.pairs[..], pairs.legacy) else { return };
    let Some(value) = &pair.value else { return };
    // `ENV A = b` is another mistake.
    if cx.text(value.range).starts_with('=') {
        return;
    }
    let between = TextRange::new(pair.key.range.end(), value.range.end());
    let edits = match cx.instruction.gaps.is_empty() {
        true => as_one_word(cx.text(value.range), cx.syntax.escape)
            .map(|word| Edits::from(Edit::replace(between, format!("={word}")))),
        false => over_lines(cx, pair.key.range.end(), value.range),
    };
    let fix = edits.map(|edits| Fix::safe("write `NAME=value`", edits));
    let message = format!("`{}` is set in the old form, without `=`", cx.text(pair.key.range));
    sink.report(pair.key.range, message).note("it takes the rest of the line as one value").fix(fix);
}

/// Quotes around a value that goes on over several lines and has none itself; its lines stay as they are.
fn over_lines(cx: &InstructionCx<'_>, key: TextSize, value: TextRange) -> Option<Edits> {
    let gap = |at: &Gap| (value.contains_range(at.range)).then_some(at.range);
    let gaps: Vec<TextRange> = cx.instruction.gaps.iter().map(gap).collect::<Option<_>>()?;
    let mut at = value.start();
    for range in gaps.iter().copied().chain([TextRange::empty(value.end())]) {
        let text = cx.text(TextRange::new(at, range.start().max(at)));
        if text.contains(['"', '\'', '\\', '`']) {
            return None;
        }
        at = range.end();
    }
    let first = Edit::replace(TextRange::new(key, value.start()), "=\"");
    Edits::new(vec![first, Edit::insert(value.end(), "\"")]).ok()
}
