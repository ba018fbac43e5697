//! Users that commands create.

use super::operands::{Operands, OptionKind};
use plimsoll_shell::Command;

/// The user that `useradd` or `adduser` creates; `None` for any other command, and when the name is not literal.
///
/// Source: the manuals of useradd (shadow 4.13), adduser (Debian 3.134) and adduser (BusyBox 1.36), 2026-11.
#[must_use]
pub fn created_user(command: &Command) -> Option<&str> {
    let effective = command.effective();
    let with_argument: &[&str] = match effective.name()? {
        "useradd" => &[
            "-b",
            "--base-dir",
            "-c",
            "--comment",
            "-d",
            "--home",
            "--home-dir",
            "-e",
            "--expiredate",
            "-f",
            "--inactive",
            "-g",
            "--gid",
            "-G",
            "--groups",
            "-k",
            "--skel",
            "-K",
            "--key",
            "-p",
            "--password",
            "-R",
            "--root",
            "-P",
            "--prefix",
            "-s",
            "--shell",
            "-u",
            "--uid",
            "-Z",
            "--selinux-user",
            "-F",
        ],
        "adduser" => &[
            "-u",
            "--uid",
            "-G",
            "--ingroup",
            "-h",
            "--home",
            "-s",
            "--shell",
            "-g",
            "--gecos",
            "--gid",
            "-k",
            "--firstuid",
            "--lastuid",
            "--firstgid",
            "--lastgid",
            "--conf",
            "--comment",
            "-c",
            "-d",
        ],
        _ => return None,
    };
    let kind = |option: &str| if with_argument.contains(&option) { OptionKind::Argument } else { OptionKind::Flag };
    let operands = Operands::read(effective.args, kind);
    match &operands.operands[..] {
        // `adduser NAME GROUP` puts an existing user into a group.
        [user] => user.text.filter(|name| !operands.doubtful && !name.is_empty()),
        _ => None,
    }
}
