//! `systemd-without-sigrtmin3`: systemd that is not asked to shut down.

use super::command::{cmd, effective, entrypoint};
use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, StageCx};
use plimsoll_dockerfile::{Body, CommandLine};
use plimsoll_model::dockerfile::{Base, Image};
use plimsoll_model::tables::signals::{canonical_name, signal};
use plimsoll_text::Edit;

rule! {
    /// systemd as first process takes SIGTERM as a request to start itself anew. SIGRTMIN+3 shuts it down.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// CMD ["/sbin/init"]
    ///   #  ^^^^^^^^^^^^ note: systemd does not shut down on SIGTERM
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// STOPSIGNAL SIGRTMIN+3
    /// CMD ["/sbin/init"]
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// STOPSIGNAL SIGRTMIN+3
    /// ENTRYPOINT ["/lib/systemd/systemd"]
    /// ```
    "systemd-without-sigrtmin3" {
        summary: "systemd that is not asked to shut down",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Off),
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
    // `/sbin/init` of Alpine is BusyBox, which shuts down on other signals. Source: systemd(1), "Signals", 2026-11.
    let other = matches!(cx.build.external_base(stage), Base::Image(image) if has_other_init(image));
    let program = element.text(cx.source());
    let is_systemd =
        program.ends_with("/systemd") || program == "systemd" || program == "/sbin/init" || program == "/usr/sbin/init";
    let own = cx.build.steps[at].stage == Some(stage);
    if !is_systemd || other && program.ends_with("/init") || !own || !cx.stage.shipped {
        return;
    }
    let set = cx.build.latest(stage, end, |step, it| match &it.body {
        Body::Stopsignal(word) => Some((step, word.as_ref())),
        _ => None,
    });
    if let Some((step, word)) = set {
        let Some(word) = word.filter(|_| cx.build.steps[step].stage == Some(stage)) else { return };
        let written = word.literal(cx.source()).and_then(|text| signal(&text));
        if written.is_some_and(|number| canonical_name(number).as_deref() == Some("SIGTERM")) {
            sink.report(word.range, "systemd does not shut down on SIGTERM")
                .note("it takes SIGTERM as a request to start itself anew; SIGRTMIN+3 shuts it down")
                .fix(Fix::safe("use `SIGRTMIN+3`", Edit::replace(word.range, "SIGRTMIN+3")));
        }
        return;
    }
    sink.report(element.range, "systemd does not shut down on SIGTERM")
        .note("it takes SIGTERM as a request to start itself anew; SIGRTMIN+3 shuts it down")
        .fix(Fix::safe(
            "add `STOPSIGNAL SIGRTMIN+3`",
            Edit::insert(instruction.range.start(), "STOPSIGNAL SIGRTMIN+3\n"),
        ));
}

/// Whether `/sbin/init` of an image is not systemd: Alpine has BusyBox, systems from before 2015 Upstart or System V.
/// Source: the distributions' release notes, 2026-11.
fn has_other_init(image: &Image) -> bool {
    let (path, tag) = (image.repository(), image.tag().unwrap_or(""));
    let is_of = |names: &[&str]| names.contains(&path.rsplit('/').next().unwrap_or(path));
    let starts = |starts: &[&str]| starts.iter().any(|start| tag.starts_with(start));
    path.contains("alpine")
        || tag.contains("alpine")
        || path.contains("upstart")
        || is_of(&["centos"]) && starts(&["5", "6", "centos5", "centos6"])
        || is_of(&["ubuntu"]) && starts(&["10.", "12.", "14.", "lucid", "precise", "trusty", "utopic"])
        || is_of(&["debian"]) && starts(&["6", "7", "squeeze", "wheezy", "oldoldstable"])
        || is_of(&["amazonlinux"]) && starts(&["1", "2016.", "2017.0", "2018."])
}
