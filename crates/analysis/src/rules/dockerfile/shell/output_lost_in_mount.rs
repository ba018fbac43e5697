//! `output-lost-in-mount`: file that is looked for where only a mount was.

use crate::rule::rule;
use crate::{Category, Check, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, Instruction, Mount};
use plimsoll_model::dockerfile::{EdgeKind, StageId, StepId};
use plimsoll_model::path::{is_within, join};

rule! {
    /// What a RUN writes below a cache or tmpfs mount is gone when the RUN ends: it is in the cache, not in the stage.
    ///
    /// COPY then finds nothing there, and the build fails; or it finds an empty folder. Copy the result out of the mount
    /// at the end of the RUN, and take it from there.
    ///
    /// ```Dockerfile,bad
    /// FROM rust:1.91 AS build
    /// WORKDIR /app
    /// COPY . .
    /// RUN --mount=type=cache,target=/app/target cargo build --release
    /// FROM debian:12.11
    /// COPY --from=build /app/target/release/x /usr/local/bin/
    /// #                 ^^^^^^^^^^^^^^^^^^^^^ error: `/app/target/release/x` is written to a mount, and is not in the stage
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM rust:1.91 AS build
    /// WORKDIR /app
    /// COPY . .
    /// RUN --mount=type=cache,target=/app/target cargo build --release && cp target/release/x /usr/local/bin/x
    /// FROM debian:12.11
    /// COPY --from=build /usr/local/bin/x /usr/local/bin/
    /// ```
    "output-lost-in-mount" {
        summary: "file that is looked for where only a mount was",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Error, Level::Error, Level::Off),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let (Body::Copy(copy), Some(stage)) = (&cx.instruction.body, cx.stage) else { return };
    let edge = cx.build.stage(stage).edges.iter().find(|edge| edge.step == cx.step && edge.kind == EdgeKind::CopyFrom);
    let Some(from) = edge.map(|edge| edge.to).filter(|_| !cx.build.has_foreign_frontend()) else { return };
    for source in &copy.sources {
        let Some(path) = cx.build.expand(cx.step, source).map(|value| join("/", &value.text)) else { continue };
        let Some((step, mount)) = hidden_by(cx, from, &path) else { continue };
        if is_written_otherwise(cx, from, step, &path) {
            continue;
        }
        sink.report(source.range, format!("`{path}` is written to a mount, and is not in the stage"))
            .label(mount.range, "what is below this mount is gone when the RUN ends")
            .note("copy it out of the mount at the end of that RUN, and take it from there");
    }
}

/// The last mount of the stage that `path` is below.
fn hidden_by<'a>(cx: &InstructionCx<'a>, stage: StageId, path: &str) -> Option<(StepId, &'a Mount)> {
    let end = cx.build.stage(stage).steps.end;
    cx.build.latest(stage, end, |step, instruction| covering(cx, step, instruction, path).map(|mount| (step, mount)))
}

fn covering<'a>(cx: &InstructionCx<'a>, step: StepId, instruction: &'a Instruction, path: &str) -> Option<&'a Mount> {
    let Body::Run(run) = &instruction.body else { return None };
    run.mounts.iter().find(|mount| {
        let kind = mount.option(cx.source(), &["type"]).unwrap_or("bind").to_ascii_lowercase();
        let writes = |key: &str| mount.options.iter().any(|it| cx.text(it.key).eq_ignore_ascii_case(key));
        let holds =
            matches!(kind.as_str(), "cache" | "tmpfs") || kind == "bind" && (writes("rw") || writes("readwrite"));
        let target = mount.option(cx.source(), &["target", "dst", "destination"]).filter(|it| !it.contains('$'));
        let directory = || cx.build.steps[step].stage.and_then(|stage| cx.build.working_directory(stage, step));
        let target = target.and_then(|target| match target.starts_with('/') {
            true => Some(join("/", target)),
            false => Some(join(&directory()?, target)),
        });
        holds && target.is_some_and(|target| target != "/" && is_within(path, &target))
    })
}

/// Whether something may have written it past the mount: a COPY to it, or another RUN that speaks of its folder or
/// runs the same program.
fn is_written_otherwise(cx: &InstructionCx<'_>, stage: StageId, hidden: StepId, path: &str) -> bool {
    let programs: Vec<&str> =
        cx.build.scripts(hidden).iter().flat_map(|it| &it.commands).filter_map(|it| it.effective().name()).collect();
    let parts: Vec<&str> = path.split('/').filter(|part| part.len() > 1).collect();
    let folder = parts.get(parts.len().saturating_sub(2)).copied().unwrap_or("");
    let end = cx.build.stage(stage).steps.end;
    let other = cx.build.latest(stage, end, |step, instruction| {
        let writes = match &instruction.body {
            Body::Run(_) if covering(cx, step, instruction, path).is_some() => false,
            Body::Run(_) => {
                let mentions = parts.last().is_some_and(|name| cx.text(instruction.range).contains(name))
                    || cx.text(instruction.range).contains(folder);
                let mut commands = cx.build.scripts(step).iter().flat_map(|script| &script.commands);
                mentions || commands.any(|it| it.effective().name().is_some_and(|name| programs.contains(&name)))
            }
            Body::Copy(copy) => {
                let directory = cx.build.steps[step].stage.and_then(|stage| cx.build.working_directory(stage, step));
                let target = copy.destination.as_ref().and_then(|word| cx.build.expand(step, word));
                match (target, directory) {
                    (Some(target), Some(directory)) => is_within(&join(&directory, &target.text), parent_of(path)),
                    (Some(target), None) if target.text.starts_with('/') => is_within(&target.text, parent_of(path)),
                    _ => false,
                }
            }
            _ => false,
        };
        writes.then_some(())
    });
    other.is_some()
}

fn parent_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("/", |(parent, _)| parent).trim_start_matches("//")
}
