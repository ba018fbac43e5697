//! `invalid-mount-target`: mount over the whole file system.

use super::mounts::{mounts, option};
use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_model::dockerfile::Base;
use plimsoll_model::tables::image_name::ImageName;
use plimsoll_model::tables::workdirs::starts_in_root;
use plimsoll_text::Edit;

rule! {
    /// A mount needs a place of its own; over `/` there can be none.
    ///
    /// Without `target`, or with a relative one that is empty, the place is the working directory.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN --mount=type=bind,target=/ make
    /// #                     ^^^^^^^^ error: a mount cannot cover `/`
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// WORKDIR /src
    /// RUN --mount=type=bind,target=. make
    /// ```
    "invalid-mount-target" {
        summary: "mount over the whole file system",
        category: Category::Correctness,
        levels: Levels::always(Level::Error),
        since: "2026.1",
        fix: FixAvailability::Manual,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    for (mount, _) in mounts(cx).into_iter().filter(|(_, kind)| matches!(&**kind, "bind" | "cache" | "tmpfs")) {
        let names = ["target", "dst", "destination"];
        let written =
            mount.options.iter().any(|it| names.iter().any(|name| cx.text(it.key).eq_ignore_ascii_case(name)));
        let given = option(cx, mount, &names);
        // One with a variable in it may be anywhere.
        if written && given.is_none() {
            continue;
        }
        let target = given.map_or("", |(_, value)| value.trim_matches('"'));
        if !is_root(target, || working_directory(cx)) {
            continue;
        }
        let finding = match given {
            Some((found, _)) => sink.report(found.range, "a mount cannot cover `/`"),
            None => sink.report(mount.range, "this mount has no `target`, and the working directory is `/`"),
        };
        finding.note("BuildKit stops here");
        finding.fix(Fix::manual(
            "give it a place of its own",
            match given {
                Some((found, _)) => match found.value {
                    Some(value) => Edit::replace(value, "<path>"),
                    None => Edit::insert(found.range.end(), "=<path>"),
                },
                None => Edit::insert(mount.range.end(), ",target=<path>"),
            },
        ));
    }
}

/// Whether `target` is `/` where `directory` is the working directory.
fn is_root(target: &str, directory: impl Fn() -> Option<String>) -> bool {
    let absolute = match target.starts_with('/') {
        true => target.to_owned(),
        false => match directory() {
            Some(directory) => format!("{directory}/{target}"),
            None => return false,
        },
    };
    let mut depth = 0_usize;
    for part in absolute.split('/') {
        match part {
            "" | "." => {}
            ".." => depth = depth.saturating_sub(1),
            _ => depth += 1,
        }
    }
    depth == 0
}

/// The working directory; that of the base image is known for some images.
fn working_directory(cx: &InstructionCx<'_>) -> Option<String> {
    let stage = cx.stage?;
    cx.build.working_directory(stage, cx.step).or_else(|| {
        let Base::Image(image) = cx.build.external_base(stage) else { return None };
        let name = ImageName::from_parts(image.registry(), image.repository());
        let is_first = cx.build.workdir(stage, cx.step).is_none();
        (is_first && starts_in_root(&name)).then(|| "/".to_owned())
    })
}
