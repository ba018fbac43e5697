//! `unknown-target`: a build asks for a stage that is not there.

use crate::rule::rule;
use crate::suggest::nearest;
use crate::{Category, Check, DockerfileCx, FixAvailability, Level, Levels, Sink};

rule! {
    /// Compose, Bake or `[build] target` in the configuration asks for a stage that the Dockerfile does not have: the
    /// build stops.
    ///
    /// ```yaml,context,file=compose.yaml
    /// services:
    ///   web:
    ///     build:
    ///       context: .
    ///       target: prodution
    /// ```
    ///
    /// ```Dockerfile,bad
    /// FROM node:24 AS build
    /// RUN npm ci
    /// FROM node:24-slim AS production
    /// #    ^^^^^^^^^^^^ error: `compose.yaml` asks for the stage `prodution`, which is not here
    /// COPY --from=build /app /app
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM node:24 AS prodution
    /// RUN npm ci
    /// FROM node:24-slim
    /// ```
    "unknown-target" {
        summary: "a build asks for a stage that is not there",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Error, Level::Error, Level::Off),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    let Some(last) = cx.build.stages.last() else { return };
    let Some(word) = &last.from.image else { return };
    for build in cx.workspace.builds_of(&cx.file.path) {
        let Some(target) = build.target.as_deref().filter(|target| cx.build.stage_called(target).is_none()) else {
            continue;
        };
        let name = build.file.rsplit('/').next().unwrap_or(&build.file);
        let finding = sink.report(word.range, format!("`{name}` asks for the stage `{target}`, which is not here"));
        if let Some(range) = build.target_range {
            finding.label_in(&build.file, range, "asked for here");
        }
        let names = cx.build.stages.iter().filter_map(|stage| stage.name.as_deref());
        match nearest(target, names, 2) {
            Some(near) => finding.note(format!("the build stops here; there is a stage `{near}`")),
            None => finding.note("the build stops here"),
        };
    }
}
