//! `mixed-libc`: what one C library built, run with another.

use crate::rule::rule;
use crate::{Category, Check, FixAvailability, Level, Levels, Sink, StageCx};
use plimsoll_dockerfile::Body;
use plimsoll_model::dockerfile::{Edge, EdgeKind};

rule! {
    /// A program, extension or virtual environment that was built on Debian is linked to glibc; Alpine has musl. It does not
    /// start there, or fails in surprising places.
    ///
    /// ```Dockerfile,bad
    /// FROM node:24.11 AS build
    /// RUN npm ci
    /// FROM node:24.11-alpine
    /// COPY --from=build /app/node_modules /app/node_modules
    /// #           ^^^^^ note: stage `build` builds with glibc, this one runs musl
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM node:24.11-alpine AS build
    /// RUN npm ci
    /// FROM node:24.11-alpine
    /// COPY --from=build /app/node_modules /app/node_modules
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM golang:1.25 AS build
    /// RUN CGO_ENABLED=0 go build -o /app .
    /// FROM alpine:3.22
    /// COPY --from=build /app /app
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM node:24.11 AS build
    /// RUN npm run build
    /// FROM nginx:1.29-alpine
    /// COPY --from=build /app/dist /usr/share/nginx/html
    /// ```
    "mixed-libc" {
        summary: "what one C library built, run with another",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Stage(check),
    }
}

fn check(cx: &StageCx<'_>, sink: &mut Sink) {
    let Some(own) = cx.build.libc(cx.stage.id) else { return };
    for edge in cx.stage.edges.iter().filter(|edge| edge.kind == EdgeKind::CopyFrom) {
        let Some(other) = cx.build.libc(edge.to).filter(|other| *other != own) else { continue };
        let Body::Copy(copy) = &cx.build.steps[edge.step].instruction.body else { continue };
        let Some(source) = copy.sources.iter().find(|word| is_linked(cx, edge, cx.text(word.range))) else { continue };
        let from = cx.build.stage(edge.to);
        let name = from.name.clone().unwrap_or_else(|| from.id.0.to_string());
        let message = format!("stage `{name}` builds with {}, this one runs {}", other.as_str(), own.as_str());
        sink.report(edge.range, message)
            .label(source.range, "what is linked to it")
            .note("build in an image with the same C library");
    }
}

/// Whether the path holds what is linked to the C library of the stage that it comes from.
fn is_linked(cx: &StageCx<'_>, edge: &Edge, path: &str) -> bool {
    let parts = || path.split('/').filter(|part| !part.is_empty());
    let has = |names: &[&str]| parts().any(|part| names.contains(&part));
    if has(&["site-packages", "dist-packages", ".venv", "venv"]) {
        return installs(cx, edge, &["pip", "pip3", "uv", "poetry", "pipenv", "pdm", "python", "python3"]);
    }
    if has(&["node_modules"]) {
        return installs(cx, edge, &["npm", "yarn", "pnpm"]);
    }
    let is_library = parts().next_back().is_some_and(|name| name.ends_with(".so") || name.contains(".so."));
    if is_go_with_c(cx, edge, path) {
        return !is_static(cx, edge);
    }
    let is_rust = path.contains("target/release/") && !path.contains("musl") && installs(cx, edge, &["cargo"]);
    (is_library || is_rust) && !is_static(cx, edge)
}

/// Whether `go build` writes a program there for which the stage turns C on. By itself Go needs no C library where nothing
/// of the program asks for it.
fn is_go_with_c(cx: &StageCx<'_>, edge: &Edge, path: &str) -> bool {
    let steps = || cx.build.ancestry(edge.to).flat_map(|stage| cx.build.stage_steps(stage));
    let turns_on = steps().any(|(_, instruction)| {
        let text = cx.text(instruction.range);
        ["CGO_ENABLED=1", "CGO_ENABLED=\"1\"", "CGO_ENABLED 1"].iter().any(|it| text.contains(it))
    });
    let name = |path: &str| path.rsplit('/').next().map(str::to_owned);
    turns_on
        && steps().flat_map(|(step, _)| cx.build.scripts(step)).flat_map(|script| &script.commands).any(|command| {
            let effective = command.effective();
            let builds = effective.name() == Some("go") && effective.args.first().is_some_and(|word| word.is("build"));
            let output = effective.args.iter().position(|word| word.is("-o")).and_then(|at| effective.args.get(at + 1));
            let output = output.and_then(|word| word.literal()).filter(|_| builds).and_then(name);
            output.is_some_and(|output| Some(output) == name(path))
        })
}

/// Whether a RUN of the stage that is copied from, or of one that it starts from, calls one of `programs`.
fn installs(cx: &StageCx<'_>, edge: &Edge, programs: &[&str]) -> bool {
    cx.build.ancestry(edge.to).flat_map(|stage| cx.build.stage_steps(stage)).any(|(step, _)| {
        let mut commands = cx.build.scripts(step).iter().flat_map(|script| &script.commands);
        commands.any(|command| command.effective().name().is_some_and(|name| programs.contains(&name)))
    })
}

/// Whether something in the stage says that it links statically, or for the other C library.
fn is_static(cx: &StageCx<'_>, edge: &Edge) -> bool {
    let signs = ["musl", "-static", "crt-static", "CGO_ENABLED=0", "gcompat", "libc6-compat"];
    let says = |id| {
        let mut steps = cx.build.ancestry(id).flat_map(|stage| cx.build.stage_steps(stage));
        steps.any(|(_, instruction)| signs.iter().any(|sign| cx.text(instruction.range).contains(sign)))
    };
    says(edge.to) || says(cx.stage.id)
}
