//! Versions in the names of RPM packages, and who knows the newest.
//!
//! Invariants: a name is judged from its end: `java-17-openjdk` has no version, `gcc-4.8.5` has one; a version is only written
//! where the rule then finds it.

use super::pins::Unpinned;
use crate::{CommandCx, PackageIndex};
use plimsoll_model::commands::{Action, PackageCommand};
use plimsoll_shell::Word;

/// Options that choose repositories, packages or a root of one's own.
const ELSEWHERE: [&str; 28] = [
    "--repo",
    "--repoid",
    "--enablerepo",
    "--disablerepo",
    "--enable-repo",
    "--disable-repo",
    "--repofrompath",
    "--from-repo",
    "--from",
    "-r",
    "--releasever",
    "--installroot",
    "--root",
    "-R",
    "--config",
    "-c",
    "--forcearch",
    "--exclude",
    "-x",
    "--excludepkgs",
    "--security",
    "--bugfix",
    "--advisory",
    "--plus-repo",
    "-p",
    "--plus-content",
    "--reposd-dir",
    "-D",
];

/// The packages as they are asked for, if nothing in the file says that they come from elsewhere than the repositories
/// of the base image's distribution.
pub(super) fn asked<'a>(
    cx: &CommandCx<'_>,
    command: &PackageCommand<'_>,
    unpinned: Vec<(&'a Word, &'a str)>,
) -> Vec<Unpinned<'a>> {
    let index = if unpinned.is_empty() { None } else { index(cx, command) };
    unpinned
        .into_iter()
        .map(|(word, text)| Unpinned::new(word, text).known(index.clone().filter(|_| is_name(text)), text))
        .collect()
}

/// `-7.76.1-29.el9` for dnf and yum, which take a version without its epoch for that of any.
/// Source: dnf documentation, "Specifying Packages", 2026-11.
pub(super) fn with_release(version: &str) -> Option<String> {
    let version = version.split_once(':').map_or(version, |(_, rest)| rest);
    let written = format!("-{version}");
    is_pinned(&format!("name{written}")).then_some(written)
}

/// `=8.14.1` for zypper, which takes the newest release of a version without one.
/// Source: zypper(8), "Package File Names and Capabilities", 2026-11.
pub(super) fn without_release(version: &str) -> Option<String> {
    let (version, _) = version.rsplit_once('-')?;
    Some(format!("={version}"))
}

fn index(cx: &CommandCx<'_>, command: &PackageCommand<'_>) -> Option<PackageIndex> {
    if command.has(&ELSEWHERE) {
        return None;
    }
    let (distribution, release) = cx.build.own_rpm_repositories(cx.stage?, cx.step)?;
    Some(PackageIndex::Rpm { distribution: distribution.to_owned(), release })
}

/// `glibc.i686` is a package of another architecture, `/usr/bin/make` what some package has.
fn is_name(text: &str) -> bool {
    let architectures = [".i686", ".x86_64", ".noarch", ".aarch64", ".src"];
    let starts_well = text.starts_with(|first: char| first.is_ascii_alphanumeric());
    let is_plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-._".contains(&byte));
    starts_well && is_plain && !architectures.iter().any(|architecture| text.ends_with(architecture))
}

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
    use super::{is_name, is_pinned, with_release, without_release};

    #[test]
    fn versions_as_they_are_written() {
        assert_eq!(with_release("2:9.1.1-1.fc43").as_deref(), Some("-9.1.1-1.fc43"));
        assert_eq!(with_release("20260101-1.el9").as_deref(), Some("-20260101-1.el9"));
        // The rule would not see that this is one.
        assert_eq!(with_release("3-1"), None);
        assert_eq!(without_release("8.14.1-160000.2.2").as_deref(), Some("=8.14.1"));
        assert!(is_name("gcc-c++") && is_name("python3.12") && !is_name("glibc.i686") && !is_name("/usr/bin/make"));
    }

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
