//! Commands that put another shell in the place of `/bin/sh`.

use plimsoll_shell::{Command, Word};

/// The word in which `command` names the `/bin/sh` that it replaces; `dash` for `dpkg-reconfigure dash`.
#[must_use]
pub fn replaced_sh(command: &Command) -> Option<&Word> {
    let effective = command.effective();
    let is_sh = |word: &&Word| matches!(word.literal(), Some("/bin/sh" | "/usr/bin/sh"));
    let operands = || effective.args.iter().filter(|word| !word.prefix_literal().starts_with('-'));
    match effective.name() {
        // BusyBox brings the shell that it replaces.
        Some("ln" | "mv" | "cp") if operands().count() > 1 && !operands().any(|it| it.raw().contains("busybox")) => {
            operands().next_back().filter(is_sh)
        }
        Some("update-alternatives" | "dpkg-divert") => operands().find(is_sh),
        Some("dpkg-reconfigure") => operands().find(|word| word.is("dash")),
        _ => None,
    }
}

/// Whether `command` makes bash the `/bin/sh` of what runs after it.
#[must_use]
pub fn makes_bash_sh(command: &Command) -> bool {
    let names_bash =
        || command.effective().args.iter().any(|word| word.literal().is_some_and(|it| it.ends_with("bash")));
    // Debian's package of dash asks whether it is to be `sh`; who runs it again says no.
    replaced_sh(command).is_some_and(|place| place.is("dash") || names_bash())
}

#[cfg(test)]
mod tests {
    use super::{makes_bash_sh, replaced_sh};
    use plimsoll_shell::{Dialect, parse};

    #[test]
    fn replaced_shells() {
        for (text, replaces, bash) in [
            ("ln -sf /bin/bash /bin/sh", true, true),
            ("ln -snf bash /bin/sh", true, true),
            ("mv /bin/zsh /bin/sh", true, false),
            ("dpkg-reconfigure -f noninteractive dash", true, true),
            ("ln -s /bin/busybox /bin/sh", false, false),
            ("ln -s /bin/sh /bin/x", false, false),
            ("rm /bin/sh", false, false),
        ] {
            let script = parse(text, 0.into(), Dialect::Sh);
            let command = &script.commands[0];
            assert_eq!((replaced_sh(command).is_some(), makes_bash_sh(command)), (replaces, bash), "{text}");
        }
    }
}
