//! Which distribution's repositories a stage installs its packages from, as far as the file tells.
//!
//! Invariant: a stage that may have any other repository by the instruction in question has none here: what a package's
//! version would be is then not known.

use super::build::{Build, StageId, StepId};
use super::stage::{Base, Stage};
use crate::tables::eol::{self, Release};
use crate::tables::image_name::ImageName;
use crate::tables::repositories::has_own_alone;
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
        let mut steps = self.ancestry(stage).flat_map(|stage| self.stage_steps(stage)).filter(|(at, _)| *at <= step);
        let is_usual = |stage: &Stage<'_>| self.is_for_amd64(self.steps[stage.from_step].instruction);
        (self.ancestry(stage).all(is_usual) && !steps.any(|(_, it)| self.changes_repositories(it))).then_some(release)
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
}
