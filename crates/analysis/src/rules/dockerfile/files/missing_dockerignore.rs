//! `missing-dockerignore`: the whole context is copied, and nothing is held back.

use super::ignoring;
use super::sources::{context_sources, is_whole};
use super::unwanted::{is_unwanted, listed};
use crate::rule::rule;
use crate::{
    Applicability, BuildContexts, Category, Check, DockerfileCx, Fix, FixAvailability, InstructionCx, Level, Levels,
    Sink,
};
use plimsoll_dockerfile::Body;

rule! {
    /// `COPY . .` takes everything along that lies in the folder: the history of git, installed packages, keys. A
    /// `.dockerignore` beside the Dockerfile holds it back, and makes the build faster.
    ///
    /// ```text,context,file=.git/HEAD
    /// ref: refs/heads/main
    /// ```
    ///
    /// ```text,context,file=.env
    /// A=b
    /// ```
    ///
    /// ```Dockerfile,bad
    /// FROM node:24-slim
    /// COPY . /app
    ///    # ^ note: without `.dockerignore` this takes `.env` and `.git` along
    /// ```
    ///
    /// ```text,fixed,file=.dockerignore
    /// .env
    /// .git
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM node:24-slim
    /// COPY src /app/src
    /// COPY --exclude=.git --exclude=.env . /app
    /// ```
    "missing-dockerignore" {
        summary: "the whole context is copied, and nothing is held back",
        category: Category::Security,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    if cx.workspace.listing().is_empty() {
        return;
    }
    let whole = cx.build.steps.iter().enumerate().find_map(|(step, it)| {
        let is_copy = matches!(it.instruction.body, Body::Copy(_));
        if !is_copy || it.instruction.flag(cx.source(), "exclude").is_some() {
            return None;
        }
        let cx = InstructionCx { dockerfile: *cx, stage: it.stage, step, instruction: it.instruction };
        context_sources(&cx).into_iter().find(|(_, path)| is_whole(path))
    });
    let Some((range, _)) = whole else { return };
    let contexts = cx.contexts();
    let mut first: Option<Vec<&str>> = None;
    for context in &contexts.all {
        let unwanted: Vec<&str> =
            context.top().iter().filter(|entry| is_unwanted(entry)).map(|entry| entry.name.as_str()).collect();
        if context.ignore_path.is_some() || unwanted.is_empty() {
            return;
        }
        first = first.or(Some(unwanted));
    }
    if let Some(names) = first {
        sink.report(range, format!("without `.dockerignore` this takes {} along", listed(&names)))
            .note("it ends up in the image, and each change of it makes the build start here again")
            .fix(fix(cx, &contexts, &names));
    }
}

/// A build may want what is held back, for instance the version from the history of git.
fn fix(cx: &DockerfileCx<'_>, contexts: &BuildContexts<'_>, names: &[&str]) -> Option<Fix> {
    let context = ignoring::only(contexts)?;
    let lines = ignoring::lines(cx.workspace, context, cx.source(), names.iter().copied())?;
    let title = format!("make a `.dockerignore` that holds back {}", listed(&lines));
    Some(Fix::elsewhere(title, Applicability::Unsafe, ignoring::with_lines(cx.workspace, context, &lines)))
}
