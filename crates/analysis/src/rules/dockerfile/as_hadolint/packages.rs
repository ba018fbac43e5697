//! Which packages hadolint takes for installed without a version.
//!
//! Invariant: a version is told by the characters of a word alone, as hadolint does; what a variable holds is not looked at.

use super::{Plain, plain};
use crate::rules::dockerfile::packages::pins::report;
use crate::{CommandCx, Sink};
use plimsoll_shell::Word;

/// How one package manager installs.
pub(in crate::rules::dockerfile) struct Install {
    is_own: fn(&Plain<'_>) -> bool,
    verbs: &'static [&'static str],
    /// Whether the verb has to be the first word that is no option.
    verb_first: bool,
    /// Options whose argument is the next word.
    with_argument: &'static [&'static str],
    /// Options with which nothing has to have a version.
    exempt: &'static [&'static str],
    is_pinned: fn(&str) -> bool,
    /// How a version is written.
    version: &'static str,
}

pub(in crate::rules::dockerfile) static APT: Install = Install {
    is_own: |it| it.name == "apt-get",
    verbs: &["install"],
    verb_first: false,
    with_argument: &["-t", "--target-release", "-c", "--config-file", "-o", "--option"],
    exempt: &[],
    is_pinned: |text| text.contains(['=', '/']) || text.ends_with(".deb"),
    version: "=<version>",
};

pub(in crate::rules::dockerfile) static APK: Install = Install {
    is_own: |it| it.name == "apk",
    verbs: &["add"],
    verb_first: false,
    with_argument: &["-t", "--virtual", "--repository", "-X"],
    exempt: &[],
    is_pinned: |text| text.contains(['=', '~', '<', '>']) || text.ends_with(".apk"),
    version: "=~<version>",
};

pub(in crate::rules::dockerfile) static YUM: Install = Install { is_own: |it| it.name == "yum", ..DNF };

pub(in crate::rules::dockerfile) static DNF: Install = Install {
    is_own: |it| matches!(it.name, "dnf" | "microdnf"),
    verbs: &["install"],
    verb_first: false,
    with_argument: &[],
    exempt: &[],
    is_pinned: is_rpm_pinned,
    version: "-<version>",
};

pub(in crate::rules::dockerfile) static NPM: Install = Install {
    is_own: |it| it.name == "npm",
    verbs: &["install"],
    verb_first: true,
    with_argument: &["--prefix", "--registry", "--cache", "--loglevel"],
    exempt: &[],
    is_pinned: is_npm_pinned,
    version: "@<version>",
};

pub(in crate::rules::dockerfile) static PIP: Install = Install {
    is_own: is_pip,
    verbs: &["install"],
    verb_first: false,
    with_argument: &[
        "-t",
        "--target",
        "--prefix",
        "--trusted-host",
        "-f",
        "--find-links",
        "--extra-index-url",
        "-i",
        "--index-url",
        "--proxy",
        "--abi",
        "--root-user-action",
        "--progress-bar",
        "--no-binary",
        "--only-binary",
        "--src",
        "--platform",
        "-b",
        "--build",
        "--root",
        "--implementation",
        "--python-version",
        "-e",
        "--editable",
        "-m",
    ],
    exempt: &["-r", "--requirement", "-c", "--constraint"],
    is_pinned: is_pip_pinned,
    version: "==<version>",
};

pub(in crate::rules::dockerfile) static GO: Install = Install {
    is_own: |it| it.name == "go",
    verbs: &["install", "get", "run"],
    verb_first: true,
    with_argument: &[],
    exempt: &[],
    is_pinned: |text| {
        text.starts_with('.')
            || text == "tool"
            || text.split_once('@').is_some_and(|(_, to)| !matches!(to, "latest" | "none"))
    },
    version: "@<version>",
};

/// Reports what `install` finds in a command.
pub(in crate::rules::dockerfile) fn unpinned(cx: &CommandCx<'_>, sink: &mut Sink, install: &Install) {
    let Some(command) = plain(cx).filter(|command| (install.is_own)(command)) else { return };
    let mut operands = command.operands(install.with_argument);
    let verb = operands.iter().position(|(_, text)| install.verbs.contains(text));
    let Some(verb) = verb.filter(|at| *at == 0 || !install.verb_first) else { return };
    let is_exempt = |text: &str| {
        install
            .exempt
            .iter()
            .any(|option| text.strip_prefix(option).is_some_and(|rest| rest.is_empty() || rest.starts_with('=')))
    };
    if command.words.iter().any(|(_, text)| is_exempt(text)) {
        return;
    }
    let is_run = operands[verb].1 == "run";
    operands.drain(..=verb);
    operands.truncate(if is_run { 1 } else { operands.len() });
    operands.retain(|(_, text)| !(install.is_pinned)(&super::with_known(cx, text)) && !install.verbs.contains(text));
    report(cx, sink, &operands, install.version);
}

