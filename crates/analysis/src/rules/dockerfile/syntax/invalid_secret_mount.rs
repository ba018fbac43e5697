//! `invalid-secret-mount`: secret mount with options that exclude each other.

use super::mounts::{mounts, option, without};
use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};

rule! {
    /// A secret mount needs one of `id`, `source` and `target`, has not both `id` and `source`, and has neither `from` nor
    /// `sharing`.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN --mount=type=secret make
    /// #   ^^^^^^^^^^^^^^^^^^^ error: a secret mount needs `id`, `source` or `target`
    /// RUN --mount=type=secret,id=x,from=base make
    /// #                            ^^^^^^^^^ error: a secret mount has no `from`
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN --mount=type=secret make
    /// RUN --mount=type=secret,id=x make
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN --mount=type=secret,id=x make
    /// RUN --mount=type=secret,target=/x make
    /// ```
    "invalid-secret-mount" {
        summary: "secret mount with options that exclude each other",
        category: Category::Correctness,
        levels: Levels::always(Level::Error),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    for (mount, _) in mounts(cx).into_iter().filter(|(_, kind)| kind == "secret") {
        let has = |names: &[&str]| mount.option(cx.source(), names).is_some_and(|value| !value.is_empty());
        let given = |names: &[&str]| option(cx, mount, names).filter(|(_, value)| !value.is_empty());
        if !has(&["id"]) && !has(&["source", "src"]) && !has(&["target", "dst", "destination"]) {
            sink.report(mount.range, "a secret mount needs `id`, `source` or `target`").note("BuildKit stops here");
        }
        if let (true, Some((source, _))) = (has(&["id"]), given(&["source", "src"])) {
            sink.report(source.range, "a secret mount has either `id` or `source`, not both")
                .note("BuildKit stops here")
                .fix(without(mount, source).map(|edit| Fix::r#unsafe("delete it", edit)));
        }
        for name in ["from", "sharing"] {
            if let Some((found, _)) = given(&[name]) {
                sink.report(found.range, format!("a secret mount has no `{name}`"))
                    .note("BuildKit stops here")
                    .fix(without(mount, found).map(|edit| Fix::r#unsafe("delete it", edit)));
            }
        }
    }
}
