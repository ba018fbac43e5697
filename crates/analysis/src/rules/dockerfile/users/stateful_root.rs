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
    ///      # ^^^^^^^^^^^^ note: root writes into this volume
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
    if !runs_as_root || may_be_root(cx, stage) {
        return;
    }
    for (_, instruction) in cx.build.stage_steps(stage) {
        let Body::Volume(paths) = &instruction.body else { continue };
        let first = match paths {
            PathList::Words(words) => words.first().map(|word| word.range),
            PathList::Json(array) => array.elements.first().map(|word| word.inner),
        };
        if let Some(range) = first {
            sink.report(range, "root writes into this volume")
                .note("its files belong to root, also when a later image runs as another user");
        }
    }
}
