//! Which distribution's repositories a stage installs its packages from, as far as the file tells.
//!
//! Invariant: a stage that may have any other repository by the instruction in question has none here: what a package's
//! version would be is then not known.

use super::build::{Build, StageId, StepId};
use super::stage::{Base, Stage};
use crate::tables::eol::{self, Release};
use crate::tables::image_name::ImageName;
use crate::tables::repositories::{RpmRelease, has_own_alone, rpm_release};
use plimsoll_dockerfile::{Body, Instruction};
use plimsoll_text::slice;

/// Words of instructions that add a repository, change which release packages come from, or may do so out of sight.
const CHANGES: [&str; 18] = [
    "/etc/apt",
    "/etc/apk",
    "sources.list",
    "apt-repository",
    "setup-apkrepos",
    "snapshot.debian.org",
    "nodesource",
    "extrepo",
    "debootstrap",
    "dpkg",
    "apt-key",
    ".deb",
    ".sh",
    "<(",
    "$(curl",
    "$(wget",
    "eval ",
    "ansible",
];

/// The same of RPM packages, in lower case. `repo` stands in all options and files that name a repository, `-release` in the
/// names of packages that bring one.
const RPM_CHANGES: [&str; 21] = [
    "repo",
    "-release",
    "releasever",
    ".rpm",
    "rpm -",
    "config-manager",
    "copr",
    "subscription",
    "epel",
    "crb",
    "baseurl",
    "mirrorlist",
    "zypp.conf",
    "zypper ar",
    " ar ",
    "zypper mr",
    " mr ",
    "yum.conf",
    "dnf.conf",
    "versionlock",
    "/etc/dnf",
];

/// Where COPY and ADD put files that do so.
const RPM_FILES: [&str; 5] = ["repo", "/yum", "/dnf", "/zypp", ".rpm"];

impl Build<'_> {
    /// The release of a distribution whose own repositories are all that the stage has at `step`, that instruction
    /// included: by the tag of the image it starts from, which must say it.
    #[must_use]
    pub fn own_repositories(&self, stage: StageId, step: StepId) -> Option<Release> {
        let Base::Image(image) = self.external_base(stage) else { return None };
        let (name, tag) = (ImageName::from_parts(image.registry(), image.repository()), image.tag()?);
        if tag == "latest" || !has_own_alone(&name) {
            return None;
        }
        let release = eol::system(&name, Some(tag))?;
        self.is_as_started(stage, step, |it| self.changes_repositories(it)).then_some(release)
    }

    /// The same of a distribution with RPM packages: its name and release, as the indexes of packages know them.
    #[must_use]
    pub fn own_rpm_repositories(&self, stage: StageId, step: StepId) -> Option<(&'static str, String)> {
        let Base::Image(image) = self.external_base(stage) else { return None };
        let (name, tag) = (ImageName::from_parts(image.registry(), image.repository()), image.tag());
        let (distribution, release) = rpm_release(&name)?;
        let release = match release {
            RpmRelease::Named(release) => release.to_owned(),
            RpmRelease::OfTag => {
                let tag = tag.filter(|tag| *tag != "latest")?;
                eol::system(&name, Some(tag)).filter(|release| !release.ended)?.name.to_owned()
            }
            RpmRelease::Locked => locked_state(tag?, image.digest().is_some())?,
        };
        let changes = |it: &Instruction| self.changes_repositories(it) || self.changes_rpm_repositories(it);
        self.is_as_started(stage, step, changes).then_some((distribution, release))
    }

    /// Whether a stage is for amd64, and nothing in it `changes` its repositories by `step`.
    fn is_as_started(&self, stage: StageId, step: StepId, changes: impl Fn(&Instruction) -> bool) -> bool {
        let mut steps = self.ancestry(stage).flat_map(|stage| self.stage_steps(stage)).filter(|(at, _)| *at <= step);
        let is_usual = |stage: &Stage<'_>| self.is_for_amd64(self.steps[stage.from_step].instruction);
        self.ancestry(stage).all(is_usual) && !steps.any(|(_, it)| changes(it))
    }

    /// Whether a FROM asks for no other platform; the versions of others may differ.
    fn is_for_amd64(&self, from: &Instruction) -> bool {
        let flag = from.flag(self.source, "platform").and_then(|flag| flag.value.as_ref());
        flag.is_none_or(|word| {
            let text = word.raw(self.source);
            text.contains('$') || text.eq_ignore_ascii_case("linux/amd64")
        })
    }

    fn changes_repositories(&self, instruction: &Instruction) -> bool {
        let text = slice(self.source, instruction.range);
        match &instruction.body {
            Body::Run(_) => CHANGES.iter().any(|word| text.contains(word)) || is_piped_to_a_shell(text),
            Body::Copy(_) => {
                let target = text.split_ascii_whitespace().last().unwrap_or_default().trim_matches(['"', ']', '\'']);
                text.contains("/apt") || text.contains("/apk") || matches!(target, "/" | "/etc" | "/etc/")
            }
            Body::Onbuild(_) => true,
            _ => false,
        }
    }

    fn changes_rpm_repositories(&self, instruction: &Instruction) -> bool {
        let text = slice(self.source, instruction.range).to_ascii_lowercase();
        match &instruction.body {
            Body::Run(_) => RPM_CHANGES.iter().any(|word| text.contains(word)),
            Body::Copy(_) => RPM_FILES.iter().any(|word| text.contains(word)),
            _ => false,
        }
    }
}

