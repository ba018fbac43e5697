//! `root-command-as-user`: a command that needs root, run by somebody else.

use super::accounts::{is_root, of_base, steps_before};
use crate::rule::rule;
use crate::{Category, Check, CommandCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_model::commands::{Action, Manager, package_command, written};
use plimsoll_model::dockerfile::StageId;
use plimsoll_shell::{Command, Connector};
use plimsoll_text::{Edit, Edits, TextRange, slice};

rule! {
    /// Behind USER the build goes on as that user, who may not install packages, create users or give files away: the
    /// build stops with "permission denied".
    ///
    /// ```Dockerfile,bad
    /// FROM node:24
    /// USER node
    /// RUN apt-get install -y curl
    ///   # ^^^^^^^^^^^^^^^ warning: `node` may not do this: `apt-get install` needs root
    /// CMD ["node", "server.js"]
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM node:24
    /// USER node
    /// USER root
    /// RUN apt-get install -y curl
    /// USER node
    /// CMD ["node", "server.js"]
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM node:24
    /// RUN apt-get install -y curl
    /// USER node
    /// RUN sudo apt-get update && npm ci && pip install --user x
    /// ```
    "root-command-as-user" {
        summary: "a command that needs root, run by somebody else",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Error, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Command(check),
    }
}

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let instruction = cx.instruction;
    let Some(stage) = instruction.stage else { return };
    let effective = cx.command.effective();
    let is_raised = ["sudo", "doas", "su", "fakeroot", "gosu"].iter().any(|name| effective.is_wrapped_by(name));
    let Some(user) = cx.build.user(stage, instruction.step).filter(|_| !is_raised) else { return };
    let Some(name) = user.value.as_deref().filter(|value| !value.is_empty() && !is_root(value)) else { return };
    let name = name.split(':').next().unwrap_or(name);
    let needs = |command: &Command| {
        needs_root(cx.source(), command)
            .or_else(|| gives_away(command, name))
            .or_else(|| writes_to_system(cx, stage, command))
    };
    let Some((range, what)) = needs(cx.command) else { return };
    // The first one stops the build.
    let mut earlier = cx.script.commands.iter().filter(|it| it.range.start() < cx.command.range.start());
    if earlier.any(|command| needs(command).is_some()) {
        return;
    }
    // A program that was made to run as root (`chmod u+s`) needs nobody's leave.
    let is_allowed = (0..instruction.step).any(|step| {
        let it = cx.build.steps[step].instruction;
        matches!(it.body, Body::Run(_))
            && ["u+s", "chmod 4", "setcap"].iter().any(|word| slice(cx.source(), it.range).contains(word))
    });
    let next = cx.script.commands.iter().find(|it| it.range.start() > cx.command.range.start());
    let is_optional = cx.command.depth > 0 || next.is_some_and(|it| it.connector() == Connector::Or);
    if is_allowed || is_optional {
        return;
    }
    let finding = sink.report(range, format!("`{name}` may not do this: {what} needs root"));
    finding.label(user.word.range, "from here on the build goes on as this user");
    finding.note("the build stops with `permission denied`");
    let line_end = super::switch::line_end(cx.source());
    let is_own = std::ptr::eq(cx.build.steps[instruction.step].instruction, instruction.instruction);
    let at = super::switch::line_before(cx, instruction.instruction);
    let end = instruction.instruction.range.end();
    if is_own {
        let written = slice(cx.source(), user.word.range);
        let back = if cx.source()[..usize::from(end)].ends_with('\n') {
            format!("USER {written}{line_end}")
        } else {
            format!("{line_end}USER {written}")
        };
        let edits = vec![Edit::insert(at, format!("USER root{line_end}")), Edit::insert(end, back)];
        if let Ok(edits) = Edits::new(edits) {
            finding.fix(Fix::r#unsafe(format!("do it as root, and go on as `{name}`"), edits));
        }
    }
}

/// The words that need root's rights, and how they are called.
fn needs_root(source: &str, command: &Command) -> Option<(TextRange, String)> {
    let effective = command.effective();
    let program = effective.name()?;
    let install = package_command(command).filter(|it| {
        matches!(
            it.manager,
            Manager::Apt | Manager::Apk | Manager::Yum | Manager::Dnf | Manager::Microdnf | Manager::Tdnf | Manager::Zypper
        ) && matches!(it.action, Action::Install | Action::Update | Action::Upgrade | Action::Remove)
            // Another root is another matter: `apk --root /x`, `dnf --installroot /x`.
            && !it.has(&["--root", "-p", "--installroot", "--download-only", "-d", "--usermode"])
    });
    match install {
        Some(install) => Some((install.head, format!("`{}`", slice(source, install.head)))),
        None if matches!(program, "useradd" | "groupadd" | "adduser" | "addgroup" | "usermod" | "userdel") => {
            Some((effective.word?.range, format!("`{program}`")))
        }
        None => None,
    }
}

/// `chown` to another user than `name`, who alone it does not need root for.
fn gives_away(command: &Command, name: &str) -> Option<(TextRange, String)> {
    let effective = command.effective();
    let is_chown = effective.name() == Some("chown");
    let owner = effective.args.iter().filter(|_| is_chown).find(|word| !word.prefix_literal().starts_with('-'))?;
    let text = owner.literal()?;
    let user = text.split([':', '.']).next().filter(|user| !user.is_empty())?;
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    // A number may be that of the name.
    let differs = user != name && (is_root(user) || is_number(user) == is_number(name));
    differs.then(|| (effective.word.map_or(owner.range, |word| word.range), format!("`chown {user}`")))
}

/// Folders that belong to root in every image that is known by its users; those below may be a service's own.
/// Source: Filesystem Hierarchy Standard 3.0, 2026-11.
const SYSTEM: [&str; 18] = [
    "/etc",
    "/etc/profile.d",
    "/etc/apt",
    "/etc/apt/sources.list.d",
    "/usr",
    "/usr/bin",
    "/usr/sbin",
    "/usr/lib",
    "/usr/share",
    "/usr/local",
    "/usr/local/bin",
    "/usr/local/sbin",
    "/usr/local/lib",
    "/usr/local/share",
    "/opt",
    "/bin",
    "/sbin",
    "/lib",
];

/// A file that the command writes right in a folder of the system, of which nobody said that it may.
fn writes_to_system(cx: &CommandCx<'_>, stage: StageId, command: &Command) -> Option<(TextRange, String)> {
    of_base(cx, stage)?;
    written(command).into_iter().find_map(|word| {
        let path = word.literal()?.trim_end_matches('/');
        let above = path.rsplit_once('/').map(|(folder, _)| folder);
        let folder = SYSTEM.iter().find(|folder| **folder == path || above == Some(**folder))?;
        // A change of rights that names the folder, or one around it, may give it to the user.
        let top = folder.split('/').nth(1).map(|name| format!("/{name}"))?;
        let is_given = steps_before(cx, stage, cx.instruction.step).into_iter().any(|(_, it)| {
            let text = slice(cx.source(), it.range);
            let changes = ["chown", "chmod", "chgrp", "install", "setfacl"].iter().any(|word| text.contains(word));
            changes && text.contains(&top)
        });
        (!is_given).then(|| (word.range, format!("writing to `{folder}`")))
    })
}
