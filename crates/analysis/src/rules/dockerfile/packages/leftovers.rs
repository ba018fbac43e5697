//! What a RUN leaves behind in the image: caches and lists that a package manager filled and nothing cleaned.
//!
//! Invariant: a cleaning counts wherever it stands behind the filling in the same RUN, in whatever spelling; what
//! could be a cleaning counts as one.

use crate::{Applicability, Fix, InstructionCx};
use plimsoll_dockerfile::{Body, CommandLine, Run};
use plimsoll_model::commands::{PackageCommand, deletes, package_command};
use plimsoll_model::tables::managers::cleans_by_itself;
use plimsoll_shell::{Command, Connector, Script};
use plimsoll_text::Edit;

/// A command that fills a directory which nothing cleans.
pub(in crate::rules::dockerfile) struct Leftover<'a> {
    /// The script it stands in.
    pub(in crate::rules::dockerfile) script: &'a Script,
    /// What it asks of the package manager.
    pub(in crate::rules::dockerfile) command: PackageCommand<'a>,
}

/// What fills and what cleans.
pub(in crate::rules::dockerfile) struct Cache {
    /// Where it is; `~` and variables in front are left out, so an entry may be the end of a path.
    pub(in crate::rules::dockerfile) directories: &'static [&'static str],
    /// Whether a command fills it.
    pub(in crate::rules::dockerfile) fills: fn(&PackageCommand<'_>) -> bool,
    /// Whether a command of a package manager cleans it.
    pub(in crate::rules::dockerfile) cleans: fn(&PackageCommand<'_>) -> bool,
}

/// The first command of a RUN in a shipped stage that fills the cache and is not cleaned up after.
pub(in crate::rules::dockerfile) fn leftover<'a>(cx: &InstructionCx<'a>, cache: &Cache) -> Option<Leftover<'a>> {
    let Body::Run(run) = &cx.instruction.body else { return None };
    if !cx.build.stage(cx.stage?).shipped || is_mounted(cx, run, cache) {
        return None;
    }
    let mut found: Option<Leftover<'a>> = None;
    for script in cx.build.scripts(cx.step) {
        for command in &script.commands {
            let asked = package_command(command);
            if asked.as_ref().is_some_and(cache.cleans) || cleans(command, cache) {
                found = None;
            } else if let Some(asked) = asked.filter(cache.fills) {
                found.get_or_insert(Leftover { script, command: asked });
            }
        }
    }
    found
}

/// Appends ` && cleaning` to the RUN: safe if it is one `&&` list, unsafe if its commands follow one another. Whether
/// a user who needs `sudo` should go on with it, the person decides.
pub(in crate::rules::dockerfile) fn append(
    cx: &InstructionCx<'_>,
    leftover: &Leftover<'_>,
    cleaning: &str,
) -> Option<Fix> {
    let fills = |command: &&Command| command.range.contains_range(leftover.command.head);
    let filling = leftover.script.commands.iter().rfind(fills).map(Command::effective);
    let is_run_by = |name: &str| filling.as_ref().is_some_and(|it| it.wrappers.iter().any(|it| it.name == name));
    // What another user left is in that user's home.
    if ["gosu", "su-exec", "runuser", "setpriv"].into_iter().any(is_run_by) {
        return None;
    }
    if is_run_by("sudo") && cx.build.runs_as_root(cx.step) != Some(true) {
        let fix = append_to(cx, leftover.script, &format!("sudo {}", cleaning.replace(" && ", " && sudo ")))?;
        return Some(fix.at_most(Applicability::Manual));
    }
    append_to(cx, leftover.script, cleaning)
}

/// The same for a script of the RUN.
pub(super) fn append_to(cx: &InstructionCx<'_>, script: &Script, cleaning: &str) -> Option<Fix> {
    let Body::Run(run) = &cx.instruction.body else { return None };
    if !matches!(run.command, CommandLine::Shell { .. }) || !cx.instruction.heredocs.is_empty() {
        return None;
    }
    let flat = |command: &Command| command.depth == 0 && command.place.pipeline.is_none() && !command.place.background;
    let last = script.commands.last().filter(|_| script.complete && script.commands.iter().all(flat))?;
    // Behind `exit` nothing runs, and a redirect of a construct around it would not be seen.
    if last.effective().name() == Some("exit") || !script.scopes.is_empty() {
        return None;
    }
    let edit = Edit::insert(last.range.end(), format!(" && {cleaning}"));
    let title = format!("add `{cleaning}`");
    let connectors = || script.commands.iter().map(Command::connector);
    if connectors().all(|it| matches!(it, Connector::Start | Connector::And)) {
        return Some(Fix::safe(title, edit));
    }
    let lists = |it| matches!(it, Connector::Start | Connector::And | Connector::Semicolon | Connector::Newline);
    connectors().all(lists).then(|| Fix::r#unsafe(title, edit))
}

fn is_mounted(cx: &InstructionCx<'_>, run: &Run, cache: &Cache) -> bool {
    run.mounts.iter().any(|mount| {
        let kind = mount.option(cx.source(), &["type"]);
        let target = mount.option(cx.source(), &["target", "dst", "destination"]);
        matches!(kind, Some("cache" | "tmpfs")) && target.is_some_and(|target| covers(target, cache))
    })
}

/// Whether a command deletes the cache, or is a script that is there to clean.
fn cleans(command: &Command, cache: &Cache) -> bool {
    let name = command.effective().name().unwrap_or("");
    let is_helper = name.contains("clean") || cleans_by_itself(name);
    is_helper || deletes(command).iter().any(|word| covers(word.raw(), cache))
}

/// Whether `path`, as written, is the directory, one above it, or something inside it.
fn covers(path: &str, cache: &Cache) -> bool {
    let path = path.replace(['"', '\''], "");
    // Of `/var/{cache/apk,tmp}/*` it is enough that the cache may be among them.
    let (plain, is_list) = match path.find('{').filter(|at| !path[..*at].ends_with('$')) {
        Some(at) => (&path[..at], true),
        None => (path.as_str(), false),
    };
    let plain = plain.trim_end_matches(['*', '/', '.']);
    cache.directories.iter().any(|directory| {
        let above =
            |path: &str| directory.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        let below = plain.contains(directory);
        let listed = is_list && !plain.is_empty() && directory.starts_with(plain);
        below || listed || plain.len() > 1 && above(plain)
    })
}
