//! `unspecified-build-platform`: a task on ARM whose image is built for nobody knows what.

use crate::rule::rule;
use crate::{Category, Check, FileKind, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_model::ecs::Field;

rule! {
    /// The task runs on ARM64, and nothing in the repository says for which platform the image is built.
    ///
    /// On most build machines that is X86_64. The task then fails with "exec format error".
    ///
    /// ```text,context,file=Dockerfile
    /// FROM python:3.12
    /// CMD ["python", "app.py"]
    /// ```
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "runtimePlatform": { "cpuArchitecture": "ARM64" },
    ///   //                                      ^^^^^^^ note: the task runs on ARM64, and nothing says that its image is built for it
    ///   "containerDefinitions": [{ "name": "web", "image": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:1" }]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "runtimePlatform": { "cpuArchitecture": "X86_64" },
    ///   "containerDefinitions": [{ "name": "web", "image": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:1" }]
    /// }
    /// ```
    "unspecified-build-platform" {
        summary: "task on ARM whose image is built for nobody knows what",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    const SIGNS: [&str; 6] = ["arm", "aarch64", "platform", "GOARCH", "buildx", "graviton"];
    let platform = cx.task.object.and_then(|task| task.object("runtimePlatform").known().copied());
    let Some(Field::Known { value, node, .. }) = platform.map(|platform| platform.name("cpuArchitecture")) else {
        return;
    };
    if value != "ARM64" {
        return;
    }
    // Without a Dockerfile the image is built elsewhere.
    let pair = |container| cx.workspace.dockerfile_of(&cx.file.path, cx.task, container);
    let Some(dockerfile) = cx.task.containers.iter().find_map(pair) else { return };
    let others =
        cx.workspace.files().filter(|file| file.path != cx.file.path && file.kind != Some(FileKind::TaskDefinition));
    if others.into_iter().any(|file| SIGNS.iter().any(|sign| file.text.contains(sign))) {
        return;
    }
    sink.report(node.range(), "the task runs on ARM64, and nothing says that its image is built for it")
        .note(format!("{} is built for the platform of the build machine", dockerfile.path));
}