/// `latest` of `2023`, `2023.12.20260817` of `2023.12.20260817.0`: the images of Amazon Linux hold a state of its
/// repositories. What `2023` is with a digest only the digest tells.
fn locked_state(tag: &str, has_digest: bool) -> Option<String> {
    let number = tag.split('-').next().unwrap_or(tag);
    let parts: Vec<&str> = number.split('.').collect();
    match parts[..] {
        ["2023"] if !has_digest => Some("latest".to_owned()),
        ["2023", small, day, ..] if day.len() == 8 => Some(format!("2023.{small}.{day}")),
        _ => None,
    }
}

/// `curl … | sudo -E bash -`
fn is_piped_to_a_shell(text: &str) -> bool {
    text.split('|').skip(1).any(|part| {
        let mut words = part
            .split_ascii_whitespace()
            .filter(|word| !matches!(*word, "sudo" | "env" | "\\") && !word.starts_with('-'));
        let program = words.next().unwrap_or_default();
        let name = program.rsplit('/').next().unwrap_or(program);
        matches!(name, "sh" | "bash" | "ash" | "dash" | "zsh") || name.starts_with("python") || name.starts_with("perl")
    })
}

#[cfg(test)]
mod tests {
    use super::{Build, StageId};
    use plimsoll_dockerfile::parse;

    fn of(text: &str) -> Option<String> {
        let syntax = parse(text);
        let build = Build::new(text, &syntax);
        let last = StageId(build.stages.len() - 1);
        build
            .own_repositories(last, build.steps.len())
            .map(|it| format!("{} {}", it.id, it.codename.unwrap_or(it.name)))
    }

