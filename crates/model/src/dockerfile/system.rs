//! Which system a stage runs, as far as the file tells.
//!
//! Invariant: an image that is not known by its name or tag has no C library here, and runs Linux.

use super::build::{Build, StageId, StepId};
use super::stage::Base;
use crate::tables::image_name::ImageName;
use crate::tables::images::is_official;

/// The C library of an image, by which programs are linked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Libc {
    /// Debian, Ubuntu, Fedora, Red Hat and most others.
    Glibc,
    /// Alpine.
    Musl,
}

impl Libc {
    /// Its name: `glibc` or `musl`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Glibc => "glibc",
            Self::Musl => "musl",
        }
    }
}

impl Build<'_> {
    /// Whether the instruction `step` stands in a stage that runs Windows: by its base image, by `--platform`, or by a
    /// SHELL of Windows in a file whose escape character is the backtick.
    #[must_use]
    pub fn is_windows(&self, stage: StageId, step: StepId) -> bool {
        let platform = self.ancestry(stage).any(|stage| {
            let from = self.steps[stage.from_step].instruction;
            let flag = from.flag(self.source, "platform").and_then(|flag| flag.value.as_ref());
            flag.is_some_and(|word| word.raw(self.source).to_ascii_lowercase().starts_with("windows"))
        });
        let image = match self.external_base(stage) {
            Base::Image(image) => is_windows_image(image.repository(), image.tag()),
            _ => false,
        };
        platform || image || (self.syntax.escape == '`' && self.windows_shell(stage, step).is_some())
    }

    /// The program of the SHELL that holds at `step`, when it is one of Windows: `cmd`, `powershell` or `pwsh`.
    #[must_use]
    pub fn windows_shell(&self, stage: StageId, step: StepId) -> Option<&'static str> {
        let shell = self.shell(stage, step)?;
        let program = shell.elements.first()?.text(self.source).to_ascii_lowercase();
        let name = program.rsplit(['/', '\\']).next().unwrap_or("");
        let name = name.strip_suffix(".exe").unwrap_or(name);
        ["cmd", "powershell", "pwsh"].into_iter().find(|known| *known == name)
    }

    /// The C library that the stage's base image brings; `None` when it is not known.
    #[must_use]
    pub fn libc(&self, stage: StageId) -> Option<Libc> {
        let Base::Image(image) = self.external_base(stage) else { return None };
        let name = ImageName::from_parts(image.registry(), image.repository());
        libc(&name, image.tag().unwrap_or("latest"))
    }
}

/// Whether an image runs Windows, by the names that Microsoft and the official images use.
pub(super) fn is_windows_image(repository: &str, tag: Option<&str>) -> bool {
    let words = |text: &str| {
        let text = text.to_ascii_lowercase();
        text.contains("windows") || text.contains("nanoserver") || text.contains("servercore")
    };
    words(repository)
        || tag.is_some_and(|tag| words(tag) || tag.contains("ltsc20"))
        || repository == "dotnet/framework"
        || repository.starts_with("dotnet/framework/")
}

pub(super) fn is_alpine(repository: &str, tag: Option<&str>) -> bool {
    repository == "alpine" || repository.ends_with("/alpine") || tag.is_some_and(|tag| tag.contains("alpine"))
}

/// Official images that are made of nothing that is known here, or of both.
const OTHERS: [&str; 4] = ["busybox", "cirros", "hello-world", "alpinelinux"];

fn libc(name: &ImageName<'_>, tag: &str) -> Option<Libc> {
    if is_windows_image(name.path, Some(tag)) {
        return None;
    }
    if is_alpine(name.path, Some(tag)) {
        return Some(Libc::Musl);
    }
    if let Some(official) = name.official() {
        // Official images have Alpine variants under tags that say so; the rest is Debian, Ubuntu or a relative.
        let is_small = ["docker", "registry", "traefik", "caddy", "nats", "consul", "vault"].contains(&official);
        return (is_official(official) && !is_small && !OTHERS.contains(&official)).then_some(Libc::Glibc);
    }
    let distroless = name.registry == "gcr.io" && name.path.starts_with("distroless/") && !name.path.contains("static");
    let red_hat = name.path.contains("ubi8") || name.path.contains("ubi9") || name.path.contains("ubi10");
    let microsoft = name.registry == "mcr.microsoft.com" && name.path.starts_with("dotnet/");
    let nvidia = name.path == "nvidia/cuda";
    (distroless || red_hat || microsoft || nvidia).then_some(Libc::Glibc)
}

#[cfg(test)]
mod tests {
    use super::{Build, Libc, StageId};
    use plimsoll_dockerfile::parse;

    fn of(text: &str) -> (bool, Option<Libc>) {
        let syntax = parse(text);
        let build = Build::new(text, &syntax);
        (build.is_windows(StageId(0), build.steps.len()), build.libc(StageId(0)))
    }

    #[test]
    fn systems() {
        assert_eq!(of("FROM debian:12\n"), (false, Some(Libc::Glibc)));
        assert_eq!(of("FROM node:24-alpine\n"), (false, Some(Libc::Musl)));
        assert_eq!(of("FROM acme/app\n"), (false, None));
        assert_eq!(of("FROM gcr.io/distroless/static\n"), (false, None));
        assert_eq!(of("FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\n"), (true, None));
        assert_eq!(of("FROM --platform=windows/amd64 acme/app\n"), (true, None));
        assert!(of("# escape=`\nFROM acme/app\nSHELL [\"PowerShell.exe\", \"-Command\"]\n").0);
        assert!(!of("FROM acme/app\nSHELL [\"pwsh\", \"-Command\"]\n").0);
    }
}
