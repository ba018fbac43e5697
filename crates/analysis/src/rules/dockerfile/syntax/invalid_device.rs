//! `invalid-device`: device that RUN cannot be given.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink, nearest};
use plimsoll_dockerfile::{Body, Flag};
use plimsoll_text::{Edit, TextRange, size};

rule! {
    /// `--device` takes the name of a device, and `required`.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN --device=vendor.com/gpu=all,requird=false make
    /// #                               ^^^^^^^^^^^^^ error: unknown key `requird`, a device has `name` and `required`
    /// RUN --device=required make
    /// #   ^^^^^^^^^^^^^^^^^ error: the device has no name
    /// RUN --device=name=vendor.com/gpu=all,required=ja make
    /// #                                    ^^^^^^^^^^^ error: expected `true` or `false`, found `ja`
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN --device=vendor.com/gpu=all,required make
    /// RUN --device=$GPU make
    /// ```
    "invalid-device" {
        summary: "device that RUN cannot be given",
        category: Category::Correctness,
        levels: Levels::always(Level::Error),
        since: "2026.1",
        fix: FixAvailability::Manual,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    if !matches!(cx.instruction.body, Body::Run(_)) || cx.build.has_foreign_frontend() {
        return;
    }
    for flag in cx.instruction.flags.iter().filter(|flag| cx.text(flag.name) == "device") {
        let Some(value) = &flag.value else { continue };
        // What a variable holds is not known, and quotes may hide a comma.
        if !cx.text(value.range).contains(['$', '"']) {
            device(cx, flag, value.range, sink);
        }
    }
}

/// Source: moby/buildkit `instructions`, `ParseDevice`, 2026-10.
fn device(cx: &InstructionCx<'_>, flag: &Flag, place: TextRange, sink: &mut Sink) {
    let mut name: Option<TextRange> = None;
    let mut at = place.start();
    for field in cx.text(place).split(',') {
        let range = TextRange::at(at, size(field.len()));
        at = range.end() + size(1);
        let (key, value) = field.split_once('=').map_or((field, None), |(key, value)| (key, Some(value)));
        let value_range = || TextRange::new(range.start() + size(key.len() + 1), range.end());
        match (key.to_ascii_lowercase().as_str(), value) {
            ("required", None) => {}
            ("required", Some(value)) => {
                let known = ["1", "t", "T", "TRUE", "true", "True", "0", "f", "F", "FALSE", "false", "False"];
                if !known.contains(&value) {
                    sink.report(range, format!("expected `true` or `false`, found `{value}`"))
                        .note("BuildKit stops here")
                        .fix(Fix::manual("write `true`", Edit::replace(value_range(), "true")));
                }
            }
            ("name", Some(_)) => match name {
                Some(first) => {
                    let gone = TextRange::new(range.start() - size(1), range.end());
                    sink.report(range, "the device has a second name")
                        .label(first, "the first")
                        .note("BuildKit stops here")
                        .fix(Fix::manual("delete the second name", Edit::delete(gone)));
                }
                None => name = Some(range),
            },
            _ if name.is_none() => name = Some(range),
            (_, None) => {
                sink.report(range, format!("expected `key=value`, found `{field}`")).note("BuildKit stops here");
            }
            (_, Some(_)) => {
                let place = TextRange::at(range.start(), size(key.len()));
                let near = nearest(key, ["name", "required"], 2);
                sink.report(range, format!("unknown key `{key}`, a device has `name` and `required`"))
                    .note("BuildKit stops here")
                    .fix(near.map(|near| Fix::manual(format!("write `{near}`"), Edit::replace(place, near))));
            }
        }
    }
    let is_named = name.is_some_and(|name| !matches!(cx.text(name), "" | "name="));
    if !is_named {
        let fix = match name {
            // `name=` without anything behind it.
            Some(name) if !name.is_empty() => Edit::insert(name.end(), "<name>"),
            _ if cx.text(place).is_empty() => Edit::insert(place.start(), "<name>"),
            _ => Edit::insert(place.start(), "<name>,"),
        };
        sink.report(flag.range, "the device has no name")
            .note("BuildKit stops here")
            .fix(Fix::manual("name the device", fix));
    }
}
