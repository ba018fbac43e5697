//! `arg-shadowed-by-env`: build argument that an ENV overrules.

use super::references::variables;
use crate::rule::rule;
use crate::{Category, Check, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_dockerfile::Word;
use plimsoll_model::dockerfile::BindingKind;

rule! {
    /// ENV wins over ARG, wherever it stands: the build argument has no effect.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// ENV MODE=fast
    /// ARG MODE
    /// #   ^^^^ note: the build argument `MODE` has no effect, an ENV of the same name wins
    /// RUN make mode=$MODE
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// ARG MODE=fast
    /// ENV MODE=$MODE
    /// RUN make mode=$MODE
    /// ```
    "arg-shadowed-by-env" {
        summary: "build argument that an ENV overrules",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let (Body::Arg(pairs), Some(stage)) = (&cx.instruction.body, cx.stage) else { return };
    for pair in pairs {
        let name = cx.text(pair.key.range);
        let Some(env) = cx.build.binding(stage, cx.step, name).filter(|it| it.kind == BindingKind::Env) else {
            continue;
        };
        let refers = |value: &Word| variables(value).iter().any(|variable| cx.text(variable.name) == name);
        if env.pair.value.as_ref().is_some_and(refers) {
            continue;
        }
        sink.report(pair.key.range, format!("the build argument `{name}` has no effect, an ENV of the same name wins"))
            .label(env.pair.range, "set here");
    }
}
