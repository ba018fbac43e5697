//! Which file of the build context stands where in the image.
//!
//! Invariant: an answer names a path relative to the build context, with `/`, without `.` and `..`. A path that
//! came from another stage, an image, a URL or a heredoc has none.

use super::build::{Build, StageId, StepId};
use crate::wildcard::matches;
use plimsoll_dockerfile::{Body, Copy, Instruction, Mount};

/// What stands for a working directory that the base image decides: everything relative is below it.
const UNKNOWN_DIRECTORY: &str = "/\u{0}";

impl Build<'_> {
    /// Paths of the build context that may be what `path` names for the RUN at `step`, when its working directory
    /// is `directory` (an earlier `cd`), else WORKDIR; nearest COPY or mount first.
    #[must_use]
    pub fn context_paths(&self, step: StepId, directory: Option<&str>, path: &str) -> Vec<String> {
        let Some(stage) = self.steps.get(step).and_then(|step| step.stage) else { return Vec::new() };
        let sources = self.context_sources(stage, step, directory, path);
        let mut found: Vec<String> = sources.into_iter().map(|(_, path)| path).collect();
        found.dedup();
        found
    }

    /// Paths of the build context that may stand at `path` in the image of `stage` at its end, each with the COPY that
    /// brings it; nearest COPY first. A relative path counts from the working directory at the end of the stage.
    #[must_use]
    pub fn final_context_paths(&self, stage: StageId, path: &str) -> Vec<(StepId, String)> {
        let end = self.stage(stage).steps.end;
        let target = join(&self.directory(stage, end), path);
        self.copies_to(stage, end, &target)
    }

    /// The absolute path of `path` in the image of `stage` at its end; `None` below a working directory that nobody
    /// knows.
    #[must_use]
    pub fn final_path(&self, stage: StageId, path: &str) -> Option<String> {
        let path = join(&self.directory(stage, self.stage(stage).steps.end), path);
        (!path.starts_with(UNKNOWN_DIRECTORY)).then_some(path)
    }

    /// The absolute path that `path` names in the instruction `step`; `None` below a working directory that nobody
    /// knows.
    #[must_use]
    pub fn path_at(&self, stage: StageId, step: StepId, path: &str) -> Option<String> {
        let path = join(&self.directory(stage, step), path);
        (!path.starts_with(UNKNOWN_DIRECTORY)).then_some(path)
    }

    /// As [`Self::context_paths`], each path with the instruction that brings it.
    #[must_use]
    pub fn context_sources(
        &self,
        stage: StageId,
        step: StepId,
        directory: Option<&str>,
        path: &str,
    ) -> Vec<(StepId, String)> {
        let work = self.directory(stage, step);
        let base = directory.map_or_else(|| work.clone(), |directory| join(&work, directory));
        let target = join(&base, path);
        let mut found = Vec::new();
        if let Some(Body::Run(run)) = self.steps.get(step).map(|step| &step.instruction.body) {
            let mounted = run.mounts.iter().filter_map(|mount| self.mounted(mount, &work, &target));
            found.extend(mounted.map(|path| (step, path)));
        }
        found.extend(self.copies_to(stage, step, &target));
        found
    }

    fn copies_to(&self, stage: StageId, before: StepId, target: &str) -> Vec<(StepId, String)> {
        let mut found = Vec::new();
        for stage in self.ancestry(stage) {
            for (at, instruction) in self.stage_steps(stage).rev().filter(|(at, _)| *at < before) {
                if let Body::Copy(copy) = &instruction.body {
                    let copied = self.copied(at, stage.id, instruction, copy, target);
                    found.extend(copied.into_iter().map(|path| (at, path)));
                }
            }
        }
        found
    }

    fn directory(&self, stage: StageId, step: StepId) -> String {
        match self.working_directory(stage, step) {
            Some(directory) => normalize(&directory),
            None => {
                // WORKDIRs below the unknown start: `WORKDIR app` and then `WORKDIR src`.
                let value = self.workdir(stage, step).and_then(|setting| setting.value);
                value.map_or(UNKNOWN_DIRECTORY.to_owned(), |value| join(UNKNOWN_DIRECTORY, &value))
            }
        }
    }

    /// The source that a COPY puts at `target`.
    fn copied(
        &self,
        step: StepId,
        stage: StageId,
        instruction: &Instruction,
        copy: &Copy,
        target: &str,
    ) -> Vec<String> {
        if instruction.flag(self.source, "from").is_some() {
            return Vec::new();
        }
        let Some(destination) = copy.destination.as_ref().and_then(|word| self.expand(step, word)) else {
            return Vec::new();
        };
        let directory = self.directory(stage, step);
        let place = join(&directory, &destination.text);
        let is_folder = destination.text.ends_with('/')
            || matches!(destination.text.as_str(), "." | "..")
            || copy.sources.len() > 1;
        let name = target.rsplit('/').next().unwrap_or(target);
        let mut found = Vec::new();
        for source in &copy.sources {
            let Some(source) = self.expand(step, source).map(|source| source.text) else { continue };
            if source.contains("://") || source.starts_with("git@") {
                continue;
            }
            let from = join("/", &source);
            let from_name = from.rsplit('/').next().unwrap_or("");
            // The source itself is the file: renamed, or below the folder that it is copied to.
            if target == place && !is_folder && !from_name.contains('*') && !from_name.is_empty() {
                found.push(from[1..].to_owned());
            }
            let below = strip_folder(target, &place);
            if below == Some(name) && matches(from_name, name) && !from_name.is_empty() {
                let folder = &from[1..from.len() - from_name.len()];
                found.push(format!("{folder}{name}"));
            }
            // The source is a folder whose content lands in the destination.
            if let Some(below) = below.filter(|_| !from_name.contains('*')) {
                found.push(join(&from, below)[1..].to_owned());
            }
        }
        found
    }

    fn mounted(&self, mount: &Mount, directory: &str, target: &str) -> Option<String> {
        let kind = mount.option(self.source, &["type"]).unwrap_or("bind");
        if kind != "bind" || mount.option(self.source, &["from"]).is_some() {
            return None;
        }
        let place = join(directory, mount.option(self.source, &["target", "dst", "destination"])?);
        let source = join("/", mount.option(self.source, &["source", "src"]).unwrap_or(""));
        if place == target {
            return Some(source[1..].to_owned());
        }
        strip_folder(target, &place).map(|below| join(&source, below)[1..].to_owned())
    }
}

/// What is left of `path` below `folder`.
fn strip_folder<'p>(path: &'p str, folder: &str) -> Option<&'p str> {
    let rest = path.strip_prefix(folder.trim_end_matches('/'))?;
    rest.strip_prefix('/').filter(|rest| !rest.is_empty())
}

/// `path` as seen from `base`, without `.` and `..`.
fn join(base: &str, path: &str) -> String {
    if path.starts_with('/') { normalize(path) } else { normalize(&format!("{base}/{path}")) }
}

fn normalize(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            other => parts.push(other),
        }
    }
    format!("/{}", parts.join("/"))
}
