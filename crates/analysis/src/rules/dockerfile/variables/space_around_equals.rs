//! `space-around-equals`: blank beside an equals sign.

use super::pairs::as_one_word;
use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_text::{Edit, TextRange, size};

rule! {
    /// A blank beside `=` makes another value, or another variable, than it reads.
    ///
    /// `ENV A = b` sets `A` to `= b`, and `ARG A= b` declares `A` with an empty default and then `b`.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// ENV MODE = fast
    /// #   ^^^^^^ warning: `MODE` becomes `= fast`: a blank stands before the `=`
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// ENV MODE=fast
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// ENV MODE=fast
    /// LABEL rule="= 1"
    /// ```
    "space-around-equals" {
        summary: "blank beside an equals sign",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Error, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    match &cx.instruction.body {
        Body::Env(pairs) | Body::Label(pairs) if pairs.legacy => {
            let [pair] = &pairs.pairs[..] else { return };
            let Some(value) = pair.value.as_ref().map(|value| value.range) else { return };
            let text = cx.text(value);
            let Some(rest) = text.strip_prefix('=') else { return };
            let key = cx.text(pair.key.range);
            let range = TextRange::new(pair.key.range.end(), value.end());
            let word = as_one_word(rest.trim_start(), cx.syntax.escape).filter(|_| cx.instruction.gaps.is_empty());
            let fix = word.map(|word| Fix::r#unsafe("close the gap", Edit::replace(range, format!("={word}"))));
            let range = TextRange::new(pair.key.range.start(), value.start() + size(1));
            let shown = text.lines().next().unwrap_or(text).trim_end_matches(['\\', ' ', '\t']);
            sink.report(range, format!("`{key}` becomes `{shown}`: a blank stands before the `=`")).fix(fix);
        }
        Body::Arg(pairs) => {
            for two in pairs.windows(2) {
                let (Some(value), None) = (&two[0].value, &two[1].value) else { continue };
                let between = TextRange::new(two[0].range.end(), two[1].range.start());
                if !value.range.is_empty() || cx.text(between).contains('\n') {
                    continue;
                }
                let message = format!("`{}` stays empty: a blank stands behind the `=`", cx.text(two[0].key.range));
                sink.report(two[0].range, message).fix(Fix::r#unsafe("close the gap", Edit::delete(between)));
            }
        }
        _ => {}
    }
}
