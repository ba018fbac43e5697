//! `invalid-tmpfs`: tmpfs that cannot be mounted.

use crate::rule::rule;
use crate::{Category, Check, ContainerCx, FixAvailability, Level, Levels, Sink};
use plimsoll_model::ecs::Field;
use plimsoll_model::tables::linux::is_mount_option;

rule! {
    /// A tmpfs needs an absolute path, a size of at least 1 MiB, and mount options that Linux knows.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "linuxParameters": { "tmpfs": [{ "containerPath": "tmp", "size": 0, "mountOptions": ["noexec", "nosiud"] }] } }
    /// //                                                                                       ^^^^^ error: the path `tmp` of a tmpfs is not absolute
    /// //                                                                                                      ^ error: a tmpfs has at least 1 MiB, not 0
    /// //                                                                                                                                    ^^^^^^^^ error: `nosiud` is no mount option of a tmpfs
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "web:1", "linuxParameters": { "tmpfs": [{ "containerPath": "/tmp", "size": 64, "mountOptions": ["noexec", "mode=1777"] }, { "containerPath": "${DIR}", "size": 1 }] } }
    ///   ]
    /// }
    /// ```
    "invalid-tmpfs" {
        summary: "tmpfs that cannot be mounted",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    if cx.task.launch().windows {
        return;
    }
    let Some(linux) = cx.container.object.object("linuxParameters").known().copied() else { return };
    for tmpfs in linux.objects("tmpfs") {
        if let Field::Known { value, node, .. } = tmpfs.name("containerPath")
            && !value.starts_with('/')
        {
            sink.report(node.range(), format!("the path `{value}` of a tmpfs is not absolute"));
        }
        if let Field::Known { value, node, .. } = tmpfs.integer("size")
            && value < 1
        {
            sink.report(node.range(), format!("a tmpfs has at least 1 MiB, not {value}"));
        }
        let Some(options) = tmpfs.array("mountOptions").known().copied() else { continue };
        for (node, option) in options.strings() {
            if let Some(option) = option.filter(|option| !is_mount_option(option)) {
                sink.report(node.range(), format!("`{option}` is no mount option of a tmpfs"));
            }
        }
    }
}
