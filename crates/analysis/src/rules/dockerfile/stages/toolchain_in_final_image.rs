//! `toolchain-in-final-image`: compilers in the image that is shipped.

use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_model::commands::{Action, Manager, package_command};
use plimsoll_shell::Command;

rule! {
    /// What builds the program is not needed to run it. Build in a stage of its own, and copy the outcome.
    ///
    /// Images of single files that compile nothing, and stages in which the compiler is taken away again in the same RUN, are
    /// left alone.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN apt-get update && apt-get install -y gcc make
    /// #                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: the compiler stays in the image that is shipped
    /// COPY . /src
    /// RUN make -C /src
    /// CMD ["/src/app"]
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11 AS build
    /// RUN apt-get update && apt-get install -y gcc make
    /// COPY . /src
    /// RUN make -C /src
    /// FROM debian:12.11
    /// COPY --from=build /src/app /app
    /// CMD ["/app"]
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM alpine:3.22
    /// RUN apk add --no-cache --virtual .build gcc musl-dev && make && apk del .build
    /// ```
    "toolchain-in-final-image" {
        summary: "compilers in the image that is shipped",
        category: Category::Size,
        levels: Levels::dockerfile(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    let [stage] = &cx.build.stages[..] else { return };
    let starts = |body: &Body| matches!(body, Body::Cmd(_) | Body::Entrypoint(_));
    if !cx.build.stage_steps(stage).any(|(_, instruction)| starts(&instruction.body)) {
        return;
    }
    for (step, instruction) in cx.build.stage_steps(stage) {
        if !matches!(instruction.body, Body::Run(_)) {
            continue;
        }
        let commands = || cx.build.scripts(step).iter().flat_map(|script| &script.commands);
        let removes = commands().filter_map(package_command).any(|it| it.action == Action::Remove);
        for command in commands() {
            if removes || !(builds(command) || installs_compiler(command)) {
                continue;
            }
            let message = match builds(command) {
                false => "the compiler stays in the image that is shipped",
                true => "what builds the program stays in the image that is shipped",
            };
            sink.report(command.range, message).note("build in a stage of its own, and copy the outcome");
            return;
        }
    }
}

/// Whether the command installs a compiler.
fn installs_compiler(command: &Command) -> bool {
    let Some(install) = package_command(command) else { return false };
    let compilers = ["build-essential", "build-base", "gcc", "g++", "clang", "gcc-c++", "base-devel"];
    install.action == Action::Install
        && !matches!(install.manager, Manager::Pip | Manager::Npm | Manager::Gem)
        && install.packages().any(|(_, name)| compilers.contains(&name.split(['=', ':']).next().unwrap_or(name)))
}

/// Whether the command builds with a compiler that is there.
fn builds(command: &Command) -> bool {
    let effective = command.effective();
    let first = effective.args.first().and_then(|word| word.literal()).unwrap_or("");
    match effective.name() {
        Some("go") => matches!(first, "build" | "install"),
        Some("cargo") => matches!(first, "build" | "install"),
        Some("dotnet") => first == "publish",
        Some("mvn" | "mvnw") => {
            effective.args.iter().any(|word| ["package", "install", "verify"].iter().any(|goal| word.is(goal)))
        }
        Some("gradle" | "gradlew") => effective
            .args
            .iter()
            .any(|word| ["build", "assemble", "bootJar", "shadowJar"].iter().any(|task| word.is(task))),
        Some("gcc" | "g++" | "javac" | "rustc") => !effective.args.is_empty(),
        _ => false,
    }
}
