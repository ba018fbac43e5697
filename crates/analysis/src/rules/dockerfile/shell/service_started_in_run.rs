//! `service-started-in-run`: service that ends with the RUN that starts it.

use crate::rule::rule;
use crate::{Category, Check, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_model::commands::{is_last, main_list};
use plimsoll_shell::{Command, Connector};

rule! {
    /// A layer keeps files, not processes. A service that a RUN starts is gone when the RUN ends.
    ///
    /// Start it with CMD or ENTRYPOINT, or use it in the same RUN.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN service nginx start
    /// #   ^^^^^^^^^^^^^^^^^^^ note: the service ends with this RUN
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN service postgresql start && createdb app
    /// RUN server & sleep 1 && ./load-data
    /// ```
    "service-started-in-run" {
        summary: "service that ends with the RUN that starts it",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let Some(script) = cx.build.scripts(cx.step).last() else { return };
    let Some(command) = main_list(script).next_back().filter(|it| is_last(script, it) && script.complete) else {
        return;
    };
    if command.words.is_empty() || command.connector() == Connector::Or {
        return;
    }
    if starts_service(command) {
        sink.report(command.range, "the service ends with this RUN")
            .note("a layer keeps files, not processes; start it with CMD or ENTRYPOINT");
    } else if command.place.background {
        sink.report(command.range, "the process in the background ends with this RUN")
            .note("a layer keeps files, not processes; start it with CMD or ENTRYPOINT");
    }
}

fn starts_service(command: &Command) -> bool {
    let effective = command.effective();
    let is = |at: usize, texts: &[&str]| {
        effective.args.get(at).and_then(|it| it.literal()).is_some_and(|it| texts.contains(&it))
    };
    let starts = ["start", "restart"];
    let by_path = effective.word.and_then(|word| word.literal()).is_some_and(|path| path.starts_with("/etc/init.d/"));
    match effective.name() {
        Some("service" | "rc-service") => is(1, &starts),
        Some("systemctl") => is(0, &starts),
        _ => by_path && is(0, &starts),
    }
}
