//! `pointless-healthcheck-none`: HEALTHCHECK NONE where there is nothing to turn off.

use crate::questions::{is_first_check, turns_off};
use crate::rule::rule;
use crate::rules::dockerfile::lines::own_lines;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, StageCx};
use plimsoll_model::dockerfile::Base;
use plimsoll_text::Edit;

rule! {
    /// `HEALTHCHECK NONE` turns off the check that the base image brings. Where it brings none, the line does nothing.
    ///
    /// What a base image brings only the registry knows, so of most nothing is said without `--online`. With this
    /// answer:
    ///
    /// ```text,registry
    /// debian:12.11 - healthcheck=no
    /// acme/web:1.4 - healthcheck=yes
    /// ```
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// HEALTHCHECK NONE
    /// ^^^^^^^^^^^^^^^^ note: there is no HEALTHCHECK to turn off
    /// CMD ["/app"]
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// CMD ["/app"]
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM acme/web:1.4
    /// HEALTHCHECK NONE
    /// FROM postgres:18.1
    /// HEALTHCHECK NONE
    /// ```
    "pointless-healthcheck-none" {
        summary: "HEALTHCHECK NONE where there is nothing to turn off",
        category: Category::Style,
        levels: Levels::dockerfile(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Stage(check),
    }
}

fn check(cx: &StageCx<'_>, sink: &mut Sink) {
    for (step, instruction) in cx.build.stage_steps(cx.stage) {
        if !turns_off(&instruction.body) || !is_first_check(cx.build, cx.stage.id, step) {
            continue;
        }
        let has_none = match cx.build.external_base(cx.stage.id) {
            Base::Scratch => true,
            Base::Image(image) => sink.image(cx, image.text()).is_some_and(|facts| !facts.has_healthcheck),
            Base::Stage(_) | Base::Unknown => false,
        };
        if has_none {
            let edit = own_lines(cx, instruction).map(Edit::delete);
            sink.report(instruction.range, "there is no HEALTHCHECK to turn off")
                .fix(edit.map(|edit| Fix::safe("delete it", edit)));
        }
    }
}
