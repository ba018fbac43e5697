//! `invalid-mount-target`: mount over the whole file system.

use crate::rule::rule;
use crate::{Category, Check, FixAvailability, InstructionCx, Level, Levels, Sink};
use super::mounts::{mounts, option};

rule! {
    /// A mount needs a place of its own; over `/` there can be none.
    ///
    /// Without `target`, or with a relative one that is empty, the place is the working directory.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN --mount=type=bind,target=/ make
    /// #                     ^^^^^^^^ error: a mount cannot cover `/`
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// WORKDIR /src
    /// RUN --mount=type=bind,target=. make
    /// ```
    "invalid-mount-target" {
        summary: "mount over the whole file system",
        category: Category::Correctness,
        levels: Levels::always(Level::Error),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    for (mount, _) in mounts(cx).into_iter().filter(|(_, kind)| matches!(&**kind, "bind" | "cache" | "tmpfs")) {
        if let Some((found, value)) = option(cx, mount, &["target", "dst", "destination"])
            && value.starts_with('/')
            && value.split('/').all(|part| matches!(part, "" | "."))
        {
            sink.report(found.range, "a mount cannot cover `/`").note("BuildKit stops here");
        }
    }
}