    #[test]
    fn the_tag_names_the_release() {
        for (text, expected) in [
            ("FROM debian:12.11\n", Some("debian bookworm")),
            (
                "FROM python:3.13-slim-bookworm\nRUN apt-get update && apt-get install -y curl | cat\n",
                Some("debian bookworm"),
            ),
            ("FROM ubuntu:24.04 AS a\nFROM a\nENV X=1\n", Some("ubuntu noble")),
            ("FROM node:24-alpine3.22\n", Some("alpine 3.22")),
            ("ARG V=12\nFROM debian:${V}\n", Some("debian bookworm")),
            ("FROM --platform=$BUILDPLATFORM debian:12\n", Some("debian bookworm")),
            ("FROM debian\n", None),
            ("FROM debian:latest\n", None),
            ("FROM python:3.13\n", None),
            ("FROM postgres:17-bookworm\n", None),
            ("FROM acme/app:bookworm\n", None),
            ("FROM --platform=linux/arm64 debian:12\n", None),
        ] {
            assert_eq!(of(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn another_repository_may_be_there() {
        for text in [
            "RUN add-apt-repository -y ppa:x/y",
            "RUN echo 'deb https://x y main' > /etc/apt/sources.list.d/x.list",
            "RUN curl -fsSL https://deb.nodesource.com/setup_22.x | sudo -E bash -",
            "RUN bash <(curl -s https://x.example)",
            "RUN ./setup.sh",
            "COPY x.list /etc/apt/sources.list.d/",
            "COPY rootfs/ /",
            "COPY [\"rootfs\", \"/etc/\"]",
            "RUN dpkg -i repository_all.deb",
        ] {
            assert_eq!(of(&format!("FROM debian:12 AS a\n{text}\nFROM a\nRUN apt-get install -y x\n")), None, "{text}");
        }
        assert!(of("FROM debian:12\nCOPY app /app/\nRUN curl x | tee y && echo hash | sha256sum -c\n").is_some());
    }

    fn rpm(text: &str) -> Option<String> {
        let syntax = parse(text);
        let build = Build::new(text, &syntax);
        let last = StageId(build.stages.len() - 1);
        build
            .own_rpm_repositories(last, build.steps.len())
            .map(|(distribution, release)| format!("{distribution} {release}"))
    }

    #[test]
    fn rpm_images_have_a_release() {
        let digest = "1".repeat(64);
        for (text, expected) in [
            ("fedora:43", Some("fedora 43")),
            ("fedora:rawhide", None),
            ("fedora", None),
            ("fedora:30", None),
            ("almalinux:9.6-minimal", Some("almalinux 9")),
            ("rockylinux/rockylinux:9", Some("rockylinux 9")),
            ("oraclelinux:9-slim", Some("oraclelinux 9")),
            ("centos:7", None),
            ("centos:8", None),
            ("quay.io/centos/centos:stream9", Some("centos stream9")),
            ("quay.io/centos/centos:stream8", None),
            ("opensuse/leap:16.0", Some("opensuse-leap 16.0")),
            ("opensuse/leap:15.6", None),
            ("opensuse/tumbleweed", None),
            ("registry.access.redhat.com/ubi9/ubi:9.6", Some("ubi 9")),
            ("redhat/ubi8", Some("ubi 8")),
            ("amazonlinux:2023", Some("amazonlinux latest")),
            ("amazonlinux:2023-minimal", Some("amazonlinux latest")),
            ("amazonlinux:2023.12.20260817.0", Some("amazonlinux 2023.12.20260817")),
            ("amazonlinux:2", None),
            ("amazonlinux", None),
            (&format!("amazonlinux:2023@sha256:{digest}"), None),
            ("--platform=linux/arm64 fedora:43", None),
            ("debian:12", None),
        ] {
            assert_eq!(rpm(&format!("FROM {text}\nRUN dnf -y upgrade\n")).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn another_rpm_repository_may_be_there() {
        for text in [
            "RUN dnf config-manager --add-repo https://example.com/x.repo",
            "RUN yum-config-manager --enable x",
            "RUN dnf install -y epel-release",
            "RUN rpm -i https://example.com/x.rpm",
            "RUN rpm --import https://example.com/key && dnf install -y centos-release-nfv-common",
            "RUN dnf -y copr enable a/b",
            "RUN /usr/bin/crb enable",
            "RUN echo '[x]' > /etc/yum.repos.d/x.REPO",
            "RUN zypper -n ar https://example.com x",
            "RUN dnf --enablerepo=devel install -y x",
            "COPY x.repo /etc/yum.repos.d/",
            "ADD --chown=0:0 files/ /etc/dnf/",
            "COPY rootfs/ /",
            "RUN curl -fsSL https://example.com/setup | bash -",
        ] {
            assert_eq!(rpm(&format!("FROM fedora:43 AS a\n{text}\nFROM a\nRUN dnf install -y x\n")), None, "{text}");
        }
        assert!(rpm("FROM fedora:43\nCOPY app /app/\nRUN dnf -y install gcc && make && dnf clean all\n").is_some());
    }
}
