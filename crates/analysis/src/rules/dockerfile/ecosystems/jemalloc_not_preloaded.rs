//! `jemalloc-not-preloaded`: jemalloc is installed, and nothing uses it.

use crate::rule::rule;
use crate::rules::dockerfile::lines::before;
use crate::rules::dockerfile::surroundings::{has_plain_base, is_for_development};
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_model::commands::{Action, Manager, package_command};
use plimsoll_model::dockerfile::Stage;
use plimsoll_text::TextRange;

rule! {
    /// A program uses another allocator only if it was linked with it, or if `LD_PRELOAD` puts it in front.
    ///
    /// ```Dockerfile,bad
    /// FROM ruby:3.4-slim
    /// RUN apt-get update && apt-get install -y --no-install-recommends libjemalloc2 && rm -rf /var/lib/apt/lists/*
    /// #                                                                ^^^^^^^^^^^^ note: `libjemalloc2` is installed, but nothing preloads it
    /// CMD ["rails", "server"]
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM ruby:3.4-slim
    /// RUN apt-get update && apt-get install -y --no-install-recommends libjemalloc2 && rm -rf /var/lib/apt/lists/*
    /// ENV LD_PRELOAD=libjemalloc.so.2
    /// CMD ["rails", "server"]
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM ruby:3.4-slim
    /// RUN apt-get update && apt-get install -y --no-install-recommends libjemalloc2 && rm -rf /var/lib/apt/lists/*
    /// CMD LD_PRELOAD=libjemalloc.so.2 rails server
    /// ```
    ///
    /// A script that starts the program may do it as well:
    ///
    /// ```Dockerfile,good
    /// FROM ruby:3.4-slim
    /// RUN apt-get update && apt-get install -y --no-install-recommends libjemalloc2 && rm -rf /var/lib/apt/lists/*
    /// COPY bin/docker-entrypoint /app/bin/
    /// ENTRYPOINT ["/app/bin/docker-entrypoint"]
    /// ```
    "jemalloc-not-preloaded" {
        summary: "jemalloc is installed, and nothing uses it",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

/// Text that shows that it is used, or that something is built with it.
const USED: [&str; 8] = [
    "ld_preload",
    "malloc_conf",
    "ld.so.preload",
    "with-jemalloc",
    "rustflags",
    "make ",
    "libjemalloc.so",
    "jemalloc.so",
];

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    let Some(stage) = cx.build.final_stage() else { return };
    if !has_plain_base(cx, stage.id) || is_for_development(cx, stage) || is_used(cx, stage) {
        return;
    }
    let Some((range, package)) = installed(cx, stage) else { return };
    let start = cx.build.stage_steps(stage).find(|(_, it)| matches!(it.body, Body::Cmd(_) | Body::Entrypoint(_)));
    let Some((start, _)) = start.filter(|_| starts_nothing_else(cx, stage)) else { return };
    // The packages of Alpine, Fedora and Debian 10 and later bring jemalloc 5. Source: their file lists, 2026-11.
    let library = if package == "libjemalloc1" { "libjemalloc.so.1" } else { "libjemalloc.so.2" };
    let edit = before(cx, start, &format!("ENV LD_PRELOAD={library}"));
    sink.report(range, format!("`{package}` is installed, but nothing preloads it"))
        .note("set `LD_PRELOAD`, or leave it out")
        .fix(edit.map(|edit| Fix::r#unsafe("preload it", edit)));
}

/// The package of the library, where it is installed by name.
fn installed<'a>(cx: &DockerfileCx<'a>, stage: &Stage<'_>) -> Option<(TextRange, &'a str)> {
    let steps = cx.build.ancestry(stage.id).flat_map(|stage| cx.build.stage_steps(stage));
    let commands = steps.flat_map(|(step, _)| cx.build.scripts(step)).flat_map(|script| &script.commands);
    let installs = commands.filter_map(package_command).filter(|it| it.action == Action::Install);
    installs
        .filter(|it| {
            matches!(it.manager, Manager::Apt | Manager::Apk | Manager::Dnf | Manager::Microdnf | Manager::Yum)
        })
        .flat_map(|it| it.packages().map(|(word, _)| word.range).collect::<Vec<_>>())
        .find(|range| matches!(cx.text(*range), "libjemalloc2" | "libjemalloc1" | "jemalloc"))
        .map(|range| (range, cx.text(range)))
}

fn is_used(cx: &DockerfileCx<'_>, stage: &Stage<'_>) -> bool {
    cx.build.ancestry(stage.id).flat_map(|stage| cx.build.stage_steps(stage)).any(|(_, instruction)| {
        let text = cx.text(instruction.range).to_ascii_lowercase();
        USED.iter().any(|word| text.contains(word))
    })
}

/// Whether no script that is started, as far as anybody knows, preloads it.
fn starts_nothing_else(cx: &DockerfileCx<'_>, stage: &Stage<'_>) -> bool {
    let is_script = |program: &str| {
        let name = program.rsplit('/').next().unwrap_or(program);
        name.contains("entrypoint") || name.ends_with(".sh") || program.starts_with("./") || program.starts_with("bin/")
    };
    let known = cx.started_files(stage.id);
    cx.build.started_by(stage.id).iter().all(|started| {
        let file = known.iter().find(|file| file.started.range == started.range);
        match file.and_then(|file| file.text) {
            Some(text) => !text.to_ascii_lowercase().contains("preload"),
            None => started.sources.is_empty() && !is_script(&started.program),
        }
    })
}
