//! `devel-image-at-runtime`: image for building that ends up running.

use crate::rule::rule;
use crate::rules::dockerfile::surroundings::is_for_development;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, CommandLine};
use plimsoll_model::dockerfile::{Base, EdgeKind, Image, Stage, StageId, UseKind};
use plimsoll_model::tables::image_name::ImageName;
use plimsoll_text::Edit;

rule! {
    /// An image made for compiling holds compilers, headers and sources, which are large and of use to an attacker. When another
    /// stage already does the building, the last one can start from the small sister of its image.
    ///
    /// ```Dockerfile,bad
    /// FROM nvidia/cuda:12.9.1-devel-ubuntu24.04 AS build
    /// RUN make
    /// FROM nvidia/cuda:12.9.1-devel-ubuntu24.04
    /// #    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: the final stage runs on an image for building
    /// COPY --from=build /app /app
    /// CMD ["/app"]
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM nvidia/cuda:12.9.1-devel-ubuntu24.04 AS build
    /// RUN make
    /// FROM nvidia/cuda:12.9.1-runtime-ubuntu24.04
    /// COPY --from=build /app /app
    /// CMD ["/app"]
    /// ```
    ///
    /// An image for building is what a stage needs that builds:
    ///
    /// ```Dockerfile,good
    /// FROM node:24.11 AS assets
    /// RUN npm ci
    /// FROM golang:1.25
    /// COPY --from=assets /out /assets
    /// RUN go build -o /app .
    /// CMD ["/app"]
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM golang:1.25 AS build
    /// RUN go build -o /app .
    /// FROM debian:12.11
    /// COPY --from=build /app /app
    /// ```
    "devel-image-at-runtime" {
        summary: "image for building that ends up running",
        category: Category::Size,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    let Some(last) = cx.build.final_stage() else { return };
    let Base::Image(image) = cx.build.external_base(last.id) else { return };
    let chain: Vec<StageId> = cx.build.ancestry(last.id).map(|stage| stage.id).collect();
    let takes_from_builder = chain.iter().any(|id| {
        let edges = &cx.build.stage(*id).edges;
        edges.iter().any(|edge| edge.kind != EdgeKind::From && !chain.contains(&edge.to))
    });
    let is_for_work = is_for_people(cx, last) || chain.iter().any(|id| is_for_development(cx, cx.build.stage(*id)));
    let Some(kind) = kind(image).filter(|_| takes_from_builder && !is_for_work) else { return };
    let starts_something = chain
        .iter()
        .flat_map(|id| cx.build.stage_steps(cx.build.stage(*id)))
        .any(|(_, it)| matches!(it.body, Body::Cmd(_) | Body::Entrypoint(_)));
    if !starts_something || uses(cx, &chain, kind) {
        return;
    }
    let Some(place) = cx.build.images.iter().find(|it| it.kind == UseKind::From && chain.contains(&it.stage)) else {
        return;
    };
    sink.report(place.range, "the final stage runs on an image for building")
        .note("another stage does the building; this one needs what runs the program only")
        .fix(fix(image));
}

/// What an image for building builds with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Builds {
    Native,
    Dotnet,
    Java,
    Go,
    Rust,
}

fn kind(image: &Image) -> Option<Builds> {
    let name = ImageName::from_parts(image.registry(), image.repository());
    let tag = image.tag().unwrap_or("latest");
    let has = |word: &str| tag.split('-').any(|part| part == word);
    match (name.path, name.official()) {
        ("nvidia/cuda" | "rocm/dev-ubuntu-22.04", _) if has("devel") => Some(Builds::Native),
        ("dotnet/sdk", _) => Some(Builds::Dotnet),
        (_, Some("maven" | "gradle")) => Some(Builds::Java),
        (_, Some("eclipse-temurin" | "ibm-semeru-runtimes" | "sapmachine")) if has("jdk") => Some(Builds::Java),
        (_, Some("golang")) => Some(Builds::Go),
        (_, Some("rust")) => Some(Builds::Rust),
        _ => None,
    }
}

