//! `source-before-dependencies`: everything is copied before the dependencies are installed.

use super::manifests::{Manifest, installs};
use super::sources::{context_sources, is_whole};
use crate::rule::rule;
use crate::rules::dockerfile::lines::{line_end, plain_run};
use crate::{
    BuildContext, Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Presence, Sink, StageCx,
};
use plimsoll_dockerfile::{Body, Copy, Flag, Instruction};
use plimsoll_model::commands::stays_flat;
use plimsoll_model::dockerfile::StepId;
use plimsoll_shell::{Command, Connector};
use plimsoll_text::{Edit, Edits, TextRange};

rule! {
    /// The dependencies are installed right after all sources are copied, so every change of any file installs them
    /// anew. Copy the files that name them first, install, and copy the rest then.
    ///
    /// ```json,context,file=package.json
    /// { "dependencies": { "express": "^5" } }
    /// ```
    ///
    /// ```json,context,file=package-lock.json
    /// {}
    /// ```
    ///
    /// ```Dockerfile,bad
    /// FROM node:24-slim
    /// WORKDIR /app
    /// COPY . .
    ///    # ^ note: every change of a file runs `npm ci` anew
    /// RUN npm ci
    /// CMD ["node", "server.js"]
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM node:24-slim
    /// WORKDIR /app
    /// COPY package.json package-lock.json ./
    /// RUN npm ci
    /// COPY . .
    /// CMD ["node", "server.js"]
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM node:24-slim
    /// WORKDIR /app
    /// COPY package.json package-lock.json ./
    /// RUN npm ci
    /// COPY . .
    /// ```
    ///
    /// A cache mount, or a copy of the manifests that stands before, keeps the download short:
    ///
    /// ```Dockerfile,good
    /// FROM node:24-slim
    /// COPY . .
    /// RUN --mount=type=cache,target=/root/.npm npm ci
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM python:3.13-slim
    /// COPY . .
    /// RUN pip install .
    /// ```
    "source-before-dependencies" {
        summary: "everything is copied before the dependencies are installed",
        category: Category::Size,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Stage(check),
    }
}

fn check(cx: &StageCx<'_>, sink: &mut Sink) {
    let name = cx.stage.name.as_deref().unwrap_or_default();
    if ["dev", "test", "lint"].iter().any(|word| name.contains(word)) {
        return;
    }
    let mut copied: Option<(TextRange, StepId, &Instruction)> = None;
    for (step, instruction) in cx.build.stage_steps(cx.stage) {
        match &instruction.body {
            Body::Copy(copy) => {
                let cx = InstructionCx { dockerfile: cx.dockerfile, stage: Some(cx.stage.id), step, instruction };
                let sources = context_sources(&cx);
                match sources.iter().find(|(_, path)| is_whole(path)) {
                    Some((range, _)) => copied = copied.or(Some((*range, step, instruction))),
                    // The manifests came first.
                    None if !copy.sources.is_empty() && sources.iter().any(|(_, path)| is_manifest(path)) => return,
                    None => {}
                }
            }
            Body::Run(run) => {
                let commands: Vec<&Command> =
                    cx.build.scripts(step).iter().flat_map(|script| &script.commands).collect();
                let first = commands.iter().find(|command| !matches!(command.name(), Some("cd" | "set" | "echo")));
                let install = first.and_then(|command| installs(command));
                if let (Some((range, copy_step, copy)), Some((text, manifest)), true) =
                    (copied, install, run.mounts.is_empty())
                    && has_manifest(cx, manifest.file)
                    && !is_workspace(cx, manifest)
                {
                    let fix = apart(cx, (copy_step, copy), step, manifest);
                    sink.report(range, format!("every change of a file runs `{text}` anew"))
                        .note("copy the files that name the dependencies first, install them, and copy the rest then")
                        .fix(fix);
                }
                // Something else uses the sources, or the installation was seen.
                if copied.is_some() {
                    return;
                }
            }
            _ => {}
        }
    }
}

