//! `missing-user`: nobody says which user the container runs as, so it is root.

use super::accounts::of_base;
use super::exemptions::may_be_root;
use super::switch::{line_before, line_end, user_of};
use super::world_writable::opens;
use crate::rule::rule;
use crate::{Applicability, Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, Instruction};
use plimsoll_model::dockerfile::{Base, Stage};
use plimsoll_model::tables::accounts::Family;
use plimsoll_model::tables::image_name::ImageName;
use plimsoll_model::tables::images::{is_known, runs_as_root};
use plimsoll_text::Edit;

rule! {
    /// No USER anywhere, and the base image names none either: the container runs as root.
    ///
    /// Whoever breaks into the process owns the container, and is one kernel bug away from the host. Create a user,
    /// or take the one that the base image brings, and switch to it before CMD or ENTRYPOINT.
    ///
    /// ```Dockerfile,bad
    /// FROM node:24-slim
    ///   #  ^^^^^^^^^^^^ warning: no USER is set, so the container runs as root
    /// COPY . /app
    /// CMD ["node", "/app/server.js"]
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM node:24-slim
    /// COPY . /app
    /// USER node
    /// CMD ["node", "/app/server.js"]
    /// ```
    ///
    /// The rule is silent when the base image runs as another user, changes to one in its entrypoint, or cannot be
    /// known:
    ///
    /// ```Dockerfile,good
    /// FROM gcr.io/distroless/static-debian12:nonroot
    /// COPY app /
    /// ENTRYPOINT ["/app"]
    /// ```
    ///
    /// ```Dockerfile,good
    /// ARG BASE
    /// FROM ${BASE}
    /// CMD ["/app"]
    /// ```
    ///
    /// With `--online` the registry is asked as whom an unknown base image starts. With this answer:
    ///
    /// ```text,registry
    /// acme/base:1 - user=root
    /// acme/app:1 - user=1000
    /// ```
    ///
    /// ```Dockerfile,bad
    /// FROM acme/base:1
    ///   #  ^^^^^^^^^^^ warning: no USER is set, so the container runs as root
    /// CMD ["/app"]
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM acme/app:1
    /// CMD ["/app"]
    /// ```
    "missing-user" {
        summary: "no USER, so the container runs as root",
        category: Category::Security,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &["DS-0002", "CKV_DOCKER_3"],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    let Some(stage) = cx.build.final_stage() else { return };
    // Such an image is made to build others in.
    if stage.name.as_deref().is_some_and(|name| name.ends_with("-builder")) {
        return;
    }
    if cx.build.user(stage.id, stage.steps.end).is_some() || may_be_root(cx, stage) || !starts_as_root(cx, stage, sink)
    {
        return;
    }
    let Some(word) = &stage.from.image else { return };
    let finding = sink.report(word.range, "no USER is set, so the container runs as root");
    finding.note("whoever breaks into the process owns the container; switch to a user without rights");
    finding.fix(fix(cx, stage)).fix(create(cx, stage));
}

/// Whether it is certain that the base of the stage starts as root.
fn starts_as_root(cx: &DockerfileCx<'_>, stage: &Stage<'_>, sink: &mut Sink) -> bool {
    match cx.build.external_base(stage.id) {
        Base::Image(image) => {
            let name = ImageName::from_parts(image.registry(), image.repository());
            if is_known(&name, image.tag()) {
                return runs_as_root(&name, image.tag());
            }
            // An entrypoint of the image may change the user, which nobody can see from here.
            let sets_entrypoint = cx
                .build
                .ancestry(stage.id)
                .any(|stage| cx.build.stage_steps(stage).any(|(_, it)| matches!(it.body, Body::Entrypoint(_))));
            let facts = sink.image(cx, image.text());
            facts.is_some_and(|facts| facts.is_root() && (sets_entrypoint || !facts.has_entrypoint))
        }
        // Files without a command are data for others; nothing runs.
        Base::Scratch => cx.build.ancestry(stage.id).any(|stage| {
            cx.build.stage_steps(stage).any(|(_, it)| matches!(it.body, Body::Cmd(_) | Body::Entrypoint(_)))
        }),
        Base::Stage(_) | Base::Unknown => false,
    }
}

/// Switches before the first CMD or ENTRYPOINT behind the last RUN: what comes after may still need root.
fn fix(cx: &DockerfileCx<'_>, stage: &Stage<'_>) -> Option<Fix> {
    let fix = run_as(cx, stage, &user_of(cx, stage)?)?;
    Some(if writes_files(cx, stage) { fix.at_most(Applicability::Manual) } else { fix })
}

/// Whether the container is made to write to files that are root's: to a volume, to what a RUN opens for writing, or as
/// a development server does.
fn writes_files(cx: &DockerfileCx<'_>, stage: &Stage<'_>) -> bool {
    let starts_dev = |text: &str| {
        let mut words = text.split(|it: char| it.is_whitespace() || "\"',:-".contains(it));
        words.any(|word| matches!(word, "dev" | "develop" | "watch" | "nodemon"))
    };
    cx.build.ancestry(stage.id).flat_map(|stage| cx.build.stage_steps(stage)).any(|(step, instruction)| {
        match &instruction.body {
            Body::Volume(_) => true,
            Body::Cmd(_) | Body::Entrypoint(_) => starts_dev(cx.text(instruction.range)),
            _ => cx.build.scripts(step).iter().flat_map(|script| &script.commands).any(opens),
        }
    })
}

/// Creates a user and switches to it there. Whether the files and ports suit it, the person must see.
fn create(cx: &DockerfileCx<'_>, stage: &Stage<'_>) -> Option<Fix> {
    let name = "app";
    let base = of_base(cx, stage.id).filter(|base| !base.has_user(name) && user_of(cx, stage).is_none())?;
    let end = line_end(cx.source());
    let lines = format!("RUN {}{end}USER {name}{end}", creates(base.family, name));
    let place = line_before(cx, start(cx, stage)?);
    Some(Fix::manual(format!("create a user `{name}`, and run as it"), Edit::insert(place, lines)))
}

/// The commands that create a user, and a group of the same name, where there are neither.
pub(super) fn creates(family: Family, name: &str) -> String {
    match family {
        Family::Debian | Family::RedHat => format!("useradd --system --user-group {name}"),
        Family::Alpine => format!("addgroup -S {name} && adduser -S -G {name} {name}"),
    }
}

/// Switches to `user` before the first CMD or ENTRYPOINT behind the last RUN.
pub(super) fn run_as(cx: &DockerfileCx<'_>, stage: &Stage<'_>, user: &str) -> Option<Fix> {
    let line = format!("USER {user}{}", line_end(cx.source()));
    let place = line_before(cx, start(cx, stage)?);
    Some(Fix::r#unsafe(format!("run as `{user}`"), Edit::insert(place, line)))
}

/// The first CMD or ENTRYPOINT behind the last RUN.
fn start<'a>(cx: &DockerfileCx<'a>, stage: &Stage<'a>) -> Option<&'a Instruction> {
    let steps: Vec<_> = cx.build.stage_steps(stage).collect();
    let after_run = steps.iter().rposition(|(_, it)| matches!(it.body, Body::Run(_))).map_or(0, |at| at + 1);
    let mut starts = steps[after_run..].iter().filter(|(_, it)| matches!(it.body, Body::Cmd(_) | Body::Entrypoint(_)));
    starts.next().map(|(_, it)| *it)
}
