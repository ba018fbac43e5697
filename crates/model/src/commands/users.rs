//! Users that commands create.

use super::operands::{Operands, OptionKind};
use plimsoll_shell::{Command, Word};

/// A user or group that a command creates.
#[derive(Debug, Clone)]
pub struct Account<'a> {
    /// Its name.
    pub name: &'a str,
    /// Whether it is a group.
    pub is_group: bool,
    /// Its number, when the command gives it.
    pub id: Option<u32>,
    /// The word with the number.
    pub id_word: Option<&'a Word>,
    /// The groups that a user is put into besides its own.
    pub groups: Vec<&'a str>,
}

/// The user that `useradd` or `adduser` creates; `None` for any other command, and when the name is not literal.
#[must_use]
pub fn created_user(command: &Command) -> Option<&str> {
    created_account(command).filter(|account| !account.is_group).map(|account| account.name)
}

/// The user or group that `useradd`, `adduser`, `groupadd` or `addgroup` creates; `None` for any other command, and
/// when the name is not literal.
///
/// Source: the manuals of useradd and groupadd (shadow 4.13), adduser (Debian 3.134) and adduser and addgroup (BusyBox
/// 1.36), 2026-11.
#[must_use]
pub fn created_account(command: &Command) -> Option<Account<'_>> {
    let effective = command.effective();
    let program = effective.name()?;
    let operands = Operands::read(effective.args, |option| kind(program, option));
    let is_group = match program {
        "useradd" => false,
        // Debian's `adduser --group` creates a group.
        "adduser" => operands.has(&["--group"]) && !operands.has(&["--system", "--ingroup"]),
        "groupadd" | "addgroup" => true,
        _ => return None,
    };
    let [name] = &operands.operands[..] else { return None };
    let name = name.text.filter(|name| !operands.doubtful && !name.is_empty())?;
    let numbers: &[&str] = if is_group { &["-g", "--gid"] } else { &["-u", "--uid"] };
    let number = operands.arguments(numbers).next();
    let groups = match program {
        "useradd" => {
            operands.arguments(&["-G", "--groups"]).filter_map(|it| it.text).flat_map(|it| it.split(',')).collect()
        }
        _ => Vec::new(),
    };
    let id = number.and_then(|number| number.text?.parse().ok());
    Some(Account { name, is_group, id, id_word: number.map(|number| number.word), groups })
}

/// The user that a command puts into further groups, and the groups: `usermod -aG`, `adduser USER GROUP`, `addgroup USER
/// GROUP`, `gpasswd -a`.
#[must_use]
pub fn joined_groups(command: &Command) -> Option<(&str, Vec<&str>)> {
    let effective = command.effective();
    let program = effective.name()?;
    let operands = Operands::read(effective.args, |option| kind(program, option));
    let texts: Option<Vec<&str>> = operands.operands.iter().map(|operand| operand.text).collect();
    let texts = texts.filter(|_| !operands.doubtful)?;
    let listed =
        |names: &[&str]| operands.arguments(names).filter_map(|it| it.text).flat_map(|it| it.split(',')).collect();
    match (program, &texts[..]) {
        ("usermod", [user]) if operands.has(&["-G", "--groups"]) => Some((user, listed(&["-G", "--groups"]))),
        ("adduser" | "addgroup", [user, group]) => Some((user, vec![group])),
        ("gpasswd", [group]) => Some((operands.arguments(&["-a", "--add"]).next()?.text?, vec![group])),
        _ => None,
    }
}

/// What an option of one of the programs takes.
fn kind(program: &str, option: &str) -> OptionKind {
    let with_argument: &[&str] = match program {
        "useradd" | "usermod" => &[
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
            "-l",
            "--login",
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
        "groupadd" | "addgroup" => {
            &["-g", "--gid", "-K", "--key", "-p", "--password", "-R", "--root", "-P", "--prefix", "-U"]
        }
        "gpasswd" => &["-a", "--add", "-d", "--delete", "-M", "--members", "-A", "--administrators"],
        _ => &[],
    };
    if with_argument.contains(&option) { OptionKind::Argument } else { OptionKind::Flag }
}

#[cfg(test)]
mod tests {
    use super::{created_account, joined_groups};
    use plimsoll_shell::{Dialect, parse};

    #[test]
    fn accounts_with_numbers_and_groups() {
        let read = |text: &str| {
            let script = parse(text, 0.into(), Dialect::Sh);
            created_account(&script.commands[0]).map(|it| (it.name.to_owned(), it.is_group, it.id, it.groups.join(",")))
        };
        let expect = |name: &str, is_group, id, groups: &str| Some((name.to_owned(), is_group, id, groups.to_owned()));
        assert_eq!(read("useradd -rm -u 1000 -G docker,video app"), expect("app", false, Some(1000), "docker,video"));
        assert_eq!(read("adduser -S -D -H -u 10 -G web web"), expect("web", false, Some(10), ""));
        assert_eq!(read("adduser --system --group app"), expect("app", false, None, ""));
        assert_eq!(read("groupadd --gid=1001 app"), expect("app", true, Some(1001), ""));
        assert_eq!(read("addgroup -S -g 82 www"), expect("www", true, Some(82), ""));
        assert_eq!(read("adduser app docker"), None);
        assert_eq!(read("useradd $NAME"), None);
    }

    #[test]
    fn further_groups() {
        let read = |text: &str| {
            let script = parse(text, 0.into(), Dialect::Sh);
            joined_groups(&script.commands[0]).map(|(user, groups)| format!("{user}: {}", groups.join(" ")))
        };
        assert_eq!(read("usermod -aG docker,video app").as_deref(), Some("app: docker video"));
        assert_eq!(read("adduser app docker").as_deref(), Some("app: docker"));
        assert_eq!(read("gpasswd -a app docker").as_deref(), Some("app: docker"));
        assert_eq!(read("useradd app"), None);
        assert_eq!(read("usermod -d /x app"), None);
    }
}