/// Whether the stage, by its name or the file's, is one that people work or test in.
fn is_for_people(cx: &DockerfileCx<'_>, stage: &Stage<'_>) -> bool {
    let file = cx.file.path.to_ascii_lowercase();
    let words = [
        "dev",
        "devel",
        "develop",
        "development",
        "devcontainer",
        "ci",
        "test",
        "tests",
        "testing",
        "debug",
        "build",
        "builder",
        "sdk",
        "e2e",
        "lint",
        "bench",
    ];
    let mut parts =
        file.split(['/', '.', '-', '_']).chain(stage.name.iter().flat_map(|name| name.split(['-', '_', '.'])));
    parts.any(|part| words.contains(&part))
}

/// Whether a stage of the chain builds, or what it starts at last needs the tools.
fn uses(cx: &DockerfileCx<'_>, chain: &[StageId], kind: Builds) -> bool {
    let tools: &[&str] = match kind {
        Builds::Native => &[
            "make", "cmake", "ninja", "nvcc", "gcc", "g++", "cc", "pip", "pip3", "uv", "python", "python3", "cargo",
            "go", "conda", "mamba",
        ],
        Builds::Dotnet => &["dotnet", "nuget", "msbuild"],
        Builds::Java => &[
            "mvn", "mvnw", "gradle", "gradlew", "javac", "jar", "jlink", "sbt", "ant", "lein", "clojure", "jcmd",
            "jmap", "jstack",
        ],
        Builds::Go => &["go", "make"],
        Builds::Rust => &["cargo", "rustc", "rustup", "make"],
    };
    chain.iter().any(|id| {
        cx.build.stage_steps(cx.build.stage(*id)).any(|(step, instruction)| match &instruction.body {
            Body::Run(_) => cx.build.scripts(step).iter().flat_map(|script| &script.commands).any(|command| {
                // A command that is not read may be one of the tools.
                command.effective().name().is_none_or(|name| tools.contains(&name)) && !command.words.is_empty()
            }),
            Body::Cmd(command) | Body::Entrypoint(command) => starts(cx, command, tools, kind),
            _ => false,
        })
    })
}

fn starts(cx: &DockerfileCx<'_>, command: &CommandLine, tools: &[&str], kind: Builds) -> bool {
    let words: Vec<&str> = match command {
        CommandLine::Exec(array) => array.elements.iter().map(|word| word.text(cx.source())).collect(),
        CommandLine::Shell { range, .. } => cx.text(*range).split_whitespace().collect(),
        CommandLine::Empty => return false,
    };
    let name = |word: &str| word.rsplit('/').next().unwrap_or(word).to_owned();
    // `dotnet app.dll` is what the small image does, too.
    let runs_library = kind == Builds::Dotnet && words.iter().any(|word| word.ends_with(".dll"));
    // A shell or a script may start anything.
    let is_open =
        words.first().is_some_and(|first| first.ends_with(".sh") || matches!(name(first).as_str(), "bash" | "sh"));
    is_open || (!runs_library && words.iter().any(|word| tools.contains(&name(word).as_str())))
}

fn fix(image: &Image) -> Option<Fix> {
    let name = ImageName::from_parts(image.registry(), image.repository());
    let tag = image.tag()?;
    if image.digest().is_some() {
        return None;
    }
    if name.path == "dotnet/sdk" {
        let place = image.repository_origin()?;
        return Some(Fix::r#unsafe("use `dotnet/aspnet`", Edit::replace(place, "dotnet/aspnet")));
    }
    let place = image.tag_origin()?;
    let (old, new) = match name.path {
        "nvidia/cuda" => ("devel", "runtime"),
        "eclipse-temurin" | "sapmachine" => ("jdk", "jre"),
        _ => return None,
    };
    let other: Vec<&str> = tag.split('-').map(|part| if part == old { new } else { part }).collect();
    let other = other.join("-");
    Some(Fix::r#unsafe(format!("use the tag `{other}`"), Edit::replace(place, other)))
}
