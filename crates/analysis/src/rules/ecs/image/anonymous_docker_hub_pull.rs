//! `anonymous-docker-hub-pull`: image from Docker Hub without a login.

use crate::rule::rule;
use crate::{Category, Check, ContainerCx, FixAvailability, Level, Levels, Sink};
use plimsoll_model::ecs::Field;

rule! {
    /// Docker Hub limits how often an address may pull without a login; tasks then fail to start with
    /// `toomanyrequests`.
    ///
    /// Use `repositoryCredentials`, or a registry of your own, such as a pull-through cache in ECR.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "nginx:1.29" }
    /// //                            ^^^^^^^^^^^^ note: container `web` pulls from Docker Hub without a login
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "public.ecr.aws/nginx/nginx:1.29" },
    ///     { "name": "log", "image": "example/log:1", "repositoryCredentials": { "credentialsParameter": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:hub-a1b2c3" } },
    ///     { "name": "api", "image": "${IMAGE}" }
    ///   ]
    /// }
    /// ```
    "anonymous-docker-hub-pull" {
        summary: "image from Docker Hub without a login",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let object = cx.container.object;
    let Field::Known { node, .. } = object.name("image") else { return };
    let Some(image) = cx.container.image_parts() else { return };
    let is_hub = matches!(image.registry(), None | Some("docker.io" | "index.docker.io" | "registry-1.docker.io"));
    let has_login = !object.is_complete() || !object.object("repositoryCredentials").is_absent();
    if is_hub && !has_login && !cx.workspace.renders(&cx.file.path, cx.container.name().as_deref()) {
        sink.report(node.range(), format!("{} pulls from Docker Hub without a login", cx.container.called()))
            .note("Docker Hub limits such pulls; tasks then fail to start with `toomanyrequests`");
    }
}
