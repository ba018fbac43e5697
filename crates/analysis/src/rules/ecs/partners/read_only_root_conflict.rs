//! `read-only-root-conflict`: a read-only root file system under an image that writes to it.

use crate::rule::rule;
use crate::rules::ecs::inserts::{append, insert};
use crate::rules::ecs::paths::{is_within, normalized};
use crate::{Category, Check, ContainerCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_model::ecs::{Field, Object};
use plimsoll_model::tables::ecs::written_paths;
use plimsoll_model::tables::image_name::ImageName;

rule! {
    /// The root file system is read-only, and the image writes to a folder that nothing is mounted at.
    ///
    /// It fails with "Read-only file system". Mount a temporary file system there.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "nginx:1.29", "readonlyRootFilesystem": true }
    ///     //                                                                ^^^^ warning: the image of container `web` writes to `/var/cache/nginx`, which is read-only
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "nginx:1.29",
    ///       "readonlyRootFilesystem": true,
    ///       "linuxParameters": {
    ///         "tmpfs": [{ "containerPath": "/var/cache/nginx", "size": 64 }, { "containerPath": "/run", "size": 1 }]
    ///       }
    ///     }
    ///   ]
    /// }
    /// ```
    "read-only-root-conflict" {
        summary: "read-only root file system under an image that writes to it",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Manual,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let object = cx.container.object;
    let Field::Known { value: true, node, .. } = object.boolean("readonlyRootFilesystem") else { return };
    let Field::Known { .. } = cx.container.image() else { return };
    let (Some(image), Some(mounts)) = (cx.container.image_parts(), mounts(object)) else { return };
    let name = ImageName::from_parts(image.registry(), image.repository());
    let is_covered = |path: &str| {
        let real = path.strip_prefix("/var/run").map(|rest| format!("/run{rest}"));
        mounts.iter().any(|mount| is_within(path, mount) || real.as_deref().is_some_and(|real| is_within(real, mount)))
    };
    let open: Vec<&str> = written_paths(&name, image.tag()).filter(|path| !is_covered(path)).collect();
    let Some(first) = open.first() else { return };
    let entries: Vec<String> =
        open.iter().map(|path| format!("{{ \"containerPath\": \"{path}\", \"size\": 64 }}")).collect();
    let list = entries.join(", ");
    let edits = match object.object("linuxParameters") {
        Field::Known { value: linux, .. } => append(linux, "tmpfs", &list),
        _ => insert(object, "linuxParameters", &format!("{{\n  \"tmpfs\": [{list}]\n}}")),
    };
    sink.report(
        node.range(),
        format!("the image of {} writes to `{first}`, which is read-only", cx.container.called()),
    )
    .note("it fails with \"Read-only file system\"")
    .fix(edits.map(|edits| Fix::manual("mount temporary file systems there", edits)));
}

/// The paths at which something is mounted; `None` when that is not known.
fn mounts(container: Object<'_>) -> Option<Vec<String>> {
    let mut paths = Vec::new();
    let mut add = |object: Object<'_>, key: &str| match object.array(key) {
        Field::Absent { .. } => object.is_complete().then_some(()),
        Field::Known { value: list, .. } if list.is_complete() => {
            for element in list.node.elements() {
                paths.push(normalized(Object::new(element)?.name("containerPath").known()?));
            }
            Some(())
        }
        _ => None,
    };
    add(container, "mountPoints")?;
    match container.object("linuxParameters") {
        Field::Absent { .. } => {}
        Field::Known { value: linux, .. } => add(linux, "tmpfs")?,
        _ => return None,
    }
    container.array("volumesFrom").is_absent().then_some(paths)
}