/// `gem` is read as if every option took an argument.
pub(in crate::rules::dockerfile) fn unpinned_gems(cx: &CommandCx<'_>, sink: &mut Sink) {
    let Some(command) = plain(cx).filter(|command| command.name == "gem") else { return };
    let has_version = |text: &str| matches!(text, "-v" | "--version") || text.starts_with("--version=");
    if !(command.has("install") || command.has("i")) || command.words.iter().any(|(_, text)| has_version(text)) {
        return;
    }
    let mut gems: Vec<(&Word, &str)> = Vec::new();
    let mut words = command.words.iter();
    while let Some((word, text)) = words.next() {
        if text.starts_with('-') {
            words.next();
        } else if !text.contains(':') && !matches!(text.as_str(), "install" | "i") {
            gems.push((word, text));
        }
    }
    report(cx, sink, &gems, ":<version>");
}

/// Whether a command runs pip: `pip`, `pip3.11`, `pip-3.2`, `pipx`, `python3 -m pip`.
pub(in crate::rules::dockerfile) fn is_pip(command: &Plain<'_>) -> bool {
    let versioned = |base: &str| {
        let rest = command.name.strip_prefix(base);
        rest.is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-')))
    };
    let mut words = command.words.iter().map(|(_, text)| text.as_str());
    let mut is_module = || words.next() == Some("-m") && words.next() == Some("pip");
    versioned("pip") || command.name == "pipx" || versioned("python") && is_module()
}

/// `name-1.2-3.el9`: a dash, a digit, and nothing but what versions are made of.
fn is_rpm_pinned(text: &str) -> bool {
    let in_version = |byte: u8| byte.is_ascii_alphanumeric() || b".+~:_-".contains(&byte);
    let is_version =
        |rest: &str| rest.starts_with(|first: char| first.is_ascii_digit()) && rest.bytes().all(in_version);
    !text.contains('$') && text.match_indices('-').any(|(at, _)| is_version(&text[at + 1..]))
}

fn is_npm_pinned(text: &str) -> bool {
    let is_path = ["/", "./", "../", "~/"].iter().any(|start| text.starts_with(start));
    let is_archive = [".tar", ".tar.gz", ".tgz"].iter().any(|end| text.ends_with(end));
    let is_git = ["git://", "git+"].iter().any(|start| text.starts_with(start));
    is_path || is_archive || is_git && text.contains('#') || text.get(1..).is_some_and(|rest| rest.contains('@'))
}

fn is_pip_pinned(text: &str) -> bool {
    if text.starts_with("git+") {
        return text.contains('@');
    }
    let is_archive = [".whl", ".tar.gz", ".zip", ".tgz"].iter().any(|end| text.ends_with(end));
    let has_version = ["==", ">=", "<=", "~=", "!=", "<", ">"].iter().any(|sign| text.contains(sign));
    is_archive || has_version || text.contains('/') || text == "."
}

#[cfg(test)]
mod tests {
    use super::{is_npm_pinned, is_pip_pinned, is_rpm_pinned};

    #[test]
    fn versions_are_told_as_hadolint_tells_them() {
        for text in ["x-1", "java-1.8.0-openjdk", "x-0:1.2", "*-1", "http://x/y-1.rpm"] {
            assert!(is_rpm_pinned(text), "{text}");
        }
        for text in ["x", "a-b", "x-1.*", "x-${V}", "${X}-1", "x.rpm", "@x", "python3.6-x"] {
            assert!(!is_rpm_pinned(text), "{text}");
        }
        for text in ["x@1", "x@", "@a/b@1", "./x", "x.tgz", "git://x#a", "git@x:y"] {
            assert!(is_npm_pinned(text), "{text}");
        }
        for text in ["x", "@a/b", "a/b", "git+https://x", "."] {
            assert!(!is_npm_pinned(text), "{text}");
        }
        for text in ["x==1", "x>=1", "./x", ".", "x.whl", "git+https://x@v1", "https://x"] {
            assert!(is_pip_pinned(text), "{text}");
        }
        for text in ["x", "x[a]", "x@1", "git+https://x", "${X}"] {
            assert!(!is_pip_pinned(text), "{text}");
        }
    }
}
