//! `whole-context-copy`: the whole build context is copied.

use super::unwanted::is_unwanted;
use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_text::{Edit, TextRange};

rule! {
    /// Whatever lies in the folder ends up in the image: keys, caches, the history of git. Copy what is needed, or list
    /// what is wanted in `.dockerignore`.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// COPY . /srv
    ///    # ^ note: the whole build context is copied
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// COPY --exclude=.git . /srv
    /// COPY src /srv/src
    /// ```
    "whole-context-copy" {
        summary: "the whole build context is copied",
        category: Category::Size,
        levels: Levels::dockerfile(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Manual,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let (Body::Copy(copy), Some(stage)) = (&cx.instruction.body, cx.stage) else { return };
    let flag = |name| cx.instruction.flag(cx.source(), name).is_some();
    if flag("from") || flag("exclude") || copy.destination.is_none() || !cx.build.stage(stage).shipped {
        return;
    }
    // What is wanted is listed there.
    if cx.contexts().all.iter().any(|context| context.ignore.is_allow_list()) {
        return;
    }
    for source in &copy.sources {
        let whole = |text: &str| matches!(text, "." | "./" | "/" | "*" | "./*");
        if source.literal(cx.source()).is_some_and(|text| whole(&text)) {
            sink.report(source.range, "the whole build context is copied")
                .note("whatever lies in the folder ends up in the image, unless `.dockerignore` holds it back")
                .fix(listed(cx, source.range, copy.json));
        }
    }
}

/// Names what lies at the top of the context, if there is one context and not too much in it. A folder lands in the
/// destination itself when it is copied with others, so the user has to choose.
fn listed(cx: &InstructionCx<'_>, range: TextRange, json: bool) -> Option<Fix> {
    let contexts = cx.contexts();
    let [context] = &contexts.all[..] else { return None };
    let wanted = context.top().iter().filter(|entry| !is_unwanted(entry) && !entry.name.contains(['.', ' ', '$']));
    let names: Vec<&str> = wanted
        .map(|entry| entry.name.as_str())
        .filter(|name| !name.contains("ockerfile") && context.ignore.excludes(name).is_none())
        .collect();
    let is_short = (1..=12).contains(&names.len());
    let between = if json { "\", \"" } else { " " };
    is_short.then(|| Fix::manual("name what is wanted", Edit::replace(range, names.join(between))))
}
