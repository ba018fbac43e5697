//! `source-outside-context`: source above the build context.

use crate::rule::rule;
use crate::{Category, Check, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::{Body};

rule! {
    /// COPY and ADD reach nothing above the build context: BuildKit drops the leading `../` in silence and looks for another file,
    /// the classic builder stops.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// COPY ../lib /src/lib/
    /// #    ^^^^^^ error: `../lib` lies above the build context
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// COPY lib/../src /src/
    /// COPY --from=build ../x /x
    /// ```
    "source-outside-context" {
        summary: "source above the build context",
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
    let Body::Copy(copy) = &cx.instruction.body else { return };
    if cx.instruction.flag(cx.source(), "from").is_some() {
        return;
    }
    for source in &copy.sources {
        let Some(path) = source.literal(cx.source()) else { continue };
        let mut depth = 0_i32;
        let is_outside = !path.contains("://") && !path.starts_with('/') && path.split('/').any(|part| {
            depth += match part {
                ".." => -1,
                "" | "." => 0,
                _ => 1,
            };
            depth < 0
        });
        if is_outside {
            sink.report(source.range, format!("`{path}` lies above the build context"))
                .note("BuildKit drops the leading `../` and looks for another file; build from a folder above, or use a named context");
        }
    }
}
