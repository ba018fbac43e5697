//! `host-network-run`: RUN in the network of the machine that builds.

use crate::rule::rule;
use crate::rules::dockerfile::lines::without_flag;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};

rule! {
    /// `--network=host` lets the commands reach what listens on the machine that builds, and its metadata services.
    ///
    /// The build then also depends on that machine. Builders refuse it unless they are told to allow it.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN --network=host make download
    /// #   ^^^^^^^^^^^^^^ note: the RUN uses the network of the machine that builds
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN make download
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN --network=none make
    /// ```
    "host-network-run" {
        summary: "RUN in the network of the machine that builds",
        category: Category::Security,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let flag = cx.instruction.flag(cx.source(), "network");
    let Some(flag) = flag.filter(|flag| flag.value.as_ref().is_some_and(|it| it.raw(cx.source()) == "host")) else {
        return;
    };
    sink.report(flag.range, "the RUN uses the network of the machine that builds")
        .note("it reaches what listens there, and works on no machine that is set up otherwise")
        .fix(Fix::r#unsafe("use the network of the build", without_flag(cx, flag)));
}
