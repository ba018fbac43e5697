//! `insecure-run`: RUN with all rights.

use crate::rule::rule;
use crate::rules::dockerfile::lines::without_flag;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};

rule! {
    /// `--security=insecure` runs the commands without a sandbox, with the rights of a privileged container.
    ///
    /// Whatever a package's install script does, it may do to the machine that builds. Builders refuse it unless they are
    /// told to allow it.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN --security=insecure make install
    /// #   ^^^^^^^^^^^^^^^^^^^ warning: the RUN has the rights of a privileged container
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN make install
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN --security=sandbox make install
    /// ```
    "insecure-run" {
        summary: "RUN with all rights",
        category: Category::Security,
        levels: Levels::dockerfile(Level::Warning, Level::Error, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let flag = cx.instruction.flag(cx.source(), "security");
    let Some(flag) = flag.filter(|flag| flag.value.as_ref().is_some_and(|it| it.raw(cx.source()) == "insecure")) else {
        return;
    };
    sink.report(flag.range, "the RUN has the rights of a privileged container")
        .note("its commands may do what they like to the machine that builds")
        .fix(Fix::r#unsafe("run it in the sandbox", without_flag(cx, flag)));
}
