//! Versions in the names of RPM packages.
//!
//! Invariant: a name is judged from its end: `java-17-openjdk` has no version, `gcc-4.8.5` has one.

use plimsoll_model::commands::{Action, PackageCommand};
use plimsoll_shell::Word;

/// The packages of an install that have no version.
pub(super) fn unpinned<'a>(command: &PackageCommand<'a>) -> Vec<(&'a Word, &'a str)> {
    // Groups and modules have no version of their own.
    let is_special = ["group", "groups", "module"]
        .iter()
        .any(|prefix| command.global.operands.iter().any(|operand| operand.text == Some(prefix)));
    if command.action != Action::Install || command.subcommand == "groupinstall" || is_special {
        return Vec::new();
    }
    command.packages().filter(|(_, text)| !is_pinned(text)).collect()
}

/// `name-version`, `name-version-release.arch`, and what has its version elsewhere: files, groups, streams, globs,
/// capabilities.
fn is_pinned(text: &str) -> bool {
    if text.ends_with(".rpm") || text.starts_with('@') || text.contains([':', '*', '(', '=', '<', '>', '?']) {
        return true;
    }
    let parts: Vec<&str> = text.split('-').collect();
    let is_version = |part: &&str| part.starts_with(|first: char| first.is_ascii_digit()) && part.contains('.');
    // The version is the last part, or the one before the release.
    parts.iter().skip(1).rev().take(2).any(is_version)
        && parts.last().is_some_and(|last| last.starts_with(|first: char| first.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::is_pinned;

    #[test]
    fn versions_stand_at_the_end() {
        for text in ["gcc-4.8.5", "gcc-4.8.5-44.el7.x86_64", "httpd-2:2.4.65-1.fc43", "@base", "nodejs:20", "a.rpm"] {
            assert!(is_pinned(text), "{text}");
        }
        for text in ["java-17-openjdk", "java-1.8.0-openjdk", "python3.12", "git", "gcc-c++", "python3-devel"] {
            assert!(!is_pinned(text), "{text}");
        }
    }
}
