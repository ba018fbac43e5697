//! `legacy-key-value`: ENV or LABEL without an equals sign.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::{Body};
use plimsoll_text::{Edit, TextRange};
use super::pairs::as_one_word;

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
    let word = as_one_word(cx.text(value.range)).filter(|_| cx.instruction.gaps.is_empty());
    let fix = word.map(|word| Fix::safe("write `NAME=value`", Edit::replace(between, format!("={word}"))));
    let message = format!("`{}` is set in the old form, without `=`", cx.text(pair.key.range));
    sink.report(pair.key.range, message).note("it takes the rest of the line as one value").fix(fix);
}
