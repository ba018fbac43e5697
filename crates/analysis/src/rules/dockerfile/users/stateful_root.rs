//! `stateful-root`: root writes into a volume.

use super::accounts::is_root;
use super::exemptions::may_be_root;
use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, PathList};
use plimsoll_model::dockerfile::Base;
use plimsoll_model::tables::image_name::ImageName;
use plimsoll_model::tables::images::runs_as_root;

rule! {
    /// The image keeps data in a volume and runs as root. The files on the volume belong to root then, and stay so when
    /// a later image runs as another user; on the host, root's files are as good as root's rights.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// VOLUME /var/lib/app
    ///      # ^^^^^^^^^^^^ note: what is written into this volume belongs to root
    /// CMD ["/app"]
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// VOLUME /var/lib/app
    /// USER 10001
    /// CMD ["/app"]
    /// ```
    "stateful-root" {
        summary: "root writes into a volume",
        category: Category::Security,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    let Some(stage) = cx.build.final_stage() else { return };
    let runs_as_root = match cx.build.user(stage.id, stage.steps.end) {
        Some(user) => user.value.as_deref().is_some_and(is_root),
        None => match cx.build.external_base(stage.id) {
            Base::Image(image) => {
                runs_as_root(&ImageName::from_parts(image.registry(), image.repository()), image.tag())
            }
            _ => false,
        },
    };
    if !runs_as_root || may_be_root(cx, stage) || serves_as_other(cx, stage) {
        return;
    }
    for (_, instruction) in cx.build.stage_steps(stage) {
        let Body::Volume(paths) = &instruction.body else { continue };
        let ranges: Vec<_> = match paths {
            PathList::Words(words) => words.iter().map(|word| word.range).collect(),
            PathList::Json(array) => array.elements.iter().map(|word| word.inner).collect(),
        };
        if let Some(range) = ranges.into_iter().find(|range| !is_for_settings(cx.text(*range))) {
            sink.report(range, "what is written into this volume belongs to root")
                .note("and stays so when a later image runs as another user");
        }
    }
}

/// Folders that the container reads: `/etc/app`, `/root/.aws`; and Docker's own, which must be root's.
fn is_for_settings(path: &str) -> bool {
    let hidden = ["/.aws", "/.ssh", "/.kube", "/.config", "/.docker", "/.gnupg"];
    let path = path.trim_end_matches('/');
    path == "/var/lib/docker"
        || path == "/etc"
        || path.starts_with("/etc/")
        || hidden.iter().any(|end| path.ends_with(end))
}

/// Apache and PHP-FPM answer as `www-data`, in the images that start them.
fn serves_as_other(cx: &DockerfileCx<'_>, stage: &plimsoll_model::dockerfile::Stage<'_>) -> bool {
    match cx.build.external_base(stage.id) {
        Base::Image(image) => {
            let name = ImageName::from_parts(image.registry(), image.repository());
            let tag = image.tag().unwrap_or("");
            name.official() == Some("php") && (tag.contains("apache") || tag.contains("fpm"))
        }
        _ => false,
    }
}
