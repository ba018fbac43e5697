//! `unknown-target`: a build asks for a stage that is not there.

use crate::rule::rule;
use crate::suggest::nearest;
use crate::{
    Applicability, BuildUse, Category, Check, DockerfileCx, Elsewhere, Fix, FixAvailability, Level, Levels, Sink,
};
use plimsoll_text::{Edit, TextRange, size};

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
    /// ```yaml,fixed,file=compose.yaml
    /// services:
    ///   web:
    ///     build:
    ///       context: .
    ///       target: production
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
        fix: FixAvailability::Unsafe,
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
            Some(near) => finding
                .note(format!("the build stops here; there is a stage `{near}`"))
                .fix(fix(cx, build, target, near)),
            None => finding.note("the build stops here"),
        };
    }
}

/// The name of the stage that was meant, where the other file has the wrong one to the letter.
fn fix(cx: &DockerfileCx<'_>, build: &BuildUse, target: &str, near: &str) -> Option<Fix> {
    let (file, range) = (cx.workspace.get(&build.file)?, build.target_range?);
    let written = file.text.get(usize::from(range.start())..usize::from(range.end()))?;
    let at = written.find(target).filter(|_| written.trim_matches(['"', '\'']) == target)?;
    let range = TextRange::at(range.start() + size(at), size(target.len()));
    let name = build.file.rsplit('/').next().unwrap_or(&build.file);
    let elsewhere =
        Elsewhere { path: build.file.clone(), creates: false, edits: Edit::replace(range, near.to_owned()).into() };
    Some(Fix::elsewhere(format!("ask for `{near}` in `{name}`"), Applicability::Unsafe, elsewhere))
}
