//! Which shell reads a script, if any that we understand.
//!
//! Invariant: a program that is not a known Unix shell is [`ShellKind::Foreign`]; nothing is read in a language that
//! it might not be.

use crate::script::{Command, basename};
use crate::wrappers::Effective;

/// A shell language that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Dialect {
    /// `/bin/sh`, whatever it is.
    #[default]
    Sh,
    /// bash
    Bash,
    /// dash
    Dash,
    /// The shell of BusyBox.
    Ash,
    /// ksh, mksh
    Ksh,
    /// zsh
    Zsh,
}

/// What reads a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ShellKind {
    /// A Unix shell.
    Posix(Dialect),
    /// PowerShell, cmd, Python, a program that takes the text as data, or something unknown: not to be read.
    Foreign,
}

impl ShellKind {
    /// The language, if it can be read.
    #[must_use]
    pub fn dialect(self) -> Option<Dialect> {
        match self {
            Self::Posix(dialect) => Some(dialect),
            Self::Foreign => None,
        }
    }
}

/// A variable that is set when a script begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SetVariable<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its value, where it is known.
    pub value: Option<&'a str>,
}

/// The dialect of a program name or path, in any case, with or without `.exe`; `None` for anything but a Unix shell.
#[must_use]
pub fn shell_named(program: &str) -> Option<Dialect> {
    let name = program.rsplit(['/', '\\']).next().unwrap_or(program);
    let name = name.get(..name.len().saturating_sub(4)).filter(|_| ends_in_exe(name)).unwrap_or(name);
    const SHELLS: [(&str, Dialect); 9] = [
        ("sh", Dialect::Sh),
        ("bash", Dialect::Bash),
        ("rbash", Dialect::Bash),
        ("dash", Dialect::Dash),
        ("ash", Dialect::Ash),
        ("ksh", Dialect::Ksh),
        ("ksh93", Dialect::Ksh),
        ("mksh", Dialect::Ksh),
        ("zsh", Dialect::Zsh),
    ];
    SHELLS.iter().find(|(shell, _)| name.eq_ignore_ascii_case(shell)).map(|(_, dialect)| *dialect)
}

/// What the words of a SHELL instruction start.
///
/// No words mean Docker's default on Linux, `/bin/sh`. A launcher such as `["conda", "run", "-n", "x", "/bin/bash", "-c"]`
/// counts as the shell that it names; one that names none is foreign.
#[must_use]
pub fn classify_shell(words: &[&str]) -> ShellKind {
    let Some(first) = words.first() else { return ShellKind::Posix(Dialect::Sh) };
    if let Some(dialect) = shell_named(first) {
        return ShellKind::Posix(dialect);
    }
    let program = basename(first);
    // `busybox sh`, `env bash`, `conda run … bash`, `tini -- sh`: the launcher passes the script on.
    let launches = !["cmd", "cmd.exe", "powershell", "powershell.exe", "pwsh", "pwsh.exe"]
        .iter()
        .any(|other| program.eq_ignore_ascii_case(other));
    let named = words.iter().skip(1).find_map(|word| shell_named(word));
    named.filter(|_| launches).map_or(ShellKind::Foreign, ShellKind::Posix)
}

/// What a script's first line says of its reader; `None` without `#!`.
#[must_use]
pub fn shebang(script: &str) -> Option<ShellKind> {
    let line = script.strip_prefix("#!")?.lines().next().unwrap_or("");
    let mut words = line.split_ascii_whitespace();
    let program = words.next().unwrap_or("");
    if basename(program) == "env" {
        // `env -S bash -e`, `env -i A=1 sh`
        let named = words.find(|word| !word.starts_with('-') && !word.contains('='));
        return Some(named.and_then(shell_named).map_or(ShellKind::Foreign, ShellKind::Posix));
    }
    if basename(program) == "busybox" {
        return Some(words.next().and_then(shell_named).map_or(ShellKind::Foreign, ShellKind::Posix));
    }
    Some(shell_named(program).map_or(ShellKind::Foreign, ShellKind::Posix))
}

/// What reads the heredoc of a RUN instruction.
///
/// `command` is the command that the heredoc is redirected into, `None` for a bare `RUN <<EOF`; `script` is the
/// heredoc's text and `shell` the stage's shell. BuildKit runs a bare heredoc with the stage's shell, or through its
/// shebang if it has one (Dockerfile reference, "Here-documents").
#[must_use]
pub fn heredoc_reader(command: Option<&Command>, script: &str, shell: ShellKind) -> ShellKind {
    match command.filter(|command| !command.words.is_empty()) {
        None => shebang(script).unwrap_or(shell),
        Some(command) => stdin_reader(&command.effective()).map_or(ShellKind::Foreign, ShellKind::Posix),
    }
}

/// The dialect of a command that reads its script from standard input: `bash`, `sh -s`, `bash -e -`.
pub(crate) fn stdin_reader(command: &Effective<'_>) -> Option<Dialect> {
    let dialect = shell_named(command.name()?)?;
    let invocation = crate::inner::ShellOptions::read(command.args)?;
    let reads_stdin = match invocation.operand {
        None => true,
        Some(index) => command.args.get(index).is_some_and(|word| word.is("-") || word.is("/dev/stdin")),
    };
    ((reads_stdin || invocation.stdin) && !invocation.command).then_some(dialect)
}

fn ends_in_exe(name: &str) -> bool {
    name.len() > 4 && name.as_bytes()[name.len() - 4..].eq_ignore_ascii_case(b".exe")
}
