//! `output-lost-in-mount`: file that is looked for where only a mount was.

use crate::rule::rule;
use crate::rules::dockerfile::lines::plain_run;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, CommandLine, Instruction, Mount};
use plimsoll_model::commands::stays_flat;
use plimsoll_model::dockerfile::{EdgeKind, StageId, StepId};
use plimsoll_model::path::{is_within, join};
use plimsoll_shell::Connector;
use plimsoll_text::{Edit, Edits, TextRange};

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
    /// ```Dockerfile,fixed
    /// FROM rust:1.91 AS build
    /// WORKDIR /app
    /// COPY . .
    /// RUN --mount=type=cache,target=/app/target cargo build --release && mkdir -p /out && cp -r /app/target/release/x /out/
    /// FROM debian:12.11
    /// COPY --from=build /out/x /usr/local/bin/
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
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    if cx.build.has_foreign_frontend() {
        return;
    }
    for wanted in wanted(cx) {
        let path = &wanted.path;
        let Some((step, mount)) = hidden_by(cx, wanted.stage, wanted.before, path) else { continue };
        if is_written_otherwise(cx, wanted.stage, step, path) {
            continue;
        }
        sink.report(wanted.range, format!("`{path}` is written to a mount, and is not in the stage"))
            .label(mount.range, "what is below this mount is gone when the RUN ends")
            .note("copy it out of the mount at the end of that RUN, and take it from there")
            .fix(fix(cx, &wanted, step));
    }
}

/// A path that an instruction needs.
struct Wanted {
    /// Where it is written.
    range: TextRange,
    path: String,
    /// Whose files it is among.
    stage: StageId,
    /// The mounts of these steps count.
    before: StepId,
}

fn wanted(cx: &InstructionCx<'_>) -> Vec<Wanted> {
    let Some(stage) = cx.stage else { return Vec::new() };
    let own = |range, path: &str| Wanted { range, path: join("/", path), stage, before: cx.step };
    match &cx.instruction.body {
        Body::Copy(copy) => {
            let mut edges = cx.build.stage(stage).edges.iter();
            let edge = edges.find(|edge| edge.step == cx.step && edge.kind == EdgeKind::CopyFrom);
            let Some(from) = edge.map(|edge| edge.to) else { return Vec::new() };
            let before = cx.build.stage(from).steps.end;
            let sources = copy.sources.iter();
            let known = sources.filter_map(|it| Some((it.range, join("/", &cx.build.expand(cx.step, it)?.text))));
            known.map(|(range, path)| Wanted { range, path, stage: from, before }).collect()
        }
        Body::Cmd(CommandLine::Exec(words)) | Body::Entrypoint(CommandLine::Exec(words)) => {
            let program = words.elements.first().map(|word| (word.range, word.text(cx.source())));
            program
                .filter(|(_, path)| path.starts_with('/'))
                .map(|(range, path)| own(range, path))
                .into_iter()
                .collect()
        }
        Body::Run(_) => {
            let commands = cx.build.scripts(cx.step).iter().flat_map(|script| &script.commands);
            let words = commands.filter_map(|command| {
                let effective = command.effective();
                match effective.name()? {
                    "cp" | "mv" | "install" => {
                        let operands: Vec<_> =
                            effective.args.iter().filter(|word| !word.prefix_literal().starts_with('-')).collect();
                        let [source, _] = operands[..] else { return None };
                        Some(source)
                    }
                    _ => effective.word,
                }
            });
            let known = words.filter_map(|word| Some((word.range, word.literal().filter(|it| it.starts_with('/'))?)));
            known.map(|(range, path)| own(range, path)).collect()
        }
        _ => Vec::new(),
    }
}

/// Copies it out of the mount at the end of the RUN, and takes it from there.
fn fix(cx: &InstructionCx<'_>, wanted: &Wanted, step: StepId) -> Option<Fix> {
    let made = cx.build.steps.get(step)?;
    let run = InstructionCx { step, instruction: made.instruction, stage: made.stage, ..*cx };
    plain_run(&run)?;
    let [script] = cx.build.scripts(step) else { return None };
    let is_list = stays_flat(script)
        && script.scopes.is_empty()
        && script.commands.iter().all(|it| matches!(it.connector(), Connector::Start | Connector::And));
    let path = &wanted.path;
    let name = path.rsplit('/').next().filter(|name| !name.is_empty())?;
    let is_plain = path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/._-+".contains(&byte));
    let written = cx.text(wanted.range);
    let is_literal = written.trim_matches('"').trim_end_matches('/') == path;
    let is_taken = cx.build.stage_steps(cx.build.stage(wanted.stage)).any(|(_, it)| cx.text(it.range).contains("/out"));
    if !is_list || !is_plain || !is_literal || is_taken {
        return None;
    }
    let quote = if written.starts_with('"') { "\"" } else { "" };
    let slash = if written.ends_with('/') { "/" } else { "" };
    let edits = vec![
        Edit::insert(script.commands.last()?.range.end(), format!(" && mkdir -p /out && cp -r {path} /out/")),
        Edit::replace(wanted.range, format!("{quote}/out/{name}{slash}{quote}")),
    ];
    Edits::new(edits).ok().map(|edits| Fix::r#unsafe("copy it out of the mount", edits))
}

/// The last mount of the stage that `path` is below.
fn hidden_by<'a>(cx: &InstructionCx<'a>, stage: StageId, before: StepId, path: &str) -> Option<(StepId, &'a Mount)> {
    // A RUN with the mount itself sees what is in it.
    if covering(cx, cx.step, cx.instruction, path).is_some() {
        return None;
    }
    cx.build.latest(stage, before, |step, instruction| covering(cx, step, instruction, path).map(|mount| (step, mount)))
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
            Body::Run(_) if step == cx.step => false,
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
