//! How a file gets to the RUNs that need it by a mount, in place of a COPY.
//!
//! Invariant: a file that anything else than RUNs of the stage may need is left where it is.

use crate::rules::dockerfile::lines::{own_lines, with_flag, without_commands};
use crate::{DockerfileCx, InstructionCx};
use plimsoll_dockerfile::{Body, Copy as Copied, Instruction, Keyword};
use plimsoll_model::dockerfile::{Base, StageId, StepId};
use plimsoll_shell::Command;
use plimsoll_text::{Edit, Edits};

/// What is mounted in place of the copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mounted {
    /// The file of the build context.
    Bind,
    /// A secret that the build is given.
    Secret,
}

/// Takes the COPY at `copy` out, which brings one file to `path` alone, and mounts the file in the RUNs of the stage
/// that name it; what only deletes it or sets its mode goes. `None` where anything else may need the file.
pub(super) fn mount_instead(
    cx: &DockerfileCx<'_>,
    stage: StageId,
    copy: StepId,
    path: &str,
    mounted: Mounted,
) -> Option<Edits> {
    let instruction = cx.build.steps.get(copy)?.instruction;
    let Body::Copy(Copied { sources, json: false, .. }) = &instruction.body else { return None };
    let [source] = &sources[..] else { return None };
    let source = source.literal(cx.source()).filter(|text| is_plain(text) && !text.contains(['*', '?', '[']))?;
    let is_plain_copy = instruction.keyword == Keyword::Copy
        && instruction.flags.is_empty()
        && instruction.heredocs.is_empty()
        && path.starts_with('/')
        && is_plain(path);
    let has_children = cx
        .build
        .stages
        .iter()
        .any(|other| other.base == Base::Stage(stage) || other.edges.iter().any(|edge| edge.to == stage));
    let knows_mounts = !cx.build.has_foreign_frontend() && !cx.build.has_frontend_before(2);
    if !is_plain_copy || has_children || !knows_mounts {
        return None;
    }
    let name = path.rsplit('/').next().filter(|name| name.len() > 2)?;
    let mut edits = vec![Edit::delete(own_lines(cx, instruction)?)];
    let mut is_used = false;
    for (step, other) in cx.build.stage_steps(cx.build.stage(stage)).filter(|(step, _)| *step > copy) {
        if !cx.text(other.range).contains(name) {
            continue;
        }
        let run = InstructionCx { dockerfile: *cx, stage: Some(stage), step, instruction: other };
        let (more, needs_it) = in_run(&run, other, path, name)?;
        edits.extend(more);
        if needs_it {
            is_used = true;
            let flag = match mounted {
                Mounted::Bind => format!("--mount=type=bind,source={},target={path}", source.trim_start_matches("./")),
                Mounted::Secret if cx.build.runs_as_root(step) == Some(true) => {
                    format!("--mount=type=secret,id={},target={path},required=true", name.trim_start_matches('.'))
                }
                Mounted::Secret => return None,
            };
            edits.push(with_flag(other, &flag));
        }
    }
    Edits::new(edits).ok().filter(|_| is_used)
}

/// The edits that take out what only deletes the file or sets its mode, and whether the RUN does anything else with it.
/// `None` where it may write to it, or names it in another way.
fn in_run(cx: &InstructionCx<'_>, instruction: &Instruction, path: &str, name: &str) -> Option<(Vec<Edit>, bool)> {
    let (Body::Run(_), [script]) = (&instruction.body, cx.build.scripts(cx.step)) else { return None };
    let names = |command: &Command| command.words.iter().any(|word| word.raw().contains(name));
    let is_it = |word: &plimsoll_shell::Word| word.is(path);
    let (mut gone, mut kept) = (Vec::new(), 0);
    for command in script.commands.iter().filter(|command| names(command)) {
        let operands = || command.args().iter().filter(|word| !word.prefix_literal().starts_with('-'));
        match command.name() {
            Some("rm") if operands().all(is_it) => gone.push(command),
            Some("chmod") if operands().skip(1).all(is_it) => gone.push(command),
            // What reads a file and leaves it as it is.
            Some(program) if READERS.contains(&program) && operands().any(is_it) => kept += 1,
            _ => return None,
        }
    }
    let is_all = names_count(cx.text(instruction.range), name)
        == script.commands.iter().flat_map(|it| &it.words).map(|word| names_count(word.raw(), name)).sum::<usize>();
    if !is_all || (gone.is_empty() && kept == 0) {
        return None;
    }
    let edits = if gone.is_empty() { Vec::new() } else { without_commands(cx, script, &gone)? };
    Some((edits, kept > 0))
}

/// Programs that read the files that they are given, and do not change them.
const READERS: [&str; 24] = [
    "dpkg", "apt-get", "apt", "apk", "rpm", "dnf", "yum", "microdnf", "zypper", "tar", "unzip", "pip", "pip3", "sh",
    "bash", "cat", "cp", "source", ".", "git", "ssh", "ssh-add", "psql", "mysql",
];

fn names_count(text: &str, name: &str) -> usize {
    text.matches(name).count()
}

fn is_plain(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/._-+".contains(&byte))
}
