//! Which users there are at an instruction.
//!
//! Invariant: a user is called missing only if nothing that ran or was copied may have brought it.

use crate::{DockerfileCx, InstructionCx};
use plimsoll_dockerfile::{Body, Word};
use plimsoll_model::commands::{Action, created_account, package_command};
use plimsoll_model::dockerfile::{Base, StageId, StepId};
use plimsoll_model::tables::accounts::{BaseAccounts, base_accounts};
use plimsoll_model::tables::image_name::ImageName;
use plimsoll_text::TextRange;

/// Users that packages create under another name than their own. Source: the packages' install scripts in Debian,
/// Alpine and Fedora, 2026-11.
const OF_PACKAGES: [(&str, &str); 12] = [
    ("apache", "www-data"),
    ("httpd", "apache"),
    ("nginx", "www-data"),
    ("php", "www-data"),
    ("mariadb", "mysql"),
    ("openssh", "sshd"),
    ("bind", "named"),
    ("memcached", "memcache"),
    ("exim", "Debian-exim"),
    ("dbus", "messagebus"),
    ("systemd", "systemd-network"),
    ("tomcat", "tomcat"),
];

/// The word in which an instruction names a user: that of USER, or of `--chown`.
pub(super) fn account_word<'a>(cx: &InstructionCx<'a>) -> Option<&'a Word> {
    match &cx.instruction.body {
        Body::User(word) => word.as_ref(),
        Body::Copy(_) => cx.instruction.flag(cx.source(), "chown")?.value.as_ref(),
        _ => None,
    }
}

/// The users of the image that the stage starts from in the end; `None` when they are not known.
pub(super) fn of_base(cx: &DockerfileCx<'_>, stage: StageId) -> Option<BaseAccounts> {
    match cx.build.external_base(stage) {
        Base::Image(image) => base_accounts(&ImageName::from_parts(image.registry(), image.repository()), image.tag()),
        _ => None,
    }
}

/// The steps of the stage and of those that it starts from, before `before`.
pub(super) fn steps_before<'a>(
    cx: &DockerfileCx<'a>,
    stage: StageId,
    before: StepId,
) -> Vec<(StepId, &'a plimsoll_dockerfile::Instruction)> {
    let all = cx.build.ancestry(stage).flat_map(|stage| cx.build.stage_steps(stage));
    let mut steps: Vec<_> = all.filter(|(step, _)| *step < before).collect();
    steps.sort_by_key(|(step, _)| *step);
    steps
}

/// Whether something that is copied may bring users along: `/etc/passwd`, or a whole file system.
pub(super) fn brings_passwd(cx: &DockerfileCx<'_>, stage: StageId, before: StepId) -> bool {
    steps_before(cx, stage, before).into_iter().any(|(step, instruction)| {
        let Body::Copy(copy) = &instruction.body else { return false };
        let Some(destination) = copy.destination.as_ref() else { return false };
        let Some(target) = cx.build.expand(step, destination).map(|value| value.text) else { return true };
        let target = target.trim_end_matches('/');
        let names_passwd = copy.sources.iter().any(|source| cx.text(source.range).contains("passwd"));
        let is_folder = |text: &str| text.rsplit('/').next().is_some_and(|name| !name.contains('.'));
        target.ends_with("/passwd")
            || target == "/etc" && copy.sources.iter().any(|source| names_passwd || is_folder(cx.text(source.range)))
            || target.is_empty() && copy.sources.iter().any(|source| whole_system(cx, source))
    })
}

/// Whether the source of a copy to `/` may hold `/etc`: a folder or an archive.
fn whole_system(cx: &DockerfileCx<'_>, source: &Word) -> bool {
    let text = cx.text(source.range).trim_end_matches('/');
    let name = text.rsplit('/').next().unwrap_or(text);
    name.is_empty()
        || !name.contains('.')
        || name == "."
        || name.contains("tar")
        || name.contains('$')
        || ["fs", "root"].iter().any(|part| name.contains(part))
}

/// Whether it is certain that a RUN before `before` made no user `name`: it is nowhere mentioned, no package may bring
/// it, and no script was run of which nobody knows what it does.
pub(super) fn is_made_by_nobody(cx: &DockerfileCx<'_>, stage: StageId, before: StepId, name: &str) -> bool {
    steps_before(cx, stage, before).into_iter().all(|(step, instruction)| {
        if matches!(instruction.body, Body::Onbuild(_) | Body::Unknown(_)) {
            return false;
        }
        let Body::Run(_) = &instruction.body else { return true };
        let scripts = cx.build.scripts(step);
        if scripts.is_empty() || !cx.build.started_in_run(step).is_empty() || scripts.iter().any(|it| !it.complete) {
            return false;
        }
        scripts.iter().flat_map(|script| &script.commands).all(|command| {
            let effective = command.effective();
            let program = effective.name().unwrap_or_default();
            if matches!(
                program,
                "" | "dpkg" | "rpm" | "sh" | "bash" | "source" | "." | "eval" | "make" | "ansible-playbook"
            ) {
                return false;
            }
            let is_chown = matches!(program, "chown" | "chgrp" | "install");
            // `useradd $USER`
            let is_open =
                created_account(command).is_none() && matches!(program, "useradd" | "adduser" | "newusers" | "usermod");
            let is_named = !is_chown && cx.text(command.range).contains(name);
            let packages = package_command(command).filter(|it| it.action == Action::Install);
            let may_bring = packages.is_some_and(|install| {
                let has_open = install.operands.operands.iter().any(|operand| operand.text.is_none());
                let brings = |package: &str| {
                    package.contains(name)
                        || name.contains(package.split(['=', '-', ':']).next().unwrap_or(package))
                        || OF_PACKAGES.iter().any(|(part, user)| package.contains(part) && *user == name)
                };
                has_open || install.operands.doubtful || install.packages().any(|(_, package)| brings(package))
            });
            !is_open && !is_named && !may_bring
        })
    })
}

/// The user part of `USER name:group` or `--chown=name:group`, with where it is written; `None` for a number, and when
/// it is not literal.
pub(super) fn named_user<'a>(cx: &DockerfileCx<'a>, word: &Word) -> Option<(TextRange, &'a str)> {
    let text = cx.text(word.range);
    let name = text.split(':').next().unwrap_or(text);
    let is_name = name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'));
    // `__USER__` and `@USER@` are filled in later.
    let is_template = name.starts_with("__");
    let range = TextRange::at(word.range.start(), plimsoll_text::size(name.len()));
    (is_name && !is_template).then_some((range, name))
}

/// Whether a user, with any group, is root.
pub(super) fn is_root(user: &str) -> bool {
    let name = user.split(':').next().unwrap_or(user).trim();
    name == "root" || !name.is_empty() && name.bytes().all(|byte| byte == b'0')
}
