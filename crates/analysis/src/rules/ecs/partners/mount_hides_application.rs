//! `mount-hides-application`: a volume over the folder that the application is in.

use crate::rule::rule;
use crate::rules::ecs::partner::{self, Partner};
use crate::rules::ecs::paths::{is_within, normalized};
use crate::rules::ecs::storage::volume::{name, volumes};
use crate::{Category, Check, ContainerCx, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::{Body, CommandLine};
use plimsoll_model::dockerfile::Build;
use plimsoll_model::ecs::{Field, Object};

rule! {
    /// A file system is mounted over the folder that the image keeps its application in. The application is hidden.
    ///
    /// ```text,context,file=Dockerfile
    /// FROM python:3.12
    /// WORKDIR /app
    /// COPY . .
    /// CMD ["python", "app.py"]
    /// ```
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "volumes": [{ "name": "data", "efsVolumeConfiguration": { "fileSystemId": "fs-0123456789abcdef0", "transitEncryption": "ENABLED" } }],
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:1",
    ///       "mountPoints": [{ "sourceVolume": "data", "containerPath": "/app" }]
    ///       //                                                         ^^^^^^ warning: the volume `data` hides the application of container `web` in `/app`
    ///     }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "volumes": [{ "name": "data", "efsVolumeConfiguration": { "fileSystemId": "fs-0123456789abcdef0", "transitEncryption": "ENABLED" } }],
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:1",
    ///       "mountPoints": [{ "sourceVolume": "data", "containerPath": "/app/data" }]
    ///     }
    ///   ]
    /// }
    /// ```
    "mount-hides-application" {
        summary: "volume over the folder that the application is in",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let mounts: Vec<Object<'_>> =
        cx.container.object.objects("mountPoints").filter(|mount| hides(cx, *mount)).collect();
    if mounts.is_empty() {
        return;
    }
    let Some(partner) = Partner::of(cx, cx.container) else { return };
    let build = partner.build();
    let Some(folder) = application(&build) else { return };
    for mount in mounts {
        let Field::Known { value: path, node, .. } = mount.name("containerPath") else { continue };
        let path = normalized(&path);
        if path != "/" && is_within(&folder, &path) {
            let volume =
                name(mount, "sourceVolume").map_or("a volume".to_owned(), |name| format!("the volume `{}`", name.text));
            sink.report(
                node.range(),
                format!("{volume} hides the application of {} in `{folder}`", cx.container.called()),
            );
        }
    }
}

/// Whether the volume has content of its own. Docker fills an empty one from the image.
fn hides(cx: &ContainerCx<'_>, mount: Object<'_>) -> bool {
    const KINDS: [&str; 3] =
        ["efsVolumeConfiguration", "s3filesVolumeConfiguration", "fsxWindowsFileServerVolumeConfiguration"];
    let Some(source) = name(mount, "sourceVolume") else { return false };
    volumes(cx.task)
        .filter(|volume| name(*volume, "name").is_some_and(|own| own.text == source.text))
        .any(|volume| KINDS.iter().any(|kind| volume.object(kind).known().is_some()))
}

/// The folder with the application: the working directory that something is copied to and that the command starts in.
fn application(build: &Build<'_>) -> Option<String> {
    let stage = build.final_stage()?;
    let folder = normalized(&build.working_directory(stage.id, stage.steps.end)?);
    // The command must look for its files there.
    let (_, line) = partner::command(build).or_else(|| partner::entry_point(build))?;
    let is_relative = match line {
        CommandLine::Exec(array) => {
            let words = partner::words(build, array);
            words.iter().skip(1).any(|word| is_file(word)) || words.first().is_some_and(|first| first.starts_with("./"))
        }
        CommandLine::Shell { .. } => partner::shell_text(build, line)?.split_whitespace().skip(1).any(is_file),
        CommandLine::Empty => false,
    };
    let is_filled = build.stage_steps(stage).any(|(step, instruction)| {
        let Body::Copy(copy) = &instruction.body else { return false };
        let text = copy.destination.as_ref().and_then(|word| build.expand(step, word)).map(|mapped| mapped.text);
        text.is_some_and(|text| {
            !text.starts_with('/')
                && build.working_directory(stage.id, step).is_some_and(|at| normalized(&at) == folder)
                || normalized(&text) == folder
        })
    });
    (folder != "/" && is_relative && is_filled).then_some(folder)
}

/// Whether a word is the name of a program's file in the working directory.
fn is_file(word: &str) -> bool {
    let ends = [".py", ".js", ".mjs", ".jar", ".rb", ".php", ".sh", ".dll"].iter().any(|end| word.ends_with(end));
    ends && !word.starts_with(['/', '-'])
}
