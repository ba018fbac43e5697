//! `variable-in-copy-from`: variable in COPY --from.

use crate::rule::rule;
use crate::rules::dockerfile::lines::before;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, Flag};
use plimsoll_text::{Edit, Edits};

rule! {
    /// BuildKit expands no variables in `--from`. Name the image by a stage: `FROM ${IMAGE} AS tools`.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// COPY --from=${TOOLS} /a /b
    /// #    ^^^^^^^^^^^^^^^ error: `--from` takes no variables
    /// ```
    ///
    /// ```Dockerfile,bad
    /// ARG TOOLS=alpine:3.22@sha256:4b7ce07002c69e8f3d704a9c5d6fd3053be500b7f1c69fc0d80990c2ad8dd412
    /// FROM debian:12.11
    /// COPY --from=${TOOLS} /a /b
    /// #    ^^^^^^^^^^^^^^^ error: `--from` takes no variables
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// ARG TOOLS=alpine:3.22@sha256:4b7ce07002c69e8f3d704a9c5d6fd3053be500b7f1c69fc0d80990c2ad8dd412
    /// FROM ${TOOLS} AS tools
    /// FROM debian:12.11
    /// COPY --from=tools /a /b
    /// ```
    ///
    /// ```Dockerfile,good
    /// ARG TOOLS=alpine:3.22
    /// FROM ${TOOLS} AS tools
    /// FROM debian:12.11
    /// COPY --from=tools /a /b
    /// ```
    "variable-in-copy-from" {
        summary: "variable in COPY --from",
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
    if !matches!(cx.instruction.body, Body::Copy(_)) || cx.build.has_foreign_frontend() {
        return;
    }
    let Some(flag) = cx.instruction.flag(cx.source(), "from") else { return };
    if flag.value.as_ref().is_some_and(|word| word.variables().next().is_some()) {
        sink.report(flag.range, "`--from` takes no variables")
            .note("BuildKit stops here; give the image a name by `FROM … AS …` and use that")
            .fix(fix(cx, flag));
    }
}

/// Names the image by a stage of its own, when the whole value is one argument from before the first FROM.
fn fix(cx: &InstructionCx<'_>, flag: &Flag) -> Option<Fix> {
    let value = flag.value.as_ref()?;
    let text = cx.text(value.range);
    let name = text.strip_prefix("${").and_then(|rest| rest.strip_suffix('}')).or_else(|| text.strip_prefix('$'))?;
    let is_plain = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let alias = name.to_ascii_lowercase();
    let is_taken = cx.build.stages.iter().any(|stage| stage.name.as_deref() == Some(alias.as_str()));
    // One more stage moves the numbers of those behind it, and an image of that name would become the stage.
    let is_numbered = |text: &str| {
        text.match_indices("from=").any(|(at, mark)| text[at + mark.len()..].starts_with(|it: char| it.is_ascii_digit()))
    };
    let has_numbers = cx.build.steps.iter().any(|step| is_numbered(cx.text(step.instruction.range)));
    let is_image = cx.build.images.iter().any(|used| used.image.text() == alias);
    let is_taken = is_taken || has_numbers || is_image;
    let starts_well = alias.starts_with(|first: char| first.is_ascii_lowercase());
    cx.build.global_arg(name).filter(|_| is_plain && starts_well && !is_taken)?;
    let stage = cx.build.stage(cx.stage?);
    let line = before(cx, stage.from_step, &format!("FROM {text} AS {alias}"))?;
    let edits = Edits::new(vec![line, Edit::replace(value.range, alias.clone())]).ok()?;
    Some(Fix::safe(format!("name it by a stage `{alias}`"), edits))
}
