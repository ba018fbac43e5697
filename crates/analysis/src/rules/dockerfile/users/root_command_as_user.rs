//! `root-command-as-user`: a command that needs root, run by somebody else.

use super::accounts::is_root;
use crate::rule::rule;
use crate::{Category, Check, CommandCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_model::commands::{Action, Manager, package_command};
use plimsoll_shell::Command;
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
    let Some((range, what)) = needs_root(cx.source(), cx.command) else { return };
    // The first one stops the build.
    let mut earlier = cx.script.commands.iter().filter(|it| it.range.start() < cx.command.range.start());
    if earlier.any(|command| needs_root(cx.source(), command).is_some()) {
        return;
    }
    // A program that was made to run as root (`chmod u+s`) needs nobody's leave.
    let is_allowed = (0..instruction.step).any(|step| {
        let it = cx.build.steps[step].instruction;
        matches!(it.body, Body::Run(_))
            && ["u+s", "chmod 4", "setcap"].iter().any(|word| slice(cx.source(), it.range).contains(word))
    });
    let is_optional = cx.command.depth > 0;
    if is_allowed || is_optional {
        return;
    }
    let finding = sink.report(range, format!("`{name}` may not do this: `{what}` needs root"));
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
        Some(install) => Some((install.head, slice(source, install.head).to_owned())),
        None if matches!(program, "useradd" | "groupadd" | "adduser" | "addgroup" | "usermod" | "userdel") => {
            Some((effective.word?.range, program.to_owned()))
        }
        None => None,
    }
}
