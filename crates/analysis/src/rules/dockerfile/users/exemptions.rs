//! Where a container that starts as root is no finding.

use crate::DockerfileCx;
use plimsoll_dockerfile::{Body, CommandLine, Instruction};
use plimsoll_model::dockerfile::{Base, Stage};
use plimsoll_model::tables::image_name::ImageName;
use plimsoll_model::tables::images::{drops_privileges, must_be_root};
use plimsoll_shell::ShellKind;

/// Programs that change to another user, and supervisors that start their services as others.
/// Source: the programs' documentation, 2026-11.
const DROPPERS: [&str; 13] = [
    "gosu",
    "su-exec",
    "setpriv",
    "runuser",
    "s6-setuidgid",
    "s6-overlay",
    "s6-svscan",
    "chpst",
    "fixuid",
    "supervisord",
    "start-stop-daemon",
    "systemd",
    "pebble",
];

/// Servers that log people in, or do as the system's users: they start as root. Source: the programs' manuals, 2026-11.
const MUST: [&str; 10] =
    ["sshd", "dropbear", "crond", "cron", "dockerd", "containerd", "smbd", "openvpn", "keepalived", "vsftpd"];

/// Whether it is fine, or cannot be known, that `stage` starts as root: its entrypoint changes the user, its
/// process must be root, it is a development container, or it runs Windows.
pub(super) fn may_be_root(cx: &DockerfileCx<'_>, stage: &Stage<'_>) -> bool {
    let path = cx.file.path.as_str();
    if path.starts_with(".devcontainer/") || path.contains("/.devcontainer/") {
        return true;
    }
    let last = stage.steps.end.saturating_sub(1);
    if cx.build.shell_kind(last) == ShellKind::Foreign {
        return true;
    }
    if let Base::Image(image) = cx.build.external_base(stage.id) {
        let name = ImageName::from_parts(image.registry(), image.repository());
        let keeps_entrypoint = !cx.build.ancestry(stage.id).any(|stage| sets_entrypoint(cx, stage));
        if must_be_root(&name, image.tag()) || keeps_entrypoint && drops_privileges(&name, image.tag()) {
            return true;
        }
    }
    // The script that is started may change the user, or start a server that must be root.
    let drops = |text: &str| {
        let is_one = |line: &str| {
            let program = line.trim_start().trim_start_matches("exec ").split_ascii_whitespace().next();
            program.is_some_and(|it| it == "su" || is_root_server(it))
        };
        DROPPERS.iter().any(|dropper| text.contains(dropper)) || text.lines().any(is_one)
    };
    if cx.started_files(stage.id).iter().any(|file| file.text.is_some_and(drops)) {
        return true;
    }
    cx.build.ancestry(stage.id).any(|stage| {
        let mut steps = cx.build.stage_steps(stage);
        steps.any(|(_, it)| changes_user(cx, it))
    })
}

fn sets_entrypoint(cx: &DockerfileCx<'_>, stage: &Stage<'_>) -> bool {
    cx.build.stage_steps(stage).any(|(_, it)| matches!(it.body, Body::Entrypoint(_)))
}

/// Whether an instruction brings or starts a program that changes the user. Its mention is enough: an
/// entrypoint script may not be at hand.
fn changes_user(cx: &DockerfileCx<'_>, instruction: &Instruction) -> bool {
    let starts = matches!(
        &instruction.body,
        Body::Run(_)
            | Body::Copy(_)
            | Body::Entrypoint(CommandLine::Shell { .. } | CommandLine::Exec(_))
            | Body::Cmd(_)
    );
    if !starts {
        return false;
    }
    let text = cx.text(instruction.range);
    DROPPERS.iter().any(|dropper| text.contains(dropper))
        || starts_su(cx, instruction)
        || starts_root_server(cx, instruction)
}

/// `/usr/sbin/sshd -D` in ENTRYPOINT or CMD, alone or behind others.
fn starts_root_server(cx: &DockerfileCx<'_>, instruction: &Instruction) -> bool {
    let (Body::Entrypoint(command) | Body::Cmd(command)) = &instruction.body else { return false };
    // `["sh", "-c", "exec sshd -D"]`
    let names_one =
        |text: &str| text.split(|it: char| it.is_ascii_whitespace() || ";&|".contains(it)).any(is_root_server);
    match command {
        CommandLine::Exec(words) => words.elements.iter().any(|word| names_one(word.text(cx.source()))),
        CommandLine::Shell { range, .. } => names_one(cx.text(*range)),
        CommandLine::Empty => false,
    }
}

fn is_root_server(word: &str) -> bool {
    MUST.contains(&word.rsplit('/').next().unwrap_or(word))
}

/// `su app -c …` in ENTRYPOINT or CMD, or s6's `/init`.
fn starts_su(cx: &DockerfileCx<'_>, instruction: &Instruction) -> bool {
    let (Body::Entrypoint(command) | Body::Cmd(command)) = &instruction.body else { return false };
    let words: Vec<&str> = match command {
        CommandLine::Exec(words) => words.elements.iter().map(|word| word.text(cx.source())).collect(),
        CommandLine::Shell { range, .. } => cx.text(*range).split_ascii_whitespace().collect(),
        CommandLine::Empty => return false,
    };
    // `["sh", "-c", "exec su app -c …"]`
    if let [.., "-c", script] = words[..] {
        let mut commands = script.split([';', '&', '|', '\n']).map(|it| it.trim().trim_start_matches("exec "));
        if commands.any(|command| matches!(command.split(' ').next(), Some("su" | "sudo"))) {
            return true;
        }
    }
    // `dumb-init -- su app -c …`: an init only starts what stands behind its options.
    let is_init = |word: &str| matches!(word.rsplit('/').next(), Some("dumb-init" | "tini" | "exec"));
    let mut words = words.into_iter();
    let mut first = words.next();
    if first.is_some_and(is_init) {
        first = words.find(|word| !word.starts_with('-'));
    }
    matches!(
        first,
        Some("su" | "sudo" | "/init" | "/sbin/init" | "/usr/sbin/init" | "/lib/systemd/systemd" | "/sbin/my_init")
    )
}
