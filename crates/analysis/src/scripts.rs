//! The files of the build context that a Dockerfile starts, with what is known of them.
//!
//! Invariant: a file is given only if it stands in one of the contexts and all folders that decide it were looked at.

use crate::{BuildContexts, DockerfileCx, Presence};
use plimsoll_model::dockerfile::{StageId, Started, StepId};

/// A file of the build context that an instruction starts.
#[derive(Debug, Clone)]
pub(crate) struct StartedFile<'a> {
    /// What starts it.
    pub(crate) started: Started,
    /// The COPY that brings it, or the RUN that mounts it.
    pub(crate) copy: StepId,
    /// Its path in the context.
    pub(crate) path: String,
    /// Its text, if it is a small text.
    pub(crate) text: Option<&'a str>,
    /// Whether it may be executed, where that is known.
    pub(crate) executable: Option<bool>,
}

impl<'a> DockerfileCx<'a> {
    /// The contexts that the file may be built from.
    pub(crate) fn contexts(&self) -> BuildContexts<'a> {
        self.workspace.contexts(&self.file.path)
    }

    /// The files that ENTRYPOINT, CMD and HEALTHCHECK of `stage` start.
    pub(crate) fn started_files(&self, stage: StageId) -> Vec<StartedFile<'a>> {
        self.found(self.build.started_by(stage))
    }

    /// The files that the RUN at `step` starts.
    pub(crate) fn files_started_in_run(&self, step: StepId) -> Vec<StartedFile<'a>> {
        self.found(self.build.started_in_run(step))
    }

    fn found(&self, all: Vec<Started>) -> Vec<StartedFile<'a>> {
        if self.workspace.listing().is_empty() || all.iter().all(|started| started.sources.is_empty()) {
            return Vec::new();
        }
        let contexts = self.contexts();
        all.into_iter().filter_map(|started| of(&contexts, started)).collect()
    }
}

fn of<'a>(contexts: &BuildContexts<'a>, started: Started) -> Option<StartedFile<'a>> {
    for (copy, path) in &started.sources {
        let mut found: Option<(Option<&'a str>, Option<bool>)> = None;
        for context in &contexts.all {
            match context.presence(path) {
                Presence::There(entry) if !entry.is_folder => {
                    let text = context.text(path);
                    match found {
                        // Two contexts that disagree say nothing.
                        Some((other, executable)) if other != text || executable != entry.executable => return None,
                        _ => found = Some((text, entry.executable)),
                    }
                }
                Presence::Unknown | Presence::Generated => return None,
                Presence::There(_) | Presence::Absent | Presence::Root => {}
            }
        }
        if let Some((text, executable)) = found {
            let (copy, path) = (*copy, path.clone());
            return Some(StartedFile { started, copy, path, text, executable });
        }
    }
    None
}
