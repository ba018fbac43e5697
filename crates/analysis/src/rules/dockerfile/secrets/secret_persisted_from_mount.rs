//! `secret-persisted-from-mount`: mounted secret that is written into the image.

use crate::rule::rule;
use crate::rules::dockerfile::syntax::mounts;
use crate::{Category, Check, CommandCx, FixAvailability, Level, Levels, Sink};
use plimsoll_model::commands::deletes;
use plimsoll_shell::{RedirectKind, Word};

rule! {
    /// A secret mount leaves nothing behind, but a copy of it does.
    ///
    /// ```Dockerfile,bad
    /// FROM node:24.11-slim
    /// RUN --mount=type=secret,id=npmrc cp /run/secrets/npmrc /root/.npmrc && npm ci
    /// #                                   ^^^^^^^^^^^^^^^^^^ warning: `/run/secrets/npmrc` is copied into the image
    /// RUN --mount=type=secret,id=key cat /run/secrets/key > /etc/app/key
    /// #                                  ^^^^^^^^^^^^^^^^ warning: `/run/secrets/key` is copied into the image
    /// ```
    ///
    /// Mount it where it is needed, or delete the copy in the same RUN. Stages that are not shipped keep it to themselves.
    ///
    /// ```Dockerfile,good
    /// FROM node:24.11-slim
    /// RUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci
    /// RUN --mount=type=secret,id=npmrc cp /run/secrets/npmrc /root/.npmrc && npm ci && rm /root/.npmrc
    /// RUN --mount=type=secret,id=key cp /run/secrets/key /dev/shm/key
    /// RUN --mount=type=secret,id=key cat /run/secrets/key > /dev/null
    /// RUN --mount=type=secret,id=key test -s /run/secrets/key && cat /run/secrets/key | docker login --password-stdin
    /// ```
    "secret-persisted-from-mount" {
        summary: "mounted secret that is written into the image",
        category: Category::Security,
        levels: Levels::dockerfile(Level::Warning, Level::Error, Level::Off),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Command(check),
    }
}

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let effective = cx.command.effective();
    let args: Vec<&Word> = effective.args.iter().filter(|word| !word.prefix_literal().starts_with('-')).collect();
    let (source, target) = match (effective.name(), &args[..]) {
        (Some("cp" | "install"), [source, target]) => (*source, target.literal()),
        (Some("cat"), [source]) if cx.command.place.pipeline.is_none() => {
            let written = cx.command.redirects.iter().find(|redirect| {
                matches!(redirect.kind, RedirectKind::Output | RedirectKind::Append | RedirectKind::Clobber)
                    && redirect.descriptor.is_none_or(|descriptor| descriptor == 1)
            });
            (*source, written.and_then(|redirect| redirect.target.literal()))
        }
        _ => return,
    };
    let (Some(secret), Some(target)) = (source.literal(), target) else { return };
    let is_shipped = cx.stage.is_some_and(|stage| cx.build.stage(stage).shipped);
    if !is_shipped || !is_mounted_secret(cx, secret) || !stays(cx, target) {
        return;
    }
    sink.report(source.range, format!("`{secret}` is copied into the image"))
        .note("everyone who can pull the image can read the copy; mount the secret where it is needed");
}

/// Whether a secret mount of the RUN puts a file at `path`.
fn is_mounted_secret(cx: &CommandCx<'_>, path: &str) -> bool {
    mounts(cx).iter().filter(|(_, kind)| kind == "secret").any(|(mount, _)| {
        let target = mount.option(cx.source(), &["target", "dst", "destination"]);
        let id = mount.option(cx.source(), &["id", "source", "src"]);
        match (target, id) {
            (Some(target), _) => target == path,
            (None, Some(id)) => path.strip_prefix("/run/secrets/") == Some(id),
            _ => false,
        }
    })
}

/// Whether what is written to `target` is in the layer: not in memory, not below a mount, not deleted by the RUN.
fn stays(cx: &CommandCx<'_>, target: &str) -> bool {
    let in_memory = ["/dev/", "/proc/", "/run/secrets/"].iter().any(|start| target.starts_with(start));
    let below = |folder: &str| {
        target.strip_prefix(folder.trim_end_matches('/')).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let is_mounted = mounts(cx).iter().any(|(mount, _)| {
        mount
            .option(cx.source(), &["target", "dst", "destination"])
            .is_some_and(|folder| folder.contains('$') || below(folder))
    });
    // Whatever is deleted later may be it, by another name.
    let is_deleted = cx
        .build
        .scripts(cx.step)
        .iter()
        .flat_map(|script| &script.commands)
        .any(|other| !deletes(other).is_empty() || matches!(other.effective().name(), Some("shred" | "trap")));
    target.starts_with('/') && !in_memory && !is_mounted && !is_deleted
}
