//! Adds a program that an image lacks: to an install of its stage, or with a RUN of its own.
//!
//! Invariant: the package is one of the system that the base image runs, and root installs it.

use crate::rules::dockerfile::lines::line_end;
use crate::{Fix, StageCx};
use plimsoll_dockerfile::{Body, CommandLine};
use plimsoll_model::commands::{Action, Manager, package_command};
use plimsoll_model::dockerfile::{Base, Libc};
use plimsoll_model::tables::image_name::ImageName;
use plimsoll_text::Edit;

/// Programs, and the packages of Alpine and of Debian that bring them. Source: the distributions' package lists, 2026-11.
const PACKAGES: [(&str, Option<&str>, Option<&str>); 8] = [
    ("bash", Some("bash"), Some("bash")),
    ("curl", Some("curl"), Some("curl")),
    ("wget", Some("wget"), Some("wget")),
    ("nc", None, Some("netcat-openbsd")),
    ("nslookup", None, Some("dnsutils")),
    ("perl", Some("perl"), Some("perl")),
    ("python3", Some("python3"), Some("python3")),
    ("zsh", Some("zsh"), Some("zsh")),
];

/// Installs `program` in the stage; `None` where nobody knows how.
pub(super) fn install(cx: &StageCx<'_>, program: &str) -> Option<Fix> {
    let manager = manager(cx)?;
    let (_, alpine, debian) = PACKAGES.iter().find(|(name, ..)| *name == program)?;
    let package = if manager == Manager::Apk { (*alpine)? } else { (*debian)? };
    let edit = into_list(cx, manager, package).or_else(|| as_run(cx, manager, package))?;
    Some(Fix::r#unsafe(format!("install `{package}`"), edit))
}

/// The package manager of the base image's system.
fn manager(cx: &StageCx<'_>) -> Option<Manager> {
    let Base::Image(image) = cx.build.external_base(cx.stage.id) else { return None };
    let name = ImageName::from_parts(image.registry(), image.repository());
    let tag = image.tag().unwrap_or("latest");
    match cx.build.libc(cx.stage.id) {
        Some(Libc::Musl) => Some(Manager::Apk),
        _ if matches!(name.official(), Some("debian" | "ubuntu")) || name.path.starts_with("dotnet/") => {
            // The small images of .NET have no package manager.
            (!tag.contains("chiseled") && !tag.contains("distroless")).then_some(Manager::Apt)
        }
        _ if name.official().is_some() && tag.split('-').any(|part| part == "slim") => Some(Manager::Apt),
        _ => None,
    }
}

/// Behind the last package of an install whose packages stay.
fn into_list(cx: &StageCx<'_>, manager: Manager, package: &str) -> Option<Edit> {
    for (step, instruction) in cx.build.stage_steps(cx.stage) {
        let Body::Run(run) = &instruction.body else { continue };
        let CommandLine::Shell { range, .. } = run.command else { continue };
        let [script] = cx.build.scripts(step) else { continue };
        let removes = script.commands.iter().filter_map(package_command).any(|it| it.action == Action::Remove);
        let here = script.commands.iter().filter(|it| !removes && it.depth == 0 && range.contains_range(it.range));
        let installs = here.filter_map(package_command).filter(|it| it.manager == manager);
        let plain = |it: &plimsoll_model::commands::PackageCommand<'_>| {
            it.action == Action::Install && !it.operands.doubtful && !it.has(&["-t", "--virtual", "--download-only"])
        };
        let last = installs.filter(plain).find_map(|it| it.operands.operands.last().map(|last| last.word.range.end()));
        if let Some(place) = last.filter(|_| cx.build.runs_as_root(step) != Some(false)) {
            return Some(Edit::insert(place, format!(" {package}")));
        }
    }
    None
}

/// A RUN of its own at the top of the stage.
fn as_run(cx: &StageCx<'_>, manager: Manager, package: &str) -> Option<Edit> {
    let next = cx.stage.from_step + 1;
    let is_root = cx.stage.steps.contains(&next) && cx.build.runs_as_root(next) == Some(true);
    let from = cx.build.steps[cx.stage.from_step].instruction;
    let item = cx.syntax.items.iter().find(|item| item.range.contains_range(from.range)).filter(|_| is_root)?;
    let line = match manager {
        Manager::Apk => format!("RUN apk add --no-cache {package}"),
        _ => format!(
            "RUN apt-get update && apt-get install -y --no-install-recommends {package} && rm -rf /var/lib/apt/lists/*"
        ),
    };
    Some(Edit::insert(item.range.end(), format!("{line}{}", line_end(cx.source()))))
}
