//! `apt-cache-mount-not-locked`: cache of a package manager that builds share without a lock.

use crate::rule::rule;
use crate::rules::dockerfile::syntax::{mounts, option};
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_text::{Edit, TextRange};

rule! {
    /// apt and its like lock their folders, but two builds that share a cache mount do not see each other's lock.
    ///
    /// The second one fails with "could not get lock", or both write the same file. `sharing=locked` lets it wait.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN --mount=type=cache,target=/var/cache/apt apt-get update && apt-get install -y curl
    /// #                      ^^^^^^^^^^^^^^^^^^^^^ note: builds share `/var/cache/apt` without a lock
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN --mount=type=cache,target=/var/cache/apt,sharing=locked apt-get update && apt-get install -y curl
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// RUN --mount=type=cache,target=/var/cache/apt,sharing=private apt-get update && apt-get install -y curl
    /// RUN --mount=type=cache,target=/root/.cache/pip pip install flask==3.1.2
    /// ```
    "apt-cache-mount-not-locked" {
        summary: "cache of a package manager that builds share without a lock",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

/// Folders that their package manager locks while it works. Source: Dockerfile reference, "RUN --mount=type=cache"
/// (apt); manuals of yum, dnf, zypper and apk, 2026-11.
const LOCKED: [&str; 9] = [
    "/var/cache/apt",
    "/var/cache/apt/archives",
    "/var/lib/apt",
    "/var/lib/apt/lists",
    "/var/cache/yum",
    "/var/cache/dnf",
    "/var/cache/zypp",
    "/var/lib/rpm",
    "/var/cache/apk",
];

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    for (mount, kind) in mounts(cx) {
        let Some((place, target)) = option(cx, mount, &["target", "dst", "destination"]) else { continue };
        let path = target.trim_end_matches('/');
        if kind != "cache" || !LOCKED.contains(&path) {
            continue;
        }
        let has_sharing = mount.options.iter().any(|it| cx.text(it.key).eq_ignore_ascii_case("sharing"));
        let edit = match option(cx, mount, &["sharing"]) {
            Some((sharing, "shared")) => sharing.value.map(|value| Edit::replace(value, "locked")),
            None if !has_sharing => {
                let is_plain = !cx.text(mount.range).contains('"');
                is_plain.then(|| Edit::insert(mount.range.end(), ",sharing=locked"))
            }
            _ => continue,
        };
        let range: TextRange = place.range;
        sink.report(range, format!("builds share `{path}` without a lock"))
            .note("two builds at the same time disturb each other, for neither sees the other's lock")
            .fix(edit.map(|edit| Fix::safe("let one build at a time use it", edit)));
    }
}
