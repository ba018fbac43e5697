//! `unwanted-files-in-context`: `.dockerignore` lets through what nobody wants in an image.

use super::ignoring;
use super::sources::{context_sources, is_whole};
use super::unwanted::{is_unwanted, listed};
use crate::rule::rule;
use crate::workspace::in_folder;
use crate::{Applicability, BuildContexts, Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_dockerfile::Body;

rule! {
    /// There is a `.dockerignore`, but it lets through what a tool left in the folder that is copied: the history of
    /// git, installed packages, logs, settings of editors.
    ///
    /// ```text,context,file=.dockerignore
    /// *.md
    /// ```
    ///
    /// ```text,context,file=.git/HEAD
    /// ref: refs/heads/main
    /// ```
    ///
    /// ```text,context,file=src/npm-debug.log
    /// error
    /// ```
    ///
    /// ```Dockerfile,bad
    /// FROM node:24-slim
    /// COPY . /app
    ///    # ^ note: this copies `.git`, which `.dockerignore` does not hold back
    /// COPY src /app/src
    ///    # ^^^ note: this copies `npm-debug.log`, which `.dockerignore` does not hold back
    /// ```
    ///
    /// ```text,fixed,file=.dockerignore
    /// *.md
    /// .git
    /// src/npm-debug.log
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM node:24-slim
    /// COPY --exclude=.git . /app
    /// COPY src/index.js /app/src
    /// ```
    "unwanted-files-in-context" {
        summary: "`.dockerignore` lets through what nobody wants in an image",
        category: Category::Size,
        levels: Levels::dockerfile(Level::Note, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let (Body::Copy(_), Some(stage)) = (&cx.instruction.body, cx.stage) else { return };
    let has_exclude = cx.instruction.flag(cx.source(), "exclude").is_some();
    if cx.workspace.listing().is_empty() || has_exclude || !cx.build.stage(stage).shipped {
        return;
    }
    let contexts = cx.contexts();
    for (range, path) in context_sources(cx) {
        let folder = if is_whole(&path) { "" } else { path.as_str() };
        let mut first: Option<Vec<&str>> = None;
        let holds = contexts.all.iter().all(|context| {
            let entries = context.folder_at(folder).unwrap_or_default().iter();
            let unwanted = entries.filter(|entry| is_unwanted(entry));
            let sent = unwanted.filter(|entry| context.ignore.excludes(&in_folder(folder, &entry.name)).is_none());
            let names: Vec<&str> = sent.map(|entry| entry.name.as_str()).collect();
            let is_found = context.ignore_path.is_some() && !names.is_empty();
            first = first.take().or(Some(names));
            is_found
        });
        let Some(mut names) = first.filter(|_| holds) else { continue };
        names.retain(|name| !is_asked_for(cx, &in_folder(folder, name)));
        if !names.is_empty() {
            sink.report(range, format!("this copies {}, which `.dockerignore` does not hold back", listed(&names)))
                .fix(fix(cx, &contexts, folder, &names));
        }
    }
}

/// Whether an instruction copies that very path.
fn is_asked_for(cx: &InstructionCx<'_>, path: &str) -> bool {
    cx.build.steps.iter().enumerate().any(|(step, it)| {
        let other = InstructionCx { stage: it.stage, step, instruction: it.instruction, ..*cx };
        context_sources(&other).iter().any(|(_, source)| source == path)
    })
}

/// A build may want what is held back, for instance the version from the history of git.
fn fix(cx: &InstructionCx<'_>, contexts: &BuildContexts<'_>, folder: &str, names: &[&str]) -> Option<Fix> {
    let context = ignoring::only(contexts)?;
    let paths: Vec<String> = names.iter().map(|name| in_folder(folder, name)).collect();
    let lines = ignoring::lines(cx.workspace, context, cx.source(), paths.iter().map(String::as_str))?;
    let title = format!("hold back {} in `.dockerignore`", listed(&lines));
    Some(Fix::elsewhere(title, Applicability::Unsafe, ignoring::with_lines(cx.workspace, context, &lines)))
}
