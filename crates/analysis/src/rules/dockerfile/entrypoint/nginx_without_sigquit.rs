//! `nginx-without-sigquit`: nginx that drops its requests when it stops.

use super::command::{basename, cmd, effective, entrypoint};
use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, StageCx};
use plimsoll_dockerfile::{Body, CommandLine};
use plimsoll_model::dockerfile::Base;
use plimsoll_model::tables::signals::{canonical_name, signal};
use plimsoll_text::Edit;

rule! {
    /// nginx takes SIGTERM as "stop at once". SIGQUIT lets it finish the requests that it is serving; the official
    /// image asks for it.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// CMD ["nginx", "-g", "daemon off;"]
    ///   #  ^^^^^^^ note: nginx drops its requests on SIGTERM
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// STOPSIGNAL SIGQUIT
    /// CMD ["nginx", "-g", "daemon off;"]
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM nginx:1.29
    /// CMD ["nginx", "-g", "daemon off;"]
    /// ```
    "nginx-without-sigquit" {
        summary: "nginx that drops its requests when it stops",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Stage(check),
    }
}

fn check(cx: &StageCx<'_>, sink: &mut Sink) {
    let (stage, end) = (cx.stage.id, cx.stage.steps.end);
    let command = effective(cx, stage, end, entrypoint).or_else(|| effective(cx, stage, end, cmd));
    let Some((at, instruction, CommandLine::Exec(array))) = command else { return };
    let Some(element) = array.elements.first() else { return };
    let program = basename(element.text(cx.source()));
    let own = cx.build.steps[at].stage == Some(stage);
    let sets_it = match cx.build.external_base(stage) {
        Base::Image(image) => image.repository().contains("nginx") || image.repository().contains("openresty"),
        Base::Scratch => false,
        Base::Stage(_) | Base::Unknown => true,
    };
    if !matches!(program, "nginx" | "openresty") || !own || !cx.stage.shipped {
        return;
    }
    // Source: nginx(8), "SIGNALS", 2026-11.
    let set = cx.build.latest(stage, end, |step, it| match &it.body {
        Body::Stopsignal(word) => Some((step, word.as_ref())),
        _ => None,
    });
    if let Some((step, word)) = set {
        let Some(word) = word.filter(|_| cx.build.steps[step].stage == Some(stage)) else { return };
        let written = word.literal(cx.source()).and_then(|text| signal(&text));
        if written.is_some_and(|number| canonical_name(number).as_deref() == Some("SIGTERM")) {
            sink.report(word.range, format!("{program} drops its requests on SIGTERM"))
                .note("SIGQUIT lets it finish them")
                .fix(Fix::r#unsafe("use `SIGQUIT`", Edit::replace(word.range, "SIGQUIT")));
        }
        return;
    }
    if sets_it {
        return;
    }
    sink.report(element.range, format!("{program} drops its requests on SIGTERM"))
        .note("SIGQUIT lets it finish them")
        .fix(Fix::safe("add `STOPSIGNAL SIGQUIT`", Edit::insert(instruction.range.start(), "STOPSIGNAL SIGQUIT\n")));
}