/// Copies the manifest and what belongs to it, and the rest behind the installation. What else the installation needs
/// can be told only where the manifest can be read.
fn apart(
    cx: &StageCx<'_>,
    (copy_step, copy): (StepId, &Instruction),
    run_step: StepId,
    manifest: &Manifest,
) -> Option<Fix> {
    let stage = cx.stage.id;
    let run = cx.build.steps.get(run_step)?.instruction;
    let run_cx = InstructionCx { dockerfile: cx.dockerfile, stage: Some(stage), step: run_step, instruction: run };
    plain_run(&run_cx)?;
    let [script] = cx.build.scripts(run_step) else { return None };
    let first = script.commands.first().filter(|it| installs(it).is_some_and(|(_, needs)| needs == manifest))?;
    let Body::Copy(Copy { sources, destination: Some(destination), json: false }) = &copy.body else { return None };
    let ([source], Some(folder)) = (&sources[..], destination.literal(cx.source())) else { return None };
    let keeps = |flag: &Flag| ["chown", "chmod", "link"].contains(&cx.text(flag.name));
    // A COPY to a relative place must not move below a WORKDIR.
    let is_absolute = folder.starts_with('/');
    let stays = |step: StepId| match cx.build.steps[step].instruction.body {
        Body::Env(_) | Body::Arg(_) | Body::Label(_) | Body::Expose(_) => true,
        Body::Workdir(_) => is_absolute,
        _ => false,
    };
    if !(copy_step + 1..run_step).all(stays) {
        return None;
    }
    // The installation must run where the sources are.
    let is_here = match cx.build.path_at(stage, copy_step, &folder) {
        Some(path) => Some(path) == cx.build.path_at(stage, run_step, "."),
        None => matches!(&*folder, "." | "./"),
    };
    if !is_here || !copy.flags.iter().all(keeps) || !copy.gaps.is_empty() || !stays_flat(script) {
        return None;
    }
    let (files, is_sure) = files(cx, manifest)?;
    let folder = if folder == "." { "./".to_owned() } else { format!("{}/", folder.trim_end_matches('/')) };
    let words = TextRange::new(source.range.start(), destination.range.end());
    let mut edits = vec![Edit::replace(words, format!("{files} {folder}"))];
    let end = line_end(cx.source());
    let whole = cx.text(copy.range).trim_end();
    match script.commands.get(1) {
        None => {
            let item = cx.syntax.items.iter().find(|item| item.range.contains_range(run.range))?;
            let line = match cx.text(item.range).ends_with('\n') {
                true => format!("{whole}{end}"),
                false => format!("{end}{whole}"),
            };
            edits.push(Edit::insert(item.range.end(), line));
        }
        Some(next) => {
            let gap = TextRange::new(first.range.end(), next.range.start());
            let is_crossed = run.comments.iter().any(|it| it.range.intersect(gap).is_some()) || !run.flags.is_empty();
            if is_crossed || next.connector() != Connector::And {
                return None;
            }
            edits.push(Edit::replace(gap, format!("{end}{whole}{end}RUN ")));
        }
    }
    let (title, edits) = ("copy what names the dependencies first", Edits::new(edits).ok()?);
    Some(if is_sure { Fix::r#unsafe(title, edits) } else { Fix::manual(title, edits) })
}

/// The files to copy first, and whether they are known to be enough. `None` where they are known not to be.
fn files(cx: &StageCx<'_>, manifest: &Manifest) -> Option<(String, bool)> {
    let contexts = cx.contexts();
    let holds = |context: &&BuildContext<'_>| matches!(context.presence(manifest.file), Presence::There(_));
    let with: Vec<&BuildContext<'_>> = contexts.all.iter().filter(holds).collect();
    match with[..] {
        [context] => {
            let names: Vec<&str> = context.top().iter().map(|entry| entry.name.as_str()).collect();
            let text = context.text(manifest.file);
            if !manifest.is_enough(text.unwrap_or_default(), &names) {
                return None;
            }
            let further = manifest.further.iter().copied().filter(|name| names.contains(name));
            let all: Vec<&str> = std::iter::once(manifest.file).chain(further).collect();
            let is_sent = all.iter().all(|name| context.ignore.excludes(name).is_none());
            is_sent.then(|| (all.join(" "), text.is_some()))
        }
        // The lock file that the installation needs has a name like that.
        [] if manifest.is_enough("", &[]) => {
            let files = match manifest.file {
                "package.json" => "package*.json",
                "Gemfile" => "Gemfile*",
                "go.mod" => "go.*",
                other => other,
            };
            Some((files.to_owned(), false))
        }
        _ => None,
    }
}

fn is_manifest(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    ["package", "requirements", "Gemfile", "go.", "Cargo", "pom.xml", "composer", "yarn", "pnpm", "bun", "pyproject"]
        .iter()
        .any(|start| name.starts_with(start))
        || name.ends_with(".csproj")
        || name.ends_with(".sln")
}

/// Whether the project has its manifests in many folders, which cannot be copied in one line.
fn is_workspace(cx: &StageCx<'_>, manifest: &Manifest) -> bool {
    cx.contexts().all.iter().any(|context| {
        let names: Vec<&str> = context.top().iter().map(|entry| entry.name.as_str()).collect();
        manifest.is_of_many(context.text(manifest.file).unwrap_or_default(), &names)
    })
}

/// Whether the manifest may stand at the top of the context: nothing is said where it certainly does not, or where a
/// workspace has many.
fn has_manifest(cx: &StageCx<'_>, manifest: &str) -> bool {
    let contexts = cx.contexts();
    manifest == "*"
        || contexts.all.is_empty()
        || contexts
            .all
            .iter()
            .any(|context| matches!(context.presence(manifest), Presence::There(_) | Presence::Unknown))
}
