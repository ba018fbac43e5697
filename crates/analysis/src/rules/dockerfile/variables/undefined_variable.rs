//! `undefined-variable`: variable that nothing sets.

use super::references::{
    expanded_words, has_fallback, in_sibling, is_in_onbuild, is_name, starts_without_variables, variables,
};
use crate::rule::rule;
use crate::rules::dockerfile::lines::before;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink, nearest};
use plimsoll_dockerfile::{Body, Template};
use plimsoll_model::tables::arguments::{always_in_run, predefined};
use plimsoll_text::Edit;

rule! {
    /// The builder puts nothing in the place of a variable that nothing sets.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// ENV APP_HOME=/srv/app
    /// WORKDIR $APP_HOEM
    /// #       ^^^^^^^^^ warning: nothing sets `APP_HOEM`, so it stands for nothing
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// ENV APP_HOME=/srv/app
    /// WORKDIR $APP_HOME
    /// ```
    ///
    /// The rule knows what an image sets only for bare systems such as `debian` and `alpine`, and is silent about others. A
    /// default, and a variable that is made longer, are fine:
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// WORKDIR ${APP_HOME:-/srv}
    /// ENV LD_LIBRARY_PATH=/opt/lib:$LD_LIBRARY_PATH
    /// RUN echo $ANYTHING
    /// FROM acme/base:1.4
    /// WORKDIR $APP_HOME
    /// ```
    ///
    /// In a template the variable may be set by what is put in:
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// {{ include("environment") }}
    /// WORKDIR $APP_HOME
    /// ```
    "undefined-variable" {
        summary: "variable that nothing sets",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &["UndefinedVar"],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Some(stage) = cx.stage else { return };
    // A template engine may put in what sets it.
    if !starts_without_variables(cx) || is_in_onbuild(cx) || cx.syntax.template != Template::None {
        return;
    }
    for (own, word) in expanded_words(cx.source(), cx.instruction) {
        for variable in variables(word) {
            let name = cx.text(variable.name);
            let is_known = cx.build.binding(stage, cx.step, name).is_some()
                || is_earlier_argument(cx, name)
                || cx.build.global_arg(name).is_some()
                || in_sibling(cx, name).is_some()
                || predefined(name).is_some()
                || always_in_run(name)
                || ["USER", "SHELL", "TERM"].contains(&name);
            if is_known || own == Some(name) || has_fallback(variable) || !is_name(name) {
                continue;
            }
            let names = cx.build.ancestry(stage).flat_map(|stage| &stage.bindings);
            let names = names.filter(|binding| binding.step < cx.step).map(|binding| binding.name.as_str());
            let near = nearest(name, names, 2);
            let renamed = near.map(|near| Fix::r#unsafe(format!("write `{near}`"), Edit::replace(variable.name, near)));
            // It may be meant as an ENV with a value, or for a shell.
            let declared = before(cx, cx.step, &format!("ARG {name}"))
                .map(|line| Fix::manual(format!("declare it: `ARG {name}`"), line));
            sink.report(variable.range, format!("nothing sets `{name}`, so it stands for nothing"))
                .fix(renamed)
                .fix(declared);
        }
    }
}

/// `ARG A=1 B=$A`: unlike those of ENV, the pairs of one ARG see each other.
fn is_earlier_argument(cx: &InstructionCx<'_>, name: &str) -> bool {
    matches!(&cx.instruction.body, Body::Arg(pairs) if pairs.iter().any(|pair| cx.text(pair.key.range) == name))
}
