//! `unpinned-apk-package`: Alpine package installed without a version.

use super::pins::{Manner, Unpinned, report_all};
use crate::rule::rule;
use crate::rules::dockerfile::as_hadolint;
use crate::{Category, Check, CommandCx, FixAvailability, Level, Levels, PackageIndex, Sink};
use plimsoll_model::commands::{Action, Manager, PackageCommand, package_command};
use plimsoll_shell::Word;

rule! {
    /// The package is installed in whatever version the branch holds today. Alpine deletes old revisions, so pin with
    /// `=~`, which lets them pass; the rule is off by default.
    ///
    /// ```Dockerfile,bad
    /// FROM alpine:3.22
    /// RUN apk add --no-cache --virtual .build curl "git>2" busybox=~1.37
    /// #                                       ^^^^ warning: `curl` is installed without a version
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM alpine:3.22
    /// RUN apk add -X https://dl-cdn.alpinelinux.org/alpine/edge/testing --no-cache curl=~8.14 tool@edge=1 ./x.apk !musl so:libc.musl $PACKAGES
    /// ```
    ///
    /// With `--online` the repositories `main` and `community` of the branch are asked, for x86_64. The tag of the base
    /// image must say the branch, and nothing before the command may add another repository. With this answer:
    ///
    /// ```text,network
    /// newest apk:3.22 curl 8.14.1-r2
    /// ```
    ///
    /// ```Dockerfile,bad
    /// FROM python:3.13-alpine3.22
    /// RUN apk add --no-cache curl
    /// #                      ^^^^ warning: `curl` is installed without a version
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM python:3.13-alpine3.22
    /// RUN apk add --no-cache curl=~8.14
    /// ```
    "unpinned-apk-package" {
        summary: "Alpine package installed without a version",
        category: Category::Reproducibility,
        levels: Levels::dockerfile(Level::Off, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &["DL3018"],
        options: &[as_hadolint::OPTION],
        check: Check::Command(check),
    }
}

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    if as_hadolint::is_on(cx.settings, &RULE) {
        return as_hadolint::packages::unpinned(cx, sink, &as_hadolint::packages::APK);
    }
    let Some(command) = package_command(cx.command) else { return };
    if command.manager != Manager::Apk || command.action != Action::Install {
        return;
    }
    let open = |text: &str| {
        !text.contains(['=', '~', '<', '>', ':']) && !text.starts_with(['!', '.']) && !text.ends_with(".apk")
    };
    let unpinned: Vec<(&Word, &str)> = command.packages().filter(|(_, text)| open(text)).collect();
    if unpinned.is_empty() {
        return;
    }
    let branch = branch(cx, &command);
    let known = unpinned.into_iter().map(|(word, text)| {
        // `name@tag` comes from a repository of its own.
        let index = branch.clone().filter(|_| !text.contains('@'));
        Unpinned::new(word, text).known(index, text)
    });
    let unpinned: Vec<Unpinned<'_>> = known.collect();
    let write = |version: &str| Some(format!("=~{}", line(version)?));
    report_all(cx, sink, &unpinned, &Manner { blank: "=~<version>", write, more: None });
}

/// The branch that the packages come from, if that is sure.
fn branch(cx: &CommandCx<'_>, command: &PackageCommand<'_>) -> Option<PackageIndex> {
    let elsewhere = ["-X", "--repository", "--repositories-file", "--repository-config", "--root", "-p", "--arch"];
    if command.has(&elsewhere) {
        return None;
    }
    let release = cx.build.own_repositories(cx.stage?, cx.step)?;
    (release.id == "alpine").then(|| PackageIndex::Apk { branch: release.name.to_owned() })
}

/// `8.14` of `8.14.1-r2`: what later revisions and small releases still fit.
fn line(version: &str) -> Option<&str> {
    let in_number = |character: char| character.is_ascii_digit() || character == '.';
    let end = version.find(|character| !in_number(character)).unwrap_or(version.len());
    // In `9f-r0` the letter is a part of the number.
    if version[end..].starts_with(|character: char| character.is_ascii_alphabetic()) {
        return version.split('-').next();
    }
    let parts = version[..end].match_indices('.').nth(1).map_or(end, |(at, _)| at);
    Some(version[..parts].trim_end_matches('.')).filter(|line| !line.is_empty())
}

#[cfg(test)]
mod lines {
    use super::line;

    #[test]
    fn major_and_minor() {
        for (version, expected) in [
            ("8.14.1-r2", "8.14"),
            ("1.37.0-r18", "1.37"),
            ("20250405-r0", "20250405"),
            ("10.0_p1-r7", "10.0"),
            ("3.5.4-r0", "3.5"),
            ("9f-r3", "9f"),
            ("2025b-r0", "2025b"),
            ("7-r1", "7"),
        ] {
            assert_eq!(line(version), Some(expected), "{version}");
        }
        assert_eq!(line(""), None);
    }
}
