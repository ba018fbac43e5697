//! `cmd-reset-by-entrypoint`: an inherited CMD that ENTRYPOINT clears.

use super::command::{basename, cmd, entrypoint, is_wrapper};
use crate::rule::rule;
use crate::rules::dockerfile::lines::line_end;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, StageCx};
use plimsoll_dockerfile::CommandLine;
use plimsoll_text::Edit;

rule! {
    /// A new ENTRYPOINT clears the CMD that the stage inherits. An entrypoint that runs what CMD says then runs
    /// nothing.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11 AS base
    /// CMD ["/app"]
    /// FROM base
    /// ENTRYPOINT ["/usr/bin/tini", "--"]
    /// ^^^^^^^^^^ warning: this ENTRYPOINT clears the CMD that the stage inherits
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11 AS base
    /// CMD ["/app"]
    /// FROM base
    /// ENTRYPOINT ["/usr/bin/tini", "--"]
    /// CMD ["/app"]
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11 AS base
    /// CMD ["/app"]
    /// FROM base
    /// ENTRYPOINT ["/worker"]
    /// ```
    "cmd-reset-by-entrypoint" {
        summary: "an inherited CMD that ENTRYPOINT clears",
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
    let in_stage = |stage, pick: fn(&plimsoll_dockerfile::Body) -> Option<&CommandLine>| {
        cx.build.stage_steps(stage).rev().map(|(_, it)| it).find(|it| pick(&it.body).is_some())
    };
    let Some(entry) = in_stage(cx.stage, entrypoint) else { return };
    if !cx.stage.shipped || in_stage(cx.stage, cmd).is_some() || !is_for_cmd(cx, entrypoint(&entry.body)) {
        return;
    }
    for parent in cx.build.ancestry(cx.stage.id).skip(1) {
        if let Some(inherited) = in_stage(parent, cmd) {
            let text = cx.text(inherited.range);
            let fix = (!text.contains('\n') && entry.heredocs.is_empty())
                .then(|| Edit::insert(entry.range.end(), format!("{}{text}", line_end(cx.source()))));
            // An init does nothing without a command; a script may have one of its own.
            let fix = fix.map(|edit| match is_init(cx, entrypoint(&entry.body)) {
                true => Fix::safe("repeat the CMD", edit),
                false => Fix::r#unsafe("repeat the CMD", edit),
            });
            sink.report(entry.keyword_range, "this ENTRYPOINT clears the CMD that the stage inherits")
                .label(inherited.keyword_range, "cleared")
                .fix(fix);
            return;
        }
        // That one has cleared what came before it.
        if in_stage(parent, entrypoint).is_some() {
            return;
        }
    }
}

/// Whether the entrypoint is an init and nothing else.
fn is_init(cx: &StageCx<'_>, entry: Option<&CommandLine>) -> bool {
    let Some(CommandLine::Exec(array)) = entry else { return false };
    let mut words = array.elements.iter().map(|word| word.text(cx.source()));
    let first = words.next().map(basename);
    first.is_some_and(|first| ["tini", "tini-static", "dumb-init", "catatonit"].contains(&first))
        && words.all(|word| word.starts_with('-'))
}

/// Whether the entrypoint runs what CMD says: a script, or an init, as its last word.
fn is_for_cmd(cx: &StageCx<'_>, entry: Option<&CommandLine>) -> bool {
    let Some(CommandLine::Exec(array)) = entry else { return false };
    let last = array.elements.iter().rev().map(|word| word.text(cx.source())).find(|text| !text.starts_with('-'));
    last.is_some_and(|last| is_wrapper(last) && !last.ends_with(".py") && !last.ends_with(".js"))
}
