//! Which programs the image of a stage certainly lacks.
//!
//! Invariant: a program is missing only if the base image lacks it by the table and nothing that ran or was copied may
//! have brought it.

use super::build::{Build, StageId};
use super::stage::{Base, EdgeKind};
use crate::tables::image_name::ImageName;
use crate::tables::tools::lacks;
use plimsoll_dockerfile::{Body, Instruction};
use plimsoll_text::slice;

/// The programs that are looked up, each with words that say that the image gets it.
const PROGRAMS: [(&str, &[&str]); 13] = [
    ("curl", &["curl"]),
    ("wget", &["wget", "busybox"]),
    ("nc", &["netcat", "ncat", "nmap", "busybox", " nc"]),
    ("bash", &["bash"]),
    ("sh", &["busybox", "/bin/sh", "bash", "dash"]),
    ("zsh", &["zsh"]),
    ("python", &["python", "py3", "py2", "py-", "conda", "uv "]),
    ("python3", &["python", "py3", "py2", "py-", "conda", "uv "]),
    ("node", &["node", "npm", "nvm", "yarn", "bun"]),
    ("perl", &["perl", "git", "build-essential"]),
    ("ruby", &["ruby", "rbenv", "rvm"]),
    ("php", &["php"]),
    ("nslookup", &["dnsutils", "bind", "nslookup", "busybox"]),
];

impl Build<'_> {
    /// Whether the image of the stage certainly lacks the program at the end of the stage.
    #[must_use]
    pub fn lacks_program(&self, stage: StageId, program: &str) -> bool {
        let Some((_, brings)) = PROGRAMS.iter().find(|(name, _)| *name == program) else { return false };
        let base_lacks = match self.external_base(stage) {
            Base::Scratch => true,
            Base::Image(image) => {
                lacks(&ImageName::from_parts(image.registry(), image.repository()), image.tag(), program)
            }
            Base::Stage(_) | Base::Unknown => false,
        };
        base_lacks && !self.ancestry(stage).any(|stage| self.stage_may_bring(stage, brings))
    }

    fn stage_may_bring(&self, stage: &super::stage::Stage<'_>, brings: &[&str]) -> bool {
        // A whole system may be copied from elsewhere.
        let is_copied = stage.edges.iter().any(|edge| edge.kind == EdgeKind::CopyFrom && self.copies_system(edge.step));
        is_copied
            || self.stage_steps(stage).any(|(step, instruction)| match &instruction.body {
                Body::Run(_) | Body::Copy(_) => {
                    let text = slice(self.source, instruction.range);
                    brings.iter().any(|word| text.contains(word))
                        || self.copies_system(step)
                        || self.runs_something_unknown(step, instruction)
                }
                _ => false,
            })
    }

    /// Whether the RUN starts a script of which nobody knows what it installs.
    fn runs_something_unknown(&self, step: usize, instruction: &Instruction) -> bool {
        let Body::Run(_) = &instruction.body else { return false };
        let piped = self
            .scripts(step)
            .iter()
            .flat_map(|script| &script.commands)
            .any(|command| matches!(command.effective().name(), Some("sh" | "bash")) && command.args().is_empty());
        piped || !self.started_in_run(step).is_empty()
    }

    fn copies_system(&self, step: usize) -> bool {
        let Some(Body::Copy(copy)) = self.steps.get(step).map(|step| &step.instruction.body) else { return false };
        let Some(word) = copy.destination.as_ref() else { return false };
        let target = self.expand(step, word).map(|value| value.text);
        // What lands at the root, or among programs, may be any program.
        target.is_none_or(|target| {
            let aside = ["/usr/src", "/usr/share", "/opt/app"].iter().any(|start| target.starts_with(start));
            let among = ["/usr", "/bin", "/sbin", "/lib", "/opt"].iter().any(|start| target.starts_with(start));
            target == "/" || among && !aside
        })
    }
}
